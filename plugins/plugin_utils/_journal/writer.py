# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Append to a journal: many workers at once, no line among another, nothing lost that was said to be written."""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import os
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.details import closed
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import NotDurable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind

Clock = typing.Callable[[], datetime.datetime]


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class Journal:
    """The journal at ``path`` as ``run`` writes it. Holds no file open, so any process may have a copy."""

    def __init__(self, path: pathlib.Path, run: str, clock: Clock = _now) -> None:
        self.path = path
        self.run = run
        self._clock = clock

    def append(self, kind: Kind, host: str | None = None, **details: typing.Any) -> Event:
        """Write one event. When this returns, the event outlasts a crash of the controller.

        ``details`` are those of :data:`.details.DETAILS`; those that are ``None`` are left out. The time of the event
        is taken under the lock, so the order of the lines is that of their times, as far as one clock goes.

        Raises :class:`.error.NotDurable` when the event can not be made durable, and :class:`.error.UnknownDetail`.
        """
        known = closed(kind, details)
        try:
            with _locked(self.path) as file:
                event = Event(self._clock(), self.run, kind, host, known)
                _write(file, event.as_line().encode() + b"\n")
                os.fsync(file)
        except OSError as error:
            raise NotDurable.of(error, self.path) from error
        return event


@contextlib.contextmanager
def _locked(path: pathlib.Path) -> typing.Iterator[int]:
    """The file, made if it is not there, while no other writer has it. Closing it gives up the lock."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
    file = os.open(path, flags, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file).st_size == 0:
            _sync_directory(path.parent)  # a file that nobody finds after a crash is no journal
        yield file
    finally:
        os.close(file)


def _write(file: int, line: bytes) -> None:
    """One write for the whole line. Behind the torn line of a writer that was killed, a new line begins."""
    size = os.fstat(file).st_size
    torn = size > 0 and os.pread(file, 1, size - 1) != b"\n"
    data = b"\n" + line if torn else line
    while data:  # a disk that gets full may take a part of it; the next write tells why
        data = data[os.write(file, data) :]


def _sync_directory(path: pathlib.Path) -> None:
    directory = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
