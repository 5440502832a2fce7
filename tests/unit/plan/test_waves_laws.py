# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for the waves of every fleet. It is counted here anew, with none of the planner's code."""

from __future__ import annotations

import collections
import fractions
import itertools
import math
import random
import typing

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Amount, Limits, Share
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.unit import Unit
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.waves import Waves, compute_waves
from ansible_collections.surveillance.hikvision.tests.unit.plan.fleets import AREAS, LONE_LIMITS, fleets, limits, unit

for_every_fleet = settings(max_examples=260, deadline=None, derandomize=True)
Fleet = list[Unit]


@for_every_fleet
@given(fleet=fleets(), limits=limits())
def test_every_device_goes_exactly_once(fleet: Fleet, limits: Limits) -> None:
    waves = compute_waves(fleet, limits).waves
    assert sorted(host for wave in waves for host in wave.hosts) == sorted(device.host for device in fleet)
    assert [wave.number for wave in waves] == list(range(1, len(waves) + 1))
    assert all(wave.hosts for wave in waves)


@for_every_fleet
@given(fleet=fleets(), limits=limits())
def test_no_area_and_no_site_loses_more_than_it_may(fleet: Fleet, limits: Limits) -> None:
    for wave in units_by_wave(fleet, compute_waves(fleet, limits)):
        for area in AREAS:
            all_of_it = sum(area in device.areas for device in fleet)
            allowed = exact(limits.areas.get(area, limits.per_area), all_of_it)
            assert sum(area in device.areas for device in wave) <= max(1, math.floor(allowed))
        for site in ("north", "south"):
            assert limits.per_site is None or sum(device.site == site for device in wave) <= limits.per_site


@for_every_fleet
@given(fleet=fleets(), limits=limits())
def test_doors_of_one_area_never_go_together(fleet: Fleet, limits: Limits) -> None:
    for wave in units_by_wave(fleet, compute_waves(fleet, limits)):
        doors = [device for device in wave if device.kind == "access_control"]
        assert not [pair for pair in itertools.combinations(doors, 2) if set(pair[0].areas) & set(pair[1].areas)]


@for_every_fleet
@given(fleet=fleets(), limits=limits())
def test_devices_go_before_what_they_hang_on(fleet: Fleet, limits: Limits) -> None:
    """Of canaries and others, the canaries go first whoever hangs on whom, but never together with the others."""
    waves = {host: wave for wave in compute_waves(fleet, limits).waves for host in wave.hosts}
    for device in fleet:
        mine = waves[device.host]
        for ancestor in ancestors(device, fleet):
            theirs = waves[ancestor.host]
            assert mine.number < theirs.number or (theirs.canary and not mine.canary and mine.number > theirs.number)


@for_every_fleet
@given(fleet=fleets(), limits=limits())
def test_canaries_stand_for_every_variety_and_come_first(fleet: Fleet, limits: Limits) -> None:
    waves = compute_waves(fleet, limits).waves
    assert [wave.canary for wave in waves] == sorted((wave.canary for wave in waves), reverse=True)
    canaries = {host for wave in waves if wave.canary for host in wave.hosts}
    everybody, first = varieties(fleet), varieties([device for device in fleet if device.host in canaries])
    assert first == {variety: min(count, limits.canaries) for variety, count in everybody.items() if limits.canaries}, (
        "as many of each as wanted, and no more"
    )


@for_every_fleet
@given(fleet=fleets(), limits=limits())
def test_waves_are_no_larger_than_their_sizes(fleet: Fleet, limits: Limits) -> None:
    others = [wave for wave in compute_waves(fleet, limits).waves if not wave.canary]
    devices = sum(len(wave.hosts) for wave in others)
    for wave, size in zip(others, itertools.chain(limits.sizes, itertools.repeat(limits.sizes[-1])), strict=False):
        assert len(wave.hosts) <= math.ceil(exact(size, devices))


@for_every_fleet
@given(fleet=fleets(), limits=limits(), order=st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_decides_nothing(fleet: Fleet, limits: Limits, order: random.Random) -> None:
    shuffled = [
        Unit(
            **{**fields(device), "areas": tuple(order.sample([*device.areas, *device.areas], k=2 * len(device.areas)))}
        )
        for device in order.sample(fleet, k=len(fleet))
    ]
    assert compute_waves(shuffled, limits) == compute_waves(fleet, limits)


@for_every_fleet
@given(fleet=fleets(), limits=limits())
def test_there_are_few_waves(fleet: Fleet, limits: Limits) -> None:
    """Not fewer than the tightest constraint needs, nor more than can be answered for.

    A device goes past each wave for a reason: one of its constraints is full there, or the wave is, or it must come
    after a device behind it, for which the same is true.
    """
    waves = compute_waves(fleet, limits).waves
    for canary in (True, False):
        part = [wave for wave in waves if wave.canary is canary]
        hosts = {host for wave in part for host in wave.hosts}
        units = [device for device in fleet if device.host in hosts]
        needed = waves_needed(units, fleet, limits)
        assert len(part) >= max(needed.values(), default=0)
        full = 0 if canary else most_full_waves(len(units), limits)
        assert len(part) <= max((full + waiting(device, units, fleet, needed) for device in units), default=0)


@for_every_fleet
@given(groups=st.lists(st.integers(1, 12), max_size=5), limit=st.integers(1, 4))
def test_areas_that_share_no_device_take_as_many_waves_as_the_largest(groups: list[int], limit: int) -> None:
    fleet = [unit(f"cam-{area}-{number}", f"area {area}") for area, size in enumerate(groups) for number in range(size)]
    alone = Limits(sizes=LONE_LIMITS.sizes, canaries=0, per_area=limit)
    assert len(compute_waves(fleet, alone).waves) == math.ceil(max(groups, default=0) / limit)


def units_by_wave(fleet: Fleet, waves: Waves) -> list[Fleet]:
    by_host = {device.host: device for device in fleet}
    return [[by_host[host] for host in wave.hosts] for wave in waves.waves]


def exact(amount: Amount, devices: int) -> fractions.Fraction:
    return (
        fractions.Fraction(amount.percent * devices, 100) if isinstance(amount, Share) else fractions.Fraction(amount)
    )


def ancestors(device: Unit, fleet: Fleet) -> Fleet:
    above = [other for other in fleet if other.host == device.parent]
    return above + [ancestor for parent in above for ancestor in ancestors(parent, fleet)]


def varieties(fleet: Fleet) -> collections.Counter[tuple[object, ...]]:
    return collections.Counter((device.model, device.platform, device.firmware, device.site) for device in fleet)


def fields(device: Unit) -> dict[str, typing.Any]:
    return {name: getattr(device, name) for name in Unit.__slots__}


def groups_of(device: Unit, limits: Limits) -> set[tuple[str, object]]:
    """What a device has to share with others."""
    found: set[tuple[str, object]] = {("area", area) for area in device.areas}
    if device.kind == "access_control":
        found |= {("doors", area) for area in device.areas}
    if limits.per_site is not None and device.site is not None:
        found.add(("site", device.site))
    return found


def waves_needed(units: Fleet, fleet: Fleet, limits: Limits) -> dict[tuple[str, object], int]:
    """How many waves each group would take if nothing else were in the way."""
    members = collections.Counter(group for device in units for group in groups_of(device, limits))
    needed = {}
    for (kind, name), count in members.items():
        allowed: Amount = 1
        if kind == "area":
            allowed = limits.areas.get(str(name), limits.per_area)
        elif kind == "site":
            allowed = limits.per_site or 1
        everybody = sum(name in device.areas for device in fleet)
        needed[kind, name] = math.ceil(count / max(1, math.floor(exact(allowed, everybody))))
    return needed


def waiting(device: Unit, units: Fleet, fleet: Fleet, needed: dict[tuple[str, object], int]) -> int:
    """The most waves that it takes until ``device`` and then all above it are through, without full waves."""
    line = [device, *(ancestor for ancestor in ancestors(device, fleet) if ancestor in units)]
    groups = {group for one in line for group in needed if is_in(one, group)}
    return len(line) + sum(needed[group] - 1 for group in groups)


def is_in(device: Unit, group: tuple[str, object]) -> bool:
    kind, name = group
    if kind == "site":
        return device.site == name
    return name in device.areas and (kind == "area" or device.kind == "access_control")


def most_full_waves(devices: int, limits: Limits) -> int:
    """How many waves can be full before the last device, if those with small sizes are."""
    sizes = sorted(math.ceil(exact(size, devices)) for size in limits.sizes[:-1])
    last = math.ceil(exact(limits.sizes[-1], devices)) if devices else 1
    left, full = devices - 1, 0
    for size in sorted([*sizes, *[last] * devices]):
        if size > left:
            break
        left, full = left - size, full + 1
    return full
