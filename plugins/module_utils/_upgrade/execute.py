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
from .._device.system import order_reboot, read_status
from .._device.upgrade import FORMS, FORMS_ACCESS_CONTROL, Upload, read_progress, upload
from .._firmware.image import ImageFile
from .._firmware.version import FirmwareVersion
from .._isapi.client import Client
from .._isapi.errors import CredentialsRefused, IsapiError, NoAcceptableScheme, NotActivated, Rejected, Unreachable
from .outcome import Outcome, Phase, UpgradeResult
from .settling import End, Given, Patience, Report, Settled, Settling


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

    ``reboot_first``: the device reported before that an earlier change waits for a reboot.
    """

    identity: Identity
    image: ImageFile
    target: FirmwareVersion
    patience: Patience
    upload_seconds: float
    reboot_first: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Attempt:
    """One upload and what came of it. ``settled`` is ``None`` when the device refused the file at once."""

    sent: Upload
    settled: Settled | None = None
    shows_writing: bool = True


def execute(client: Client, job: Job, stopwatch: Stopwatch, report: Report) -> UpgradeResult:
    """Upload, wait, reboot if that is left to us, read back.

    Lost connections, refusals and silence become outcomes. What else the device does wrong after the upload began is
    raised, for :func:`after_error`.
    """
    if job.reboot_first:
        _reboot_first(client, job, stopwatch, report)
    attempt = _attempt(client, job, stopwatch, report)
    if _was_only_a_reboot(job, attempt):
        attempt = _attempt(client, job, stopwatch, report)
    verdict = _judge(job, attempt.sent, attempt.settled) if attempt.settled else _refused(job, attempt.sent)
    return _result(job, stopwatch, attempt, verdict)


def _reboot_first(client: Client, job: Job, stopwatch: Stopwatch, report: Report) -> None:
    report("reboot", None, "an earlier change waits for a reboot")
    watch = BootWatch(client, read_status(client))
    order_reboot(client)
    Settling(client, watch, job.patience, Given(reboot_ordered=True), report).wait()
    stopwatch.lap("reboot before")


def _attempt(client: Client, job: Job, stopwatch: Stopwatch, report: Report) -> Attempt:
    watch = BootWatch(client, read_status(client))
    sent = _upload(client, job, report)
    stopwatch.lap("upload")
    if sent.refused and not sent.pending_reboot:
        return Attempt(sent)
    shows_writing = not sent.pending_reboot and _shows_writing(client)
    given = Given(
        job.target,
        may_be_flashing=sent.whole_file_sent or sent.pending_reboot,
        accepted=sent.error is None,
        reboot_wanted=sent.reboot_wanted or sent.pending_reboot,
    )
    settled = Settling(client, watch, job.patience, given, report).wait()
    stopwatch.lap("flash", until=settled.down_at)
    stopwatch.lap("reboot")
    return Attempt(sent, settled, shows_writing)


def _upload(client: Client, job: Job, report: Report) -> Upload:
    forms = FORMS_ACCESS_CONTROL if job.identity.kind is DeviceKind.ACCESS_CONTROL else FORMS

    def watch(sent: int, total: int) -> None:
        report("upload", 100 * sent // total, f"{sent / 1e6:.0f} of {total / 1e6:.0f} MB")

    return upload(client, job.image, forms=forms, seconds=job.upload_seconds, watch=watch)


def _shows_writing(client: Client) -> bool:
    """Whether the device may be writing. Only a progress report without any trace of it says no."""
    try:
        progress = read_progress(client)
    except (Unreachable, Rejected):
        return True
    if progress is None:
        return True
    return progress.upgrading or progress.reboot_wanted or bool(progress.percent)


def _was_only_a_reboot(job: Job, attempt: Attempt) -> bool:
    """Whether "reboot required" meant an earlier change: nothing was written, and the old firmware booted.

    The same words are the usual answer to an accepted file, so the boot is what tells the two apart.
    """
    settled = attempt.settled
    if attempt.shows_writing or settled is None or settled.end is not End.BOOTED or settled.identity is None:
        return False
    if not (attempt.sent.reboot_wanted or attempt.sent.pending_reboot):
        return False
    running, before = settled.identity.firmware, job.identity.firmware
    return running is not None and before is not None and running.same_as(before)


def after_error(job: Job, stopwatch: Stopwatch, error: IsapiError) -> UpgradeResult:
    """The result for an error that left :func:`execute` after something had been sent."""
    stopwatch.lap("stopped")
    if isinstance(error, (CredentialsRefused, NotActivated, NoAcceptableScheme)):
        outcome, reason = Outcome.LOST_ACCESS, f"the device stopped accepting us: {error}"
    else:
        outcome, reason = Outcome.FAILED_UNKNOWN, f"the upgrade ended early: {error}"
    return UpgradeResult(outcome, reason, job.identity.firmware, None, job.target, tuple(stopwatch.phases))


Verdict = tuple[Outcome, str]


def _refused(job: Job, sent: Upload) -> Verdict:
    if sent.not_needed:
        return Outcome.REFUSED, f"the device says that it needs no upgrade, but it does not run {job.target}"
    return Outcome.REFUSED, str(sent.error)


def _judge(job: Job, sent: Upload, settled: Settled) -> Verdict:
    why = f" ({sent.error})" if sent.error else ""
    match settled.end:
        case End.BOOTED:
            verdict = _compare(job, settled)
        case End.UNTOUCHED if sent.error is None:
            verdict = Outcome.FAILED_UNKNOWN, "the device took the whole file and was told to reboot, but it did not"
        case End.UNTOUCHED:
            verdict = Outcome.FAILED_BEFORE_WRITE, f"the device did not get the file and runs on as before{why}"
        case End.FLASH_FAILED:
            verdict = Outcome.FAILED_UNKNOWN, f"the device says that writing failed ({settled.error}), and runs on"
        case End.STUCK:
            verdict = Outcome.FAILED_UNKNOWN, f"the device still reports an upgrade in progress{_at(settled)}"
        case End.SILENT:
            verdict = Outcome.NOT_BACK, f"the device has not answered since the file was sent{_at(settled)}{why}"
        case End.LOCKED_OUT:
            verdict = Outcome.LOST_ACCESS, f"the device is back but does not let us in: {settled.error}"
    return verdict


def _compare(job: Job, settled: Settled) -> Verdict:
    running = settled.identity.firmware if settled.identity else None
    if running is not None and running.same_as(job.target):
        return Outcome.UPGRADED, f"this {job.identity.model} runs {running}; its {settled.proof} shows that it booted"
    return Outcome.WRONG_VERSION, f"the device booted and runs {running or 'an unknown version'}, not {job.target}"


def _at(settled: Settled) -> str:
    return "" if settled.percent is None else f", last seen at {settled.percent} %"


def _result(job: Job, stopwatch: Stopwatch, attempt: Attempt, verdict: Verdict) -> UpgradeResult:
    outcome, reason = verdict
    settled = attempt.settled
    seen = settled.identity if settled else None
    unharmed = outcome in (Outcome.REFUSED, Outcome.FAILED_BEFORE_WRITE)
    return UpgradeResult(
        outcome,
        reason,
        before=job.identity.firmware,
        after=seen.firmware if seen else (job.identity.firmware if unharmed else None),
        target=job.target,
        phases=tuple(stopwatch.phases),
        upload=_upload_facts(attempt.sent),
        boot={"by": settled.rebooted_by, "proof": settled.proof} if settled and settled.rebooted_by else None,
    )


def _upload_facts(sent: Upload) -> dict[str, typing.Any]:
    return {"method": sent.form, "bytes_sent": sent.sent, "bytes_total": sent.total}
