# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a device saw: every request, every upload, every restart."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

KEPT_REQUESTS = 20_000


@dataclass(slots=True)
class Request:
    """One request as the device saw it; no header values, no query values: both may hold secrets."""

    number: int
    at: float
    """Simulated seconds since the fleet started."""
    method: str
    path: str
    query: tuple[str, ...]
    authenticated: bool = False
    user: str | None = None
    status: int | None = None
    """None: no answer was sent."""
    bytes_in: int = 0
    bytes_out: int = 0
    seconds: float = 0.0
    """Real seconds until the answer was ready."""
    state: str = ""


@dataclass(slots=True)
class Upload:
    """One attempt to hand over an image."""

    method: str
    form: str
    """raw or multipart"""
    declared: int | None
    chunked: bool
    expect: bool
    bytes: int = 0
    image_bytes: int = 0
    outcome: str = "receiving"
    """accepted, the sub status of a refusal, unauthenticated, stale, or dropped"""


@dataclass(slots=True)
class Counters:
    requests: int = 0
    writes: int = 0
    auth_failures: int = 0
    stale_nonces: int = 0
    unauthenticated: int = 0
    locks: int = 0
    max_parallel_requests: int = 0
    max_connections: int = 0
    upload_bytes: int = 0
    flashes: int = 0
    reboots: int = 0
    exports: int = 0
    imports: int = 0


class Record:
    """Everything a device remembers for the test that asks."""

    def __init__(self) -> None:
        self._in_flight = 0
        self._connections = 0
        self.clear()

    def clear(self) -> None:
        """Forget everything but what is going on right now."""
        self.counters = Counters()
        self.requests: deque[Request] = deque(maxlen=KEPT_REQUESTS)
        self.uploads: list[Upload] = []
        self.history: list[str] = []

    def begin(self, at: float, method: str, path: str, query: tuple[str, ...]) -> Request:
        """A request arrived."""
        self.counters.requests += 1
        if method not in ("GET", "HEAD"):
            self.counters.writes += 1
        self._in_flight += 1
        self.counters.max_parallel_requests = max(self.counters.max_parallel_requests, self._in_flight)
        request = Request(self.counters.requests, at, method, path, query)
        self.requests.append(request)
        return request

    def end(self) -> None:
        """A request is answered, or its connection is gone."""
        self._in_flight -= 1

    def connected(self) -> int:
        """A connection opened; returns how many are open now."""
        self._connections += 1
        self.counters.max_connections = max(self.counters.max_connections, self._connections)
        return self._connections

    def disconnected(self) -> None:
        self._connections -= 1

    def summary(self) -> dict[str, Any]:
        """Counters, uploads and firmware history as plain data."""
        return {
            **asdict(self.counters),
            "uploads": [asdict(upload) for upload in self.uploads],
            "history": list(self.history),
        }


def totals(summaries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What a test asserts about a whole fleet."""
    rows = list(summaries)
    summed = {
        name: sum(row[name] for row in rows) for name in ("requests", "writes", "flashes", "reboots", "upload_bytes")
    }
    return {
        **summed,
        "devices": len(rows),
        "max_auth_failures": max((row["auth_failures"] for row in rows), default=0),
        "max_parallel_requests": max((row["max_parallel_requests"] for row in rows), default=0),
        "max_connections": max((row["max_connections"] for row in rows), default=0),
        "max_uploads": max((len(row["uploads"]) for row in rows), default=0),
        "locks": sum(row["locks"] for row in rows),
    }
