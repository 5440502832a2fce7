# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of maintenance windows, in zones whose clocks change in many ways."""

from __future__ import annotations

import datetime
import zoneinfo

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.opening import fits, next_opening
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.window import Window

# Half an hour, at midnight, in winter, twice a day off; and one that never changes.
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Africa/Casablanca", "UTC")
ZONE = st.sampled_from(ZONES).map(zoneinfo.ZoneInfo)
TIME = st.builds(datetime.time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
DAYS = st.frozensets(st.integers(0, 6), min_size=1)
DATES = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
WINDOW = st.builds(Window, days=DAYS, opens=TIME, closes=TIME, zone=ZONE, excluded=st.frozensets(DATES, max_size=4))
WINDOWS = st.lists(WINDOW, min_size=1, max_size=3)
YEAR = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
NOW = st.integers(0, 365 * 86400).map(lambda second: YEAR + datetime.timedelta(seconds=second))
SECONDS = st.integers(0, 30 * 3600)


def shows(window: Window, moment: datetime.datetime) -> bool:
    """Whether the clock and the calendar at the site say that the window is open."""
    local = moment.astimezone(window.zone)
    day, time = local.date(), local.time()
    before = day - datetime.timedelta(days=1)

    def opens_on(date: datetime.date) -> bool:
        return date.weekday() in window.days and date not in window.excluded

    if day in window.excluded:
        return False
    if window.opens < window.closes:
        return opens_on(day) and window.opens <= time < window.closes
    return (opens_on(day) and time >= window.opens) or (opens_on(before) and time < window.closes)


@given(WINDOWS, NOW, SECONDS)
def test_all_of_it_lies_within_windows(windows: list[Window], now: datetime.datetime, seconds: int) -> None:
    begin = next_opening(windows, now, seconds)
    if begin is None:
        return
    assert begin >= now
    last = max(0.0, seconds - 1e-6)
    for part in (0, 0.25, 0.5, 0.75, 1):
        moment = begin + datetime.timedelta(seconds=last * part)
        assert any(shows(window, moment) for window in windows)


@given(WINDOWS, NOW, SECONDS)
def test_it_fits_when_it_opens_and_not_before(windows: list[Window], now: datetime.datetime, seconds: int) -> None:
    begin = next_opening(windows, now, seconds)
    if begin is None:
        assert not fits(windows, now, seconds)
        return
    assert fits(windows, begin, seconds)
    if begin > now:
        assert not fits(windows, begin - datetime.timedelta(microseconds=1), seconds)
        assert next_opening(windows, now + (begin - now) / 2, seconds) == begin


@given(WINDOWS, NOW, SECONDS, SECONDS)
def test_what_takes_longer_never_begins_earlier(
    windows: list[Window], now: datetime.datetime, one: int, other: int
) -> None:
    short, long = sorted((one, other))
    begin = next_opening(windows, now, long)
    if begin is not None:
        earlier = next_opening(windows, now, short)
        assert earlier is not None
        assert earlier <= begin


@given(WINDOWS, WINDOWS, NOW, SECONDS)
def test_more_windows_never_delay(some: list[Window], more: list[Window], now: datetime.datetime, seconds: int) -> None:
    begin = next_opening(some, now, seconds)
    if begin is not None:
        earlier = next_opening([*more, *some], now, seconds)
        assert earlier is not None
        assert earlier <= begin


@given(WINDOW, NOW)
def test_a_window_is_open_while_the_clock_shows_it_unless_clocks_change(window: Window, now: datetime.datetime) -> None:
    day = datetime.timedelta(days=1)
    offsets = {(now + number * day).astimezone(window.zone).utcoffset() for number in (-2, -1, 0, 1, 2)}
    if len(offsets) == 1 and window.opens != window.closes:
        assert fits([window], now, 0) == shows(window, now)


@given(WINDOWS, NOW, SECONDS)
def test_the_order_of_windows_does_not_matter(windows: list[Window], now: datetime.datetime, seconds: int) -> None:
    assert next_opening(windows, now, seconds) == next_opening(windows[::-1], now, seconds)
