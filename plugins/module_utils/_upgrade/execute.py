# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run one upgrade from the first look to the proof, and say honestly how it ended."""

from __future__ import annotations

import dataclasses
import typing

from .._clock import Clock
from .._device.boot import BootWatch
from .._device.identity import DeviceKind, Identity
from .._device.system import read_status
from .._device.upgrade import FORMS, FORMS_ACCESS_CONTROL, Upload, UploadForm, upload
from .._firmware.image import ImageFile
from .._firmware.pace import FULL_SPEED, BothPaces, Pace, SteadyPace
from .._firmware.passage import OpenPassage, Passage
from .._firmware.version import FirmwareVersion
from .._isapi.client import Client
from .._isapi.errors import CredentialsRefused, IsapiError, NoAcceptableScheme, NotActivated
from .._progress import Progress, Report
from .judgement import Verdict, judge, judge_first_reboot
from .outcome import Outcome, Phase, UpgradeResult
from .settled import End, Given, Patience, Settled, boot_facts
from .settling import Settling

_OPEN: typing.Final = OpenPassage()


class Stopwatch:
    """Collects how long each phase took."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = clock.monotonic()
        self.phases: list[Phase] = []

    def lap(self, name: str, *, until: float | None = None) -> None:
        """End a phase now, or at an earlier time of the clock."""
        now = self._clock.monotonic() if until is None else until
        self.phases.append(Phase(name, now - self._since))
        self._since = now


@dataclasses.dataclass(frozen=True, slots=True)
class Job:
    """What to do: ``image`` to a device that was seen as ``identity``, so that it runs ``target``.

    ``reboot_first``: the device reported before that an earlier change waits for a reboot. ``upload_rate`` in bytes
    per second, ``None`` for as fast as the device takes it.
    """

    identity: Identity
    image: ImageFile
    target: FirmwareVersion
    patience: Patience
    upload_seconds: float
    reboot_first: bool = False
    upload_rate: int | None = None

    @property
    def forms(self) -> tuple[UploadForm, ...]:
        return FORMS_ACCESS_CONTROL if self.identity.kind is DeviceKind.ACCESS_CONTROL else FORMS

    def pace(self, clock: Clock) -> Pace:
        return SteadyPace(clock, self.upload_rate) if self.upload_rate else FULL_SPEED


@dataclasses.dataclass(frozen=True, slots=True)
class Attempt:
    """One upload and what came of it. ``settled`` is ``None`` when the device turned the file down at once."""

    sent: Upload
    settled: Settled | None = None


def execute(client: Client, job: Job, stopwatch: Stopwatch, report: Report, passage: Passage = _OPEN) -> UpgradeResult:
    """Upload, wait, reboot if that is left to us, read back.

    Lost connections, refusals and silence become outcomes. What else the device does wrong after the upload began is
    raised, for :func:`after_error`. Raises :class:`NotNow` when the passage says so.
    """
    around = _Around(client, job, stopwatch, passage, _noted(report, passage))
    before: Settled | None = None
    if job.reboot_first:
        before = _reboot_first(around)
        verdict = judge_first_reboot(job.identity.firmware, job.target, before)
        if verdict is not None:
            return _result(job, stopwatch, None, before, verdict)
    attempt = _attempt(around, may_reboot_first=before is None)
    if before is None and _was_only_a_reboot(job, attempt):
        before = attempt.settled
        attempt = _attempt(around, may_reboot_first=False)
    verdict = judge(job.identity, job.target, attempt.sent, attempt.settled)
    return _result(job, stopwatch, attempt.sent, attempt.settled or before, verdict)


@dataclasses.dataclass(frozen=True, slots=True)
class _Around:
    """What each part of an upgrade needs."""

    client: Client
    job: Job
    stopwatch: Stopwatch
    passage: Passage
    report: Report

    def settle(self, watch: BootWatch, given: Given) -> Settled:
        return Settling(self.client, watch, self.job.patience, given, self.report).wait()


def _noted(report: Report, passage: Passage) -> Report:
    def told(progress: Progress) -> None:
        passage.phase(progress.phase)
        report(progress)

    return told


def _reboot_first(around: _Around) -> Settled:
    """An earlier change waits for its reboot, and the device takes no file before that."""
    around.report(Progress("reboot", message="an earlier change waits for a reboot"))
    watch = BootWatch(around.client, read_status(around.client))
    settled = around.settle(watch, Given(accepted=False, reboot_wanted=True))
    around.stopwatch.lap("reboot before")
    return settled


def _attempt(around: _Around, *, may_reboot_first: bool) -> Attempt:
    status = read_status(around.client)
    watch = BootWatch(around.client, status)
    sent = _upload(around, status.uptime if status else None)
    around.stopwatch.lap("upload")
    if sent.refused and not (sent.pending_reboot and may_reboot_first):
        return Attempt(sent)
    given = Given(
        around.job.target,
        may_be_flashing=sent.whole_file_sent or sent.pending_reboot,
        accepted=sent.error is None,
        reboot_wanted=sent.reboot_wanted or sent.pending_reboot,
    )
    settled = around.settle(watch, given)
    around.stopwatch.lap("flash", until=settled.down_at)
    around.stopwatch.lap("reboot")
    return Attempt(sent, settled)


def _upload(around: _Around, uptime: int | None) -> Upload:
    client, job, passage = around.client, around.job, around.passage
    pace = BothPaces(job.pace(client.clock), passage.before_upload(uptime))

    def watch(sent: int, total: int) -> None:
        passage.handing_out(sent, total)
        around.report(Progress("upload", 100 * sent // total, f"{sent / 1e6:.0f} of {total / 1e6:.0f} MB"))

    sent = upload(client, job.image, forms=job.forms, seconds=job.upload_seconds, watch=watch, pace=pace)
    passage.after_upload(sent.sent, sent.total, accepted=sent.error is None, refused=sent.refused)
    return sent


def _was_only_a_reboot(job: Job, attempt: Attempt) -> bool:
    """Whether "reboot required" meant an earlier change: nothing was written, and the old firmware booted.

    The same words are the usual answer to an accepted file, so the boot is what tells the two apart, and only where
    the device reports progress: a file that may have been written is not sent again.
    """
    sent, settled = attempt.sent, attempt.settled
    if settled is None or settled.end is not End.BOOTED:
        return False
    running, before = settled.running, job.identity.firmware
    if running is None or before is None or not running.same_as(before):
        return False
    return sent.pending_reboot or (sent.reboot_wanted and settled.wrote is False)


def after_error(job: Job, stopwatch: Stopwatch, error: IsapiError) -> UpgradeResult:
    """The result for an error that left :func:`execute` after something had been sent."""
    stopwatch.lap("stopped")
    if isinstance(error, (CredentialsRefused, NotActivated, NoAcceptableScheme)):
        outcome, reason = Outcome.LOST_ACCESS, f"the device stopped accepting us: {error}"
    else:
        outcome, reason = Outcome.FAILED_UNKNOWN, f"the upgrade ended early: {error}"
    return UpgradeResult(outcome, reason, job.identity.firmware, None, job.target, tuple(stopwatch.phases))


def never_began(job: Job, error: IsapiError) -> UpgradeResult:
    """The result for an error before anything was sent."""
    running, reason = job.identity.firmware, f"nothing was sent: {error}"
    return UpgradeResult(Outcome.FAILED_BEFORE_WRITE, reason, running, running, job.target)


def _result(
    job: Job, stopwatch: Stopwatch, sent: Upload | None, settled: Settled | None, verdict: Verdict
) -> UpgradeResult:
    outcome, reason = verdict
    unharmed = outcome in (Outcome.REFUSED, Outcome.FAILED_BEFORE_WRITE)
    seen = settled.running if settled else None
    return UpgradeResult(
        outcome,
        reason,
        before=job.identity.firmware,
        after=seen or (job.identity.firmware if unharmed else None),
        target=job.target,
        phases=tuple(stopwatch.phases),
        upload=_upload_facts(sent) if sent else None,
        boot=boot_facts(settled) if settled else None,
    )


def _upload_facts(sent: Upload) -> dict[str, typing.Any]:
    return {"method": sent.form, "bytes_sent": sent.sent, "bytes_total": sent.total}
