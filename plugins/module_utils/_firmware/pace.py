# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast the bytes of an upload may go out."""

from __future__ import annotations

import typing

from .._clock import Clock
from .._isapi.request import KIB, MIB

_SMALLEST_BLOCK = 4 * KIB
_BLOCKS_PER_SECOND = 4  # so that a device never waits long for the next one


class Pace(typing.Protocol):
    """``block`` is the most bytes to hand out at once."""

    @property
    def block(self) -> int: ...

    def wait(self, count: int) -> float:
        """Return when ``count`` more bytes may go out; the seconds that this took."""


class FullSpeed:
    """As fast as the device takes it."""

    block = MIB  # large blocks upload at twice the speed of small ones, for half the CPU

    def wait(self, _count: int) -> float:
        return 0.0


FULL_SPEED: typing.Final = FullSpeed()


class SteadyPace:
    """At most ``bytes_per_second``, counted from the first block."""

    def __init__(self, clock: Clock, bytes_per_second: float) -> None:
        self.block = block_for(bytes_per_second)
        self._clock = clock
        self._rate = bytes_per_second
        self._free_at = clock.monotonic()

    def wait(self, count: int) -> float:
        now = self._clock.monotonic()
        pause = max(0.0, self._free_at - now)
        self._free_at = max(self._free_at, now) + count / self._rate
        if pause:
            self._clock.sleep(pause)
        return pause


class BothPaces:
    """No faster than either."""

    def __init__(self, first: Pace, second: Pace) -> None:
        self.block = min(first.block, second.block)
        self._paces = (first, second)

    def wait(self, count: int) -> float:
        return sum(pace.wait(count) for pace in self._paces)


def block_for(bytes_per_second: float) -> int:
    """The size of the blocks for a rate: small enough that bytes flow all the time."""
    return int(min(MIB, max(_SMALLEST_BLOCK, bytes_per_second / _BLOCKS_PER_SECOND)))
