# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet in a thread of its own, for tests in the same process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from .device import Device
from .device_fleet import Fleet
from .faults import fault
from .firmware import firmware_for
from .fleet_spec import DeviceSpec, FleetSpec
from .lifecycle import DeviceState
from .listener import Listener
from .profiles import Profile
from .record import Record
from .versions import Firmware

T = TypeVar("T")
PATIENCE = 30.0
"""Real seconds a call into the fleet's thread may take."""


class RunningDevice:
    """A device of a running fleet, safe to use from the test's thread."""

    def __init__(self, fleet: RunningFleet, listener: Listener) -> None:
        self.fleet = fleet
        self._listener = listener

    @property
    def name(self) -> str:
        return self._listener.device.spec.name

    @property
    def url(self) -> str:
        return self._listener.url

    @property
    def address(self) -> str:
        return self._listener.address

    @property
    def port(self) -> int:
        return self._listener.port

    @property
    def spec(self) -> DeviceSpec:
        return self._listener.device.spec

    @property
    def profile(self) -> Profile:
        return self._listener.device.profile

    @property
    def record(self) -> Record:
        return self._listener.device.record

    @property
    def state(self) -> DeviceState:
        """Its state now; the network side is in step with it."""
        return self.fleet.run(self._caught_up()).state

    @property
    def firmware(self) -> Firmware:
        return self.fleet.run(self._caught_up()).firmware

    @property
    def uptime(self) -> int:
        return self.fleet.run(self._caught_up()).uptime

    @property
    def device_name(self) -> str:
        """The name in the device's configuration."""
        return self._listener.device.settings.device_name

    @property
    def identity(self) -> tuple[str, str]:
        """Model and serial number."""
        return self._listener.device.profile.model, self._listener.device.identity.serial

    @property
    def certificate_sha256(self) -> str | None:
        certificate = self._listener.certificate
        return None if certificate is None else certificate.sha256

    @property
    def certificate_pem(self) -> bytes | None:
        certificate = self._listener.certificate
        return None if certificate is None else certificate.pem

    async def _caught_up(self) -> Device:
        await self._listener.follow()
        return self._listener.device

    def set_fault(self, name: str, **parameters: Any) -> None:
        """Add a fault. Raises ValueError for an unknown name or parameter."""
        new = fault(name, parameters)
        self.fleet.call(lambda: self._listener.device.add_fault(new))

    def clear_faults(self, name: str | None = None) -> None:
        self.fleet.call(lambda: self._listener.device.faults.remove(name))

    def act(self, action: str, **parameters: Any) -> None:
        """Do something to the device, see actions.py. Raises ValueError."""
        self.fleet.run(self.fleet.fleet.act(self.name, action, parameters))

    def firmware_image(self, version: str, build: str, **changes: Any) -> bytes:
        """An image that exactly this device takes."""
        image: bytes = firmware_for(self.profile, version=version, build=build, **changes)
        return image


class RunningFleet:
    """Handle on a fleet that runs in another thread."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="simulated fleet", daemon=True)

    def __getitem__(self, name: str) -> RunningDevice:
        return RunningDevice(self, self.fleet.listeners[name])

    def __iter__(self) -> Iterator[RunningDevice]:
        return (self[name] for name in self.fleet.listeners)

    def __len__(self) -> int:
        return len(self.fleet.listeners)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the fleet's loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def call(self, work: Callable[[], T]) -> T:
        """Call a function in the fleet's loop and wait for it."""

        async def called() -> T:
            return work()

        return self.run(called())

    def start(self) -> None:
        self._thread.start()
        self.run(self.fleet.start())

    def stop(self) -> None:
        self.run(self._finish())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    async def _finish(self) -> None:
        """End the fleet and every request that somebody still waits for."""
        await self.fleet.stop()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def advance(self, seconds: float) -> None:
        """Simulated seconds pass at once."""
        self.run(self.fleet.advance(seconds))

    def summary(self) -> dict[str, Any]:
        """What each device saw, and the totals."""
        return self.call(self.fleet.summary)

    def inventory(self, **options: Any) -> dict[str, Any]:
        """An Ansible inventory, see inventory.py."""
        return self.call(lambda: self.fleet.inventory(**options))


@contextmanager
def running_fleet(spec: FleetSpec, time_factor: float | None = None) -> Iterator[RunningFleet]:
    """Run a fleet while the block lasts; ``time_factor`` replaces the one of the fleet."""
    running = RunningFleet(Fleet(spec, time_factor))
    running.start()
    try:
        yield running
    finally:
        running.stop()
