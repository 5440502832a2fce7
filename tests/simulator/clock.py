# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulated time: seconds that pass faster than real ones and can be skipped."""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """Counts simulated seconds since it was made.

    ``factor`` is how many simulated seconds pass in a real one. ``source`` returns real seconds and exists for tests.
    """

    def __init__(self, factor: float = 1.0, source: Callable[[], float] = time.monotonic) -> None:
        if factor <= 0:
            raise ValueError(f"the time factor must be positive, not {factor}")
        self.factor = factor
        self._source = source
        self._origin = source()
        self._skipped = 0.0

    def now(self) -> float:
        """Simulated seconds since the clock was made."""
        return (self._source() - self._origin) * self.factor + self._skipped

    def advance(self, seconds: float) -> None:
        """Let simulated seconds pass at once."""
        if seconds < 0:
            raise ValueError("time does not run backwards")
        self._skipped += seconds

    def change_factor(self, factor: float) -> None:
        """Run faster or slower from now on."""
        if factor <= 0:
            raise ValueError(f"the time factor must be positive, not {factor}")
        now = self.now()
        self.factor, self._origin, self._skipped = factor, self._source(), now

    def real(self, seconds: float) -> float:
        """How many simulated seconds pass in so many real ones."""
        return seconds * self.factor
