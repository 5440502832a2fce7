# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When something may begin that has to end before its maintenance windows close."""

from __future__ import annotations

import datetime
import heapq
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.window import HORIZON, Window
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import duration


def next_opening(windows: typing.Sequence[Window], now: datetime.datetime, seconds: float) -> datetime.datetime | None:
    """When something that takes so long can begin so that it ends in time: ``now``, a later moment (UTC), or never.

    Windows that meet or overlap are one. Without windows, any time will do. ``now`` has a time zone.
    """
    if not windows:
        return now
    needed = datetime.timedelta(seconds=seconds)
    opens = closes = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    for opening in heapq.merge(*(window.openings(now) for window in windows)):
        if opening.opens > closes:
            opens = opening.opens
        closes = max(closes, opening.closes)
        begin = max(opens, now)
        if closes - begin >= needed:
            return begin
    return None


def fits(windows: typing.Sequence[Window], now: datetime.datetime, seconds: float) -> bool:
    """Whether something that takes so long and begins now ends before the windows close."""
    return next_opening(windows, now, seconds) == now


def check_length(windows: typing.Sequence[Window], now: datetime.datetime, seconds: float, where: str) -> None:
    """Raise :class:`ControlError` for windows in which nothing that takes so long will ever fit.

    ``where`` says whose windows they are: ``hikvision_window of cam-1``.
    """
    if next_opening(windows, now, seconds) is not None:
        return
    if next_opening(windows, now, 0) is None:
        raise ControlError(
            f"{where}: no window opens in the next {HORIZON.days} days.",
            "Give days on which a window opens and that are not all excluded.",
        )
    raise ControlError(
        f"{where}: no window of the next {HORIZON.days} days is open long enough. The upgrade is expected to take "
        f"{duration(seconds)}.",
        "Give a longer window, or correct expected_duration in the catalogue.",
    )
