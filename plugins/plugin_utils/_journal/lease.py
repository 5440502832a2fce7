# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may work on a device: one run at a time, on any controller that shares the directory.

A lease says who has a device and until when. A lock on it, which the kernel gives up when its process ends in any way,
says that somebody is at the device right now: a worker that outlives its run still holds it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import fcntl
import json
import os
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import AtWork, NotDurable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.file_name import file_name
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Fate, Process

_GUARD = ".guard"
_LARGEST = 16_384

Clock = typing.Callable[[], datetime.datetime]


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has a lease: a ``run`` of the ``rollout`` (digest of its plan), which is a ``process``, for its ``host``."""

    process: Process
    rollout: str
    run: str
    host: str

    def __str__(self) -> str:
        return f"run {self.run} of rollout {self.rollout[:12]} ({self.process})"

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values."""
        return {**self.process.as_result(), "rollout": self.rollout, "run": self.run, "host": self.host}


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """Somebody else has the lease. ``at_work``: and is at the device right now, whatever ``until`` says."""

    by: Holder
    until: datetime.datetime
    at_work: bool = False

    def __str__(self) -> str:
        doing = "is being worked on" if self.at_work else "is leased"
        return f"{self.by.host} {doing} by {self.by} until {self.until:%Y-%m-%d %H:%M} UTC"


class Leases:
    """The leases in a directory. Small files, one for each device, that stay there when they are given back."""

    def __init__(self, directory: pathlib.Path, clock: Clock = _now) -> None:
        self._directory = directory
        self._clock = clock

    def take(self, key: str, holder: Holder, seconds: float, *, settled: Holder | None = None) -> Held | None:
        """Take or prolong the lease of the device ``key``. ``None``: ``holder`` has it, for ``seconds`` from now.

        Nobody gets it while somebody is at the device (:meth:`working`), be it the holder's own worker.
        The lease of another holder is taken over when

        - that holder is proven to be dead (same controller; its process is gone), and is of the same rollout or is
          ``settled``, of which the caller knows by the journal of its rollout that it left nothing open, or
        - it has expired and that holder is not known to live.

        Raises :class:`.error.NotDurable`.
        """
        now = self._clock()
        with self._guarded(), self._file(key) as file:
            current = _read(file)
            if _is_locked(file):
                return dataclasses.replace(current or Held(_nobody(holder.host), now), at_work=True)
            if current is not None and current.by != holder and not _is_free(current, holder, settled, now):
                return current
            _write(file, Held(holder, now + datetime.timedelta(seconds=seconds)))
        return None

    def release(self, key: str, holder: Holder) -> None:
        """Give the lease back, if ``holder`` has it, or a run of its rollout that is proven to be dead.

        Raises :class:`.error.NotDurable`.
        """
        if not self._is_known(key):
            return
        with self._guarded(), self._file(key) as file:
            current = _read(file)
            if current is None:
                return
            if current.by == holder or (_was_left_to(current, holder) and not _is_locked(file)):
                _write(file, None)

    def held(self, key: str) -> Held | None:
        """What the lease says now, of whomever. Raises :class:`.error.NotDurable`."""
        if not self._is_known(key):
            return None
        with self._guarded(), self._file(key) as file:
            current = _read(file)
            return None if current is None else dataclasses.replace(current, at_work=_is_locked(file))

    @contextlib.contextmanager
    def working(self, key: str) -> typing.Iterator[None]:
        """Be at the device ``key`` as long as the context lasts, or this process.

        Raises :class:`.error.AtWork` when somebody else is, and :class:`.error.NotDurable`.
        """
        with self._file(key) as file:
            with self._guarded():
                if not _lock(file):
                    current = _read(file)
                    who = str(current.by) if current else "another process"
                    raise AtWork(f"{current.by.host if current else key} is being worked on by {who} right now.")
            yield

    def is_worked_on(self, key: str) -> bool:
        """Whether somebody is at the device right now. Raises :class:`.error.NotDurable`."""
        if not self._is_known(key):
            return False
        with self._guarded(), self._file(key) as file:
            return _is_locked(file)

    @contextlib.contextmanager
    def _guarded(self) -> typing.Iterator[None]:
        """Nobody else reads or changes a lease meanwhile; a look at a lock takes it for a moment."""
        with self._opened(_GUARD) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
            except OSError as error:
                raise NotDurable.of(error, self._directory / _GUARD) from error
            yield

    def _is_known(self, key: str) -> bool:
        """Asking makes no file."""
        return (self._directory / f"{file_name(key)}.json").exists()

    def _file(self, key: str) -> contextlib.AbstractContextManager[int]:
        return self._opened(f"{file_name(key)}.json")

    @contextlib.contextmanager
    def _opened(self, name: str) -> typing.Iterator[int]:
        path = self._directory / name
        try:
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise NotDurable.of(error, path) from error
        try:
            yield file
        finally:
            os.close(file)


def _is_free(current: Held, holder: Holder, settled: Holder | None, now: datetime.datetime) -> bool:
    fate = current.by.process.fate
    if fate is Fate.DEAD and (current.by.rollout == holder.rollout or current.by == settled):
        return True
    return now >= current.until and fate is not Fate.ALIVE


def _was_left_to(current: Held, holder: Holder) -> bool:
    return current.by.rollout == holder.rollout and current.by.process.fate is Fate.DEAD


def _nobody(host: str) -> Holder:
    """Whoever is at a device without a lease."""
    return Holder(process=Process(controller="an unknown controller", pid=0), rollout="", run="", host=host)


def _lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_locked(file: int) -> bool:
    """Whether another process has the lock. Closing the file gives up what this look took."""
    if not _lock(file):
        return True
    fcntl.flock(file, fcntl.LOCK_UN)
    return False


def _read(file: int) -> Held | None:
    """``None`` for a lease that was given back, and for one whose writer was killed before it had it."""
    line = os.pread(file, _LARGEST, 0).partition(b"\n")[0]
    try:
        told = dict(json.loads(line))
        holder = Holder(
            process=Process.read(told), rollout=str(told["rollout"]), run=str(told["run"]), host=str(told["host"])
        )
        until = datetime.datetime.fromisoformat(told["until"])
        return Held(holder, until) if until.tzinfo else None
    except (KeyError, TypeError, ValueError):
        return None


def _write(file: int, held: Held | None) -> None:
    """In place, since the lock is one on this very file. What is left of a longer text before is not read."""
    told = {**held.by.as_result(), "until": held.until.isoformat()} if held else {}
    data = json.dumps(told).encode() + b"\n"
    try:
        os.pwrite(file, data, 0)
        os.ftruncate(file, len(data))
        os.fsync(file)
    except OSError as error:
        raise NotDurable.of(error, "The lease") from error
