# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way from what a device runs to its target: the entries to install one after the other.

The way is written down in the catalogue (``requires.min`` and ``requires.via``), never worked out from versions.
"""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.lineage import Lineage, Order

DEEPEST: typing.Final = 30


class NoWay(ValueError):
    """The catalogue has no way to the target; the message says where it ends."""


class Router:
    """Ways over ``entries``, which may be unfit or withdrawn: that is for the caller to judge."""

    def __init__(self, entries: typing.Iterable[Entry], lineage: Lineage) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._lineage = lineage

    def way(self, target: Entry, running: FirmwareVersion) -> tuple[Entry, ...]:
        """What to install, ``target`` last. Raises :class:`NoWay`."""
        steps = self._way(target, running, frozenset(), ())
        seen = [running]
        for step in steps:
            if any(step.firmware.same_as(firmware) for firmware in seen):
                raise NoWay(f"the way to {target} leads over {step} twice")
            seen.append(step.firmware)
        return tuple(steps)

    def _way(
        self, target: Entry, running: FirmwareVersion, behind: frozenset[str], onward: tuple[Entry, ...]
    ) -> list[Entry]:
        """``behind`` are the ids of steps that the device has behind it although it runs something else.

        ``onward`` is what comes after ``target``: an entry that needs itself is found there.
        """
        if target in onward:
            raise NoWay(f"the way to {onward[0]} leads in a circle: {target} is needed before {target}")
        if len(onward) > DEEPEST:
            raise NoWay(f"the way to {onward[0]} has more than {DEEPEST} steps that need one another")
        via = self._via(target, running)
        passed = self._passed(via, running, behind)
        behind = behind.union(step.id for step in via[:passed])
        steps: list[Entry] = []
        for step in via[passed:]:
            if not step.firmware.same_as(running):
                steps += self._way(step, running, behind, (*onward, target))
                running = step.firmware
                behind = behind.union(passed_step.id for passed_step in steps)
        return [*steps, target]

    def _via(self, target: Entry, running: FirmwareVersion) -> typing.Sequence[Entry]:
        """What stands between the device and ``target``, behind it or not."""
        needed = target.requires
        if needed.minimum is not None and self._reaches(running, needed.minimum):
            return ()
        if needed.minimum is not None and not needed.via:
            raise NoWay(f"{target} needs at least {needed.minimum}, and the catalogue names no step to it")
        return [self._step(identifier, target) for identifier in needed.via]

    def _passed(self, via: typing.Sequence[Entry], running: FirmwareVersion, behind: frozenset[str]) -> int:
        """How many steps of ``via`` are behind the device.

        If it runs one, all up to that; or else all up to the last one that it has come over, and all before the first
        one that it is on the way to.
        """
        for step in via:
            if self._lineage.order(running, step.firmware) is Order.UNTOLD:
                raise NoWay(f"the device runs {running} and does not tell the build: it may have passed {step} or not")
        if runs := [number for number, step in enumerate(via, 1) if step.firmware.same_as(running)]:
            return max(runs)
        here = {entry.id for entry in self._lineage.entries_of(running)}
        behind = behind.union(*(self._lineage.steps_to(identifier) for identifier in here))
        passed = [number for number, step in enumerate(via, 1) if step.id in behind]
        ahead = [number for number, step in enumerate(via) if here & self._lineage.steps_to(step.id)]
        return max([*passed, min(ahead, default=0)])

    def _step(self, identifier: str, target: Entry) -> Entry:
        if identifier not in self._entries:
            raise NoWay(f"{target} is reached over {identifier}, which the catalogue does not have")
        return self._entries[identifier]

    def _reaches(self, running: FirmwareVersion, minimum: FirmwareVersion) -> bool:
        """A minimum without a build is about the numbers alone."""
        if minimum.build is None and running.tuple == minimum.tuple:
            return True
        return self._lineage.order(running, minimum) in (Order.SAME, Order.NEWER)
