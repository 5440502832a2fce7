# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HK20: a table of sections around complete HKWS or HK30 images. Cameras from about 2017 on."""

from __future__ import annotations

import dataclasses
import typing

from . import hk30, hkws
from .contents import Container, Contents, Member
from .magic import container_of, decoded_magic, opaque
from .reading import Span
from .table import FIXED, read_table, tail_after
from .upgrade_code import UpgradeCode

MOST_SECTIONS: typing.Final = 32  # images with one and with two have been seen
_COUNT_AT, _TOTAL_AT, _CODE_AT = 0x14, 0x10, 0x2C
_READERS: typing.Final = {Container.HKWS: hkws.read, Container.HK30: hk30.read}

Value = typing.TypeVar("Value")


def read(span: Span, name: str) -> Contents:
    """Read header, table, and the headers of the sections; ``span`` holds 64 bytes at least."""
    header, plain, entries = read_table(span, _COUNT_AT, _TOTAL_AT, MOST_SECTIONS)
    members = tuple(
        dataclasses.replace(entry, name=f"section {place}", trick=None) for place, entry in enumerate(entries, 1)
    )
    sections = tuple(_section(span, member, name) for member in _in_order(members, span))
    return Contents(
        name=name,
        size=span.size,
        container=Container.HK20,
        magic="02KH",
        header=header,
        upgrade_code=UpgradeCode.parse(plain[_CODE_AT:FIXED]),
        members=members,
        sections=sections,
        tail=tail_after(header, members, span),
        language_word=_agreed(section.language_word for section in sections),
        device_class=_agreed(section.device_class for section in sections),
        oem_code=_agreed(section.oem_code for section in sections),
        version=_agreed(section.version for section in sections),
        build=_agreed(section.build for section in sections),
        opaque=tuple(part for section in sections for part in section.opaque),
    )


def _in_order(members: tuple[Member, ...], span: Span) -> typing.Iterator[Member]:
    """The sections up to the first that is not all there, or is out of order.

    Going back in an archive means to unpack it from its start, so a table must not make us go to and fro.
    """
    end = FIXED
    for member in members:
        if member.offset < end or not span.holds(member.offset, member.length):
            return
        yield member
        end = member.end


def _section(span: Span, member: Member, image: str) -> Contents:
    part = span.part(member.offset, member.length)
    name = f"{member.name} of {image}"
    reader = _READERS.get(container_of(decoded_magic(part.read(0, 4))))
    return reader(part, name) if reader and part.size >= FIXED else opaque(part, name)


def _agreed(values: typing.Iterable[Value | None]) -> Value | None:
    """What all sections say that say anything."""
    told = {value for value in values if value is not None}
    return told.pop() if len(told) == 1 else None
