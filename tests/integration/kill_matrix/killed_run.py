# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A playbook that is killed on its way, with all its processes or with its main process alone."""

from __future__ import annotations

import contextlib
import os
import pathlib
import secrets
import signal
import subprocess
import sys
import time
import typing

_MARK: typing.Final = "KILL_MATRIX_RUN"
_SECONDS_TO_END = 90


class KilledRun:
    """Begins at once. Every process that comes from it carries a mark in its environment."""

    def __init__(self, arguments: typing.Sequence[str], directory: pathlib.Path, environment: dict[str, str]) -> None:
        self._mark = f"{_MARK}={secrets.token_hex(8)}"
        name, value = self._mark.split("=")
        self._output = directory / "killed-run.txt"
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ansible", *arguments],
                cwd=directory,
                env={**environment, name: value},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def goes_on(self) -> bool:
        return self._process.poll() is None

    @property
    def output(self) -> str:
        return self._output.read_text(errors="replace")

    def kill(self, number: signal.Signals) -> None:
        """SIGKILL takes all processes away at once, as a power failure does. Other signals go to the main one."""
        if number is signal.SIGKILL:
            for process in self._processes():
                _send(process, number)
        else:
            self._process.send_signal(number)
        self._wait()

    def _wait(self) -> None:
        """Workers may outlive the main process: they follow what has begun to its proof."""
        deadline = time.monotonic() + _SECONDS_TO_END
        self._process.wait(_SECONDS_TO_END)
        while left := self._processes():
            if time.monotonic() > deadline:
                raise AssertionError(f"processes {left} do not end\n{self.output}")
            time.sleep(0.1)

    def _processes(self) -> list[int]:
        return [int(path.parent.name) for path in pathlib.Path("/proc").glob("[0-9]*/environ") if self._is_ours(path)]

    def _is_ours(self, path: pathlib.Path) -> bool:
        try:
            return self._mark.encode() in path.read_bytes().split(b"\0")
        except OSError:  # gone, or somebody else's
            return False


def _send(process: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, number)
