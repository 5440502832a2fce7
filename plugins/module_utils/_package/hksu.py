# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HKSU: door stations, access control and other terminals since about 2023. Big-endian; members usually encrypted.

Known from one description of the format; no image of a device has been seen.
"""

from __future__ import annotations

import struct
import typing

from . import words
from .contents import Container, Contents, Header, Member
from .obfuscation import reveal
from .reading import Span
from .table import MOST_MEMBERS, named_member, tail_after, whole_entries

FIXED: typing.Final = 128
ENTRY: typing.Final = struct.Struct(">32sII32sI20x")
_HEADER = struct.Struct(">4sIII16s14I40x")
_FARTHEST_TABLE = 4096
_PLAIN = 1

KINDS: typing.Final = (
    "main", "service_pack", "card_reader", "mcu", "fingerprint", "ota",
    "partition", "device_types", "tts", "rootfs", "kernel", "wifi",
)  # fmt: skip
LANGUAGE_BITS: typing.Final = {
    (0, 0): "en", (0, 1): "zh-Hans", (0, 2): "zh-Hant", (0, 3): "ja", (0, 4): "ko", (0, 5): "hi", (0, 6): "mn",
    (0, 7): "vi", (4, 0): "de", (4, 1): "it", (5, 0): "fr", (5, 1): "pl", (6, 3): "nl", (6, 4): "pt", (6, 5): "es",
}  # fmt: skip


def read(span: Span, name: str) -> Contents:
    """Read header and table; ``span`` holds 64 bytes at least."""
    plain = reveal(span.read(0, FIXED)).ljust(FIXED, b"\0")
    _magic, _format, length, device_class, languages, *rest = _HEADER.unpack(plain)
    _backup, count, version, date, signature, _random, _heop, total, encryption, table, *_validity = rest
    start = table if FIXED <= table <= _FARTHEST_TABLE else FIXED
    expected = start + ENTRY.size * count
    header = Header(length=length, count=count, expected_length=expected, most=MOST_MEMBERS, total=total)
    members = _members(span, start, header)
    return Contents(
        name=name,
        size=span.size,
        container=Container.HKSU,
        magic="HKSU",
        header=header,
        languages=languages_in(languages),
        device_class=words.told(device_class),
        version=words.version(version),
        build=words.build_in_bytes(date),
        members=members,
        tail=tail_after(header, members, span),
        signature_offset=signature,
        opaque=() if encryption == _PLAIN else tuple(member.name for member in members),
    )


def languages_in(bits: bytes) -> tuple[str, ...]:
    """The languages of a bit map: tags as in BCP 47, and the number of the bit where none is known."""
    found = [(byte, bit) for byte, value in enumerate(bits) for bit in range(8) if value >> bit & 1]
    return tuple(LANGUAGE_BITS.get((byte, bit), f"bit {byte * 8 + bit}") for byte, bit in found)


def _members(span: Span, start: int, header: Header) -> tuple[Member, ...]:
    if not header.consistent:
        return ()
    plain = reveal(span.read(0, header.length))
    return tuple(_member(*fields) for fields in ENTRY.iter_unpack(whole_entries(plain[start:], ENTRY.size)))


def _member(name: bytes, offset: int, length: int, digest: bytes, kind: int) -> Member:
    """The digest is that of the member before encryption."""
    told = KINDS[kind] if kind < len(KINDS) else str(kind)
    return named_member(name, offset=offset, length=length, checksum=digest.hex(), kind=told)
