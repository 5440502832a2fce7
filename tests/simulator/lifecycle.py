# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The states a device goes through, in simulated time. No HTTP here.

running -> receiving -> verifying -> writing -> [waiting_for_reboot] -> shutting_down -> restarting -> booting
-> running

``off`` can follow any state. Nothing runs by itself: ``advance`` catches up with the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from .clock import Clock

SHORTEST_SHUTDOWN = 0.03
"""Real seconds: the answer to a reboot request has to leave the host before the connection is reset."""


class DeviceState(StrEnum):
    RUNNING = "running"
    RECEIVING = "receiving"
    VERIFYING = "verifying"
    WRITING = "writing"
    WAITING_FOR_REBOOT = "waiting_for_reboot"
    SHUTTING_DOWN = "shutting_down"
    RESTARTING = "restarting"
    BOOTING = "booting"
    OFF = "off"


UNREACHABLE = frozenset({DeviceState.RESTARTING, DeviceState.OFF})
UPGRADING = frozenset({DeviceState.RECEIVING, DeviceState.VERIFYING, DeviceState.WRITING})


class Lifecycle:
    """A state, and at most one change of it that is due later."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.state = DeviceState.RUNNING
        self.entered = clock.now()
        self._due: float | None = None
        self._then: Callable[[], None] | None = None
        self._moment: float | None = None

    @property
    def waiting(self) -> bool:
        """A change is due later."""
        return self._due is not None

    @property
    def moment(self) -> float:
        """When the change that is going on happens: in the past while ``advance`` catches up, now otherwise."""
        return self.clock.now() if self._moment is None else self._moment

    def enter(self, state: DeviceState, seconds: float | None = None, then: Callable[[], None] | None = None) -> None:
        """Be in a state; after ``seconds`` call ``then``, which enters the next one."""
        self.state = state
        self.entered = self.moment
        self._due = None if seconds is None else self.entered + seconds
        self._then = then

    def advance(self) -> None:
        """Make all changes that are due by now."""
        while self._due is not None and self._due <= self.clock.now():
            then = self._then
            assert then is not None, "a due change without a next step"
            self._moment = self._due
            then()
        self._moment = None

    def elapsed(self) -> float:
        """Simulated seconds in this state."""
        return self.clock.now() - self.entered
