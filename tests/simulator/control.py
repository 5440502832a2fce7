# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Control and inspection over HTTP: what happened to each device, and what shall happen next."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from aiohttp import web

from .device_fleet import Fleet
from .faults import faults_from
from .listener import Listener

Answer = Awaitable[web.StreamResponse]


def describe(listener: Listener) -> dict[str, Any]:
    """Where a device listens and what it is."""
    device = listener.device
    return {
        "profile": device.profile.key,
        "kind": device.profile.kind,
        "address": listener.address,
        "port": listener.port,
        "tls": device.spec.tls,
        "url": listener.url,
        "certificate_sha256": None if listener.certificate is None else listener.certificate.sha256,
    }


def inspect(listener: Listener) -> dict[str, Any]:
    """Everything about a device but its single requests."""
    device = listener.device
    device.advance()
    return {
        **describe(listener),
        "model": device.profile.model,
        "serial": device.identity.serial,
        "state": device.state,
        "version": device.firmware.version,
        "build": device.firmware.build,
        "uptime": device.uptime,
        "activated": device.activated,
        "device_name": device.settings.device_name,
        "faults": device.faults.describe(),
        "record": device.record.summary(),
    }


class Control:
    """The control API of a fleet."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.ended = asyncio.Event()
        self._runner: web.AppRunner | None = None

    def application(self) -> web.Application:
        application = web.Application(middlewares=[problems_as_json])
        application.add_routes(
            [
                web.get("/devices", self._devices),
                web.get("/devices/{name}", self._device),
                web.get("/devices/{name}/requests", self._requests),
                web.delete("/devices/{name}/record", self._forget),
                web.post("/devices/{name}/faults", self._add_faults),
                web.delete("/devices/{name}/faults", self._remove_faults),
                web.delete("/devices/{name}/faults/{fault}", self._remove_faults),
                web.post("/devices/{name}/actions", self._act),
                web.get("/summary", self._summary),
                web.post("/clock", self._clock),
                web.post("/shutdown", self._shutdown),
            ]
        )
        return application

    async def start(self, host: str, port: int) -> str:
        """Listen; returns the URL."""
        self._runner = web.AppRunner(self.application(), access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        return f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def _listener(self, request: web.Request) -> Listener:
        return self.fleet.listeners[request.match_info["name"]]

    async def _devices(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(
            {
                name: {
                    "url": listener.url,
                    "state": inspect(listener)["state"],
                    "version": listener.device.firmware.version,
                    "build": listener.device.firmware.build,
                }
                for name, listener in self.fleet.listeners.items()
            }
        )

    async def _device(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(inspect(self._listener(request)))

    async def _requests(self, request: web.Request) -> web.StreamResponse:
        since = int(request.query.get("since", "0"))
        rows = [asdict(entry) for entry in self._listener(request).device.record.requests if entry.number > since]
        return web.json_response(rows)

    async def _forget(self, request: web.Request) -> web.StreamResponse:
        self._listener(request).device.record.clear()
        return web.json_response({})

    async def _add_faults(self, request: web.Request) -> web.StreamResponse:
        listener = self._listener(request)
        for new in faults_from(await request.json()):
            listener.device.add_fault(new)
        await listener.follow()
        return web.json_response(listener.device.faults.describe())

    async def _remove_faults(self, request: web.Request) -> web.StreamResponse:
        faults = self._listener(request).device.faults
        faults.remove(request.match_info.get("fault"))
        return web.json_response(faults.describe())

    async def _act(self, request: web.Request) -> web.StreamResponse:
        parameters = await request.json()
        action = parameters.pop("action", "")
        await self.fleet.act(request.match_info["name"], action, parameters)
        return web.json_response(inspect(self._listener(request)))

    async def _summary(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self.fleet.summary())

    async def _clock(self, request: web.Request) -> web.StreamResponse:
        wanted = await request.json()
        if "factor" in wanted:
            self.fleet.clock.change_factor(float(wanted["factor"]))
        await self.fleet.advance(float(wanted.get("advance", 0)))
        return web.json_response({"now": self.fleet.clock.now(), "factor": self.fleet.clock.factor})

    async def _shutdown(self, request: web.Request) -> web.StreamResponse:
        self.ended.set()
        return web.json_response({})


@web.middleware
async def problems_as_json(request: web.Request, handler: Callable[[web.Request], Answer]) -> web.StreamResponse:
    """Unknown devices become 404, everything else that is wrong with a request 400."""
    try:
        return await handler(request)
    except json.JSONDecodeError as problem:
        return web.json_response({"error": f"not JSON: {problem}"}, status=400)
    except KeyError as problem:
        return web.json_response({"error": f"unknown: {problem.args[0]}"}, status=404)
    except (ValueError, TypeError) as problem:
        return web.json_response({"error": str(problem)}, status=400)
