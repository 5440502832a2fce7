# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A large fleet is planned in seconds, whatever its shape."""

from __future__ import annotations

import random
import time
import tracemalloc
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits, Share
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.unit import Unit
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.waves import compute_waves
from ansible_collections.surveillance.hikvision.tests.unit.plan.fleets import unit

DEVICES = 10_000
SITES = 200
LONGEST = 20.0  # seconds
MOST_MEMORY = 600_000_000


def campus() -> list[Unit]:
    """Sites with recorders that feed their cameras, and areas of 1 to 500 devices across them."""
    dice = random.Random(4)
    areas = [f"area {area}" for area in range(300) for _one in range(dice.choice([1, 2, 4, 8, 16, 100, 500]))]
    units = []
    for number in range(DEVICES):
        site = number % SITES
        kind = "recorder" if number < 2 * SITES else dice.choice(["camera", "camera", "camera", "access_control"])
        units.append(
            unit(
                f"dev-{number}",
                *dice.sample(areas, k=dice.choice([0, 1, 1, 2])),
                kind=kind,
                model=f"{kind} {dice.randrange(12)}",
                firmware=f"V5.7.{dice.randrange(3)}",
                site=f"site {site}",
                parent=f"dev-{site + dice.choice([0, SITES])}" if kind == "camera" else None,
            )
        )
    return units


def one_area() -> list[Unit]:
    """As many waves as devices: what looks at every wave for every device never ends."""
    return [unit(f"dev-{number}", "all", site=f"site {number % SITES}") for number in range(DEVICES)]


def one_line() -> list[Unit]:
    """Each device hangs on the one before it."""
    return [unit(f"dev-{number}", parent=f"dev-{number - 1}" if number else None) for number in range(DEVICES)]


@pytest.mark.parametrize("fleet", [campus, one_area, one_line])
def test_ten_thousand_devices(fleet: typing.Callable[[], list[Unit]]) -> None:
    units = fleet()
    begun = time.perf_counter()
    waves = compute_waves(units, Limits(per_site=20)).waves
    assert time.perf_counter() - begun < LONGEST
    assert sum(len(wave.hosts) for wave in waves) == DEVICES


def test_memory() -> None:
    units = campus()
    tracemalloc.start()
    try:
        compute_waves(units, Limits(per_site=20, per_area=Share(50)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY
