# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rollout as it is approved: which devices, in which waves, over which steps, and who is left out."""

from __future__ import annotations

import dataclasses
import itertools
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import (
    LeftOut,
    PlannedDevice,
    PlannedStep,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits

SCHEMA: typing.Final = "hikvision-rollout-plan/1"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The catalogue that the plan was made from. ``signature`` is ``valid``, or ``off`` where nobody checked it."""

    catalogue: str
    serial: int
    digest: str
    signature: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What the release notes of a package say, for ``devices`` that get it.

    ``waiting`` is the number of devices that are left out until somebody acknowledges them.
    """

    package: str
    version: str
    build: str | None
    url: str | None
    acknowledge: bool
    fixes: tuple[str, ...]
    known_issues: tuple[str, ...]
    devices: int
    waiting: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWave:
    """``hosts`` is their number. ``expected_duration`` is that of the longest device, in seconds."""

    number: int
    canary: bool
    hosts: int
    expected_duration: float


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """``devices`` counts all that were looked at. ``expected_duration`` is that of all waves, one after the other."""

    devices: int
    upgrades: int
    hops: int
    waves: int
    left_out: int
    upload_bytes: int
    expected_duration: float


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``created`` and ``expires`` are moments with a zone; ``target`` is the pattern of hosts that was planned for.

    ``devices`` are in the order in which they are upgraded. ``problems`` are sentences for whoever approves.
    """

    created: str
    expires: str
    target: str
    source: Source | None
    limits: Limits
    devices: tuple[PlannedDevice, ...]
    left_out: tuple[LeftOut, ...] = ()
    release_notes: tuple[Notes, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        """Those that are upgraded."""
        return frozenset(device.host for device in self.devices)

    @property
    def steps(self) -> typing.Iterator[PlannedStep]:
        return (step for device in self.devices for step in device.steps)

    @property
    def waves(self) -> tuple[PlannedWave, ...]:
        return tuple(
            _wave(number, tuple(devices))
            for number, devices in itertools.groupby(self.devices, key=lambda device: device.wave)
        )

    @property
    def totals(self) -> Totals:
        waves = self.waves
        return Totals(
            devices=len(self.devices) + len(self.left_out),
            upgrades=len(self.devices),
            hops=sum(len(device.steps) for device in self.devices),
            waves=len(waves),
            left_out=len(self.left_out),
            upload_bytes=sum(step.size for step in self.steps),
            expected_duration=sum(wave.expected_duration for wave in waves),
        )


def _wave(number: int, devices: tuple[PlannedDevice, ...]) -> PlannedWave:
    return PlannedWave(
        number=number,
        canary=all(device.canary for device in devices),
        hosts=len(devices),
        expected_duration=max(device.expected_duration for device in devices),
    )
