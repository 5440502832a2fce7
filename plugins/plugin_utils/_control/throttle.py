# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many may send at once, and how fast: shared by all processes that use the same directory.

Slots are locks of the kernel on numbered files, so that one whose holder is killed is free at once. The files stay:
removing one that somebody is about to lock would make two of it.
"""

from __future__ import annotations

import collections.abc
import contextlib
import dataclasses
import fcntl
import functools
import os
import pathlib
import struct
import time
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError, Stopped
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.file_name import file_name
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process

Stop = collections.abc.Callable[[], str | None]
"""Tells why nobody should wait any longer, ``None`` as long as one may."""

_FIRST_PAUSE: typing.Final = 0.1  # seconds between looks for a free slot, growing
_LONGEST_PAUSE: typing.Final = 2.0
_BURST: typing.Final = 0.05  # seconds that a sender may be ahead, so that late wake-ups do not lower the rate
_STATE: typing.Final = struct.Struct("d")


@dataclasses.dataclass(frozen=True, slots=True)
class Slots:
    """``count`` places of one kind, say uploads at a site. ``name`` says which kind, for people and for the files."""

    directory: pathlib.Path
    name: str
    count: int

    @contextlib.contextmanager
    def one(self, stop: Stop, tell: collections.abc.Callable[[str], None]) -> typing.Iterator[None]:
        """Hold a slot. While all are taken, waits, and tells so once.

        Raises :class:`Stopped` if ``stop`` gives a reason before there is one, and :class:`ControlError` where the
        directory can not be used.
        """
        held = self._held(stop, tell)
        try:
            yield
        finally:
            os.close(held)  # and the lock is gone with it

    def _held(self, stop: Stop, tell: collections.abc.Callable[[str], None]) -> int:
        pause = 0.0
        while (held := self._free()) is None:
            if reason := stop():
                raise Stopped(reason)
            if not pause:
                tell(f"waits for one of {self.count} slots: {self.name}")
            pause = min(_LONGEST_PAUSE, pause * 1.5 or _FIRST_PAUSE)
            time.sleep(pause)
        return held

    def _free(self) -> int | None:
        for number in range(1, self.count + 1):
            file = _opened(self.directory, f"{file_name(self.name)}-{number}.slot")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
            except BaseException:
                os.close(file)
                raise
            else:
                return file
        return None


@dataclasses.dataclass(frozen=True, slots=True)
class SharedPace:
    """``bytes_per_second`` for all senders on this machine that name the same directory and the same ``name``.

    A leaky bucket: the file holds the moment up to which the line is taken, on the clock that runs since the machine
    was started. Each start, and each machine, has a file of its own.
    """

    directory: pathlib.Path
    name: str
    bytes_per_second: float

    def delay(self, count: int) -> float:
        """Take the line for so many bytes, and tell the seconds to wait before they are sent.

        Raises :class:`ControlError` where the directory can not be used.
        """
        file = _opened(self.directory, f"{file_name(self.name)}-{_boot()}.pace")
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            now = time.monotonic()
            told = os.pread(file, _STATE.size, 0)
            taken_until = _STATE.unpack(told)[0] if len(told) == _STATE.size else 0.0
            start = max(now - _BURST, taken_until)
            os.pwrite(file, _STATE.pack(start + count / self.bytes_per_second), 0)
        finally:
            os.close(file)
        return max(0.0, start - now)


def _opened(directory: pathlib.Path, name: str) -> int:
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(directory / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ControlError(
            f"Uploads can not be throttled: {error}.", f"Let the user who runs Ansible write to {directory}."
        ) from error


@functools.cache
def _boot() -> str:
    """Which start of this machine; the same text at all times where the system does not tell."""
    return Process.with_pid(os.getpid()).boot_id[:8]
