# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of an upgrade that an earlier run began and did not see the end of."""

from __future__ import annotations

import dataclasses
import datetime
import typing

from .._device.boot import BootProof, BootWatch, Sighting
from .._device.system import SystemStatus
from .._firmware.version import FirmwareVersion
from .._isapi.client import Client
from .._progress import Report
from .outcome import Outcome
from .settled import End, Given, Patience, Settled
from .settling import Settling

# What two clocks may differ by over a time, and how long a device may take to begin to count its uptime.
_CLOCK_ERROR = 0.001
_SLACK = 5.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What is known of the earlier run.

    It began at ``since`` to send the firmware ``target`` to a device that ran ``before`` with this ``uptime`` in
    seconds. ``whole``: the device may have the whole file. ``accepted``: it has said that it takes it;
    ``refused``: that it does not.
    """

    since: datetime.datetime
    target: FirmwareVersion
    before: FirmwareVersion | None = None
    uptime: int | None = None
    whole: bool = True
    accepted: bool = False
    refused: bool = False

    def is_target(self, running: FirmwareVersion | None) -> bool:
        return running is not None and running.same_as(self.target)

    def has_changed(self, running: FirmwareVersion | None) -> bool:
        """Whether the device runs another firmware than it did then."""
        return running is not None and self.before is not None and not running.same_as(self.before)


class EarlierBootWatch(BootWatch):
    """Proves a boot since the earlier run began, be it before this watch or during it."""

    def __init__(self, client: Client, earlier: Earlier) -> None:
        passed = max(0.0, (client.clock.utc() - earlier.since).total_seconds())
        # A device that did not boot since then has been up at least as long as that, and longer than it told then.
        lowest = max(earlier.uptime or 0, int(passed * (1 - _CLOCK_ERROR) - _SLACK), 0)
        super().__init__(client, SystemStatus(uptime=lowest, reboots=None, device_time=None))
        self._earlier = earlier

    def look(self) -> Sighting | None:
        sighting = super().look()
        if sighting is None or sighting.proof is BootProof.UPTIME:
            return sighting
        changed = self._earlier.has_changed(sighting.identity.firmware)
        return dataclasses.replace(sighting, proof=BootProof.VERSION) if changed else sighting


def settle(client: Client, earlier: Earlier, patience: Patience, report: Report) -> Settled:
    """Watch the device until facts decide.

    It is rebooted at most once, and only if it may have the whole file and asks for a reboot, or has accepted the file
    and does nothing more. As long as it says that it is writing, it is waited for.
    """
    given = Given(earlier.target, may_be_flashing=earlier.whole, accepted=earlier.accepted, looks_back=True)
    return Settling(client, EarlierBootWatch(client, earlier), patience, given, report).wait()


Verdict = tuple[Outcome, str]

_UNKNOWN: typing.Final[dict[End, str]] = {
    End.FLASH_FAILED: "as far as the device shows, writing failed, and it runs on without a reboot",
    End.STUCK: "the device still reports an upgrade in progress",
    End.RESTLESS: "the device keeps going up and down",
}


def judge_earlier(earlier: Earlier, settled: Settled) -> Verdict:
    """The outcome of the earlier upgrade."""
    match settled.end:
        case End.BOOTED:
            return _booted(earlier, settled)
        case End.UNTOUCHED:
            return _untouched(earlier, settled)
        case End.SILENT:
            return Outcome.NOT_BACK, f"the device does not answer{_last(settled)}"
        case End.SHUT_OUT:
            return Outcome.LOST_ACCESS, f"the device is there but does not let us in: {settled.trouble}"
    return Outcome.FAILED_UNKNOWN, _UNKNOWN[settled.end] + _last(settled)


def _booted(earlier: Earlier, settled: Settled) -> Verdict:
    running = settled.running
    if running is None:
        return Outcome.WRONG_VERSION, f"the device booted and runs an unknown version, not {earlier.target}"
    if earlier.is_target(running):
        return Outcome.UPGRADED, f"the device runs {running}; its {settled.proof} shows that it booted since"
    if not earlier.whole and not earlier.has_changed(running):
        return Outcome.FAILED_BEFORE_WRITE, f"the upload broke off; the device has booted and runs {running} as before"
    if earlier.refused and not earlier.has_changed(running):
        refused = f"the device refused the file; it has booted and runs {running} as before"
        return Outcome.FAILED_BEFORE_WRITE, refused
    return Outcome.WRONG_VERSION, f"the device booted and runs {running}, not {earlier.target}"


def _untouched(earlier: Earlier, settled: Settled) -> Verdict:
    running = settled.running
    if earlier.is_target(running):
        return Outcome.FAILED_UNKNOWN, f"the device names {running}, and nothing shows that it booted since"
    if settled.trouble:
        return Outcome.FAILED_UNKNOWN, f"the device has the file but refuses to reboot ({settled.trouble})"
    if settled.rebooted_by == "us":
        return Outcome.FAILED_UNKNOWN, "the device has the file and was told to reboot, but it did not"
    if not earlier.whole:
        return Outcome.FAILED_BEFORE_WRITE, f"the upload broke off, and the device runs {running} as before"
    if settled.wrote is False or earlier.refused:
        return Outcome.FAILED_BEFORE_WRITE, f"the device did not take the file and runs {running} as before"
    return Outcome.FAILED_UNKNOWN, (
        f"the device runs {running} and has not booted since; it may have the whole file, and nothing shows whether it "
        "has written it"
    )


def _last(settled: Settled) -> str:
    percent = "" if settled.percent is None else f", last seen at {settled.percent} %"
    return percent + (f"; the last sign was: {settled.trouble}" if settled.trouble else "")
