# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Layout of firmware containers: numbers and codings that builder and reader share.

HKWS holds files, HK20 holds HKWS sections, HKSU is the big-endian container of access control and intercom devices.
The header of each, file table included, is obfuscated with one fixed key; the data is not.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

KEY = bytes.fromhex("bacdbcfed6caddd3bab9a3abbfcbb5be")
HKWS, HK20, HKSU = b"SWKH", b"02KH", b"HKSU"

FIXED = 64
ENTRY = struct.Struct("<32sIII")
"""name, offset from the start of this header, length, sum of the bytes"""
HKSU_FIXED = 128
HKSU_ENTRY = struct.Struct(">32sII32sI20x")
"""name, offset, length, SHA-256, type"""
MANIFEST = "_simClass"
"""Our member in place of the vendor's list of compatible devices: JSON."""
LANGUAGES = {"en": 1, "ml": 1, "cn": 2}


class ImageError(ValueError):
    """The bytes are not a whole, sound firmware image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFacts:
    """What an image says about itself."""

    container: str
    version: str
    build: str
    platform: str
    language: str
    device_class: int
    models: tuple[str, ...]
    oem_code: int = 1
    requires: str | None = None
    """Lowest version this image may be installed over."""
    size: int = 0


def obfuscate(data: bytes) -> bytes:
    """Apply the header key; the same call undoes it. ``data`` starts where its header starts."""
    length = len(data)
    stream = bytearray()
    for row in range(0, length, 16):
        shift = (row // 16) % 16
        stream += KEY[shift:] + KEY[:shift]
    mask = int.from_bytes(stream[:length], "big")
    return (int.from_bytes(data, "big") ^ mask).to_bytes(length, "big")


def byte_sum(data: bytes | memoryview) -> int:
    """Sum of all bytes. Adler-32's first half is 1 + that sum as long as it stays below 65521: 256 bytes at a time."""
    view = memoryview(data)
    return sum((zlib.adler32(view[start : start + 256]) & 0xFFFF) - 1 for start in range(0, len(view), 256))


def version_word(version: str) -> int:
    """``V4.62.210`` as major << 24 | minor << 16 | revision."""
    major, minor, revision = (int(part) for part in version.lstrip("Vv").split(".")[:3])
    return major << 24 | minor << 16 | revision


def upgrade_code(platform: str, language: str) -> bytes:
    """Six groups of three digits and a 1. The platform's number is ours: the vendor's list is not public."""
    number = 100 + zlib.crc32(platform.encode()) % 900
    return f"{number:03d}005003111111{LANGUAGES.get(language, 1):03d}1".encode()
