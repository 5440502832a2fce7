# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HK30: an image that is encrypted with a key for each platform. Readable are its first 16 bytes; no sum is."""

from __future__ import annotations

import struct

from .contents import Container, Contents, Header
from .obfuscation import reveal
from .reading import Span
from .table import MOST_MEMBERS

FIXED, ENTRY = 256, 64


def read(span: Span, name: str) -> Contents:
    """Read what is readable; ``span`` holds 16 bytes at least."""
    _magic, checksum, length, count = struct.unpack("<4sIII", reveal(span.read(0, 16)))
    header = Header(
        length=length, count=count, expected_length=FIXED + ENTRY * count, most=MOST_MEMBERS, checksum=checksum
    )
    return Contents(name=name, size=span.size, container=Container.HK30, magic="03KH", header=header, opaque=(name,))
