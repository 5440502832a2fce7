# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the table of an image must be, and the data that it describes: FW010 to FW013."""

from __future__ import annotations

import collections
import itertools
import typing

from .._firmware.finding import Finding, error, info, warning
from .contents import Container, Contents, Member

TAILS: typing.Final = {16: "as long as an MD5 digest", 256: "as long as an RSA-2048 signature"}


def safe_names(image: Contents) -> typing.Iterator[Finding]:
    for member in image.members:
        if member.trick is not None:
            sentence = f"the name '{member.name}' of a file in {image.name} {member.trick}"
            yield error("FW010", sentence, member=member.name)


def unique_names(image: Contents) -> typing.Iterator[Finding]:
    for name, times in collections.Counter(member.name for member in image.members).items():
        if times > 1:
            yield error("FW010", f"{times} files in {image.name} are called {name}", member=name, times=times)


def no_overlap(image: Contents) -> typing.Iterator[Finding]:
    """Neither with another member nor with the table."""
    if image.header is None:
        return
    end, owner = image.header.length, "the header"
    for member in _by_place(image):
        if member.offset < end:
            sentence = f"{member.name} in {image.name} overlaps {owner}"
            yield error("FW010", sentence, member=member.name, offset=member.offset, end=end)
        if member.end > end:
            end, owner = member.end, member.name


def no_gap(image: Contents) -> typing.Iterator[Finding]:
    """Every image that has been seen is without gaps."""
    if image.header is None:
        return
    ends = itertools.accumulate((member.end for member in _by_place(image)), max, initial=image.header.length)
    for member, end in zip(_by_place(image), ends, strict=False):
        if member.offset > end:
            gap = member.offset - end
            yield warning("FW010", f"{gap} bytes before {member.name} in {image.name} belong to no file", gap=gap)


def intact_members(image: Contents) -> typing.Iterator[Finding]:
    for member in image.members:
        if member.intact is False:
            evidence = {"member": member.name, "computed": member.computed, "checksum": member.checksum}
            yield error("FW011", f"{member.name} in {image.name} is damaged", **evidence)


def tail(image: Contents) -> typing.Iterator[Finding]:
    total = image.header.total if image.header else None
    if not image.tail:
        return
    if image.signature_offset == image.size - image.tail and total == image.size:
        sentence = f"{image.name} ends in a signature of {image.tail} bytes, which only devices can verify"
        yield info("FW012", sentence, tail=image.tail)
    elif image.tail in TAILS and image.container is not Container.HKSU:
        sentence = f"{image.tail} bytes follow the last file of {image.name}, {TAILS[image.tail]}"
        yield info("FW012", sentence, tail=image.tail)
    else:
        sentence = f"{image.tail} bytes follow the last file of {image.name}; what they are is not known"
        yield warning("FW012", sentence, tail=image.tail, total=total)


def opaque_parts(image: Contents) -> typing.Iterator[Finding]:
    """Encrypted contents. Formats that are not known have rules of their own, and sections speak for themselves."""
    if image.opaque and image.container is Container.HK30:
        checked = "its size, and its sum where a section table tells one"
    elif image.opaque and image.container is Container.HKSU:
        checked = "header and sizes"
    else:
        return
    sentence = f"the contents of {image.name} are encrypted; checked: {checked}"
    yield info("FW013", sentence, opaque=list(image.opaque))


def _by_place(image: Contents) -> list[Member]:
    return sorted(image.members, key=lambda member: (member.offset, member.end))
