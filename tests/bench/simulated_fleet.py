# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The devices: simulated cameras in a process of their own, which no measurement counts."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.fleet_spec import DEFAULT_PASSWORD, DEFAULT_USER

from .measurement import Failed

TESTS = Path(__file__).resolve().parent.parent
PROFILE = "camera-g5"
SECONDS_TO_START = 60.0
SECONDS_TO_ANSWER = 60.0
SECONDS_TO_END = 10.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What the devices themselves counted. Counts are sums over the fleet, ``most`` is the worst device's figure."""

    requests: int
    failed_logins: int
    most_parallel_requests: int
    upload_bytes: int
    reboots: int


class SimulatedFleet:
    """Handle on the running simulator."""

    def __init__(self, ready: dict[str, Any]) -> None:
        self._control: str = ready["control"]
        self._devices: dict[str, dict[str, Any]] = ready["devices"]

    def __len__(self) -> int:
        return len(self._devices)

    def inventory(self) -> dict[str, Any]:
        """An inventory that says where the devices are and leaves the connection to the playbook."""
        hosts = {
            name: {
                "ansible_host": device["address"],
                "ansible_port": device["port"],
                "ansible_user": DEFAULT_USER,
                "ansible_password": DEFAULT_PASSWORD,
                "hikvision_use_ssl": device["tls"],
                "hikvision_validate_certs": False,
                "base_url": device["url"],
            }
            for name, device in self._devices.items()
        }
        return {"all": {"hosts": hosts}}

    def forget(self) -> None:
        """Start all counters anew."""
        for name in self._devices:
            self._ask("DELETE", f"/devices/{name}/record")

    def seen(self) -> Seen:
        """The counters since the last :meth:`forget`."""
        summary = self._ask("GET", "/summary")
        records = summary["per_device"].values()
        return Seen(
            requests=summary["requests"],
            failed_logins=sum(record["auth_failures"] for record in records),
            most_parallel_requests=summary["max_parallel_requests"],
            upload_bytes=summary["upload_bytes"],
            reboots=summary["reboots"],
        )

    def versions(self) -> set[str]:
        """The versions that run now."""
        return {device["version"] for device in self._ask("GET", "/devices").values()}

    def _ask(self, method: str, path: str) -> Any:
        request = urllib.request.Request(self._control + path, method=method)
        with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER) as answer:
            return json.load(answer)


@contextlib.contextmanager
def simulated_fleet(devices: int, *, tls: bool, time_factor: float, directory: Path) -> Iterator[SimulatedFleet]:
    """Run a fleet while the block lasts; ``directory`` receives its files. Raises :class:`Failed`."""
    spec, ready = directory / "fleet.json", directory / "ready.json"
    ready.unlink(missing_ok=True)
    entry = {"name": "cam-{:03d}", "profile": PROFILE, "count": devices, "tls": tls}
    spec.write_text(json.dumps({"time_factor": time_factor, "devices": [entry]}), encoding="utf-8")
    command = [sys.executable, "-m", "simulator", "--fleet", str(spec), "--ready-file", str(ready)]
    with (
        (directory / "simulator.log").open("wb") as log,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(TESTS)},
        ) as process,
    ):
        try:
            yield SimulatedFleet(_once_ready(process, ready, directory / "simulator.log"))
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()


def _once_ready(process: subprocess.Popen[bytes], ready: Path, log: Path) -> dict[str, Any]:
    deadline = time.monotonic() + SECONDS_TO_START
    while not ready.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise Failed(f"the simulator did not start: {log.read_text(errors='replace')[-500:]}")
        time.sleep(0.05)
    content: dict[str, Any] = json.loads(ready.read_text(encoding="utf-8"))
    return content
