# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ordinary front: a module as a process of its own, as it runs on a gateway."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.modules import device_info
from ansible_collections.surveillance.hikvision.tests.unit.fronts.probe import PASSWORD
from ansible_collections.surveillance.hikvision.tests.unit.isapi.digest_camera import camera
from ansible_collections.surveillance.hikvision.tests.unit.isapi.local_device import LocalDevice


class Run(typing.NamedTuple):
    """What came of a module process; ``said`` is everything it wrote."""

    result: dict[str, typing.Any]
    code: int
    said: str


@pytest.fixture
def run(tmp_path: pathlib.Path) -> typing.Callable[..., Run]:
    def start(*, environment: dict[str, str] | None = None, **options: typing.Any) -> Run:
        arguments = tmp_path / "arguments"
        arguments.write_text(json.dumps({"ANSIBLE_MODULE_ARGS": {"_ansible_remote_tmp": str(tmp_path), **options}}))
        done = subprocess.run(
            [sys.executable, "-m", device_info.__name__, str(arguments)],
            capture_output=True,
            text=True,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **(environment or {})},
            timeout=60,
            check=False,
        )
        assert done.stdout.startswith("\n{") or done.stdout.startswith("{"), done.stderr
        return Run(json.loads(done.stdout), done.returncode, done.stdout + done.stderr)

    return start


def test_it_reads_a_device(run: typing.Callable[..., Run]) -> None:
    with LocalDevice(camera()) as device:
        done = run(
            host="127.0.0.1",
            port=device.port,
            use_ssl=False,
            username="admin",
            password=PASSWORD,
            gather_subset=["min"],
        )
    assert done.code == 0
    assert done.result["device"]["firmware"] == {"version": "V5.7.15", "build": "240201"}
    assert done.result["changed"] is False
    assert PASSWORD not in done.said


def test_a_refused_password_is_a_failure_with_what_the_device_told(run: typing.Callable[..., Run]) -> None:
    with LocalDevice(camera()) as device:
        done = run(host="127.0.0.1", port=device.port, use_ssl=False, username="admin", password="Wrong-canary-2")
    assert done.code == 1
    assert done.result["failed"]
    assert (done.result["locked"], done.result["attempts_left"]) == (False, 4)
    assert len(device.requests) == 2, "the challenge and one answer"
    assert "Wrong-canary-2" not in done.said


def test_a_device_that_is_not_there_is_unreachable(run: typing.Callable[..., Run]) -> None:
    with LocalDevice() as device:
        pass
    done = run(host="127.0.0.1", port=device.port, username="admin", password=PASSWORD)
    assert done.result["unreachable"]
    assert not done.result.get("failed")
    assert "Connection refused" in done.result["msg"]
    assert PASSWORD not in done.said


def test_missing_options_are_said(run: typing.Callable[..., Run]) -> None:
    done = run(host="192.0.2.10", username="admin")
    assert done.result["failed"]
    assert "password is not set" in done.result["msg"]


def test_the_environment_stands_in(run: typing.Callable[..., Run]) -> None:
    environment = {"HIKVISION_USERNAME": "admin", "HIKVISION_PASSWORD": PASSWORD}
    with LocalDevice(camera()) as device:
        done = run(environment=environment, host="127.0.0.1", port=device.port, use_ssl=False, gather_subset=["min"])
    assert done.result["device"]["identity"]["model"] == "DS-2CD2146G2-ISU"
    assert PASSWORD not in done.said


def test_wrong_options_are_said(run: typing.Callable[..., Run]) -> None:
    done = run(host="192.0.2.10", tls_min_version="SSLv3")
    assert "tls_min_version" in done.result["msg"]
    done = run(hots="192.0.2.10")
    assert "hots" in done.result["msg"]
