# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts devices into waves: each into the first one that has room for it under everything that it is under.

The most urgent come first, which are those whose tightest constraint needs the most waves. A parent is less urgent
than anything behind it, so the order by urgency is also one of children before their parents.

No wave is left empty: a device goes past a wave only because others fill a limit there, or to come after a device
behind it. There are at most as many waves as the constraints and sizes that one device and those behind it are under
would need one after the other, and one more for each of these devices.
"""

from __future__ import annotations

import collections
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._host_order import by_name
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.constraints import Constraint, Constraints
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.family import Family
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.room import Room


def place(
    hosts: typing.AbstractSet[str],
    constraints: Constraints,
    family: Family,
    sizes: tuple[int, ...] | None = None,
) -> list[tuple[str, ...]]:
    """The waves of ``hosts``, each in the order of names. ``sizes`` repeat the last one; ``None`` for any size."""
    parents = family.within(hosts)
    rooms = {constraint: Room((constraint.limit,)) for host in hosts for constraint in constraints[host]}
    sized = [Room(sizes)] if sizes else []
    earliest = dict.fromkeys(hosts, 0)
    waves = collections.defaultdict(list)
    for host in _most_urgent_first(parents, constraints):
        limiting = [*(rooms[constraint] for constraint in constraints[host]), *sized]
        wave = _first_with_room(limiting, earliest[host])
        for room in limiting:
            room.take(wave)
        waves[wave].append(host)
        if (parent := parents[host]) is not None:
            earliest[parent] = max(earliest[parent], wave + 1)
    return [tuple(sorted(waves[wave], key=by_name)) for wave in sorted(waves)]


def _first_with_room(rooms: typing.Collection[Room], wave: int) -> int:
    """The first wave from ``wave`` on in which all of them have room."""
    while (later := max((room.first_from(wave) for room in rooms), default=wave)) > wave:
        wave = later
    return wave


def _most_urgent_first(parents: typing.Mapping[str, str | None], constraints: Constraints) -> list[str]:
    """``parents`` are in the order of :class:`Family`. Of two alike, the one with more hosts above it comes first."""
    members = collections.Counter(constraint for host in parents for constraint in constraints[host])
    urgency: dict[str, tuple[int, int]] = {}
    for host, parent in parents.items():
        above, height = urgency[parent] if parent is not None else (0, -1)
        needed = max((_waves_needed(constraint, members) for constraint in constraints[host]), default=1)
        urgency[host] = max(needed, above + 1), height + 1
    return sorted(sorted(parents, key=by_name), key=urgency.__getitem__, reverse=True)


def _waves_needed(constraint: Constraint, members: typing.Mapping[Constraint, int]) -> int:
    return -(-members[constraint] // constraint.limit)
