# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which devices are being worked on right now."""

from __future__ import annotations

import dataclasses
import threading
import time
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_channel import Sighting


@dataclasses.dataclass(frozen=True, slots=True)
class UnderWay:
    """A device whose task runs; ``since`` on the fleet's clock."""

    host: str
    progress: Progress
    since: float


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """One moment of the run: its task, the devices under way by their start, how many of the batch are through."""

    task: str
    under_way: tuple[UnderWay, ...]
    done: int
    in_trouble: int
    batch: int
    seconds: float
    now: float


class Fleet:
    """Two threads use it: one sees progress arrive, the other sees tasks end."""

    def __init__(self, now: typing.Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._under_way: dict[str, UnderWay] = {}
        self._done: set[str] = set()
        self._in_trouble: set[str] = set()
        self._batch: tuple[str, ...] = ()
        self._task = ""
        self._began = now()

    def begin_batch(self, hosts: typing.Iterable[str]) -> None:
        """The next hosts of the play."""
        with self._lock:
            self._batch = tuple(hosts)
            self._under_way.clear()

    def begin_task(self, name: str) -> None:
        """What the play does next; empty when it is over."""
        with self._lock:
            self._task = name

    def saw(self, sighting: Sighting) -> None:
        """Progress of a device."""
        with self._lock:
            known = self._under_way.get(sighting.host)
            since = known.since if known else self._now()
            self._under_way[sighting.host] = UnderWay(sighting.host, sighting.progress, since)

    def ended(self, host: str) -> None:
        """A task of a device is over."""
        with self._lock:
            self._under_way.pop(host, None)

    def finished(self, host: str, *, in_trouble: bool) -> None:
        """The upgrade of a device is over."""
        with self._lock:
            self._done.add(host)
            if in_trouble:
                self._in_trouble.add(host)

    def picture(self) -> Picture:
        """How it looks now."""
        with self._lock:
            now = self._now()
            batch = self._batch or tuple(self._under_way)
            return Picture(
                self._task,
                tuple(self._under_way.values()),
                len(self._done.intersection(batch)),
                len(self._in_trouble),
                len(batch),
                now - self._began,
                now,
            )
