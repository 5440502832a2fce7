# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When the controller dies: phases of an upgrade, as the reference device sees them."""

from __future__ import annotations

import enum
import time
import typing

from simulator import RunningDevice

SECONDS = 600  # a run that ends is noticed at once
_EXPORT: typing.Final = "configurationData"
_UPLOAD: typing.Final = "updateFirmware"


class Moment(enum.StrEnum):
    """The phases in their order."""

    PLAN = "plan"
    PREFLIGHT = "preflight"
    BACKUP = "backup"
    UPLOAD_10 = "upload at 10 %"
    UPLOAD_90 = "upload at 90 %"
    FLASH = "flash"
    REBOOT = "reboot"
    VERIFY = "verify"


class Missed(Exception):
    """The device has not come to the moment in time."""


def wait_for(moment: Moment, device: RunningDevice, goes_on: typing.Callable[[], bool]) -> None:
    """Return when the device is there. Raises :class:`Missed` when it never is, or when the run has ended."""
    deadline = time.monotonic() + SECONDS
    while not _REACHED[moment](device):
        if time.monotonic() > deadline or not goes_on():
            raise Missed(f"{device.name} never came to {moment}; it is {device.state}")
        time.sleep(0.005)


def _asked(device: RunningDevice, path: str) -> bool:
    return any(path in request.path for request in list(device.record.requests))


def _uploaded(device: RunningDevice, share: float) -> bool:
    uploads = device.record.uploads
    return bool(uploads) and uploads[-1].bytes >= share * (uploads[-1].declared or 1)


_REACHED: typing.Final[dict[Moment, typing.Callable[[RunningDevice], bool]]] = {
    Moment.PLAN: lambda device: bool(device.record.requests),
    Moment.PREFLIGHT: lambda device: bool(device.record.requests),
    Moment.BACKUP: lambda device: _asked(device, _EXPORT),
    Moment.UPLOAD_10: lambda device: _uploaded(device, 0.1),
    Moment.UPLOAD_90: lambda device: _uploaded(device, 0.9),
    Moment.FLASH: lambda device: device.state in ("verifying", "writing"),
    Moment.REBOOT: lambda device: device.state in ("shutting_down", "restarting"),
    Moment.VERIFY: lambda device: device.record.counters.flashes > 0 and device.state in ("booting", "running"),
}
