# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what was seen to the outcome of an upgrade, with the sentence that says why. Nothing here touches a device."""

from __future__ import annotations

import typing

from .._device.identity import Identity
from .._device.upgrade import Upload
from .._firmware.version import FirmwareVersion
from .._isapi.errors import Rejected
from .outcome import Outcome
from .restart import judge_restart
from .settled import End, Settled

Verdict = tuple[Outcome, str]
_UNKNOWN: typing.Final[dict[End, str]] = {
    End.FLASH_FAILED: "as far as it shows, writing failed, and the device runs on without a reboot",
    End.STUCK: "the device still reports an upgrade in progress",
    End.RESTLESS: "the device keeps going up and down",
}


def judge(identity: Identity, target: FirmwareVersion, sent: Upload, settled: Settled | None) -> Verdict:
    """The outcome of one upload to the device seen as ``identity``; ``settled`` is ``None`` for a file turned down."""
    if settled is None:
        return _refused(target, sent)
    match settled.end:
        case End.BOOTED:
            return _compare(identity, target, sent, settled)
        case End.UNTOUCHED:
            return _untouched(sent, settled)
        case End.SILENT:
            return Outcome.NOT_BACK, f"the device has not answered properly since the upload{_clues(sent, settled)}"
        case End.SHUT_OUT:
            return Outcome.LOST_ACCESS, f"the device is back but does not let us in: {settled.trouble}"
    return Outcome.FAILED_UNKNOWN, _UNKNOWN[settled.end] + _clues(sent, settled)


def judge_first_reboot(before: FirmwareVersion | None, target: FirmwareVersion, settled: Settled) -> Verdict | None:
    """The outcome when the reboot that an earlier change waited for ends the work; ``None`` when it can begin."""
    running = settled.running
    if settled.end is End.UNTOUCHED:
        refusal = f" ({settled.trouble})" if settled.trouble else ""
        return Outcome.REFUSED, f"an earlier change waits for a reboot, and the device does not reboot{refusal}"
    if settled.end is not End.BOOTED or running is None:
        restart = judge_restart(settled)
        return restart.failure or Outcome.FAILED_UNKNOWN, f"before the upload: {restart.reason}"
    if running.same_as(target):
        return Outcome.UPGRADED, f"the device waited for a reboot only, and runs {running} since"
    if before is not None and running.same_as(before):
        return None
    return (
        Outcome.WRONG_VERSION,
        f"the device waited for a reboot and runs {running} since, which somebody else gave it; no file was sent",
    )


def _refused(target: FirmwareVersion, sent: Upload) -> Verdict:
    if sent.not_needed:
        return Outcome.REFUSED, f"the device says that it needs no upgrade, but it does not run {target}"
    if sent.pending_reboot:
        return Outcome.REFUSED, "the device wants a reboot before it takes a file, even after it has had one"
    return Outcome.REFUSED, str(sent.error)


def _compare(identity: Identity, target: FirmwareVersion, sent: Upload, settled: Settled) -> Verdict:
    running, before = settled.running, identity.firmware
    if running is None:
        return Outcome.WRONG_VERSION, f"the device booted and runs an unknown version, not {target}"
    if running.same_as(target):
        return Outcome.UPGRADED, f"this {identity.model} runs {running}; its {settled.proof} shows that it booted"
    why = f" ({sent.error})" if sent.error else ""
    if not sent.whole_file_sent and before is not None and running.same_as(before):
        broke_off = f"the upload broke off{why}; the device has booted and runs {running} as before"
        return Outcome.FAILED_BEFORE_WRITE, broke_off
    untold = "" if running.build else ", and it tells no build that would prove it"
    return Outcome.WRONG_VERSION, f"the device booted and runs {running}, not {target}{untold}{why}"


def _untouched(sent: Upload, settled: Settled) -> Verdict:
    error = sent.error
    if error is None:
        if settled.trouble:
            return Outcome.FAILED_UNKNOWN, f"the device took the whole file but refuses to reboot ({settled.trouble})"
        return Outcome.FAILED_UNKNOWN, "the device took the whole file and was told to reboot, but it did not"
    if sent.pending_reboot:
        return Outcome.REFUSED, f"an earlier change waits for a reboot, and the device does not reboot ({error})"
    if isinstance(error, Rejected) and error.status_code is not None:
        return Outcome.FAILED_UNKNOWN, f"the device had trouble with the file ({error}), and runs on without a reboot"
    if sent.whole_file_sent and settled.wrote is not False:
        return Outcome.FAILED_UNKNOWN, f"the answer was lost after the last byte ({error}); nothing shows what happened"
    return Outcome.FAILED_BEFORE_WRITE, f"the device did not get the file and runs on as before ({error})"


def _clues(sent: Upload, settled: Settled) -> str:
    """What was seen last, for whoever has to find out more."""
    percent = "" if settled.percent is None else f", last seen at {settled.percent} %"
    last = f"; the last sign was: {settled.trouble}" if settled.trouble else ""
    upload = f"; the upload ended with: {sent.error}" if sent.error else ""
    return percent + last + upload
