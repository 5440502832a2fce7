# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Event/notification/alertStream: an answer that never ends."""

from __future__ import annotations

import asyncio

from aiohttp import web

from .device import Device
from .isapi.events import alert

HEARTBEAT = 1.0
"""Real seconds between two signs of life."""


class AlertStream:
    """Everybody who listens to the events of one device."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._listeners: set[asyncio.Queue[bytes]] = set()

    def emit(self, kind: str, channel: int) -> None:
        """Send an active event to everybody."""
        for queue in self._listeners:
            queue.put_nowait(alert(self._device, kind, channel, active=True))

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Send events and signs of life until the client goes away."""
        response = web.StreamResponse(headers={"Content-Type": "multipart/mixed; boundary=boundary"})
        await response.prepare(request)
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        queue.put_nowait(self._sign_of_life())
        self._listeners.add(queue)
        try:
            while True:
                await response.write(await self._next(queue))
        except ConnectionError:
            return response
        finally:
            self._listeners.discard(queue)

    async def _next(self, queue: asyncio.Queue[bytes]) -> bytes:
        try:
            return await asyncio.wait_for(queue.get(), HEARTBEAT)
        except TimeoutError:
            return self._sign_of_life()

    def _sign_of_life(self) -> bytes:
        return alert(self._device, "videoloss", 1, active=False)
