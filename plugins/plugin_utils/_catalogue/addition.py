# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One entry of a catalogue, made of what a person says, what the file says and what was there before. Pure."""

from __future__ import annotations

import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Status
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.file_facts import (
    Document,
    FileFacts,
)

Mapping = typing.Mapping[str, typing.Any]

# The order in which people read an entry, for keys that are new.
ORDER: typing.Final = (
    "id kind models hardware component version build language regions edition oem_codes file source release_notes "
    "requires downgrade supersedes status status_reason rings security approval expected_duration note"
).split()
_ASK: typing.Final = {
    "kind": "kind, such as camera",
    "models": "models, such as {include: ['DS-2CD2?86G2-*']}",
    "version": "version, which the file does not tell, such as V5.7.18",
    "build": "build, which the file does not tell, such as '240826'",
    "language": "language, which the file does not tell: EN, ML, CN or OTHER",
    "source": "source, such as {kind: vendor-portal}",
}


class Refused(ValueError):
    """The entry can not be written; the message says what is missing or in the way."""


def entry_of(before: Mapping | None, told: Mapping, facts: FileFacts | None, today: datetime.date) -> Document:
    """The entry that is to stand in the catalogue.

    ``told`` are keys of an entry; inside a mapping, keys that are not told stay, and null removes one. Raises
    :class:`Refused` when something is missing, or an approval would be about another file.
    """
    entry = _merged(before or {}, told)
    if facts:
        entry = _with_file(before, entry, facts)
    entry = _with_status(before or {}, told, entry, today)
    if isinstance(entry.get("source"), dict) and entry["source"]:
        entry["source"] = _dated(entry["source"], "obtained", today)
    missing = [sentence for name, sentence in _ASK.items() if name not in entry]
    if missing:
        raise Refused(f"The entry {told['id']} needs {'; '.join(missing)}.")
    if "file" not in entry:
        raise Refused(f"The entry {told['id']} is new: name its firmware file.")
    return _in_order(before or {}, entry)


def _merged(before: Mapping, told: Mapping) -> Document:
    merged = dict(before)
    for name, value in told.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            inside = before.get(name)
            merged[name] = _merged(inside if isinstance(inside, dict) else {}, value)
        else:
            merged[name] = value
    return merged


def _with_file(before: Mapping | None, entry: Document, facts: FileFacts) -> Document:
    trusted = before is not None and Status.CANDIDATE not in (before["status"], entry["status"])
    if before and trusted and before["file"]["sha256"] != facts.file["sha256"]:
        raise Refused(
            f"The entry {entry['id']} is {before['status']}, and that was said about the file with the SHA-256 "
            f"{before['file']['sha256']}, not about {facts.file['name']} with {facts.file['sha256']}. Give the new "
            "file an entry of its own, or make this one a candidate again."
        )
    return _merged(facts.header, entry) | {"file": facts.file}


def _with_status(before: Mapping, told: Mapping, entry: Document, today: datetime.date) -> Document:
    """A reason belongs to the status that it was given for, and each approval is given anew."""
    entry.setdefault("status", Status.CANDIDATE.value)
    if entry["status"] == before.get("status"):
        return entry
    if "status_reason" not in told:
        entry.pop("status_reason", None)
    if entry["status"] == Status.CANDIDATE and not told.get("approval"):
        entry.pop("approval", None)
    if entry["status"] == Status.APPROVED:
        if not (told.get("approval") or {}).get("by"):
            raise Refused(f"To approve {entry['id']}, say who does: approval with by and, best, tested_on.")
        entry["approval"] = _dated(told["approval"], "date", today)
    if entry["status"] == Status.WITHDRAWN and not entry.get("status_reason"):
        raise Refused(f"To withdraw {entry['id']}, say why: status_reason.")
    return entry


def _dated(told: Mapping, name: str, today: datetime.date) -> Document:
    """With a date of today behind the first key, unless one is told."""
    if told.get(name):
        return dict(told)
    first = next(iter(told))
    return {first: told[first], name: today.isoformat(), **told}


def _in_order(before: Mapping, entry: Document) -> Document:
    """Keys that were there keep their places; each new one comes after the last one that people read before it."""
    names = [name for name in before if name in entry]
    for name in sorted(entry.keys() - set(names), key=_rank):
        place = max((index + 1 for index, other in enumerate(names) if _rank(other) < _rank(name)), default=0)
        names.insert(place, name)
    return {name: entry[name] for name in names}


def _rank(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)
