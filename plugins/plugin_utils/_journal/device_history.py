# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a journal knows of one device: an event in, the next account out.

What counts is what is proven of the firmware on the device. From ``writing`` on, nothing is, until

- the module says that nothing was written (``refused``, ``failed_before_write``, ``unchanged``),
- or reads back after a proven boot what runs: the target, which is proven once its health is (``proven``, or ``ended``
  in good order), or another one (``wrong_version``), which is trouble, but no riddle,
- or the role reads the device and says how it ended: in good order, or brought back.

``failed_unknown``, ``not_back`` and ``lost_access`` prove nothing: the flash may still go on, or have ended in any way.
``failed`` and ``unreachable`` after a file was sent prove nothing either; before, they say that nothing was done.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import (
    GOOD,
    PENDING,
    REGRESSED,
    State,
)

_NOTHING_WRITTEN = frozenset({Outcome.REFUSED, Outcome.FAILED_BEFORE_WRITE, Outcome.UNCHANGED, Outcome.WOULD_UPGRADE})
_NOTHING_KNOWN = frozenset({Outcome.FAILED_UNKNOWN, Outcome.NOT_BACK, Outcome.LOST_ACCESS})
_WROTE = frozenset({Outcome.UPGRADED, Outcome.WRONG_VERSION})
# With these, somebody has read the device and knows what it runs.
_SETTLES = GOOD | {
    State.ROLLED_BACK,
    State.CONFIG_RESTORED,
    Outcome.WRONG_VERSION,
    Outcome.FAILED_BEFORE_WRITE,
}


class Standing(enum.StrEnum):
    """Where a device stands in its rollout, over all runs."""

    UNTOUCHED = "untouched"
    DEFERRED = "deferred"  # its time has not come, or the rollout stopped before its turn
    STARTED = "started"  # its turn has begun; nothing was sent, or what was sent is settled
    UNPROVEN = "unproven"  # a file was sent and nothing proves what came of it: to be looked at before anything else
    DONE = "done"
    TROUBLED = "troubled"
    ROLLED_BACK = "rolled_back"
    SET_ASIDE = "set_aside"  # the operator goes on without it


class Backup(typing.NamedTuple):
    """A configuration backup: where, its digest, before which step, and the firmware that ran."""

    path: str
    sha256: str | None
    step: int | None
    firmware: typing.Mapping[str, str | None] | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DeviceHistory:
    """One device.

    ``state`` is the last one that it ended with, a word of :class:`State` or an outcome of the module ``firmware``, or
    ``regressed``. ``writing`` is the last event of that kind, whatever came of it; ``whole_file_sent`` whether the
    whole file is known to have been sent since (a controller that was killed right after the last byte does not know).
    ``is_open``: its turn has begun and nothing tells how it ended; it vanished, or is being worked on right now.
    ``is_proven`` is false from ``writing`` on until something is known again. ``flashes`` counts how often a whole file
    was sent, without those that the device is known not to have taken. ``attempts`` counts the turns that have begun,
    ``run`` is that of the last event. ``last`` is the last event and ``went_on`` its time. ``seconds`` is how long the
    last turn took, if it began and ended in one run.
    """

    host: str
    standing: Standing = Standing.UNTOUCHED
    state: str | None = None
    reason: str = ""
    advice: str = ""
    run: str | None = None
    wave: int | None = None
    model: str | None = None
    package: str | None = None
    attempts: int = 0
    began_at: datetime.datetime | None = None
    ended_at: datetime.datetime | None = None
    went_on: datetime.datetime | None = None
    last: Event | None = None
    began_in: str | None = None
    seconds: float | None = None
    deferred_until: str | None = None
    is_open: bool = False
    is_proven: bool = True
    writing: Event | None = None
    whole_file_sent: bool = False
    flashes: int = 0
    flashed: Event | None = None
    before: typing.Mapping[str, str | None] | None = None
    after: typing.Mapping[str, str | None] | None = None
    backups: tuple[Backup, ...] = ()
    baseline: str | None = None

    def after_event(self, event: Event) -> DeviceHistory:
        """The account with one more event of this device."""
        changed = dataclasses.replace(self, run=event.run, went_on=event.at, last=event)
        fold = _FOLDS.get(event.kind)
        return fold(changed, event) if fold else changed


def _began(device: DeviceHistory, event: Event) -> DeviceHistory:
    told = event.details
    return dataclasses.replace(
        device,
        standing=_unless_proof_is_due(device, _STAYS.get(device.standing, Standing.STARTED)),
        is_open=True,
        began_at=event.at,
        began_in=event.run,
        attempts=device.attempts + 1,
        wave=told.get("wave", device.wave),
        model=told.get("model", device.model),
        package=told.get("package", device.package),
    )


# A device that is through is only looked at again; that it was is known until something is sent to it.
_STAYS: typing.Final = {Standing.DONE: Standing.DONE}


def _deferred(device: DeviceHistory, event: Event) -> DeviceHistory:
    return dataclasses.replace(
        device,
        standing=_unless_proof_is_due(device, _STAYS.get(device.standing, Standing.DEFERRED)),
        is_open=False,
        reason=event.details.get("reason", ""),
        deferred_until=event.details.get("until"),
    )


def _baseline(device: DeviceHistory, event: Event) -> DeviceHistory:
    return dataclasses.replace(device, baseline=event.details.get("path"))


def _backed_up(device: DeviceHistory, event: Event) -> DeviceHistory:
    told = event.details
    backup = Backup(told.get("path", ""), told.get("sha256"), told.get("step"), told.get("firmware"))
    return dataclasses.replace(device, backups=(*device.backups, backup))


def _writing(device: DeviceHistory, event: Event) -> DeviceHistory:
    return dataclasses.replace(
        device,
        standing=Standing.UNPROVEN,
        is_proven=False,
        writing=event,
        whole_file_sent=False,
        before=device.before or event.details.get("before"),
    )


def _sent(device: DeviceHistory, event: Event) -> DeviceHistory:
    told = event.details
    return _with_whole_file(device) if told.get("whole") and not told.get("refused") else device


def _with_whole_file(device: DeviceHistory) -> DeviceHistory:
    """Counted once for each ``writing``."""
    if device.whole_file_sent or device.writing is None:
        return device
    return dataclasses.replace(device, whole_file_sent=True, flashes=device.flashes + 1)


def _without_whole_file(device: DeviceHistory) -> DeviceHistory:
    """It was sent, and the device has not taken it."""
    if not device.whole_file_sent:
        return device
    return dataclasses.replace(device, whole_file_sent=False, flashes=device.flashes - 1)


def _flashed(device: DeviceHistory, event: Event) -> DeviceHistory:
    told = event.details
    outcome = told.get("outcome", Outcome.FAILED_UNKNOWN)
    if not device.is_proven:
        device = _after_outcome(device, outcome, whole=bool(told.get("whole")))
    changed = dataclasses.replace(
        device,
        flashed=event,
        before=device.before or told.get("before"),
        after=told.get("after") or device.after,
        reason=told.get("msg", device.reason),
        advice=told.get("advice", ""),
    )
    if outcome in _NOTHING_WRITTEN:
        return changed if changed.is_proven else _settled(changed, Standing.STARTED)
    if outcome == Outcome.WRONG_VERSION:
        return _settled(changed, Standing.TROUBLED)
    return dataclasses.replace(changed, standing=Standing.UNPROVEN, is_proven=False)


def _after_outcome(device: DeviceHistory, outcome: str, *, whole: bool) -> DeviceHistory:
    if outcome in _NOTHING_WRITTEN:
        return _without_whole_file(device)
    return _with_whole_file(device) if whole or outcome in _WROTE else device


def _settled(device: DeviceHistory, standing: Standing) -> DeviceHistory:
    return dataclasses.replace(device, standing=standing, is_proven=True)


def _proven(device: DeviceHistory, event: Event) -> DeviceHistory:
    """The health is good: after a step, or again after it was not."""
    if device.state == REGRESSED:
        healthy = dataclasses.replace(device, state=State.UPGRADED.value, reason=event.details.get("msg", ""))
        return _settled(healthy, Standing.DONE)
    return device if device.is_proven else _settled(device, Standing.STARTED)


def _ended(device: DeviceHistory, event: Event) -> DeviceHistory:
    told = event.details
    state = str(told.get("state", State.FAILED))
    if state == State.UNCHANGED and device.state == State.UPGRADED and device.standing is Standing.DONE:
        return dataclasses.replace(device, is_open=False)  # only looked at again: this rollout has upgraded it
    proven = (device.is_proven and state not in _NOTHING_KNOWN) or state in _SETTLES
    changed = dataclasses.replace(
        device,
        state=state,
        reason=told.get("reason", ""),
        advice=told.get("advice", ""),
        before=device.before or told.get("before"),
        after=told.get("after") or device.after,
        ended_at=event.at,
        seconds=_seconds(device, event),
        is_open=False,
        deferred_until=device.deferred_until if state in PENDING else None,
        is_proven=proven,
    )
    return dataclasses.replace(changed, standing=_standing_at_end(changed, state))


def _seconds(device: DeviceHistory, event: Event) -> float | None:
    """Of a turn that was not cut off."""
    if not device.is_open or device.began_at is None or device.began_in != event.run:
        return None
    return (event.at - device.began_at).total_seconds()


def _standing_at_end(device: DeviceHistory, state: str) -> Standing:
    if not device.is_proven:
        return Standing.UNPROVEN
    if state in GOOD:
        return Standing.DONE
    if state in PENDING:
        return _STAYS.get(device.standing, Standing.DEFERRED)
    return Standing.ROLLED_BACK if state == State.ROLLED_BACK else Standing.TROUBLED


def _regressed(device: DeviceHistory, event: Event) -> DeviceHistory:
    problems = "; ".join(event.details.get("problems", ()))
    standing = _unless_proof_is_due(device, Standing.TROUBLED)
    return dataclasses.replace(device, state=REGRESSED, reason=problems, ended_at=event.at, standing=standing)


def _rolled_back(device: DeviceHistory, event: Event) -> DeviceHistory:
    told = event.details
    back = told.get("state", State.ROLLED_BACK) == State.ROLLED_BACK
    changed = dataclasses.replace(
        device,
        state=str(told.get("state", State.ROLLED_BACK)),
        reason=told.get("reason", ""),
        advice=told.get("advice", ""),
        after=told.get("after") or device.after,
        ended_at=event.at,
        is_open=False,
    )
    return _settled(changed, Standing.ROLLED_BACK if back else Standing.TROUBLED)


def _unless_proof_is_due(device: DeviceHistory, standing: Standing) -> Standing:
    return standing if device.is_proven else Standing.UNPROVEN


_FOLDS: typing.Final[typing.Mapping[Kind, typing.Callable[[DeviceHistory, Event], DeviceHistory]]] = {
    Kind.BEGAN: _began,
    Kind.DEFERRED: _deferred,
    Kind.BASELINE: _baseline,
    Kind.BACKED_UP: _backed_up,
    Kind.WRITING: _writing,
    Kind.SENT: _sent,
    Kind.FLASHED: _flashed,
    Kind.SETTLED: _flashed,
    Kind.PROVEN: _proven,
    Kind.ENDED: _ended,
    Kind.REGRESSED: _regressed,
    Kind.ROLLED_BACK: _rolled_back,
}
