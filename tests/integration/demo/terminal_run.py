# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program in a terminal: what a person would see, and the keys that a person would press."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ansible_collections.surveillance.hikvision.tests.unit.callback.screen import Screen

COLUMNS, LINES = 100, 30
SECONDS = 150
CONTROL_C = b"\x03"


class TerminalRun:
    """A program that runs in a terminal of its own. ``pictures`` are all states of its screen, the last one last."""

    def __init__(self, command: Sequence[str], directory: Path, environment: Mapping[str, str]) -> None:
        self.screen = Screen(COLUMNS, LINES)
        self.pictures: list[list[str]] = []
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self._descriptor = ours
        self._process = subprocess.Popen(
            ["setsid", "--ctty", "--wait", *command],
            cwd=directory,
            env={**environment, "TERM": "xterm-256color"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)

    @property
    def text(self) -> list[str]:
        """Everything that stays: what has scrolled out of the screen and what is on it."""
        return self.screen.scrolled_out + self.screen.rows

    def press(self, keys: bytes) -> None:
        os.write(self._descriptor, keys)

    def watch(self, until: Callable[[list[str]], bool] = lambda rows: False) -> None:
        """Follow the screen until it shows something, or to the end."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            data = b""
            with contextlib.suppress(OSError):  # a terminal that its last program has left
                data = os.read(self._descriptor, 1 << 16)
            if not data:
                return
            self.screen.write(data.decode("utf-8", "replace"))
            self.pictures.append([row.rstrip() for row in self.screen.rows])
            if until(self.pictures[-1]):
                return
        raise TimeoutError("\n".join(self.screen.rows))

    def end(self) -> int:
        """Follow to the end; returns the exit code."""
        self.watch()
        os.close(self._descriptor)
        return self._process.wait(timeout=SECONDS)
