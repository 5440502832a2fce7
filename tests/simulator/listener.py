# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The network side of a device: listens while the device runs, refuses connections while it does not."""

from __future__ import annotations

import asyncio
import errno
import socket

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from . import faults as f
from .device import Device
from .server import DeviceHttp
from .tls import Certificate, make_certificate, server_context

READ_BUFFER = 1 << 20


class CountingServer(web.Server):
    """aiohttp's low-level server that also knows how many connections are open."""

    def __init__(self, device: Device, http: DeviceHttp) -> None:
        keep_alive = device.profile.keep_alive or 5.0
        super().__init__(http.handle, access_log=None, keepalive_timeout=keep_alive, read_bufsize=READ_BUFFER)
        self._device = device
        self._http = http

    def connection_made(self, handler: RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        open_now = self._device.record.connected()
        limit = self._device.faults.get(f.ConnectionLimit)
        if limit is not None and open_now > limit.connections:
            transport.abort()

    def connection_lost(self, handler: RequestHandler, exc: BaseException | None = None) -> None:
        super().connection_lost(handler, exc)
        self._http.requests_left.pop(id(handler), None)
        self._device.record.disconnected()

    def reset_connections(self) -> None:
        """Break all connections at once, as a device that goes down does."""
        for handler in list(self.connections):
            if handler.transport is not None:
                handler.transport.abort()


class Listener:
    """One device on one address."""

    def __init__(self, device: Device) -> None:
        self.device = device
        self.http = DeviceHttp(device)
        self.address = device.spec.address or "127.0.0.1"
        self.port = device.spec.port or 0
        self.certificate: Certificate | None = None
        self._generation = -1
        self._boot = -1
        self._server: CountingServer | None = None
        self._listening: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.device.spec.tls else 'http'}://{self.address}:{self.port}"

    @property
    def out_of_step(self) -> bool:
        """Listens although the device is down, or the other way round, or has not noticed a quick restart."""
        listening = self._listening is not None
        return self.device.reachable != listening or (listening and self._boot != self.device.reboot_count)

    async def reserve(self) -> None:
        """Find out the port once, even for a device that is switched off."""
        self._server = CountingServer(self.device, self.http)
        with self._bound_socket() as reserved:
            self.port = reserved.getsockname()[1]
        if self.device.spec.tls:
            self._renew_certificate()

    async def follow(self) -> None:
        """Listen or not, as the device's state says."""
        self.device.advance()
        if not self.out_of_step:
            return
        self.close()
        if self.device.reachable:
            await self._open()

    async def _open(self) -> None:
        try:
            bound = self._bound_socket()
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                return
            raise
        context = None
        if self.device.spec.tls:
            self._renew_certificate()
            assert self.certificate is not None
            context = server_context(self.certificate, self.device.spec.tls_maximum)
        assert self._server is not None, "reserve() comes first"
        self.http.doorkeeper.forget_nonces()
        self._boot = self.device.reboot_count
        self._listening = await asyncio.get_running_loop().create_server(self._server, sock=bound, ssl=context)

    def _bound_socket(self) -> socket.socket:
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((self.address, self.port))
        except OSError:
            bound.close()
            raise
        return bound

    def _renew_certificate(self) -> None:
        if self._generation != self.device.certificate_generation:
            spec = self.device.spec
            self.certificate = make_certificate(spec.certificate, self.device.identity.serial, self.address)
            self._generation = self.device.certificate_generation

    async def stop(self) -> None:
        """Listen no more, and let no handler run on."""
        self.close()
        if self._server is not None:
            await self._server.shutdown(timeout=0.1)

    def close(self) -> None:
        """Refuse new connections and break the open ones."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        if self._server is not None:
            self._server.reset_connections()
