# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills in what the data of members really sums up to, beside what the tables say."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import typing

from .contents import Container, Contents, Member
from .reading import Span
from .sums import Range, byte_sums


def with_sums(image: Contents, span: Span) -> Contents:
    """The image with the sums of all its members that are there and readable. Raises :class:`OSError`.

    Each byte is read once, whatever the tables say.
    """
    if image.container is Container.HKSU:
        return _with_digests(image, span)
    return _filled(image, 0, byte_sums(span, set(_summed(image, 0))))


def _summed(image: Contents, origin: int) -> typing.Iterator[Range]:
    """The ranges of all members that are there, as places in the file."""
    for member in image.members:
        if member.end <= image.size:
            yield origin + member.offset, origin + member.end
    for section, start in _placed_sections(image, origin):
        yield from _summed(section, start)


def _filled(image: Contents, origin: int, sums: typing.Mapping[Range, int]) -> Contents:
    members = tuple(
        dataclasses.replace(member, computed=_decimal(sums.get((origin + member.offset, origin + member.end))))
        for member in image.members
    )
    sections = tuple(_filled(section, start, sums) for section, start in _placed_sections(image, origin))
    return dataclasses.replace(image, members=members, sections=sections)


def _placed_sections(image: Contents, origin: int) -> typing.Iterator[tuple[Contents, int]]:
    """The sections with the places where they start. Those that could not be read are the last of the table."""
    for section, member in zip(image.sections, image.members, strict=False):
        yield section, origin + member.offset


def _decimal(number: int | None) -> str | None:
    return None if number is None else str(number)


def _with_digests(image: Contents, span: Span) -> Contents:
    """HKSU has digests of what members hold before encryption, so only those of plain members can be compared."""
    if image.opaque or not _disjoint(image.members):
        return image
    members = tuple(
        dataclasses.replace(member, computed=_sha256(span.part(member.offset, member.length)))
        if span.holds(member.offset, member.length)
        else member
        for member in image.members
    )
    return dataclasses.replace(image, members=members)


def _disjoint(members: tuple[Member, ...]) -> bool:
    """Whether they follow one another. A digest of each of many overlapping members would take for ever."""
    return all(first.end <= second.offset for first, second in itertools.pairwise(members))


def _sha256(span: Span) -> str:
    digest = hashlib.sha256()
    for block in span.blocks():
        digest.update(block)
    return digest.hexdigest()
