# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may log in, what they may do, and the lock after wrong passwords."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .clock import Clock
from .profiles.model import LockPolicy

ALL_RIGHTS = frozenset({"upgrade", "reboot", "configuration"})


@dataclass(frozen=True, slots=True)
class Account:
    """One user of a device. An administrator has every right."""

    name: str
    password: str = field(repr=False)
    level: str = "Administrator"
    rights: frozenset[str] = frozenset()

    def may(self, right: str | None) -> bool:
        return right is None or self.level == "Administrator" or right in self.rights


@dataclass(slots=True)
class Attempts:
    """Failures of one client address."""

    failed: int = 0
    locked_until: float | None = None


class LoginGuard:
    """Counts wrong answers per client address and locks, as devices do: by address, not by user."""

    def __init__(self, policy: LockPolicy, clock: Clock, on_lock: Callable[[], None]) -> None:
        self.policy = policy
        self.attempts = policy.attempts
        self._clock = clock
        self._on_lock = on_lock
        self._clients: dict[str, Attempts] = {}
        self._everybody_until = 0.0

    def locked_seconds(self, client: str) -> int:
        """Simulated seconds until the lock ends; 0 when there is none."""
        until = self._everybody_until
        attempts = self._clients.get(client)
        if attempts is not None and attempts.locked_until is not None:
            until = max(until, attempts.locked_until)
        left = until - self._clock.now()
        if left <= 0:
            return 0
        return max(1, round(left))

    def attempts_left(self, client: str) -> int:
        if self.locked_seconds(client):
            return 0
        return max(0, self.attempts - self._known(client).failed)

    def failed(self, client: str) -> None:
        """A wrong answer; the last allowed one locks. While locked nothing is verified and nothing counts."""
        if self.locked_seconds(client):
            return
        attempts = self._known(client)
        attempts.failed += 1
        if attempts.failed >= self.attempts:
            attempts.locked_until = self._clock.now() + self.policy.seconds
            self._on_lock()

    def succeeded(self, client: str) -> None:
        self._clients.pop(client, None)

    def lock(self, seconds: float) -> None:
        """Lock every client."""
        self._everybody_until = self._clock.now() + seconds
        self._on_lock()

    def unlock(self) -> None:
        self._everybody_until = 0.0
        self._clients.clear()

    def _known(self, client: str) -> Attempts:
        attempts = self._clients.setdefault(client, Attempts())
        if attempts.locked_until is not None and attempts.locked_until <= self._clock.now():
            attempts.failed, attempts.locked_until = 0, None
        return attempts
