# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""System status: uptime, clock, reboot."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime

from .._isapi.client import Client
from .._isapi.errors import BadAnswer, ConnectionLost, NotSupported
from .._isapi.request import Request
from .._isapi.xml import Element

_CLOCK_ERROR = 0.02
_GRANULARITY = 2.0  # seconds; uptime is cut to whole ones


@dataclasses.dataclass(frozen=True, slots=True)
class SystemStatus:
    """``uptime`` in seconds, ``reboots`` ever counted, ``device_time`` as the device writes it; ``None`` if untold."""

    uptime: int | None
    reboots: int | None
    device_time: str | None

    def booted_since(self, earlier: SystemStatus, elapsed: float) -> bool | None:
        """Whether a boot lies between the two readings, ``elapsed`` seconds apart; ``None`` when nothing tells.

        Uptime runs on between readings, so it proves a boot when it is lower than before, or lower than ``elapsed``
        by more than a device's clock may be off. The second matters for a device that had just booted.
        """
        if self.reboots is not None and earlier.reboots is not None and self.reboots > earlier.reboots:
            return True
        if self.uptime is None or earlier.uptime is None:
            return None
        return self.uptime < earlier.uptime or self.uptime < elapsed * (1 - _CLOCK_ERROR) - _GRANULARITY


def parse_status(root: Element) -> SystemStatus:
    """Read a ``DeviceStatus`` document."""
    return SystemStatus(
        uptime=root.integer("deviceUpTime"),
        reboots=root.integer("totalRebootCount"),
        device_time=root.value("currentDeviceTime"),
    )


def read_status(client: Client) -> SystemStatus | None:
    """The status, or ``None`` where the device has none (some door stations answer 404)."""
    try:
        return parse_status(client.read("/ISAPI/System/status"))
    except (NotSupported, BadAnswer):
        return None


def parse_time(text: str | None) -> datetime.datetime | None:
    """A device's ISO time; naive where the device gives no offset, ``None`` when it is no time at all."""
    try:
        return datetime.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def order_reboot(client: Client) -> None:
    """Tell the device to reboot. It often drops the connection instead of answering, which means yes."""
    with contextlib.suppress(ConnectionLost):
        client.send(Request("PUT", "/ISAPI/System/reboot"))
    client.forget_session()
