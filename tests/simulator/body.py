# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The body of a request as it arrives: counted, slowed down and broken off where a fault says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web
from aiohttp.client_exceptions import ClientError
from aiohttp.http_exceptions import HttpProcessingError

from .record import Request

LARGEST = 64 * 1024 * 1024


class ConnectionBroken(Exception):
    """The connection ended before the body did."""


class Body:
    """Reads a request's body once."""

    def __init__(self, request: web.BaseRequest, entry: Request) -> None:
        self._request = request
        self._entry = entry
        self.bytes_per_second: float | None = None
        self.declared = int(length) if (length := request.headers.get("Content-Length", "")).isdigit() else None
        self.chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
        self.expect = "Expect" in request.headers
        self.received = 0

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body piece by piece. Raises ConnectionBroken when the client goes away."""
        if not self._request.body_exists:
            return
        if self.expect and self._request.transport is not None:
            self._request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.expect = False
        try:
            while chunk := await self._request.content.readany():
                self.received += len(chunk)
                self._entry.bytes_in = self.received
                yield chunk
                if self.bytes_per_second:
                    await asyncio.sleep(len(chunk) / self.bytes_per_second)
        except (OSError, ClientError, HttpProcessingError) as problem:
            raise ConnectionBroken from problem

    async def read(self) -> bytes:
        """The whole body; what exceeds 64 MiB is cut off."""
        return b"".join([chunk async for chunk in self.chunks() if self.received <= LARGEST])

    async def drain(self) -> None:
        """Read and forget."""
        async for _unused in self.chunks():
            pass
