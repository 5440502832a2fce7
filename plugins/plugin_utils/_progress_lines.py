# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress as plain lines, for logs and pipes: few enough to read, often enough to see that something moves."""

from __future__ import annotations

import dataclasses
import time
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_channel import Sighting

INTERVAL = 10.0
_PERCENT_STEP = 25


@dataclasses.dataclass(frozen=True, slots=True)
class _Told:
    progress: Progress
    at: float


class PlainLines:
    """Decides which progress is worth a line: a new phase, 25 percent more, or news after ``interval`` seconds."""

    def __init__(self, interval: float = INTERVAL, now: typing.Callable[[], float] = time.monotonic) -> None:
        self._interval = interval
        self._now = now
        self._told: dict[str, _Told] = {}

    def line(self, sighting: Sighting) -> str | None:
        """The line for ``sighting``, or ``None`` when the last one of that host says enough."""
        told = self._told.get(sighting.host)
        if told is not None and not self._is_news(sighting.progress, told):
            return None
        self._told[sighting.host] = _Told(sighting.progress, self._now())
        return f"{sighting.host}: {describe(sighting.progress)}"

    def forget(self, host: str) -> None:
        """The task of ``host`` has ended."""
        self._told.pop(host, None)

    def _is_news(self, progress: Progress, told: _Told) -> bool:
        if progress == told.progress:
            return False
        if progress.phase != told.progress.phase or self._now() - told.at >= self._interval:
            return True
        return (progress.percent or 0) - (told.progress.percent or 0) >= _PERCENT_STEP


def describe(progress: Progress) -> str:
    """One phrase: ``upload 42 %, 2 of 4 MB``."""
    phrase = progress.phase if progress.percent is None else f"{progress.phase} {progress.percent} %"
    return f"{phrase}, {progress.message}" if progress.message else phrase
