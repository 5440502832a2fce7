# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of two firmwares is the newer one: the catalogue's word, and numbers only where it has none.

Maintenance branches run side by side, and some devices must go over a firmware with higher numbers (V5.4.41) on their
way to the newer one with lower numbers (V5.4.5). So an entry is newer than what it ``supersedes`` and than what its
``via`` names, and a step is newer than the steps before it in the same ``via``, however the versions look. Numbers are
a protection against a downgrade that nobody asked for.
"""

from __future__ import annotations

import enum
import itertools
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry

Graph = dict[str, set[str]]


class Order(enum.Enum):
    """How one firmware stands to another."""

    SAME = enum.auto()
    OLDER = enum.auto()
    NEWER = enum.auto()
    UNTOLD = enum.auto()  # the same numbers, and one of them does not tell its build


class Lineage:
    """The order of the firmwares of one device.

    ``entries`` is everything that a chain of ``supersedes`` and ``via`` may lead over, ``own`` those of them that can
    run on the device: version and build alone do not identify an entry, other models have the same ones.
    """

    def __init__(self, entries: typing.Iterable[Entry], own: typing.Iterable[Entry]) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._own = tuple(own)
        self._steps: Graph = {identifier: {*entry.requires.via} for identifier, entry in self._entries.items()}
        self._parents: Graph = {entry.id: {*entry.supersedes, *entry.requires.via} for entry in self._entries.values()}
        for entry in self._own:
            for step, following in itertools.pairwise(entry.requires.via):
                self._parents.setdefault(following, set()).add(step)

    def ancestors(self, identifier: str) -> set[str]:
        """The ids of everything that an entry is newer than. In a circle, that is the entry itself, too."""
        return _reachable(self._parents, identifier)

    def steps_to(self, identifier: str) -> set[str]:
        """The ids of everything that an entry is reached over."""
        return _reachable(self._steps, identifier)

    def order(self, one: FirmwareVersion, other: FirmwareVersion) -> Order:
        """How ``one`` stands to ``other``."""
        if one.same_as(other):
            return Order.SAME
        before, after = self._leads(one, other), self._leads(other, one)
        if before != after:
            return Order.OLDER if before else Order.NEWER
        if one.tuple == other.tuple and not (one.build and other.build):
            return Order.UNTOLD
        return Order.OLDER if one.older_than(other) else Order.NEWER

    def entries_of(self, firmware: FirmwareVersion) -> tuple[Entry, ...]:
        """The entries for exactly this firmware."""
        return tuple(entry for entry in self._own if entry.firmware.same_as(firmware))

    def up_to(self, entries: typing.Iterable[Entry]) -> tuple[Entry, ...]:
        """These entries and everything that they are newer than, by id."""
        known = {identifier for entry in entries for identifier in (entry.id, *self.ancestors(entry.id))}
        return tuple(self._entries[identifier] for identifier in sorted(known & set(self._entries)))

    def _leads(self, older: FirmwareVersion, newer: FirmwareVersion) -> bool:
        old = {entry.id for entry in self.entries_of(older)}
        return any(old & self.ancestors(entry.id) for entry in self.entries_of(newer))


def _reachable(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    pending = [start]
    while pending:
        fresh = graph.get(pending.pop(), set()) - found
        found |= fresh
        pending += fresh
    return found
