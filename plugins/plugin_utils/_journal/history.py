# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a journal knows of a rollout, over all its runs.

This is the truth for what goes on: which devices are through, which have to be looked at first, what counts for the
breaker. A run that is started again begins with nothing but this.
"""

from __future__ import annotations

import dataclasses
import datetime
import types
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import (
    DeviceHistory,
    Standing,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.purpose import (
    begins_rollout,
    is_on_purpose,
)

Events = typing.Iterable[Event]


@dataclasses.dataclass(frozen=True, slots=True)
class Ended:
    """How the turn of a device ended, or its way back.

    ``state`` is a word of ``State``, of ``Outcome``, or ``regressed``. ``on_purpose`` says
    that the playbook ``rollback`` has brought the device back.
    """

    at: datetime.datetime
    host: str
    state: str
    run: str
    reason: str = ""
    wave: int | None = None
    on_purpose: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """One run. ``ended`` is ``None`` for one that goes on, or was killed. ``last`` is its last event so far."""

    began: Event
    ended: Event | None
    last: Event

    @property
    def name(self) -> str:
        return self.began.run


@dataclasses.dataclass(frozen=True, slots=True)
class History:
    """All that the events tell.

    ``run`` is the one that asks, if it is one. ``devices`` has those that something has happened to. ``outcomes`` are
    in the order of the journal, which is that of their times. ``set_aside`` are the devices that the last run goes on
    without, and that is their standing. ``approved`` maps a wave to the digest of the request that was approved.
    ``judged`` and ``waves`` map a wave to the last event that judged or began it. ``last`` is the last event of all.
    """

    run: str | None = None
    devices: typing.Mapping[str, DeviceHistory] = dataclasses.field(default_factory=dict)
    outcomes: tuple[Ended, ...] = ()
    runs: tuple[Run, ...] = ()
    set_aside: frozenset[str] = frozenset()
    approved: typing.Mapping[int, str] = dataclasses.field(default_factory=dict)
    waves: typing.Mapping[int, Event] = dataclasses.field(default_factory=dict)
    judged: typing.Mapping[int, Event] = dataclasses.field(default_factory=dict)
    stopped: Event | None = None
    last: Event | None = None

    @classmethod
    def of(cls, events: Events, run: str | None = None) -> History:
        """Fold the events of one journal, in their order. Any part from the beginning makes sense."""
        account = _Account()
        for event in events:
            account.take(event)
        return account.history(run)

    def device(self, host: str) -> DeviceHistory:
        """The account of a device, also of one that nothing has happened to."""
        return self.devices.get(host) or DeviceHistory(host=host)

    def standing(self, host: str) -> Standing:
        """Where a device stands, also one that nothing has happened to."""
        return self.device(host).standing

    @property
    def unproven(self) -> tuple[str, ...]:
        """Devices to be looked at before anything else, in the order in which they were first heard of."""
        return tuple(host for host in self.devices if self.devices[host].standing is Standing.UNPROVEN)

    @property
    def open_devices(self) -> tuple[str, ...]:
        """Devices whose turn has begun and not ended: they are being worked on, or have vanished."""
        return tuple(host for host, device in self.devices.items() if device.is_open)

    @property
    def open_runs(self) -> tuple[Run, ...]:
        """Those of which nothing tells that they ended."""
        return tuple(run for run in self.runs if run.ended is None)

    def ended_in(self, run: str) -> frozenset[str]:
        """Devices whose turn has ended in that run."""
        return frozenset(ending.host for ending in self.outcomes if ending.run == run)


class _Account:
    """A history in the making."""

    def __init__(self) -> None:
        self._devices: dict[str, DeviceHistory] = {}
        self._outcomes: list[Ended] = []
        self._began: dict[str, Event] = {}
        self._rollouts: set[str] = set()
        self._ended: dict[str, Event] = {}
        self._last_of: dict[str, Event] = {}
        self._set_aside: set[str] = set()
        self._approved: dict[int, str] = {}
        self._waves: dict[int, Event] = {}
        self._judged: dict[int, Event] = {}
        self._stopped: Event | None = None
        self._last: Event | None = None

    def take(self, event: Event) -> None:
        self._last = self._last_of[event.run] = event
        if event.host is None:
            self._of_run(event)
            return
        known = self._devices.get(event.host) or DeviceHistory(host=event.host)
        self._devices[event.host] = known.after_event(event)
        if event.kind in (Kind.ENDED, Kind.REGRESSED, Kind.ROLLED_BACK):
            self._end(event, self._devices[event.host])

    def _end(self, event: Event, device: DeviceHistory) -> None:
        told = event.details  # the device itself keeps that it was upgraded when it is looked at again
        state, reason = str(told.get("state", device.state)), told.get("reason", device.reason)
        wave = told.get("wave", device.wave)
        on_purpose = is_on_purpose(event, self._rollouts)
        self._outcomes.append(Ended(event.at, device.host, state, event.run, reason, wave, on_purpose))

    def _of_run(self, event: Event) -> None:
        wave = event.details.get("wave")
        match event.kind:
            case Kind.RUN_BEGAN:
                self._began[event.run] = event
                if begins_rollout(event):
                    self._rollouts.add(event.run)
                    self._set_aside.clear()  # each run says anew what it goes on without
                    self._stopped = None
            case Kind.RUN_ENDED:
                self._ended[event.run] = event
            case Kind.SET_ASIDE:
                self._set_aside.update(event.details.get("hosts", ()))
            case Kind.STOPPED:
                self._stopped = event
            case Kind.APPROVED if isinstance(wave, int):
                self._approved[wave] = str(event.details.get("request", ""))
            case Kind.WAVE_BEGAN if isinstance(wave, int):
                self._waves[wave] = event
            case Kind.WAVE_JUDGED if isinstance(wave, int):
                self._judged[wave] = event

    def history(self, run: str | None) -> History:
        aside = {host: self._devices.get(host) or DeviceHistory(host=host) for host in sorted(self._set_aside)}
        decided = {host: dataclasses.replace(device, standing=Standing.SET_ASIDE) for host, device in aside.items()}
        return History(
            run=run,
            devices=types.MappingProxyType({**self._devices, **decided}),
            outcomes=tuple(self._outcomes),
            runs=tuple(Run(began, self._ended.get(name), self._last_of[name]) for name, began in self._began.items()),
            set_aside=frozenset(self._set_aside),
            approved=types.MappingProxyType(self._approved),
            waves=types.MappingProxyType(self._waves),
            judged=types.MappingProxyType(self._judged),
            stopped=self._stopped,
            last=self._last,
        )
