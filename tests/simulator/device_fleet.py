# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many devices in one event loop."""

from __future__ import annotations

import asyncio
import contextlib
import resource
from typing import Any

from .actions import act
from .clock import Clock
from .device import Device
from .fleet_spec import FleetSpec
from .inventory import inventory
from .listener import Listener
from .record import totals

TICK = 0.01
"""Real seconds between two looks at devices that change state by themselves."""


class Fleet:
    """All devices of a fleet. Everything but the constructor belongs into one event loop."""

    def __init__(self, spec: FleetSpec, time_factor: float | None = None) -> None:
        self.clock = Clock(spec.time_factor if time_factor is None else time_factor)
        self.listeners = {placed.name: Listener(Device(placed, self.clock)) for placed in spec.placed()}
        self._ticking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Let every device listen that is not switched off."""
        allow_many_sockets()
        for listener in self.listeners.values():
            await listener.reserve()
        for listener in self.listeners.values():
            await listener.follow()
        self._ticking = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ticking
        await asyncio.gather(*(listener.stop() for listener in self.listeners.values()))

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            await self.follow()

    async def follow(self) -> None:
        """Let every device catch up with the clock."""
        for listener in self.listeners.values():
            if listener.device.life.waiting or listener.out_of_step:
                await listener.follow()

    async def advance(self, seconds: float) -> None:
        """Simulated seconds pass at once."""
        self.clock.advance(seconds)
        await self.follow()

    async def act(self, name: str, action: str, parameters: dict[str, Any]) -> None:
        """Do something to a device, see actions.py. Raises KeyError and ValueError."""
        listener = self.listeners[name]
        act(listener, action, parameters)
        await listener.follow()

    def summary(self) -> dict[str, Any]:
        """What each device saw, and the totals."""
        devices = {name: listener.device.record.summary() for name, listener in self.listeners.items()}
        return {**totals(devices.values()), "per_device": devices}

    def inventory(self, **options: Any) -> dict[str, Any]:
        """See inventory.py."""
        return inventory(self.listeners.values(), **options)


def allow_many_sockets() -> None:
    """Raise this process's limit of open files as far as it may."""
    _unused, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
