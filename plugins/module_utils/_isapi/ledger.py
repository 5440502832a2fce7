# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory of refused passwords, so that one stale password costs a device one attempt, not thirty minutes of lock.

A client remembers within its session. Ansible runs each task in a process of its own, so the memory of a run is a
directory on the controller that ends with the run.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import pathlib
import tempfile
import typing

from .errors import AccountLocked, LockState


@dataclasses.dataclass(frozen=True, slots=True)
class Refusal:
    """One refused answer: when (UTC), and what the device told about its lock then."""

    at: datetime.datetime
    lock: LockState

    def lock_at(self, now: datetime.datetime) -> LockState:
        """The lock as it stands at a later time: what remained of it has shrunk."""
        if self.lock.unlock_time is None:
            return self.lock
        age = int((now - self.at).total_seconds())
        return dataclasses.replace(self.lock, unlock_time=max(0, self.lock.unlock_time - age))

    def repeated(self, device: str, now: datetime.datetime) -> AccountLocked:
        """What to raise instead of trying again."""
        lock = self.lock_at(now)
        return AccountLocked(
            f"{device} refused the password or was locked earlier in this run{lock.rest}; it is not tried again, "
            "because a few wrong answers lock the account",
            lock=lock,
        )


class RefusalLedger(typing.Protocol):
    """Which devices have refused us in this run. A device is named by ``host:port``."""

    def find(self, device: str) -> Refusal | None: ...

    def add(self, device: str, refusal: Refusal) -> None: ...


class MemoryLedger:
    """For one process."""

    def __init__(self) -> None:
        self._refusals: dict[str, Refusal] = {}

    def find(self, device: str) -> Refusal | None:
        return self._refusals.get(device)

    def add(self, device: str, refusal: Refusal) -> None:
        self._refusals[device] = refusal


class DirectoryLedger:
    """One small file a device, shared by all workers of a run. It never holds a user name or password."""

    def __init__(self, directory: pathlib.Path) -> None:
        self._directory = directory

    def find(self, device: str) -> Refusal | None:
        try:
            entry = json.loads(self._file(device).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return Refusal(datetime.datetime.fromisoformat(entry["at"]), LockState(**entry["lock"]))

    def add(self, device: str, refusal: Refusal) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        entry = {"at": refusal.at.isoformat(), "lock": dataclasses.asdict(refusal.lock)}
        # Written aside, so that other workers see nothing or the whole. Two refusals at once say the same.
        with tempfile.NamedTemporaryFile("w", dir=self._directory, delete=False) as file:
            json.dump(entry, file)
        pathlib.Path(file.name).replace(self._file(device))

    def _file(self, device: str) -> pathlib.Path:
        return self._directory / f"{hashlib.sha256(device.encode()).hexdigest()[:32]}.json"
