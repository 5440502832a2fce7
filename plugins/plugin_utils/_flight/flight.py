# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of one device from the first byte to the proof, in a rollout.

Before the first byte: a slot, the last look at what may speak against it, the lock that says that somebody is at the
device, and the journal's ``writing``, which is on the disk before anything is sent. From then on nothing stops the way
but the device.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import errno
import time
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.pace import Pace
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.passage import (
    NotNow,
    Prevented,
    Undertaking,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.admission import Verdict, admission
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError, Stopped
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.stop import stop_asked
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.held_signals import HeldSignals
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.line import pace_of, slot
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.turn import Turn, of_result
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import AtWork, JournalError, Leased
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.device_lease import take_device

_FRESH = 5.0  # seconds for which an admission need not be asked for again
_PHASES: typing.Final = {"flash": Kind.FLASHING, "reboot": Kind.REBOOTING}


@dataclasses.dataclass(frozen=True, slots=True)
class Notes:
    """``tell`` shows a person why it waits, ``warn`` takes what the operator should know in the end."""

    tell: typing.Callable[[str], None]
    warn: typing.Callable[[str], None]


class Flight:
    """The passage of one task."""

    def __init__(self, turn: Turn, undertaking: Undertaking, signals: HeldSignals, notes: Notes) -> None:
        self._turn = turn
        self._undertaking = undertaking
        self._signals = signals
        self._notes = notes
        self._held = contextlib.ExitStack()
        self._slot = contextlib.ExitStack()
        self._admitted_at = 0.0
        self._is_writing = False
        self._may_be_whole = False
        self._whole = False
        self._upload_began = 0.0
        self._told: set[Kind] = set()

    def admit(self) -> None:
        """Raises :class:`NotNow` unless the device may begin, or go on with its next step."""
        if self._turn.going_back:  # what was begun has to be brought to an end, whatever the time and the others
            self._take_device()
            return
        asked = admission(
            self._turn.context, now=datetime.datetime.now(datetime.UTC), step_seconds=self._turn.step_seconds
        )
        if asked.verdict is not Verdict.GO:
            raise NotNow(asked.verdict.value, asked.reason, asked.until)
        self._admitted_at = time.monotonic()

    def _take_device(self) -> None:
        try:
            take_device(self._turn.context)
        except Leased as held:
            raise NotNow(Verdict.DEFERRED, str(held), held.until) from held
        except JournalError as error:
            raise Prevented(str(error), error.advice) from error

    def before_upload(self, uptime: int | None) -> Pace:
        context = self._turn.context
        self._upload_began = time.monotonic()
        if self._is_writing:
            self._begin_again(uptime)
        else:
            self._begin(uptime)
        return pace_of(context.uploads, context.site, context.slots_directory, self._notes.warn)

    def _begin(self, uptime: int | None) -> None:
        self._signals.hold()
        self._enter_slot(self._why_not)
        if time.monotonic() - self._admitted_at > _FRESH:
            self.admit()
        if reason := self._why_not():
            raise NotNow(Verdict.STOPPED, reason)
        try:
            self._held.enter_context(self._turn.context.leases.working(self._turn.context.lease))
        except AtWork as error:
            raise NotNow(Verdict.DEFERRED, str(error)) from error
        except JournalError as error:
            raise Prevented(str(error), error.advice) from error
        self._note_writing(uptime)

    def _begin_again(self, uptime: int | None) -> None:
        """Behind a reboot that the device had asked for: what is known of the first upload is over and done with.

        A later proof must not take that reboot for the one of the second upload.
        """
        self._enter_slot(lambda: None)
        before = self._undertaking.before
        self._write_or_prevent(
            Kind.FLASHED,
            **self._turn.target(self._undertaking),
            outcome=Outcome.FAILED_BEFORE_WRITE,
            before=before,
            after=before,
            msg="An earlier change waited for a reboot. The device runs as before, and gets the file again.",
        )
        self._may_be_whole = self._whole = False
        self._told.clear()
        self._note_writing(uptime)

    def _note_writing(self, uptime: int | None) -> None:
        self._write_or_prevent(Kind.WRITING, **self._turn.of_undertaking(self._undertaking), uptime=uptime)
        self._is_writing = True

    def _enter_slot(self, stop: typing.Callable[[], str | None]) -> None:
        context = self._turn.context
        try:
            self._slot.enter_context(
                slot(context.uploads, context.site, context.slots_directory, stop, self._notes.tell)
            )
        except Stopped as error:
            raise NotNow(Verdict.STOPPED, str(error)) from error
        except ControlError as error:
            raise Prevented(str(error), error.advice) from error

    def _why_not(self) -> str | None:
        if self._signals.reason or self._turn.going_back:
            return self._signals.reason
        return stop_asked(self._turn.context.stop_files)

    def handing_out(self, sent: int, total: int) -> None:
        """Before the last block, the journal says so. Without that line it is certain that the file is not whole."""
        if sent < total or self._may_be_whole:
            return
        try:
            self._write(Kind.SENT, step=self._turn.step, bytes=sent, total=total)
        except JournalError as error:
            raise OSError(errno.EIO, str(error)) from error  # breaks the upload off, which does no harm
        self._may_be_whole = True

    def after_upload(self, sent: int, total: int, *, accepted: bool, refused: bool = False) -> None:
        self._slot.close()
        whole, seconds = sent >= total, time.monotonic() - self._upload_began
        self._whole = whole and not refused
        told = {"bytes": sent, "total": total, "whole": whole, "refused": refused or None, "seconds": seconds}
        self._note(Kind.SENT, step=self._turn.step, **told)
        if accepted:
            self._note_once(Kind.FLASHING)

    def phase(self, name: str) -> None:
        if name in _PHASES and self._is_writing:
            self._note_once(_PHASES[name])

    def end(self, result: typing.Mapping[str, typing.Any]) -> None:
        if self._is_writing:
            target = self._turn.target(self._undertaking)
            self._note(Kind.FLASHED, **of_result(result), **target, whole=self._whole)

    def close(self) -> None:
        """Give back what is held, then let this worker end if it is to."""
        self._slot.close()
        self._held.close()
        self._signals.release()

    def _note_once(self, kind: Kind) -> None:
        if kind not in self._told:
            self._told.add(kind)
            self._note(kind, step=self._turn.step)

    def _note(self, kind: Kind, **details: typing.Any) -> None:
        """Write what is no condition for going on."""
        try:
            self._write(kind, **details)
        except JournalError as error:
            self._notes.warn(f"The journal lacks the event {kind.value}: {error}")

    def _write_or_prevent(self, kind: Kind, **details: typing.Any) -> None:
        try:
            self._write(kind, **details)
        except JournalError as error:
            raise Prevented(str(error), error.advice) from error

    def _write(self, kind: Kind, **details: typing.Any) -> None:
        self._turn.context.journal.append(kind, self._turn.context.host, **details)
