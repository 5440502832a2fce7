# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of Ansible at a time works with a run of a procedure.

Every task is a process of its own, so no file can stay locked from task to task. Instead, the lock says which main
process of Ansible holds it, and counts as long as that process lives.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import os
import pathlib
import time
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Fate, Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.errors import RunLocked

_PATIENCE = 10.0  # seconds for another task to write its few bytes
_LARGEST = 4096


@dataclasses.dataclass(slots=True)
class Hold:
    """Says whether the lock outlasts this task; an error leaves it to others."""

    stays: bool = False


@contextlib.contextmanager
def held(path: pathlib.Path, me: Process, *, take_over: bool = False) -> typing.Iterator[Hold]:
    """Hold the lock for this task and, if ``hold.stays`` is set, for the rest of this run of Ansible.

    Raises :class:`RunLocked`, and :class:`OSError` for the file.
    """
    with _opened(path) as file:
        other = _holder(file)
        if other is not None and other != me and not take_over:
            _refuse_living(other)
        hold = Hold()
        try:
            yield hold
        finally:
            _write(file, me if hold.stays else None)


def _refuse_living(other: Process) -> None:
    match other.fate:
        case Fate.ALIVE:
            raise RunLocked(f"Another run of Ansible works with this: {other}.")
        case Fate.UNKNOWN:
            why = "and from here nobody can tell whether it still goes on"
            raise RunLocked(f"Another run of Ansible has begun with this, {other}, {why}.")


@contextlib.contextmanager
def _opened(path: pathlib.Path) -> typing.Iterator[typing.BinaryIO]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "r+b") as file:
        deadline = time.monotonic() + _PATIENCE
        while not _locked(file):
            if time.monotonic() > deadline:
                raise RunLocked("Another task has been writing to this run for a long time.")
            time.sleep(0.05)
        yield file


def _locked(file: typing.BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(file: typing.BinaryIO) -> Process | None:
    """``None`` for what names nobody: whoever was cut off while writing it is gone."""
    file.seek(0)
    try:
        told = json.loads(file.read(_LARGEST))
        return Process.read(told) if isinstance(told, dict) else None
    except (ValueError, TypeError, KeyError):
        return None


def _write(file: typing.BinaryIO, holder: Process | None) -> None:
    file.seek(0)
    file.write(json.dumps(holder.as_result() if holder else None).encode())
    file.truncate()
    file.flush()
