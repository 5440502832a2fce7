# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counting looks that agree."""

from __future__ import annotations

from .._clock import Clock


class InARow:
    """How often, and for how many seconds, the same thing was seen without anything else in between."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._what: object = None
        self._since = 0.0
        self.count = 0

    def add(self, what: object) -> None:
        if self.count == 0 or what != self._what:
            self._what, self._since, self.count = what, self._clock.monotonic(), 0
        self.count += 1

    def end(self) -> None:
        self.count = 0

    @property
    def seconds(self) -> float:
        return self._clock.monotonic() - self._since
