# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a command and tell what it used: time, CPU of the whole process tree, memory."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from . import process_tree

LONGEST_SECONDS = 900.0


class Failed(Exception):
    """Something could not be measured; the message says what and where to look."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds on the clock and seconds of CPU, user and system together, of a process and all that it waited for."""

    wall: float
    cpu: float


class Gauge(Protocol):
    """Looks at a running process tree every ``pause`` seconds."""

    pause: float

    def look(self, root: int) -> None: ...


class PeakMemory:
    """The largest sum of PSS over the tree. What lasts less than ``pause`` may be missed."""

    pause = 0.25

    def __init__(self) -> None:
        self.bytes = 0

    def look(self, root: int) -> None:
        self.bytes = max(self.bytes, sum(map(process_tree.proportional, process_tree.family(root))))


class RootMemory:
    """The largest RSS of the root alone, which is Ansible's main process; the kernel's own mark."""

    pause = 0.25

    def __init__(self) -> None:
        self.bytes = 0

    def look(self, root: int) -> None:
        self.bytes = max(self.bytes, process_tree.peak_resident(root))


class WorkerGrowth:
    """How much the process below ``root`` that grows most has grown since it was first seen.

    The first look comes within milliseconds of the fork; the peak afterwards is the kernel's own mark.
    """

    pause = 0.005

    def __init__(self) -> None:
        self.bytes = 0
        self._first: dict[int, int] = {}

    def look(self, root: int) -> None:
        for pid in process_tree.family(root)[1:]:
            first = self._first.setdefault(pid, process_tree.resident(pid))
            self.bytes = max(self.bytes, process_tree.peak_resident(pid) - first)


def measure(command: Sequence[str], *, log: Path, environment: Mapping[str, str], gauges: Sequence[Gauge]) -> Usage:
    """Run ``command`` to its end with its output in ``log``. Raises :class:`Failed` when it does not end well."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        began = time.monotonic()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=True,
        )
        with _ended_in_time(process), _watched(process.pid, gauges):
            # Unlike Popen.wait() this tells what exactly this child and its own children used.
            _unused, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
    if process.returncode != 0:
        raise Failed(f"{command[0]} ended with {process.returncode}; its output is in {os.path.relpath(log)}")
    return Usage(wall, used.ru_utime + used.ru_stime)


@contextlib.contextmanager
def _ended_in_time(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill the process with all its children when it takes too long or the measurement is broken off."""

    def kill() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(LONGEST_SECONDS, kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    except BaseException:
        kill()
        raise
    finally:
        timer.cancel()


@contextlib.contextmanager
def _watched(root: int, gauges: Sequence[Gauge]) -> Iterator[None]:
    ended = threading.Event()

    def watch(gauge: Gauge) -> None:
        pause = 0.0
        while not ended.wait(pause):
            began = time.monotonic()
            gauge.look(root)
            # Looking at many processes takes long: leave nine tenths of the time to those who work.
            pause = max(gauge.pause, 9 * (time.monotonic() - began))

    threads = [threading.Thread(target=watch, args=(gauge,), daemon=True) for gauge in gauges]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()
