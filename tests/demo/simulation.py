# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SECONDS_TO_START = 30


class Simulation:
    """A running simulator: where its devices are, and what they saw."""

    def __init__(self, ready: dict[str, Any]) -> None:
        self.places: dict[str, Any] = ready["devices"]
        self._control = ready["control"]

    def record(self) -> dict[str, Any]:
        """What each device saw, and the totals."""
        return self._ask("/summary")

    def devices(self) -> dict[str, Any]:
        """What each device is and runs."""
        return self._ask("/devices")

    def mend(self, device: str) -> None:
        """Take its faults away."""
        request = urllib.request.Request(f"{self._control}/devices/{device}/faults", method="DELETE")
        urllib.request.urlopen(request, timeout=10).close()

    def _ask(self, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(self._control + path, timeout=10) as answer:
            content: dict[str, Any] = json.load(answer)
        return content


@contextmanager
def simulation(fleet: Path, log: Path) -> Iterator[Simulation]:
    """Run the fleet while the block lasts. Raises :class:`RuntimeError` with the log when it does not start."""
    ready = fleet.with_name("ready.json")
    command = [sys.executable, "-m", "simulator", "--fleet", str(fleet), "--ready-file", str(ready)]
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as process:
        try:
            _wait(process, ready, log)
            yield Simulation(json.loads(ready.read_text(encoding="utf-8")))
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], ready: Path, log: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while not ready.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the simulator did not start:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.05)
