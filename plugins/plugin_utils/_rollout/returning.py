# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way back of a rollout, or of a part of it: which devices, in which order, each to which backup."""

from __future__ import annotations

import dataclasses
import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import (
    DeviceHistory,
    Standing,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import PlannedDevice
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document.plain_form import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.beginning import lease_key
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.run_details import of_this_controller

_LONG_AGO: typing.Final = datetime.datetime.min.replace(tzinfo=datetime.UTC)

Result = dict[str, typing.Any]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """The way back of the ``hosts``, as far as they are in one of the ``waves``; ``None`` stands for all.

    ``run`` is the name of the run that goes it, ``process`` its main process. ``digest`` is that of the plan.
    """

    place: RolloutDirectory
    plan: Plan
    digest: str
    history: History
    run: str
    process: Process
    hosts: frozenset[str] | None = None
    waves: frozenset[int] | None = None

    @property
    def devices(self) -> list[Result]:
        """Those that go back, the one that was upgraded last first, with what the role and the modules need."""
        going = [device for device in self._asked_for if self._objection(device.host) is None]
        ordered = sorted(going, key=lambda device: _upgraded_at(self.history.device(device.host)), reverse=True)
        return [self._told(device) for device in ordered]

    @property
    def others(self) -> list[Result]:
        """Those that were asked for and do not go back, with the reason."""
        objections = ((device.host, self._objection(device.host)) for device in self._asked_for)
        return [{"host": host, "reason": reason} for host, reason in objections if reason]

    def begin(self, core: str) -> None:
        """Write that this run goes on, so that no other run of the rollout begins. ``core`` is that of Ansible.

        Raises :class:`JournalError`.
        """
        self.place.make()
        devices = self.devices
        Journal(self.place.journal, self.run).append(
            Kind.RUN_BEGAN,
            **of_this_controller(self.process, core),
            plan=self.digest,
            devices=len(devices),
            waves=len({device["wave"] for device in devices}),
            going_back=True,
        )

    @property
    def _asked_for(self) -> typing.Iterator[PlannedDevice]:
        return (
            device
            for device in self.plan.devices
            if (self.hosts is None or device.host in self.hosts) and (self.waves is None or device.wave in self.waves)
        )

    def _objection(self, host: str) -> str | None:
        known = self.history.device(host)
        if known.standing is Standing.UNPROVEN:
            return "nobody knows what it runs; run the plan once more, which proves that first"
        if not known.flashes:
            return "the rollout has sent it no firmware"
        if known.standing is Standing.ROLLED_BACK:
            return "it is back already"
        if known.after is not None and known.after == known.before:
            return "it runs what it ran before"
        return None if known.backups else "the journal knows of no backup"

    def _told(self, device: PlannedDevice) -> Result:
        known = self.history.device(device.host)
        backup = known.backups[0]
        return {
            "host": device.host,
            "wave": device.wave,
            "backup": backup.path,
            "firmware": backup.firmware,
            "baseline": known.baseline,
            "planned": {"device": plain(device), "source": plain(self.plan.source)},
            "context": self._context(device).as_fact(),
        }

    def _context(self, device: PlannedDevice) -> RolloutContext:
        """For the way back nobody asks for windows, canaries or others in trouble: it is the way out of those."""
        return RolloutContext(
            directory=str(self.place.path),
            run=self.run,
            rollout=self.digest,
            host=device.host,
            wave=device.wave,
            canary=device.canary,
            site=device.site,
            lease=lease_key(device),
            process=self.process,
            package=device.target.package,
            variety=tuple(device.unit.variety),
            expected_seconds=device.expected_duration,
        )


def _upgraded_at(device: DeviceHistory) -> datetime.datetime:
    return device.flashed.at if device.flashed else device.ended_at or _LONG_AGO


def end_way_back(place: RolloutDirectory, run: str) -> None:
    """Write that the way back has ended, so that others may begin. Raises :class:`JournalError`."""
    Journal(place.journal, run).append(Kind.RUN_ENDED, state="finished", sentence="The way back has come to its end.")
