# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which devices go first: some of every variety, so that nothing in the rollout is upgraded untried."""

from __future__ import annotations

import collections
import heapq
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._host_order import by_name
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.constraints import Constraint, Constraints
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.family import Family
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.unit import Unit, Variety


def choose_canaries(
    units: typing.Sequence[Unit], constraints: Constraints, family: Family, per_variety: int
) -> frozenset[str]:
    """The hosts that are canaries: ``per_variety`` of each variety, or all of it where there are fewer.

    Of a variety come first those with the fewest devices behind them, which all go later; then those that share the
    fewest areas and sites with canaries chosen before, so that few waves hold them all; then the first by name.
    """
    varieties: dict[Variety, list[str]] = collections.defaultdict(list)
    for unit in units:
        varieties[unit.variety].append(unit.host)
    behind = family.behind(family.parents.keys())
    chosen: set[str] = set()
    crowd: collections.Counter[Constraint] = collections.Counter()
    # Those with the least choice choose first. The first host by name stands for the variety, which may hold None.
    for hosts in sorted(varieties.values(), key=lambda hosts: (len(hosts), by_name(min(hosts, key=by_name)))):
        for host in _least_crowded(hosts, per_variety, behind, constraints, crowd):
            chosen.add(host)
    return frozenset(chosen)


def _least_crowded(
    hosts: typing.Sequence[str],
    count: int,
    behind: typing.Mapping[str, int],
    constraints: Constraints,
    crowd: collections.Counter[Constraint],
) -> typing.Iterator[str]:
    """Takes ``count`` of ``hosts`` and adds each to ``crowd``."""

    def crowding(host: str) -> int:
        return max((crowd[constraint] // constraint.limit for constraint in constraints[host]), default=0)

    queue = [(behind[host], crowding(host), by_name(host)) for host in hosts]
    heapq.heapify(queue)
    while queue and count:
        devices, before, name = queue[0]
        host = name[1]
        if (now := crowding(host)) > before:  # a crowd only grows, so the others are no better than they were
            heapq.heapreplace(queue, (devices, now, name))
            continue
        heapq.heappop(queue)
        count -= 1
        crowd.update(constraints[host])
        yield host
