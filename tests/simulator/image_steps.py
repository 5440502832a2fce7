# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses firmware containers step by step: each step says which bytes it wants next."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace

from .image_layout import (
    ENTRY,
    FIXED,
    HK20,
    HKSU,
    HKSU_ENTRY,
    HKSU_FIXED,
    HKWS,
    MANIFEST,
    ImageError,
    ImageFacts,
    byte_sum,
    obfuscate,
)

MOST_FILES = 32
LARGEST_MANIFEST = 65536


@dataclass(slots=True)
class Take:
    """Wanted: so many bytes at once."""

    count: int


@dataclass(slots=True)
class Pass:
    """Wanted: so many bytes, handed to ``sink`` piece by piece."""

    count: int
    sink: Callable[[memoryview], object]


Steps = Generator[Take | Pass, bytes, ImageFacts]
Announce = Callable[[ImageFacts], None]


class ByteSum:
    """Sum of everything that passes, modulo 2^32."""

    def __init__(self) -> None:
        self.value = 0

    def update(self, data: bytes | memoryview) -> None:
        self.value = (self.value + byte_sum(data)) & 0xFFFFFFFF


def image_steps(announce: Announce) -> Steps:
    """Any image. ``announce`` gets what it says about itself as soon as that has passed, long before the end."""
    start = yield Take(FIXED)
    magic = obfuscate(start)[:4]
    if magic == HKWS:
        return (yield from _hkws(start, announce))
    if magic == HK20:
        return (yield from _hk20(start, announce))
    if magic == HKSU:
        return (yield from _hksu(start, announce))
    raise ImageError("not a firmware image")


def _little_endian_header(start: bytes) -> Generator[Take | Pass, bytes, bytes]:
    length = struct.unpack_from("<I", obfuscate(start), 8)[0]
    if not FIXED + ENTRY.size <= length <= FIXED + MOST_FILES * ENTRY.size:
        raise ImageError("implausible header length")
    header = obfuscate(start + (yield Take(length - FIXED)))
    if byte_sum(header[12:]) != struct.unpack_from("<I", header, 4)[0]:
        raise ImageError("header checksum is wrong")
    return header


def _hkws(start: bytes, announce: Announce, container: str = "hkws") -> Steps:
    header = yield from _little_endian_header(start)
    count, _language, device_class, oem_code, _software, total = struct.unpack_from("<IIIIII", header, 12)
    offset = len(header)
    facts: ImageFacts | None = None
    for index in range(count):
        name, begin, length, checksum = ENTRY.unpack_from(header, FIXED + index * ENTRY.size)
        if begin != offset:
            raise ImageError("files are not contiguous")
        summed = ByteSum()
        if name.partition(b"\0")[0] == MANIFEST.encode():
            manifest = yield Take(_manifest_length(length))
            facts = _facts(manifest, container, device_class, oem_code, total)
            announce(facts)
            summed.update(manifest)
        else:
            yield Pass(length, summed.update)
        if summed.value != checksum:
            raise ImageError(f"checksum of file {index + 1} is wrong")
        offset += length
    if total < offset:
        raise ImageError("the files are longer than the image")
    yield Pass(total - offset, _ignore)
    return _present(facts)


def _hk20(start: bytes, announce: Announce) -> Steps:
    header = yield from _little_endian_header(start)
    total, sections = struct.unpack_from("<II", header, 16)
    _name, begin, length, _checksum = ENTRY.unpack_from(header, FIXED)
    if sections != 1 or begin != len(header) or begin + length != total:
        raise ImageError("section table is inconsistent")
    inner = yield Take(FIXED)
    facts = yield from _hkws(inner, announce, "hk20")
    return replace(facts, size=total)


def _hksu(start: bytes, announce: Announce) -> Steps:
    length = struct.unpack_from(">I", obfuscate(start), 8)[0]
    if not HKSU_FIXED + HKSU_ENTRY.size <= length <= HKSU_FIXED + MOST_FILES * HKSU_ENTRY.size:
        raise ImageError("implausible header length")
    header = obfuscate(start + (yield Take(length - FIXED)))
    device_class = struct.unpack_from(">I", header, 12)[0]
    count, _version, _date, signature = struct.unpack_from(">IIII", header, 0x24)
    total, table = struct.unpack_from(">I", header, 0x3C)[0], struct.unpack_from(">I", header, 0x44)[0]
    offset = length
    facts: ImageFacts | None = None
    for index in range(count):
        name, begin, size, expected, _type = HKSU_ENTRY.unpack_from(header, table + index * HKSU_ENTRY.size)
        if begin != offset:
            raise ImageError("files are not contiguous")
        digest = hashlib.sha256()
        if name.partition(b"\0")[0] == MANIFEST.encode():
            manifest = yield Take(_manifest_length(size))
            facts = _facts(manifest, "hksu", device_class, 1, total)
            announce(facts)
            digest.update(manifest)
        else:
            yield Pass(size, digest.update)
        if digest.digest() != expected:
            raise ImageError(f"digest of file {index + 1} is wrong")
        offset += size
    if offset != signature or total < signature:
        raise ImageError("the signature is not where the header says")
    yield Pass(total - offset, _ignore)
    return _present(facts)


def _manifest_length(length: int) -> int:
    if length > LARGEST_MANIFEST:
        raise ImageError("the list of compatible models is too long")
    return length


def _ignore(_data: memoryview) -> None:
    """Tail and signature carry nothing that could be checked."""


def _present(facts: ImageFacts | None) -> ImageFacts:
    if facts is None:
        raise ImageError("no list of compatible models")
    return facts


def _facts(manifest: bytes, container: str, device_class: int, oem_code: int, total: int) -> ImageFacts:
    content = json.loads(manifest)
    return ImageFacts(
        container=container,
        version=content["version"],
        build=content["build"],
        platform=content["platform"],
        language=content["language"],
        device_class=device_class,
        models=tuple(content["models"]),
        oem_code=oem_code,
        requires=content["requires"],
        size=total,
    )
