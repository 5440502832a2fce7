# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Before a wave: the kill switch, the breaker, a person's approval, and the soak of the waves before."""

from __future__ import annotations

import dataclasses
import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approval import Approvals, Request
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approval_files import ApprovalFiles
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approving import Approving
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError, Stopped
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.soak import (
    last_change,
    shares,
    soaked_at,
    to_look_at,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.stop import stop_asked
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.waiting import Clock, wait
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Tally, tripped
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.experience import counted
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.verdict import listed
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.waves import Wave
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import counted as number_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import duration

_GO_ON: typing.Final = (
    "Look at the devices and mend them; a later run of the same plan tries them again. To go on without some of them, "
    "name them in rollout_set_aside. To allow more of them, raise the limit."
)


class Tripped(ControlError):
    """More devices are in trouble than allowed."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the operator wants before a wave. Times are in seconds, ``command`` is the one that goes on."""

    approvals: Approvals = dataclasses.field(default_factory=Approvals)
    approval: str | None = None
    approval_wait: float = 0
    soak: float = 0
    reprobe: bool = True
    stop: bool = False
    command: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WaveStart:
    """The start of wave ``wave``, one of ``waves``; ``hosts`` are all of the run, ``batch`` those of the wave.

    ``tell`` shows a line to the operator at once.
    """

    context: RolloutContext
    waves: typing.Sequence[Wave]
    wave: Wave
    hosts: typing.Sequence[str]
    batch: typing.Sequence[str]
    wishes: Wishes
    clock: Clock
    tell: typing.Callable[[str], None]

    def begin(self) -> dict[str, list[dict[str, str]]]:
        """Wait as long as it takes, then let the wave begin.

        Returns which devices of earlier waves each host of the batch is to look at, as ``host`` and ``baseline``.

        Raises :class:`ControlError` when it must not begin, and :class:`JournalError` when the journal can not be used.
        """
        try:
            return self._begin()
        except ControlError as error:
            self.context.journal.append(Kind.STOPPED, wave=self.wave.number, reason=str(error))
            self.context.journal.append(Kind.RUN_ENDED, state="stopped", sentence=str(error))
            raise

    def _begin(self) -> dict[str, list[dict[str, str]]]:
        if reason := self._stop():
            raise Stopped(reason)
        history = self._history()
        known = counted(history, self.context.run, hosts=self.hosts, under_way=False)
        if words := tripped(self.context.breaker, known):
            raise Tripped(f"Wave {self.wave.number} does not begin: {words}: {listed(known.troubled)}.", _GO_ON)
        if any(history.device(host).standing is not Standing.DONE for host in self.batch):
            self._approve(history, known)
            self._soak(history)
        self.context.journal.append(
            Kind.WAVE_BEGAN, wave=self.wave.number, canary=self.wave.canary, hosts=list(self.batch)
        )
        if not self.wishes.reprobe:
            return {}
        seen = ({"host": one.host, "baseline": str(one.baseline)} for one in to_look_at(history, self.wave.number))
        return shares(self.batch, seen)

    def _history(self) -> History:
        history = self.context.history()
        if all(run.name != self.context.run for run in history.runs):
            raise ControlError(
                f"The journal {self.context.place.journal} does not know this run.",
                "Find out who moved or changed it; without its journal a rollout can not go on.",
            )
        return history

    def _stop(self) -> str | None:
        return "rollout_stop is set." if self.wishes.stop else stop_asked(self.context.stop_files)

    def _approve(self, history: History, known: Tally) -> None:
        if not self.wishes.approvals.before(self.wave.number, self.waves):
            return
        approving = Approving(
            request=self._request(history, known),
            files=ApprovalFiles(self.context.place),
            variable=self.wishes.approval,
            journaled=history.approved.get(self.wave.number),
            command=self.wishes.command,
        )
        approval = approving.approved()
        if approval is None:
            approving.ask()
            seconds = self.wishes.approval_wait
            if seconds > 0:
                self._tell_until(approving.sentence, self.clock.now() + datetime.timedelta(seconds=seconds), seconds)
            self.tell(approving.what_to_do)
            approval = wait(seconds, approving.approved, self._stop, self.clock)
        if approval is None:
            raise approving.refusal()
        if approval.digest != history.approved.get(self.wave.number):
            by = approval.by or None
            self.context.journal.append(Kind.APPROVED, wave=self.wave.number, request=approval.digest, by=by)

    def _request(self, history: History, known: Tally) -> Request:
        later = {host for wave in self.waves if wave.number >= self.wave.number for host in wave.hosts}
        earlier = [host for wave in self.waves if wave.number < self.wave.number for host in wave.hosts]
        troubled = {ending.host: ending.state for ending in known.troubled if ending.host not in later}
        done = (Standing.DONE, Standing.SET_ASIDE)
        pending = (host for host in earlier if host not in troubled and history.device(host).standing not in done)
        return Request(
            plan=self.context.rollout,
            wave=self.wave.number,
            hosts=tuple(sorted(self.batch)),
            troubled=troubled,
            pending=tuple(sorted(pending)),
        )

    def _soak(self, history: History) -> None:
        now = self.clock.now()
        until = soaked_at(last_change(history, self.wave.number), now, self.wishes.soak)
        seconds = (until - now).total_seconds()
        if seconds > 0:
            what = f"Wave {self.wave.number} ({number_of(len(self.batch), 'device')}) begins after a soak"
            self._tell_until(f"{what} of {duration(self.wishes.soak)}.", until, seconds)
        wait(seconds, lambda: None, self._stop, self.clock)

    def _tell_until(self, what: str, until: datetime.datetime, seconds: float) -> None:
        moment = until.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        self.tell(f"{what} Waiting until {moment} ({duration(seconds)}).")
