# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress of a long task, as the worker that runs it tells it."""

from __future__ import annotations

import os
import pathlib
import time
import typing

from ansible.utils.display import Display

from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress
from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _main_process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_channel import VARIABLE, Sighting, send
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_lines import PlainLines

_SECONDS_BETWEEN_DATAGRAMS = 0.25


def reporter(host: str) -> typing.Callable[[Progress], None]:
    """A function that shows the progress of ``host``.

    The callback plugin ``surveillance.hikvision.rollout`` gets it where it listens; otherwise it becomes plain lines,
    which Ansible passes from a worker to the screen.
    """
    path = os.environ.get(VARIABLE)
    if path is None or not pathlib.Path(path).exists():
        return _to_screen(host)
    return _to_callback(host, path)


def _to_screen(host: str) -> typing.Callable[[Progress], None]:
    display, lines = Display(), PlainLines()

    def report(progress: Progress) -> None:
        line = lines.line(Sighting(host, progress))
        if line is not None and not _main_process.is_gone():
            display.display(line)

    return report


def _to_callback(host: str, path: str) -> typing.Callable[[Progress], None]:
    limit = RateLimit(_SECONDS_BETWEEN_DATAGRAMS)

    def report(progress: Progress) -> None:
        if limit.allows(progress):
            send(path, Sighting(host, progress))

    return report


class RateLimit:
    """Lets a new phase and its end pass at once, and changes in between once in ``seconds``."""

    def __init__(self, seconds: float, now: typing.Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._now = now
        self._last: Progress | None = None
        self._at = 0.0

    def allows(self, progress: Progress) -> bool:
        """Whether to send ``progress`` now."""
        if progress == self._last:
            return False
        if not (self._is_milestone(progress) or self._now() - self._at >= self._seconds):
            return False
        self._last, self._at = progress, self._now()
        return True

    def _is_milestone(self, progress: Progress) -> bool:
        if self._last is None or progress.phase != self._last.phase:
            return True
        return progress.percent == 100 and self._last.percent != 100
