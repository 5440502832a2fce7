# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time as a value: a clock to inject, deadlines and backoff."""

from __future__ import annotations

import dataclasses
import datetime
import time
import typing


class Clock(typing.Protocol):
    """What waiting needs from the world; tests pass one that never sleeps."""

    def monotonic(self) -> float:
        """Seconds from an arbitrary start; never goes back."""

    def sleep(self, seconds: float) -> None: ...

    def utc(self) -> datetime.datetime:
        """The date and time, aware, in UTC."""


class SystemClock:
    """The real one."""

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def utc(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC)


@dataclasses.dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses in seconds: ``first``, then each ``factor`` times the last, never above ``ceiling``."""

    first: float
    factor: float = 1.0
    ceiling: float = 30.0

    def pauses(self) -> typing.Iterator[float]:
        pause = self.first
        while True:
            yield min(pause, self.ceiling)
            pause = min(pause * self.factor, self.ceiling)


class Deadline:
    """A point in time ``seconds`` from now."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self.seconds = seconds
        self._end = clock.monotonic() + seconds

    @property
    def remaining(self) -> float:
        return max(0.0, self._end - self._clock.monotonic())

    @property
    def passed(self) -> bool:
        return self.remaining <= 0

    def postpone(self, seconds: float) -> None:
        """Move the end: so many seconds did not count."""
        self._end += seconds
