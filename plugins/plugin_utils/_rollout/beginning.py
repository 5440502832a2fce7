# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contexts of all devices of a run: what was planned, set and learned, put together."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.opening import check_length
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.window import windows_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.estimate import percentile
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import PlannedDevice
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.application import Application
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.host_settings import HostSettings
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.knobs import Knobs
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.mistakes import SOMEBODY, Collector
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.unit import Variety

Measured = typing.Mapping[tuple[str, str], typing.Sequence[float]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A run that begins. ``measured`` are the durations of earlier rollouts, by model and package."""

    application: Application
    place: RolloutDirectory
    run: str
    process: Process
    knobs: Knobs
    settings: typing.Mapping[str, HostSettings]
    measured: Measured = dataclasses.field(default_factory=dict)

    @property
    def devices(self) -> tuple[PlannedDevice, ...]:
        """Those that take part: all of the plan that are in this run and not set aside."""
        aside = self.knobs.set_aside
        return tuple(device for device in self.application.devices if device.host not in aside)

    def contexts(self) -> dict[str, RolloutContext]:
        """The context of each device that takes part, in their order."""
        canaries = _canaries(self.application.plan.devices)
        return {device.host: self._context(device, canaries) for device in self.devices}

    def _context(self, device: PlannedDevice, canaries: typing.Mapping[Variety, tuple[str, ...]]) -> RolloutContext:
        settings = self.settings.get(device.host, HostSettings())
        variety = device.unit.variety
        return RolloutContext(
            directory=str(self.place.path),
            run=self.run,
            rollout=self.application.digest,
            host=device.host,
            wave=device.wave,
            canary=device.canary,
            site=device.site,
            lease=lease_key(device),
            process=self.process,
            package=device.target.package,
            variety=tuple(variety),
            canaries=() if device.canary else canaries.get(variety, ()),
            expected_seconds=expected_seconds(device, self.measured),
            windows=settings.windows,
            power=settings.power,
            uploads=self.knobs.uploads,
            breaker=self.knobs.breaker,
        )


def expected_seconds(device: PlannedDevice, measured: Measured) -> float:
    """How long its upgrade takes: as devices like it have taken so far, else as the plan tells."""
    known = percentile(measured.get((device.model, device.target.package), ()))
    return device.expected_duration if known is None else known


def check_windows(
    devices: typing.Iterable[PlannedDevice],
    settings: typing.Mapping[str, HostSettings],
    measured: Measured,
    now: datetime.datetime,
    mistakes: Collector,
) -> None:
    """Keep a mistake for each device that no window of its own will ever have room for."""
    where = f"hikvision_window of {SOMEBODY}"
    for device in devices:
        windows = windows_of(list(settings.get(device.host, HostSettings()).windows), where)
        with mistakes.kept(device.host):
            check_length(windows, now, expected_seconds(device, measured), where)


def lease_key(device: PlannedDevice) -> str:
    """The serial number, so that two names of one device mean one lease; else the name."""
    return device.serial or device.host


def _canaries(devices: typing.Iterable[PlannedDevice]) -> dict[Variety, tuple[str, ...]]:
    found: dict[Variety, list[str]] = collections.defaultdict(list)
    for device in devices:
        if device.canary:
            found[device.unit.variety].append(device.host)
    return {variety: tuple(hosts) for variety, hosts in found.items()}
