# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wait for something, not for ever, and not any longer once the rollout is stopped."""

from __future__ import annotations

import datetime
import time
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import Stopped

Found = typing.TypeVar("Found")

_FIRST_PAUSE: typing.Final = 0.2  # seconds between two looks, growing
_LONGEST_PAUSE: typing.Final = 5.0
_GROWTH: typing.Final = 1.5


class Clock(typing.Protocol):
    """The time, and how it passes."""

    def now(self) -> datetime.datetime:
        """With a zone."""

    def monotonic(self) -> float:
        """Seconds, which nobody sets."""

    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The one of this machine."""

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def wait(
    seconds: float, found: typing.Callable[[], Found | None], stop: typing.Callable[[], str | None], clock: Clock
) -> Found | None:
    """Wait up to ``seconds`` for ``found`` to return something, and return that, or ``None``. Looks at least once.

    Raises :class:`Stopped` as soon as ``stop`` gives a reason.
    """
    deadline = clock.monotonic() + seconds
    pause = _FIRST_PAUSE
    while True:
        if reason := stop():
            raise Stopped(reason)
        if (result := found()) is not None:
            return result
        left = deadline - clock.monotonic()
        if left <= 0:
            return None
        clock.sleep(min(pause, left))
        pause = min(pause * _GROWTH, _LONGEST_PAUSE)
