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
from .._device.upgrade import FORMS, FORMS_ACCESS_CONTROL, Upload, upload
from .._firmware.image import ImageFile
from .._firmware.version import FirmwareVersion
from .._isapi.client import Client
from .._isapi.errors import CredentialsRefused, IsapiError, NoAcceptableScheme, NotActivated
from .outcome import Outcome, Phase, UpgradeResult
from .settling import End, Given, Patience, Report, Settled, Settling


class Stopwatch:
    """Collects how long each phase took."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = clock.monotonic()
        self.phases: list[Phase] = []

    def lap(self, name: str) -> None:
        now = self._clock.monotonic()
        self.phases.append(Phase(name, now - self._since))
        self._since = now


@dataclasses.dataclass(frozen=True, slots=True)
class Job:
    """What to do: ``image`` to a device that was seen as ``identity``, so that it runs ``target``."""

    identity: Identity
    image: ImageFile
    target: FirmwareVersion
    patience: Patience
    upload_seconds: float


def execute(client: Client, job: Job, stopwatch: Stopwatch, report: Report) -> UpgradeResult:
    """Upload, wait, reboot if that is left to us, read back.

    Raises nothing of the device's doing once the upload has begun: every error becomes an outcome.
    """
    before = read_status(client)
    watch = BootWatch(client, before)
    sent = _upload(client, job, report)
    if sent.pending_reboot:
        watch, sent = _reboot_and_upload_again(client, job, report)
    stopwatch.lap("upload")
    if sent.refused:
        return _result(job, stopwatch, sent, None, _refused(job, sent))
    given = Given(job.target, may_be_flashing=sent.whole_file_sent, reboot_wanted=sent.reboot_wanted)
    settled = Settling(client, watch, job.patience, given, report).wait()
    stopwatch.lap("flash and reboot")
    return _result(job, stopwatch, sent, settled, _judge(job, sent, settled))


def _upload(client: Client, job: Job, report: Report) -> Upload:
    forms = FORMS_ACCESS_CONTROL if job.identity.kind is DeviceKind.ACCESS_CONTROL else FORMS

    def watch(sent: int, total: int) -> None:
        report("upload", 100 * sent // total, f"{sent / 1e6:.0f} of {total / 1e6:.0f} MB")

    return upload(client, job.image, forms=forms, seconds=job.upload_seconds, watch=watch)


def _reboot_and_upload_again(client: Client, job: Job, report: Report) -> tuple[BootWatch, Upload]:
    """An earlier change waits for its reboot and blocks the upload: give it that reboot, then try once more."""
    report("reboot", None, "an earlier change waits for a reboot")
    first = BootWatch(client, read_status(client))
    order_reboot(client)
    Settling(client, first, job.patience, Given(reboot_ordered=True), report).wait()
    watch = BootWatch(client, read_status(client))
    return watch, _upload(client, job, report)


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
            return _compare(job, settled)
        case End.UNTOUCHED if sent.whole_file_sent and sent.error is None:
            return Outcome.FAILED_UNKNOWN, "the device took the whole file, but it neither flashed nor rebooted"
        case End.UNTOUCHED:
            return Outcome.FAILED_BEFORE_WRITE, f"the device did not get the file and runs on as before{why}"
        case End.STUCK:
            return Outcome.FAILED_UNKNOWN, f"the device still reports an upgrade in progress{_at(settled)}"
        case End.SILENT:
            return Outcome.NOT_BACK, f"the device has not answered since the file was sent{_at(settled)}{why}"
        case End.LOCKED_OUT:
            return Outcome.LOST_ACCESS, f"the device is back but does not let us in: {settled.error}"


def _compare(job: Job, settled: Settled) -> Verdict:
    running = settled.identity.firmware if settled.identity else None
    if running is not None and running.same_as(job.target):
        return Outcome.UPGRADED, f"{job.identity.model} runs {running}, read back after a boot ({settled.proof})"
    return Outcome.WRONG_VERSION, f"the device booted and runs {running or 'an unknown version'}, not {job.target}"


def _at(settled: Settled) -> str:
    return "" if settled.percent is None else f", last seen at {settled.percent} %"


def _result(job: Job, stopwatch: Stopwatch, sent: Upload, settled: Settled | None, verdict: Verdict) -> UpgradeResult:
    outcome, reason = verdict
    seen = settled.identity if settled else None
    unharmed = outcome in (Outcome.REFUSED, Outcome.FAILED_BEFORE_WRITE)
    return UpgradeResult(
        outcome,
        reason,
        before=job.identity.firmware,
        after=seen.firmware if seen else (job.identity.firmware if unharmed else None),
        target=job.target,
        phases=tuple(stopwatch.phases),
        upload=_upload_facts(sent),
        boot={"by": settled.rebooted_by, "proof": settled.proof} if settled and settled.rebooted_by else None,
    )


def _upload_facts(sent: Upload) -> dict[str, typing.Any]:
    return {"method": sent.form, "bytes_sent": sent.sent, "bytes_total": sent.total}
