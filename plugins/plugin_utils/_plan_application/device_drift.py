# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a device still is what its plan says, asked right before its turn, and what is left to do for it."""

from __future__ import annotations

import dataclasses
import enum
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import (
    PlannedDevice,
    PlannedStep,
)

Mapping = typing.Mapping[str, typing.Any]


class Standing(enum.StrEnum):
    """How a device stands to its plan."""

    AS_PLANNED = "as_planned"  # it runs what it ran when the plan was made
    UNDER_WAY = "under_way"  # it runs one of its steps
    DONE = "done"  # it runs its target
    DRIFTED = "drifted"  # something else happened to it


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DeviceDrift:
    """``steps`` are those that are left, none for a device that is done or drifted. ``reasons`` are for the latter."""

    standing: Standing
    steps: tuple[PlannedStep, ...] = ()
    reasons: tuple[str, ...] = ()

    def as_result(self) -> dict[str, typing.Any]:
        return {
            "standing": self.standing.value,
            "steps": [step.as_options() for step in self.steps],
            "reasons": list(self.reasons),
        }


def device_drift(device: PlannedDevice, snapshot: Mapping) -> DeviceDrift:
    """Compare with the ``device`` that ``device_info`` returned now."""
    identity = snapshot.get("identity") or {}
    if changes := tuple(_changes(device, identity)):
        return DeviceDrift(standing=Standing.DRIFTED, reasons=changes)
    running = FirmwareVersion.from_result(snapshot.get("firmware"))
    if running is None:
        reason = f"it does not tell what it runs, and it ran {device.before} when the plan was made"
        return DeviceDrift(standing=Standing.DRIFTED, reasons=(reason,))
    # From the last one on: a way may pass a firmware that compares equal to where it began.
    for number in range(len(device.steps), 0, -1):
        if running.same_as(device.steps[number - 1].package.firmware):
            rest = device.steps[number:]
            return DeviceDrift(standing=Standing.UNDER_WAY if rest else Standing.DONE, steps=rest)
    if _same(running, device.before):
        return DeviceDrift(standing=Standing.AS_PLANNED, steps=device.steps)
    path = " -> ".join(map(str, device.path))
    return DeviceDrift(standing=Standing.DRIFTED, reasons=(f"it runs {running}, which is not on its way {path}",))


def _changes(device: PlannedDevice, identity: Mapping) -> typing.Iterator[str]:
    for name, planned in (("model", device.model or None), ("serial", device.serial)):
        found = identity.get(name)
        if planned is not None and found != planned:
            yield f"its {_WORDS[name]} is {found or 'not told'}, and was {planned} when the plan was made"
    # Some firmware tells the platform and some does not, so one side alone is no change.
    platform = identity.get("platform")
    if platform and device.platform and platform != device.platform:
        yield f"its platform is {platform}, and was {device.platform} when the plan was made"


_WORDS: typing.Final = {"model": "model", "serial": "serial number"}


def _same(running: FirmwareVersion, before: FirmwareVersion) -> bool:
    """A device that does not tell its build now did not tell it then."""
    return running.tuple == before.tuple and running.build == before.build
