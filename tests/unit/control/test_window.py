# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Maintenance windows as an operator writes them, and the times that they are open."""

from __future__ import annotations

import datetime
import zoneinfo

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.opening import (
    HORIZON,
    check_length,
    fits,
    next_opening,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.window import Window, windows_of

WHERE = "hikvision_window of cam-1"
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
NIGHTS = {"days": "weekdays", "from": "22:00", "to": "05:00", "zone": "Europe/Berlin", "except": ["2026-12-24"]}


def there(text: str, fold: int = 0) -> datetime.datetime:
    """A time of the clocks in Berlin."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold).astimezone(datetime.UTC)


def read(*told: dict[str, object]) -> tuple[Window, ...]:
    return windows_of(list(told), WHERE)


def test_a_window_is_read() -> None:
    assert read(NIGHTS) == (
        Window(
            days=frozenset({0, 1, 2, 3, 4}),
            opens=datetime.time(22),
            closes=datetime.time(5),
            zone=BERLIN,
            excluded=frozenset({datetime.date(2026, 12, 24)}),
        ),
    )


@pytest.mark.parametrize("told", [None, [], ()])
def test_without_windows_it_is_always_open(told: object) -> None:
    now = there("2026-11-22T12:00")
    assert windows_of(told, WHERE) == ()
    assert next_opening((), now, 10**6) == now


def test_one_window_needs_no_list() -> None:
    assert windows_of(NIGHTS, WHERE) == read(NIGHTS)


@pytest.mark.parametrize(
    ("told", "days"),
    [
        (None, {0, 1, 2, 3, 4, 5, 6}),
        ("daily", {0, 1, 2, 3, 4, 5, 6}),
        ("weekend", {5, 6}),
        ("Mon", {0}),
        (["mon", "weekend"], {0, 5, 6}),
        (("tue", "wed", "thu", "fri"), {1, 2, 3, 4}),
    ],
)
def test_days(told: object, days: set[int]) -> None:
    assert read({**NIGHTS, "days": told})[0].days == days


def test_a_date_needs_no_quotes() -> None:
    [window] = windows_of(yaml.safe_load('{from: "1:00", to: "2:00", zone: UTC, except: [2026-12-24]}'), WHERE)
    assert window.excluded == {datetime.date(2026, 12, 24)}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"from": 1320}, 'from is 1320, which is what YAML makes of 22:00 without quotes; write "22:00"'),
        ({"from": 22}, 'from must be a time between quotes ("22:00"), not 22'),
        ({"from": None}, 'from must be a time between quotes ("22:00"), not nothing'),
        ({"from": "24:00"}, """from must be a time between quotes ("22:00"), not '24:00'"""),
        ({"from": "٢٢:00"}, """from must be a time between quotes ("22:00"), not '٢٢:00'"""),
        ({"to": "5"}, """to must be a time between quotes ("22:00"), not '5'"""),
        ({"to": "5:60"}, """to must be a time between quotes ("22:00"), not '5:60'"""),
        ({"to": True}, 'to must be a time between quotes ("22:00"), not True'),
        ({"to": "22:00"}, "from and to are the same time; a whole day is from 00:00 to 24:00"),
        ({"zone": None}, "zone must name a time zone (Europe/Berlin), not nothing"),
        ({"zone": "Mars"}, "zone is 'Mars', which the controller does not know as a time zone"),
        ({"zone": "../UTC"}, "zone is '../UTC', which the controller does not know as a time zone"),
        ({"zone": "Europe"}, "zone is 'Europe', which the controller does not know as a time zone"),
        ({"days": "mo"}, "days does not know 'mo'; it knows mon, tue, wed, thu, fri, sat, sun, daily, weekdays"),
        ({"days": []}, "days must name days (mon, tue"),
        ({"days": 3}, "days must name days (mon, tue"),
        ({"days": ["mon", 3]}, "days does not know 3"),
        ({"except": "2026-12-24"}, """except must be a list of dates (["2026-12-24"]), not '2026-12-24'"""),
        ({"except": ["2026-02-30"]}, "except has '2026-02-30', which is not in the calendar"),
        ({"except": ["24.12."]}, """except must have dates like "2026-12-24", not '24.12.'"""),
        ({"until": 1}, "there is no key until; there are days, from, to, zone, except"),
    ],
)
def test_a_mistake_is_told_with_its_place(change: dict[str, object], said: str) -> None:
    with pytest.raises(ControlError) as caught:
        read({**NIGHTS, **change})
    assert f"{WHERE}: {said}" in str(caught.value)
    assert "Europe/Berlin" in caught.value.advice


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(ControlError) as caught:
        read(NIGHTS, {**NIGHTS, "from": "x", "zone": "y"}, {**NIGHTS, "to": 0})
    told = str(caught.value)
    assert told.count(f"{WHERE}, window 2: ") == 2
    assert told.count(f"{WHERE}, window 3: to must be") == 1
    assert "window 1" not in told


@pytest.mark.parametrize("told", [3, "daily", True, [3], ["daily"]])
def test_what_is_no_window_is_refused(told: object) -> None:
    with pytest.raises(ControlError, match="hikvision_window of cam-1"):
        windows_of(told, WHERE)


@pytest.mark.parametrize(
    ("now", "seconds", "begin"),
    [
        ("2026-11-27T23:00", 3600, "2026-11-27T23:00"),  # a Friday
        ("2026-11-28T04:00", 3600, "2026-11-28T04:00"),  # the night of Friday, up to its last second
        ("2026-11-28T04:00:01", 3600, "2026-11-30T22:00"),  # does not end in time; no window on Saturday and Sunday
        ("2026-11-28T05:00", 0, "2026-11-30T22:00"),  # it is closed at five o'clock
        ("2026-11-26T12:00", 0, "2026-11-26T22:00"),
        ("2026-11-26T12:00", 7 * 3600, "2026-11-26T22:00"),
        ("2026-12-23T23:30", 1800, "2026-12-23T23:30"),  # the window of the eve closes at midnight
        ("2026-12-23T23:30", 1801, "2026-12-25T22:00"),
        ("2026-12-24T01:00", 0, "2026-12-25T22:00"),  # the excluded date, and the night that begins on it
        ("2026-12-25T01:00", 0, "2026-12-25T22:00"),
    ],
)
def test_when_something_may_begin(now: str, seconds: float, begin: str) -> None:
    windows = read(NIGHTS)
    assert next_opening(windows, there(now), seconds) == there(begin)
    assert fits(windows, there(now), seconds) == (now == begin)


def test_windows_that_meet_are_one() -> None:
    late = {**NIGHTS, "days": "fri", "to": "24:00"}
    early = {**NIGHTS, "days": "sat", "from": "00:00", "to": "06:00"}
    assert next_opening(read(early, late), there("2026-11-27T20:00"), 8 * 3600) == there("2026-11-27T22:00")
    assert next_opening(read(early, late), there("2026-11-27T20:00"), 8 * 3600 + 1) is None


def test_a_window_within_another_one_changes_nothing() -> None:
    inner = {**NIGHTS, "from": "23:00", "to": "23:30"}
    morning = {**NIGHTS, "from": "05:00", "to": "09:00"}
    for windows in (read(NIGHTS, inner, morning), read(morning, inner, NIGHTS)):
        assert next_opening(windows, there("2026-11-26T12:00"), 11 * 3600) == there("2026-11-26T22:00")


def test_windows_of_several_zones() -> None:
    tokyo = {**NIGHTS, "zone": "Asia/Tokyo"}
    assert next_opening(read(NIGHTS, tokyo), there("2026-11-26T12:00"), 60) == there("2026-11-26T14:00")


def test_a_whole_day() -> None:
    always = read({"from": "00:00", "to": "24:00", "zone": "UTC"})
    now = there("2026-11-26T12:00")
    assert next_opening(always, now, 100 * 86400) == now


DAILY = {**NIGHTS, "days": "daily"}


@pytest.mark.parametrize(
    ("opens", "closes", "day", "expected"),
    [
        # On 2026-03-29, two o'clock is followed by three o'clock.
        ("22:00", "05:00", "2026-03-28", (there("2026-03-28T22:00"), 6)),
        ("02:30", "05:00", "2026-03-29", (there("2026-03-29T03:30"), 1.5)),
        ("01:00", "02:30", "2026-03-29", (there("2026-03-29T01:00"), 0.5)),
        # On 2026-10-25, three o'clock is two o'clock once more.
        ("22:00", "05:00", "2026-10-24", (there("2026-10-24T22:00"), 8)),
        ("02:30", "05:00", "2026-10-25", (there("2026-10-25T02:30", fold=1), 2.5)),
        ("01:00", "02:30", "2026-10-25", (there("2026-10-25T01:00"), 1.5)),
    ],
)
def test_the_nights_when_clocks_change(
    opens: str, closes: str, day: str, expected: tuple[datetime.datetime, float]
) -> None:
    windows = read({**DAILY, "from": opens, "to": closes})
    begin, hours = expected
    noon_before = there(f"{day}T00:00")
    assert next_opening(windows, noon_before, hours * 3600) == begin
    assert not fits(windows, begin, hours * 3600 + 1)


@pytest.mark.parametrize(
    ("day", "opens", "closes"), [("2026-03-29", "02:10", "02:50"), ("2026-10-25", "02:10", "02:50")]
)
def test_a_window_within_the_hour_that_is_changed_does_not_open(day: str, opens: str, closes: str) -> None:
    windows = read({**DAILY, "from": opens, "to": closes})
    following = datetime.date.fromisoformat(day) + datetime.timedelta(days=1)
    assert next_opening(windows, there(f"{day}T00:00"), 0) == there(f"{following}T{opens}")


def test_an_upgrade_that_never_fits_is_refused_at_once() -> None:
    now = there("2026-11-22T12:00")
    check_length(read(NIGHTS), now, 7 * 3600, WHERE)
    with pytest.raises(ControlError) as caught:
        check_length(read(NIGHTS), now, 7 * 3600 + 1, WHERE)
    assert str(caught.value) == (
        f"{WHERE}: no window of the next 400 days is open long enough. The upgrade is expected to take 7 h 00 min."
    )


def test_windows_that_never_open_are_refused_at_once() -> None:
    today = datetime.date(2026, 11, 20)
    excluded = [str(today + datetime.timedelta(days=number)) for number in range(HORIZON.days + 10)]
    with pytest.raises(ControlError, match="no window opens in the next 400 days"):
        check_length(read({**NIGHTS, "except": excluded}), there("2026-11-22T12:00"), 60, WHERE)
