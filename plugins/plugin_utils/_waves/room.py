# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much room is left in each wave under one limit."""

from __future__ import annotations

import collections


class Room:
    """Counts devices per wave. ``limits`` are those of the waves from 0 on, the last one repeated.

    Full waves are skipped by a path that gets shorter each time it is walked, so that the next wave with room is found
    at once, however many are full.
    """

    def __init__(self, limits: tuple[int, ...]) -> None:
        self._limits = limits
        self._taken: collections.Counter[int] = collections.Counter()
        self._next: dict[int, int] = {}

    def first_from(self, wave: int) -> int:
        """The first wave with room, not before ``wave``."""
        walked = []
        while wave in self._next:
            walked.append(wave)
            wave = self._next[wave]
        for full in walked:
            self._next[full] = wave
        return wave

    def take(self, wave: int) -> None:
        """One more device is in this wave, which has room."""
        self._taken[wave] += 1
        if self._taken[wave] == self._limits[min(wave, len(self._limits) - 1)]:
            self._next[wave] = wave + 1
