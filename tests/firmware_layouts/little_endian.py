# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HKWS, HK20, HK30 and what may come after them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

from simulator.image_layout import ENTRY, FIXED, HK20, HKWS, byte_sum, obfuscate, version_word

from .parts import FILES, File, noise

CODE = b"1140050031111110011"
NOTHING = 0xFFFFFFFF
Words = Callable[[int, str, str, bytes], bytes]


def _camera(total: int, version: str, build: str, code: bytes) -> bytes:
    return struct.pack("<III20s", total, int(build), version_word(version), code)


def _old(total: int, version: str, build: str, code: bytes) -> bytes:
    return b"\0" * 12 + code[:18].ljust(20, b"\0")


def _recorder(total: int, version: str, build: str, code: bytes) -> bytes:
    return b"\xff" * 12 + b"\0" * 8 + struct.pack("<III", int(f"20{build}", 16), 1, 0)


def _lock(total: int, version: str, build: str, code: bytes) -> bytes:
    year, month, day = (int(build[start : start + 2]) for start in (0, 2, 4))
    return b"\0" * 24 + struct.pack("<II", version_word(version), year << 16 | month << 8 | day)


def _unknown(total: int, version: str, build: str, code: bytes) -> bytes:
    return b"\x77" * 32


STYLES: dict[str, Words] = {
    "camera": _camera,
    "old": _old,
    "recorder": _recorder,
    "lock": _lock,
    "unknown": _unknown,
}


def hkws(
    files: Sequence[File] = FILES,
    *,
    style: str = "camera",
    language: int = 1,
    device_class: int = 2,
    oem_code: int = 1,
    version: str = "V5.4.41",
    build: str = "170312",
    code: bytes = CODE,
    tail: bytes = b"",
    count: int | None = None,
    header_length: int | None = None,
    checksum: int | None = None,
    total: int | None = None,
) -> bytes:
    """An HKWS image. The last four, where given, are lies."""
    length = FIXED + ENTRY.size * len(files)
    data = b"".join(file.data for file in files) + tail
    size = length + len(data) if total is None else total
    told = len(files) if count is None else count
    fields = struct.pack("<IIIII", told, language, device_class, oem_code, NOTHING)
    body = fields + STYLES[style](size, version, build, code) + _entries(files, length)
    return _header(HKWS, body, length if header_length is None else header_length, checksum) + data


def hk20(
    sections: Sequence[bytes],
    *,
    code: bytes = CODE,
    tail: bytes = b"",
    count: int | None = None,
    header_length: int | None = None,
    checksum: int | None = None,
    total: int | None = None,
    entries: Sequence[File] | None = None,
) -> bytes:
    """An HK20 image. What is given after ``tail`` are lies; ``entries`` stand in for the table."""
    table = entries or [File(name=code, data=section) for section in sections]
    length = FIXED + ENTRY.size * len(table)
    data = b"".join(sections) + tail
    size = length + len(data) if total is None else total
    told = len(table) if count is None else count
    body = struct.pack("<III20s20s", 0, size, told, b"\xff" * 20, code) + _entries(table, length)
    return _header(HK20, body, length if header_length is None else header_length, checksum) + data


def hk30(count: int = 24, size: int = 4000, *, header_length: int | None = None) -> bytes:
    """An HK30 image: 16 bytes that can be read, and noise for what is encrypted."""
    length = 256 + 64 * count if header_length is None else header_length
    start = obfuscate(struct.pack("<4sIII", b"03KH", 0x7E096867, length, count))
    return start + noise(size - len(start), "hk30")


def newer(generation: bytes = b"47", size: int = 4000) -> bytes:
    """An image of a generation that nobody has described."""
    return obfuscate(generation + b"KH") + noise(size - 4, "newer")


def _entries(files: Sequence[File], place: int) -> bytes:
    table = b""
    for file in files:
        table += ENTRY.pack(
            file.name,
            place if file.offset is None else file.offset,
            len(file.data) if file.length is None else file.length,
            byte_sum(file.data) & NOTHING if file.checksum is None else file.checksum,
        )
        place += len(file.data)
    return table


def _header(magic: bytes, body: bytes, length: int, checksum: int | None) -> bytes:
    return obfuscate(magic + struct.pack("<II", byte_sum(body) if checksum is None else checksum, length) + body)
