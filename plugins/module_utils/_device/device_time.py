# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The device's clock against ours."""

from __future__ import annotations

import dataclasses

from .._isapi.client import Client
from .._isapi.xml import Element
from . import document
from .system import parse_time

_HOUR = 3600


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTime:
    """``local`` as told, ``mode`` such as NTP or manual, ``zone`` in POSIX form: ``CST-8`` means UTC+8.

    ``drift`` is how many seconds the device is ahead; ``None`` when its time has no offset from UTC.
    """

    mode: str | None = None
    local: str | None = None
    zone: str | None = None
    drift: int | None = None

    def summer_time_suspected(self, tolerance: int) -> bool:
        """Whether the drift is one hour, give or take ``tolerance`` seconds.

        Recorders tag the wall time of summer with the offset of winter, so that their clock seems to be an hour off.
        """
        return self.drift is not None and abs(abs(self.drift) - _HOUR) <= min(tolerance, _HOUR // 2)


def read_time(client: Client) -> DeviceTime:
    """Raises what :meth:`Client.send` raises, and :class:`BadAnswer`."""
    before = client.clock.utc()
    told = parse_device_time(document.read(client, "/ISAPI/System/time"))
    after = client.clock.utc()
    moment = parse_time(told.local)
    if moment is None or moment.tzinfo is None:
        return told
    return dataclasses.replace(told, drift=round((moment - (before + (after - before) / 2)).total_seconds()))


def parse_device_time(root: Element) -> DeviceTime:
    """Read a ``Time`` document; it can not tell the drift."""
    return DeviceTime(
        mode=document.text(root, "timeMode"),
        local=document.text(root, "localTime"),
        zone=document.text(root, "timeZone"),
    )
