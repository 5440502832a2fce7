# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the people who maintain a catalogue should look at: superseded, withdrawn, waiting, and simply old entries."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry, Status
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.freshness import day, moment

OLD = datetime.timedelta(days=365)
SOON = datetime.timedelta(days=30)


@dataclasses.dataclass(frozen=True, slots=True)
class Remark:
    """``remark`` is one of superseded, withdrawn, candidate, deprecated, old; ``entry`` is its id."""

    entry: str
    remark: str
    firmware: str
    status: str
    sentence: str

    def as_result(self) -> dict[str, str]:
        return dataclasses.asdict(self)


def superseded(catalogue: Catalogue) -> dict[str, list[str]]:
    """Entries that are not withdrawn, and the approved entries that take their place."""
    found: dict[str, list[str]] = {}
    for entry in catalogue.entries:
        if entry.status is Status.APPROVED:
            for name in entry.supersedes:
                old = catalogue.entry(name)
                if old and old.status is not Status.WITHDRAWN:
                    found.setdefault(name, []).append(entry.id)
    return found


def review(catalogue: Catalogue, now: datetime.datetime, old: datetime.timedelta = OLD) -> list[Remark]:
    """Remarks in the order of the catalogue. Approved entries are old when their approval is."""
    replaced = superseded(catalogue)
    needed = _needed_by(catalogue)
    remarks: list[Remark] = []
    for entry in catalogue.entries:
        if entry.id in replaced:
            remarks.append(_remark(entry, "superseded", f"{_listed(replaced[entry.id])} takes its place"))
        told = _of_status(entry, needed.get(entry.id, []))
        if told:
            remarks.append(_remark(entry, entry.status.value, told))
        elif entry.status is Status.APPROVED and entry.id not in replaced:
            age = now.date() - day(entry.document["approval"]["date"])
            if age > old:
                remarks.append(_remark(entry, "old", f"approved {age.days} days ago"))
    return remarks


def has_expired(catalogue: Catalogue, now: datetime.datetime) -> bool:
    return moment(catalogue.expires) <= now


def days_left(catalogue: Catalogue, now: datetime.datetime) -> int:
    """Whole days until the catalogue expires; negative when it has."""
    return (moment(catalogue.expires) - now).days


def _of_status(entry: Entry, needed: typing.Sequence[str]) -> str | None:
    match entry.status:
        case Status.WITHDRAWN:
            return f"{entry.status_reason}" + (f"; still a step to {_listed(needed)}" if needed else "")
        case Status.CANDIDATE:
            if entry.rings:
                return f"waits for approval, in the rings {_listed(entry.rings)}"
            return "waits for approval; without rings it is for nobody"
        case Status.DEPRECATED:
            return f"still a step to {_listed(needed)}" if needed else "no step to anything; it can be removed"
        case _:
            return None


def _needed_by(catalogue: Catalogue) -> dict[str, list[str]]:
    needed: dict[str, list[str]] = collections.defaultdict(list)
    for entry in catalogue.entries:
        if entry.status in (Status.APPROVED, Status.CANDIDATE):
            for name in entry.requires.via:
                needed[name].append(entry.id)
    return needed


def _remark(entry: Entry, remark: str, sentence: str) -> Remark:
    return Remark(entry.id, remark, str(entry.firmware), entry.status.value, sentence)


def _listed(names: typing.Sequence[str]) -> str:
    return ", ".join(names)
