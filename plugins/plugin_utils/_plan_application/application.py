# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Applying a plan: which part of it a run sees, in which batches."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import PlannedDevice
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document.plain_form import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.waves import Wave
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import counted


@dataclasses.dataclass(frozen=True, slots=True)
class Application:
    """A plan that was found to hold, for the ``hosts`` of this run. ``digest`` is that of the plan's file."""

    plan: Plan
    digest: str
    hosts: frozenset[str]

    @property
    def devices(self) -> tuple[PlannedDevice, ...]:
        """Those that are upgraded now, in their order."""
        return tuple(device for device in self.plan.devices if device.host in self.hosts)

    @property
    def waves(self) -> tuple[Wave, ...]:
        """The waves of the plan with the hosts of this run. A wave without any is left out; numbers stay."""
        return tuple(
            Wave(number, canary=canary, hosts=tuple(device.host for device in devices))
            for (number, canary), devices in itertools.groupby(
                self.devices, key=lambda device: (device.wave, device.canary)
            )
        )

    @property
    def sentence(self) -> str:
        """What is about to happen."""
        here, planned = len(self.devices), len(self.plan.devices)
        if not here:
            return f"The plan {self.digest} holds, and upgrades none of the hosts of this run."
        what = counted(here, "device") if here == planned else f"{here:,} of {counted(planned, 'device')}"
        waves = counted(len(self.waves), "wave")
        return f"The plan {self.digest} holds: {what} in {waves}. It was made at {self.plan.created}."

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values. ``planned`` is what the role ``firmware_upgrade`` gets for its device."""
        source = plain(self.plan.source)
        return {
            "digest": self.digest,
            **{name: plain(getattr(self.plan, name)) for name in ("created", "expires", "target", "source", "totals")},
            "waves": [plain(wave) for wave in self.waves],
            "devices": [
                {"host": device.host, "wave": device.wave, "planned": {"device": plain(device), "source": source}}
                for device in self.devices
            ],
            "left_out": [plain(device) for device in self.plan.left_out if device.host in self.hosts],
        }


def sums(plan: Plan) -> dict[str, str | None]:
    """The SHA-256 of each firmware file of the plan, ``None`` for one that can not be read."""
    return {path: _sum(path) for path in dict.fromkeys(step.package.src for step in plan.steps)}


def _sum(path: str) -> str | None:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
