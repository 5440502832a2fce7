# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Maintenance windows: when something may be done to a device.

A window belongs to the day on which it opens: one of Friday from 22:00 to 05:00 closes on Saturday. On an excluded date
nothing happens: no window opens, and the one of the evening before closes at midnight.

Where clocks change while a window opens or closes, it opens at the later and closes at the earlier of the two moments
that its time could mean. It is never open while the clock at the site shows a time outside of it.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import typing
import zoneinfo

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import shown

HORIZON: typing.Final = datetime.timedelta(days=400)
"""How far ahead an opening is looked for."""

_DAY: typing.Final = datetime.timedelta(days=1)
_MIDNIGHT: typing.Final = datetime.time()
_EXAMPLE: typing.Final = '{days: weekdays, from: "22:00", to: "05:00", zone: Europe/Berlin}'
_NAMES: typing.Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS: typing.Final[dict[str, frozenset[int]]] = {
    **{name: frozenset({number}) for number, name in enumerate(_NAMES)},
    "daily": frozenset(range(7)),
    "weekdays": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
}
_KEYS: typing.Final = ("days", "from", "to", "zone", "except")
_TIME: typing.Final = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])", re.ASCII)
_DATE: typing.Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

Value = typing.TypeVar("Value")


class _Mistake(ValueError):
    """A sentence without a full stop."""


class Opening(typing.NamedTuple):
    """One time that a window is open, in UTC."""

    opens: datetime.datetime
    closes: datetime.datetime


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A time that comes again.

    ``days`` are those on which it opens, from 0 for Monday to 6. ``opens`` and ``closes`` are times of the clocks in
    ``zone``; it closes on the next day if ``closes`` is not later than ``opens``. ``excluded`` are dates there.
    """

    days: frozenset[int]
    opens: datetime.time
    closes: datetime.time
    zone: zoneinfo.ZoneInfo
    excluded: frozenset[datetime.date] = frozenset()

    def openings(self, now: datetime.datetime) -> typing.Iterator[Opening]:
        """Those that are not over, in order, as far as :data:`HORIZON`."""
        today = now.astimezone(self.zone).date()
        for number in range(-1, HORIZON.days):
            opening = self._opening(today + number * _DAY)
            if opening and opening.closes > now:
                yield opening

    def _opening(self, day: datetime.date) -> Opening | None:
        if day.weekday() not in self.days or day in self.excluded:
            return None
        opens = max(self._readings(day, self.opens))
        closes = min(self._readings(*self._end(day)))
        return Opening(opens, closes) if closes > opens else None

    def _end(self, day: datetime.date) -> tuple[datetime.date, datetime.time]:
        if self.closes > self.opens:
            return day, self.closes
        following = day + _DAY
        return following, _MIDNIGHT if following in self.excluded else self.closes

    def _readings(self, day: datetime.date, time: datetime.time) -> list[datetime.datetime]:
        """The moments that a time can mean: two that differ where the clocks pass it twice, or never."""
        moments = (datetime.datetime.combine(day, time.replace(fold=fold), self.zone) for fold in (0, 1))
        return [moment.astimezone(datetime.UTC) for moment in moments]


def windows_of(value: object, where: str) -> tuple[Window, ...]:
    """The windows of a variable: a list of dictionaries, or one of them. ``None`` and an empty list: always open.

    ``where`` names the variable and its host: ``hikvision_window of cam-1``. Raises :class:`ControlError` with all
    that is wrong.
    """
    told = [value] if isinstance(value, typing.Mapping) else [] if value is None else value
    if not isinstance(told, typing.Sequence) or isinstance(told, (str, bytes)):
        raise _refusal([f"{where} must be a list of windows, not {_shown(value)}"])
    windows, mistakes = [], []
    for number, each in enumerate(told, start=1):
        window, wrong = _window(each)
        place = f"{where}, window {number}" if len(told) > 1 else where
        mistakes += [f"{place}: {mistake}" for mistake in wrong]
        windows += [window] if window else []
    if mistakes:
        raise _refusal(mistakes)
    return tuple(windows)


def _refusal(mistakes: list[str]) -> ControlError:
    return ControlError(". ".join(mistakes) + ".", f"A window looks like this: {_EXAMPLE}.")


def _window(told: object) -> tuple[Window | None, list[str]]:
    """The window, or else what is wrong with it."""
    if not isinstance(told, typing.Mapping):
        return None, [f"a window is a dictionary, not {_shown(told)}"]
    unknown = [str(key) for key in told if key not in _KEYS]
    mistakes = [f"there is no key {', '.join(unknown)}; there are {', '.join(_KEYS)}"] if unknown else []

    def read(key: str, reader: typing.Callable[[object], Value]) -> Value | None:
        try:
            return reader(told.get(key))
        except _Mistake as mistake:
            mistakes.append(f"{key} {mistake}")
            return None

    days, excluded, zone = read("days", _days), read("except", _dates), read("zone", _zone)
    opens, closes = read("from", _opening_time), read("to", _closing_time)
    if opens is not None and opens == closes and told["to"] != "24:00":
        mistakes.append("from and to are the same time; a whole day is from 00:00 to 24:00")
    if mistakes or days is None or opens is None or closes is None or zone is None or excluded is None:
        return None, mistakes
    return Window(days=days, opens=opens, closes=closes, zone=zone, excluded=excluded), []


def _days(told: object) -> frozenset[int]:
    if told is None:
        return _DAYS["daily"]
    words = [told] if isinstance(told, str) else told
    if not isinstance(words, typing.Sequence) or not words:
        raise _Mistake(f"must name days ({', '.join(_DAYS)}), not {_shown(told)}")
    return frozenset[int]().union(*map(_day, words))


def _day(told: object) -> frozenset[int]:
    if not isinstance(told, str) or told.lower() not in _DAYS:
        raise _Mistake(f"does not know {_shown(told)}; it knows {', '.join(_DAYS)}")
    return _DAYS[told.lower()]


def _opening_time(told: object) -> datetime.time:
    if isinstance(told, int) and not isinstance(told, bool) and 60 <= told < 24 * 60:
        written = f"{told // 60}:{told % 60:02d}"
        raise _Mistake(f'is {told}, which is what YAML makes of {written} without quotes; write "{written}"')
    found = _TIME.fullmatch(told) if isinstance(told, str) else None
    if found is None:
        raise _Mistake(f'must be a time between quotes ("22:00"), not {_shown(told)}')
    return datetime.time(int(found["hour"]), int(found["minute"]))


def _closing_time(told: object) -> datetime.time:
    return datetime.time() if told in ("24:00", 24 * 60) else _opening_time(told)


def _zone(told: object) -> zoneinfo.ZoneInfo:
    if not isinstance(told, str) or not told:
        raise _Mistake(f"must name a time zone (Europe/Berlin), not {_shown(told)}")
    try:
        return zoneinfo.ZoneInfo(told)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        known = bool(zoneinfo.available_timezones())
        hint = "" if known else "; it knows none at all, so install tzdata there"
        raise _Mistake(f"is {_shown(told)}, which the controller does not know as a time zone{hint}") from error


def _dates(told: object) -> frozenset[datetime.date]:
    if told is None:
        return frozenset()
    if not isinstance(told, typing.Sequence) or isinstance(told, (str, bytes)):
        raise _Mistake(f'must be a list of dates (["2026-12-24"]), not {_shown(told)}')
    return frozenset(map(_date, told))


def _date(told: object) -> datetime.date:
    if isinstance(told, datetime.date):  # what YAML makes of a date without quotes
        return datetime.date(told.year, told.month, told.day)
    try:
        if isinstance(told, str) and _DATE.fullmatch(told):
            return datetime.date.fromisoformat(told)
    except ValueError as error:
        raise _Mistake(f"has {_shown(told)}, which is not in the calendar") from error
    raise _Mistake(f'must have dates like "2026-12-24", not {_shown(told)}')


def _shown(told: object) -> str:
    return "nothing" if told is None else shown(told)
