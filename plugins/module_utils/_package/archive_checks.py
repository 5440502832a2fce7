# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules for archives, FW002 and FW003. Only the image that is meant has to be sound; nothing else is sent."""

from __future__ import annotations

import itertools
import typing

from .._firmware.finding import Finding, error, warning
from .archive import Archive, Entry
from .zip_stream import UnusableArchive

_MOST_NAMED = 8


def findings(archive: Archive, image_name: str | None) -> typing.Iterator[Finding]:
    """What is wrong with an archive of which the image ``image_name`` is wanted, or the only one."""
    for check in CHECKS:
        yield from check(archive, image_name)


def needless_image_name(name: str, image_name: str | None) -> typing.Iterator[Finding]:
    """For a file that is no archive."""
    if image_name is not None and image_name != name:
        yield warning("FW003", f"{name} is not an archive, so there is no {image_name} in it", image_name=image_name)


def damaged(archive: Archive, entry: Entry, damage: UnusableArchive) -> Finding:
    return error("FW002", f"{archive.name}: {entry.name} is damaged: {damage.strerror}", member=entry.name)


def unreadable_archive(archive: Archive, _image_name: str | None) -> typing.Iterator[Finding]:
    if archive.problem is not None:
        yield error("FW002", f"{archive.name} can not be read as a zip archive: {archive.problem}")


def tricky_names(archive: Archive, _image_name: str | None) -> typing.Iterator[Finding]:
    tricky = (entry for entry in archive.entries if entry.trick)
    for entry in itertools.islice(tricky, _MOST_NAMED):
        sentence = f"{archive.name} was made to harm: the name '{entry.name}' in it {entry.trick}"
        yield error("FW002", sentence, member=entry.name)


def one_image(archive: Archive, image_name: str | None) -> typing.Iterator[Finding]:
    if archive.problem is not None or image_name is not None or len(archive.images) == 1:
        return
    if archive.images:
        sentence = f"{archive.name} holds {len(archive.images)} firmware images ({_listed(archive.images)}); name one"
    elif inner := [entry for entry in archive.entries if entry.is_archive]:
        sentence = f"{archive.name} holds another archive ({_listed(inner)}) instead of firmware; unpack that first"
    else:
        sentence = f"{archive.name} holds no firmware image among its {len(archive.entries)} files"
    yield error("FW003", sentence, images=[entry.name for entry in archive.images[:_MOST_NAMED]])


def named_image(archive: Archive, image_name: str | None) -> typing.Iterator[Finding]:
    if archive.problem is not None or image_name is None:
        return
    found = archive.named(image_name)
    if len(found) == 1 and not found[0].is_archive:
        return
    if found and found[0].is_archive:
        sentence = f"{image_name} in {archive.name} is another archive; unpack that first"
    elif found:
        sentence = f"{archive.name} holds {len(found)} files called {image_name} ({_listed(found)})"
    else:
        sentence = f"{archive.name} holds no {image_name}; its images are: {_listed(archive.images) or 'none'}"
    yield error("FW003", sentence, image_name=image_name, images=[image.name for image in archive.images[:_MOST_NAMED]])


def readable_image(archive: Archive, image_name: str | None) -> typing.Iterator[Finding]:
    entry = archive.choose(image_name)
    if entry is not None and entry.obstacle is not None:
        evidence = {"member": entry.name, "packed": entry.packed, "size": entry.size}
        yield error("FW002", f"{archive.name}: {entry.name} can not be read: {entry.obstacle}", **evidence)


def _listed(entries: typing.Sequence[Entry]) -> str:
    names = ", ".join(entry.name for entry in entries[:_MOST_NAMED])
    return names + (", ..." if len(entries) > _MOST_NAMED else "")


CHECKS: typing.Final = (unreadable_archive, tricky_names, one_image, named_image, readable_image)
