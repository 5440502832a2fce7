# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same play through all fronts: inside the worker, delegated to localhost, and shipped to a gateway.

A module must not show which front ran it: options, check mode, diff, messages and secrets behave alike.
"""

from __future__ import annotations

import json
import pathlib

import pytest

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Run, Site, TaskResult
from ansible_collections.surveillance.hikvision.tests.integration.conftest import StartSite
from simulator import DeviceSpec

HERE = pathlib.Path(__file__).parent
SECRET_KEY = "Canary-key-77"
FRONTS = {"in-process": None, "localhost": "localhost", "gateway": "gateway1"}


def run_front(start_site: StartSite, front: str | None) -> tuple[Site, Run]:
    site = start_site(
        [
            DeviceSpec(name="cam-01", profile="camera-g5"),
            DeviceSpec(name="stale", profile="camera-g0"),
            DeviceSpec(name="off", profile="camera-g5", faults="connection_refused"),
        ],
        hikvision_timeout=3,
    )
    image = site.package("cam-01", "V5.8.1", "261101")
    add_gateway(site)
    site.fleet["stale"].act("set_password", password="Another-1")
    play = json.dumps({"image": image, "secret_key": SECRET_KEY} | ({"front": front} if front else {}))
    extra = site.directory / "extra.json"
    extra.write_text(play)
    run = site.run(
        "playbook",
        str(HERE / "fronts.yml"),
        "--extra-vars",
        f"@{extra}",
        "-vvv",
        ANSIBLE_CONNECTION_PLUGINS=str(HERE.parent / "connection_plugins"),
    )
    return site, run


def add_gateway(site: Site) -> None:
    inventory = json.loads(site.inventory.read_text())
    gateway = {"ansible_connection": "gateway", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    site.inventory.write_text(json.dumps(inventory | {"gateways": {"hosts": {"gateway1": gateway}}}))


def only(run: Run, task: str) -> TaskResult:
    found = [result for result in run.results if result.task.endswith(task)]
    assert len(found) == 1, f"{task}: {found}\n{run}"
    return found[0]


@pytest.mark.parametrize("front", list(FRONTS))
def test_a_front_does_not_show(start_site: StartSite, front: str) -> None:
    site, run = run_front(start_site, FRONTS[front])
    assert run.rc == 0, run
    assert_results(site, run)
    assert_what_the_devices_saw(site, run)
    assert_no_secret_is_shown(site, run)


def assert_results(site: Site, run: Run) -> None:
    assert only(run, "Read").result["ansible_facts"]["hikvision"]

    unknown = only(run, "Unknown option")
    assert "Unsupported parameters for" in unknown.result["msg"]
    assert "nonsense" in unknown.result["msg"]
    assert "missing required arguments: build" in only(run, "Missing option").result["msg"]

    predicted_backup, backup, again = (only(run, task).result for task in ("in check mode", "Back up", "Back up again"))
    assert (predicted_backup["changed"], backup["changed"], again["changed"]) == (True, True, False)
    kept = site.directory / backup["path"]
    assert kept.stat().st_mode & 0o777 == 0o600
    assert len(list(kept.parent.glob("*.cfg"))) == 1
    assert again["path"] == backup["path"]

    predicted = only(run, "Predict").result
    assert (predicted["outcome"], predicted["changed"]) == ("would_upgrade", True)
    assert "V5.8.1 build 261101" in predicted["diff"]["after"]
    assert only(run, "Wrong digest").result["outcome"] == "refused"
    assert only(run, "Upgrade").result["outcome"] == "upgraded"
    assert only(run, "Upgrade again").result["outcome"] == "unchanged"
    assert only(run, "Restore").result["outcome"] == "restored"
    assert only(run, "Reboot").result["boot"] == {"by": "us", "proof": "uptime"}


def assert_what_the_devices_saw(site: Site, run: Run) -> None:
    camera = site.fleet["cam-01"].record.summary()
    assert [upload["bytes"] for upload in camera["uploads"]] == [upload["declared"] for upload in camera["uploads"]]
    assert (len(camera["uploads"]), camera["flashes"], camera["imports"], camera["reboots"]) == (1, 1, 1, 3)
    assert (camera["auth_failures"], camera["max_parallel_requests"]) == (0, 1)

    assert site.fleet["stale"].record.summary()["auth_failures"] == 1
    first, second = only(run, "First try").result, only(run, "Second try").result
    assert first["error"]["kind"] == "CredentialsRefused"
    assert "is not tried again" in second["msg"]
    assert only(run, "Look for it").status == "unreachable"


def assert_no_secret_is_shown(site: Site, run: Run) -> None:
    shown = run.stdout + run.stderr
    assert SECRET_KEY not in shown
    assert site.fleet["cam-01"].spec.password not in shown
