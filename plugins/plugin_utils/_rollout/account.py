# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rollout as it stands, for people and programs: devices, what is pending, what has happened."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import (
    DeviceHistory,
    Standing,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History, Run
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import Reading, read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import PlannedDevice
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document.errors import Unreadable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import counted

Result = dict[str, typing.Any]

_OVER: typing.Final = frozenset({Standing.DONE, Standing.SET_ASIDE, Standing.ROLLED_BACK})


@dataclasses.dataclass(frozen=True, slots=True)
class Account:
    """What is in the directory of a rollout. ``plan`` is ``None`` where the copy of it is gone."""

    place: RolloutDirectory
    plan: Plan | None
    reading: Reading

    @classmethod
    def of(cls, place: RolloutDirectory) -> Account:
        """Read it. Raises :class:`JournalError`, and ``PlanDocumentError`` for a plan that was changed."""
        try:
            plan: Plan | None = document.load(place.plan)
        except Unreadable:
            plan = None
        return cls(place, plan, read(place.journal))

    def as_result(self, *, events: int = 0) -> Result:
        """Plain values, with that many of the last events."""
        history = History.of(self.reading.events)
        devices = [self._device(host, planned, history.device(host)) for host, planned in self._planned(history)]
        pending = [device["host"] for device in devices if device["standing"] not in _OVER]
        return {
            "directory": str(self.place.path),
            "plan": str(self.place.plan),
            "digest": self._digest(),
            "expires": self.plan.expires if self.plan else None,
            "runs": [_run(run) for run in history.runs],
            "devices": devices,
            "totals": dict(collections.Counter(device["standing"] for device in devices)),
            "pending": pending,
            "unproven": [device["host"] for device in devices if device["standing"] == Standing.UNPROVEN],
            "set_aside": sorted(history.set_aside),
            "finished": not pending,
            "stop_files": [str(path) for path in self.place.stop_files if path.exists()],
            "torn": list(self.reading.torn),
            "timeline": [_event(event) for event in self.reading.events[-events:]] if events else [],
            "msg": _sentence(devices, pending),
        }

    def _planned(self, history: History) -> list[tuple[str, PlannedDevice | None]]:
        if self.plan is None:
            return [(host, None) for host in history.devices]
        return [(device.host, device) for device in self.plan.devices]

    def _digest(self) -> str | None:
        return document.digest_of(document.to_bytes(self.plan)) if self.plan else None

    def _device(self, host: str, planned: PlannedDevice | None, history: DeviceHistory) -> Result:
        page = self.place.runbook(host)
        return {
            "host": host,
            "wave": planned.wave if planned else history.wave,
            "canary": planned.canary if planned else None,
            "model": planned.model if planned else history.model,
            "target": str(planned.target.firmware) if planned else None,
            "standing": history.standing.value,
            "state": history.state,
            "reason": history.reason,
            "advice": history.advice,
            "before": _firmware(history.before) or (str(planned.before) if planned else None),
            "after": _firmware(history.after),
            "attempts": history.attempts,
            "flashes": history.flashes,
            "began": _moment(history.began_at),
            "ended": _moment(history.ended_at),
            "deferred_until": history.deferred_until,
            "backups": [{**backup._asdict(), "firmware": _firmware(backup.firmware)} for backup in history.backups],
            "baseline": history.baseline,
            "runbook": str(page) if page.exists() else None,
        }


def _run(run: Run) -> Result:
    told = run.began.details
    try:
        fate: str | None = Process.read(told).fate.value
    except (KeyError, TypeError, ValueError):
        fate = None
    return {
        "run": run.name,
        "began": _moment(run.began.at),
        "ended": _moment(run.ended.at) if run.ended else None,
        "state": run.ended.details.get("state") if run.ended else None,
        "last": _moment(run.last.at),
        "controller": told.get("controller"),
        "user": told.get("user"),
        "process": fate,
    }


def _event(event: Event) -> Result:
    host = {} if event.host is None else {"host": event.host}
    return {
        "at": _moment(event.at),
        "run": event.run,
        "event": event.kind.value,
        **host,
        "details": dict(event.details),
    }


def _sentence(devices: typing.Sequence[Result], pending: typing.Sequence[str]) -> str:
    if not pending:
        return f"All of {counted(len(devices), 'device')} are through or set aside."
    return f"{counted(len(pending), 'device')} of {len(devices):,} are still to be dealt with."


def _firmware(told: typing.Mapping[str, typing.Any] | None) -> str | None:
    found = FirmwareVersion.from_result(told)
    return str(found) if found else None


def _moment(moment: datetime.datetime | None) -> str | None:
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else None
