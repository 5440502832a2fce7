# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The geometry that HKWS and HK20 share: 64 bytes and 44 more for each entry of a table, all little-endian.

The checksum is the sum of all bytes of header and table after itself and the length. Found alike on the headers of
two HK20 images and one HKWS section of real cameras.
"""

from __future__ import annotations

import struct
import typing

from .contents import Header, Member
from .names import name_in, printable, trick_in
from .obfuscation import reveal
from .reading import Span
from .sums import byte_sum

FIXED: typing.Final = 64
ENTRY: typing.Final = struct.Struct("<32sIII")
MOST_MEMBERS: typing.Final = 256  # the vendor's own tools stop at 32
_SUMMED_FROM = 12


def read_table(
    span: Span, count_at: int, total_at: int | None, most: int = MOST_MEMBERS
) -> tuple[Header, bytes, tuple[Member, ...]]:
    """The header, its bytes, and the entries that are there; none where the header is inconsistent.

    ``count_at`` and ``total_at`` are the places of these words. ``span`` holds 64 bytes at least.
    """
    plain = reveal(span.read(0, FIXED))
    checksum, length = struct.unpack_from("<II", plain, 4)
    [count] = struct.unpack_from("<I", plain, count_at)
    total = None if total_at is None else struct.unpack_from("<I", plain, total_at)[0]
    expected = FIXED + ENTRY.size * count
    header = Header(length=length, count=count, expected_length=expected, most=most, checksum=checksum, total=total)
    if not header.consistent:
        return header, plain, ()
    plain = reveal(span.read(0, length))
    entries = tuple(_member(*fields) for fields in ENTRY.iter_unpack(whole_entries(plain[FIXED:], ENTRY.size)))
    if len(plain) == length:
        header = header.summed(byte_sum(plain[_SUMMED_FROM:]))
    return header, plain, entries


def whole_entries(table: bytes, size: int) -> bytes:
    """The table without an entry that is cut short at its end."""
    return table[: len(table) - len(table) % size]


def _member(name: bytes, offset: int, length: int, checksum: int) -> Member:
    return named_member(name, offset=offset, length=length, checksum=str(checksum))


def named_member(name: bytes, **fields: typing.Any) -> Member:
    told = name_in(name)
    return Member(name=printable(told), trick=trick_in(told), **fields)


def tail_after(header: Header, members: tuple[Member, ...], span: Span) -> int | None:
    """How many bytes follow the last member; ``None`` when that is not known."""
    end = max((member.end for member in members), default=0)
    return span.size - end if members and len(members) == header.count and end <= span.size else None
