# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The waves of a rollout: canaries first, then all others, within limits that hold for every single wave."""

from __future__ import annotations

import collections
import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._host_order import by_name
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.canaries import choose_canaries
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.constraints import constraints_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.error import PlanError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.family import NAMED, Family
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.placing import place
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.unit import Unit
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import listed


@dataclasses.dataclass(frozen=True, slots=True)
class Wave:
    """Devices that may be down at once, in the order of their names. ``number`` counts from 1 over all waves."""

    number: int
    canary: bool
    hosts: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Waves:
    """``problems`` are sentences about what was given and could not be heeded; none of them stops a rollout."""

    waves: tuple[Wave, ...]
    problems: tuple[str, ...] = ()


def compute_waves(units: typing.Iterable[Unit], limits: Limits) -> Waves:
    """Put every device into exactly one wave. The order of ``units`` decides nothing.

    In every wave the limits of areas and sites hold, the doors of an area are apart, and nobody is together with a host
    that it reaches the network through. Canaries come before all others, in as many waves as that takes. Among the
    canaries, and among the others, devices come before their parents; a parent that is a canary comes before those
    devices behind it that are not. Raises :class:`PlanError` for a host that is named twice and for parents in a
    circle.
    """
    ordered = sorted(units, key=lambda unit: by_name(unit.host))
    _refuse_twins(ordered)
    family = Family.of(ordered)
    constraints = constraints_of(ordered, limits)
    canaries = choose_canaries(ordered, constraints, family, limits.canaries)
    others = family.parents.keys() - canaries
    first = place(canaries, constraints, family)
    then = place(others, constraints, family, limits.wave_sizes(len(others)))
    waves = [Wave(number, canary=number <= len(first), hosts=hosts) for number, hosts in enumerate([*first, *then], 1)]
    problems = (*family.notes, *_before_their_time(family, canaries, others), *_unused(ordered, limits))
    return Waves(tuple(waves), problems)


def _refuse_twins(units: typing.Sequence[Unit]) -> None:
    hosts = collections.Counter(unit.host for unit in units)
    if twins := [host for host, count in hosts.items() if count > 1]:
        raise PlanError(f"a host can be in a rollout once only: {listed(twins, NAMED)}")


def _before_their_time(
    family: Family, canaries: typing.AbstractSet[str], others: typing.AbstractSet[str]
) -> typing.Iterator[str]:
    behind = family.behind(others)
    if early := [host for host in canaries if behind[host]]:
        verb = "goes" if len(early) == 1 else "go"
        yield f"{listed(early, NAMED)} {verb} before devices behind, as canaries for others of that model and firmware"


def _unused(units: typing.Sequence[Unit], limits: Limits) -> typing.Iterator[str]:
    used = {area for unit in units for area in unit.areas}
    if unused := [area for area in limits.areas if area not in used]:
        yield f"limits are set for areas without a device in this rollout: {listed(unused, NAMED)}"
