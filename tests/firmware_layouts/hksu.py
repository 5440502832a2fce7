# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HKSU, the big-endian layout."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence

from simulator.image_layout import HKSU, HKSU_ENTRY, HKSU_FIXED, obfuscate, version_word

from .parts import FILES, File, noise

ENGLISH = b"\x01"
EUROPEAN = bytes((0x01, 0, 0, 0, 0x03, 0x01, 0x38))  # en de it fr nl pt es
PLAIN, ENCRYPTED = 1, 0


def hksu(
    files: Sequence[File] = FILES,
    *,
    languages: bytes = ENGLISH,
    device_class: int = 861,
    version: str = "V1.4.0",
    build: str = "230525",
    encryption: int = PLAIN,
    signature: bytes = noise(256),
    table: int = HKSU_FIXED,
    tail: bytes = b"",
    count: int | None = None,
    header_length: int | None = None,
    signature_offset: int | None = None,
    total: int | None = None,
) -> bytes:
    """An HKSU image. What is given after ``tail`` are lies. With ``table`` the table starts later than usual."""
    length = table + HKSU_ENTRY.size * len(files)
    data = b"".join(file.data for file in files)
    end = length + len(data)
    year, month, day = (int(build[start : start + 2]) for start in (0, 2, 4))
    header = struct.pack(
        ">4sIII16s14I40x", HKSU, 3 << 16 | 2, length if header_length is None else header_length, device_class,
        languages, 1, len(files) if count is None else count, version_word(version), year << 16 | month << 8 | day,
        end if signature_offset is None else signature_offset, 0, 0,
        end + len(signature) if total is None else total, encryption, table, 1, 0, 0, 0,
    )  # fmt: skip
    return obfuscate(header.ljust(table, b"\0") + _entries(files, length)) + data + signature + tail


def _entries(files: Sequence[File], place: int) -> bytes:
    table = b""
    for file in files:
        table += HKSU_ENTRY.pack(
            file.name,
            place if file.offset is None else file.offset,
            len(file.data) if file.length is None else file.length,
            hashlib.sha256(file.data).digest() if file.checksum is None else file.checksum,
            file.kind,
        )
        place += len(file.data)
    return table
