# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked before each device, and before each step of it.

In this order, and the first answer that is not "go" is given:

1. stop: the kill switch, or the end of the process that runs the rollout. Nothing else is looked at.
2. breaker: what the journal knows exceeds a limit of the rollout.
3. window: it would not end, by the estimate, before the maintenance windows of the device close.
4. canaries: one that stands for the device is not in order.
5. power: its source does not last. (A file of tasks is run by the role, which waits for better times by itself.)
6. lease: somebody else has the device, or has left something open at it. The last question, because its answer "go"
   takes the lease.

What can not be decided, as with a journal that can not be read, stops.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.canary import waiting_for
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.kept_standings import current_standings
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.opening import next_opening
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.power import power_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.standings import Standings
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.stop import stop_asked
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.window import windows_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import Leased
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import BREAKER_SAYS, tripped
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.device_lease import take_device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import duration


class Verdict(enum.StrEnum):
    """What a device may do now."""

    GO = "go"
    DEFERRED = "deferred"  # its time has not come; a later run takes it up
    STOPPED = "stopped"  # nothing more begins in this run


@dataclasses.dataclass(frozen=True, slots=True)
class Admission:
    """``reason`` is a sentence, empty for "go".

    ``until`` is from when on it may be asked again, if that is known. ``attempt`` says which turn of the device, over
    all runs, goes on or would begin, from 1.
    """

    verdict: Verdict
    reason: str = ""
    until: datetime.datetime | None = None
    attempt: int = 1

    def as_result(self) -> dict[str, typing.Any]:
        """For module results."""
        until = self.until.isoformat(timespec="seconds") if self.until else None
        return {"verdict": self.verdict.value, "reason": self.reason, "until": until}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What all questions are about: a device, the time, and how many seconds are needed."""

    context: RolloutContext
    now: datetime.datetime
    seconds: float
    standings: Standings
    coming: typing.Collection[str] | None


def admission(
    context: RolloutContext,
    *,
    now: datetime.datetime,
    step_seconds: float,
    coming: typing.Collection[str] | None = None,
) -> Admission:
    """Ask everything, and take the lease if the answer is "go". Raises nothing.

    ``now`` has a time zone. ``step_seconds`` is how long what is to be done is expected to take. ``coming`` are the
    hosts of this run; trouble that they had in an earlier one does not count until they have ended again. ``None`` for
    all.
    """
    if reason := stop_asked(context.stop_files):
        return Admission(Verdict.STOPPED, reason)
    try:
        question = _Question(
            context=context,
            now=now,
            seconds=step_seconds,
            standings=current_standings(context.place.journal),
            coming=coming,
        )
        refusals = (ask(question) for ask in _ASKED)
        return next((refusal for refusal in refusals if refusal), Admission(Verdict.GO, attempt=_attempt(question)))
    except RolloutError as error:
        return Admission(Verdict.STOPPED, f"It can not be decided whether {context.host} may begin. {error}")


def _attempt(asked: _Question) -> int:
    host, standings = asked.context.host, asked.standings
    goes_on = standings.under_way.get(host) == asked.context.run
    return standings.attempts.get(host, 0) + (0 if goes_on else 1)


def _breaker(asked: _Question) -> Admission | None:
    context = asked.context
    exceeded = tripped(context.breaker, asked.standings.counted(context.run, asked.coming))
    return Admission(Verdict.STOPPED, f"{BREAKER_SAYS}{exceeded}.") if exceeded else None


def _window(asked: _Question) -> Admission | None:
    where = f"hikvision_window of {asked.context.host}"
    windows = windows_of(list(asked.context.windows), where)
    begin = next_opening(windows, asked.now, asked.seconds)
    if begin == asked.now:
        return None
    needed = f"The maintenance window has no room for it now: it is expected to take {duration(asked.seconds)}"
    if begin is None:
        return Admission(Verdict.DEFERRED, f"{needed}, and no window is open that long.")
    there = begin.astimezone(windows[0].zone)
    return Admission(Verdict.DEFERRED, f"{needed}. The next one opens at {there:%Y-%m-%d %H:%M %Z}.", begin)


def _canaries(asked: _Question) -> Admission | None:
    canaries, standings = asked.context.canaries, asked.standings
    waits = waiting_for(canaries, standings.states(canaries), standings.set_aside) if canaries else None
    return Admission(Verdict.DEFERRED, waits) if waits else None


def _power(asked: _Question) -> Admission | None:
    source = power_of(asked.context.power or {}, asked.context.host)
    objection = source.objection(asked.seconds) if source else None
    return Admission(Verdict.DEFERRED, objection) if objection else None


def _lease(asked: _Question) -> Admission | None:
    try:
        take_device(asked.context)
    except Leased as held:
        return Admission(Verdict.DEFERRED, str(held), held.until)
    return None


_ASKED: typing.Final = (_breaker, _window, _canaries, _power, _lease)
