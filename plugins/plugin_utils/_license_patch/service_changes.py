# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which services are not as they were, said so that somebody can put them right by hand."""

from __future__ import annotations

import collections.abc
import dataclasses
import typing

Told = typing.Mapping[str, typing.Any]


@dataclasses.dataclass(frozen=True, slots=True)
class ChangedService:
    """A service that is not as it was; ``sentence`` names it and says what it is and what it was."""

    name: str
    sentence: str


def changed_services(
    before: collections.abc.Iterable[Told], now: collections.abc.Iterable[Told]
) -> list[ChangedService]:
    """In the order of ``before``. A service that did not run may run: what depends on it starts it."""
    by_name = {str(service["name"]).casefold(): service for service in now}
    found = []
    for service in before:
        name = str(service["name"])
        if changes := _changes(service, by_name.get(name.casefold())):
            found.append(ChangedService(name, f"{name} ({'; '.join(changes)})"))
    return found


def _changes(before: Told, now: Told | None) -> list[str]:
    if now is None:
        return ["not seen"]
    changes = []
    if now.get("start_mode") != before.get("start_mode"):
        changes.append(f"{now.get('start_mode')}, was {before.get('start_mode')}")
    if before.get("state") != "stopped" and now.get("state") != "started":
        changes.append("does not run")
    return changes
