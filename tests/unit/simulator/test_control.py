# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as a process: ready file, control API, clean end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.auth import HTTPDigestAuth

import simulator

TESTS = Path(simulator.__file__).parent.parent


@dataclass
class Process:
    popen: subprocess.Popen[str]
    ready: dict[str, Any]

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        return requests.request(method, f"{self.ready['control']}{path}", timeout=10, **options)

    def read(self, path: str) -> Any:
        return self.call("GET", path).json()


@contextmanager
def running(directory: Path) -> Iterator[Process]:
    fleet, ready = directory / "fleet.yml", directory / "ready.json"
    fleet.write_text("devices: [{name: cam, profile: camera-g5}, {name: nvr, profile: nvr}]", encoding="utf-8")
    command = [sys.executable, "-m", "simulator", "--fleet", fleet, "--time-factor", "100", "--ready-file", ready]
    popen = subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 60
        while not ready.exists():
            assert popen.poll() is None, popen.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield Process(popen, json.loads(ready.read_text(encoding="utf-8")))
    finally:
        popen.kill()
        popen.communicate()


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    """A process that the test may end."""
    with running(tmp_path) as started:
        yield started


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A process that all tests share."""
    with running(tmp_path_factory.mktemp("simulator")) as started:
        yield started


def get(process: Process, name: str = "cam") -> requests.Response:
    url = process.ready["devices"][name]["url"]
    return requests.get(f"{url}/ISAPI/System/deviceInfo", auth=HTTPDigestAuth("admin", "Simulated-1"), timeout=10)


def test_ready_file(server: Process) -> None:
    assert set(server.ready) == {"control", "time_factor", "pid", "devices"}
    assert server.ready["pid"] == server.popen.pid
    assert server.ready["devices"]["nvr"]["kind"] == "recorder"
    assert get(server).status_code == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(process: Process, number: signal.Signals) -> None:
    process.popen.send_signal(number)
    assert process.popen.wait(10) == 0
    assert process.popen.communicate()[1] == ""


def test_shutdown(process: Process) -> None:
    assert process.call("POST", "/shutdown").status_code == 200
    assert process.popen.wait(10) == 0


def test_devices_and_requests(server: Process) -> None:
    server.call("DELETE", "/devices/cam/record")
    get(server)
    assert server.read("/devices")["cam"]["state"] == "running"
    device = server.read("/devices/cam")
    assert (device["version"], device["record"]["requests"]) == ("V5.7.15", 2)
    rows = server.read("/devices/cam/requests")
    assert [(row["status"], row["authenticated"]) for row in rows] == [(401, False), (200, True)]
    assert len(server.read("/devices/cam/requests?since=1")) == 1
    server.call("DELETE", "/devices/cam/record")
    assert server.read("/summary")["per_device"]["cam"]["requests"] == 0


def test_faults(server: Process) -> None:
    assert server.call("POST", "/devices/cam/faults", json={"html_error": {"status": 503}}).json() == [
        {"html_error": {"uses": None, "path": "/ISAPI/System/deviceInfo", "status": 503}}
    ]
    assert get(server).status_code == 503
    assert server.call("DELETE", "/devices/cam/faults/html_error").json() == []
    assert get(server).status_code == 200


def test_actions_and_clock(server: Process) -> None:
    assert server.call("POST", "/devices/nvr/actions", json={"action": "power_off"}).json()["state"] == "off"
    with pytest.raises(requests.ConnectionError):
        get(server, "nvr")
    server.call("POST", "/devices/nvr/actions", json={"action": "power_on"})
    assert server.call("POST", "/clock", json={"advance": 3600, "factor": 5}).json()["factor"] == 5
    assert server.read("/devices/nvr")["state"] == "running"
    assert server.read("/devices/nvr")["uptime"] < 3600


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/devices/nobody", None, 404),
        ("POST", "/devices/cam/faults", "gremlins", 400),
        ("POST", "/devices/cam/actions", {"action": "dance"}, 400),
        ("POST", "/devices/cam/actions", {"action": "set_password"}, 400),
        ("POST", "/clock", {"factor": 0}, 400),
        ("POST", "/clock", {"advance": -5}, 400),
    ],
)
def test_mistakes_are_answered(server: Process, method: str, path: str, body: Any, status: int) -> None:
    answer = server.call(method, path, json=body)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])


def test_a_broken_fleet_file_is_one_sentence(tmp_path: Path) -> None:
    fleet = tmp_path / "fleet.yml"
    fleet.write_text("devices: [{profile: toaster}]", encoding="utf-8")
    command = [sys.executable, "-m", "simulator", "--fleet", fleet]
    done = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("simulator: unknown profile 'toaster'")
    assert done.stderr.count("\n") == 1
