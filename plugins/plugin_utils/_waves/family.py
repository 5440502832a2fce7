# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who hangs on whom: recorders and PoE parents with the devices behind them.

An upgrade of a parent takes down what is behind it. So the devices behind it go first, the farthest before all, and
none of them shares a wave with any host that it reaches the network through.
"""

from __future__ import annotations

import collections
import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._host_order import by_name
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.error import PlanError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.unit import Unit
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import listed

NAMED = 3  # hosts in a note; the others are counted


@dataclasses.dataclass(frozen=True, slots=True)
class Family:
    """``parents`` has every host of the rollout, parents before their children; ``None`` for no parent among them.

    ``notes`` are sentences about parents that are not among them.
    """

    parents: typing.Mapping[str, str | None]
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, units: typing.Sequence[Unit]) -> Family:
        """Raises :class:`PlanError`, which names the hosts, where hosts are each other's parents."""
        hosts = {unit.host for unit in units}
        known = {unit.host: unit.parent if unit.parent in hosts else None for unit in units}
        strangers = collections.defaultdict(list)
        for unit in units:
            if unit.parent is not None and unit.parent not in hosts:
                strangers[unit.parent].append(unit.host)
        notes = (_stranger(parent, strangers[parent]) for parent in sorted(strangers, key=by_name))
        return cls({host: known[host] for host in _from_the_root(known)}, tuple(notes))

    def within(self, hosts: typing.AbstractSet[str]) -> dict[str, str | None]:
        """The nearest of ``hosts`` above each of them, again parents before their children."""
        nearest: dict[str, str | None] = {}
        for host, parent in self.parents.items():
            nearest[host] = parent if parent is None or parent in hosts else nearest[parent]
        return {host: parent for host, parent in nearest.items() if host in hosts}

    def behind(self, hosts: typing.AbstractSet[str]) -> dict[str, int]:
        """How many of ``hosts`` are behind each host of the rollout, near or far."""
        behind = dict.fromkeys(self.parents, 0)
        for host in reversed(list(self.parents)):
            if (parent := self.parents[host]) is not None:
                behind[parent] += behind[host] + (host in hosts)
        return behind


def _stranger(parent: str, children: typing.Sequence[str]) -> str:
    verb = "names" if len(children) == 1 else "name"
    return f"{listed(children, NAMED)} {verb} the parent {parent}, which is not in this rollout"


def _from_the_root(parents: typing.Mapping[str, str | None]) -> list[str]:
    children = collections.defaultdict(list)
    for host, parent in parents.items():
        children[parent].append(host)
    order = list(children[None])
    for host in order:  # grows while it is read
        order.extend(children[host])
    if len(order) < len(parents):
        raise PlanError(_cycle(parents, set(parents).difference(order)))
    return order


def _cycle(parents: typing.Mapping[str, str | None], lost: typing.Collection[str]) -> str:
    """The sentence about one cycle. ``lost`` are hosts from which the way up has no end."""
    way: dict[str | None, None] = {}
    host: str | None = min(lost, key=by_name)
    while host not in way:
        way[host] = None
        host = parents[str(host)]
    names = [str(name) for name in way]
    cycle = names[names.index(str(host)) :]
    first = cycle.index(min(cycle, key=by_name))
    named = " -> ".join([*cycle[first:], *cycle[:first], cycle[first]])
    return f"hosts that are their own parents have no order: {named}; correct hikvision_parent of one of them"
