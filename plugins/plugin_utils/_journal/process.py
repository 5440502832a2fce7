# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which process on which controller does something, and whether it still lives."""

from __future__ import annotations

import dataclasses
import enum
import multiprocessing
import os
import pathlib
import socket
import typing

Mapping = typing.Mapping[str, typing.Any]

_PROC = pathlib.Path("/proc")
_BOOT = _PROC / "sys/kernel/random/boot_id"
_MACHINE = pathlib.Path("/etc/machine-id")


class Fate(enum.StrEnum):
    """What is known of a process."""

    ALIVE = "alive"
    DEAD = "dead"
    UNKNOWN = "unknown"  # on another controller, or in another container


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process, of all that ever were.

    ``controller`` is a name of a host, of which there may be several; ``machine`` tells them apart. ``started`` is the
    time of its start in ticks since boot (field 22 of ``/proc/<pid>/stat``), ``boot_id`` names the boot of the
    controller, ``namespace`` that of its process numbers: in two containers the same number means two processes. Where
    the system does not tell one of them (there is no ``/proc`` on macOS), it is empty or ``None``.
    """

    controller: str
    pid: int
    started: int | None = None
    machine: str = ""
    boot_id: str = ""
    namespace: str = ""

    @classmethod
    def with_pid(cls, pid: int) -> Process:
        """A process of this controller."""
        return cls(
            controller=socket.gethostname(),
            pid=pid,
            started=_started(pid),
            machine=_line(_MACHINE),
            boot_id=_line(_BOOT),
            namespace=_namespace(),
        )

    @classmethod
    def of_this_run(cls) -> Process:
        """The main process of Ansible, as its workers see it: an action runs in a child of it."""
        parent = multiprocessing.parent_process()
        return cls.with_pid((parent and parent.pid) or os.getppid())

    @classmethod
    def read(cls, told: Mapping) -> Process:
        """The counterpart of :meth:`as_result`. Raises :class:`KeyError`, :class:`TypeError`, :class:`ValueError`."""
        started = told.get("started")
        return cls(
            controller=str(told["controller"]),
            pid=int(told["pid"]),
            started=None if started is None else int(started),
            machine=str(told.get("machine") or ""),
            boot_id=str(told.get("boot_id") or ""),
            namespace=str(told.get("namespace") or ""),
        )

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values under the names of the fields."""
        return dataclasses.asdict(self)

    @property
    def fate(self) -> Fate:
        """Dead only if that is proven: another boot of this controller, no such process, or a later one."""
        if self.controller != socket.gethostname() or self.machine != _line(_MACHINE) or not self.pid:
            return Fate.UNKNOWN
        if self.namespace != _namespace():
            return Fate.UNKNOWN
        if self.boot_id != _line(_BOOT):
            return Fate.DEAD if self.machine else Fate.UNKNOWN  # or on another machine with the same name
        if not _exists(self.pid):
            return Fate.DEAD
        started = _started(self.pid)
        return Fate.DEAD if started != self.started else Fate.ALIVE

    def __str__(self) -> str:
        return f"process {self.pid} on {self.controller}"


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it belongs to another user
    return True


def _started(pid: int) -> int | None:
    """``None`` for a process that has ended and only waits to be noticed, too."""
    told = _line(_PROC / str(pid) / "stat")
    fields = told.rpartition(")")[2].split()  # the name of a program may have blanks and brackets
    if len(fields) < 20 or fields[0] in ("Z", "X"):
        return None
    return int(fields[19])


def _namespace() -> str:
    try:
        return str((_PROC / "self/ns/pid").readlink())
    except OSError:
        return ""


def _line(path: pathlib.Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
