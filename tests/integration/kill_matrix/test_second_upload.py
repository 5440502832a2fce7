# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device refuses the first upload, is rebooted, takes the second one; then the controller dies."""

from __future__ import annotations

import json
import pathlib
import signal
import time

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import COLLECTION, Site
from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.killed_run import KilledRun
from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.trial import (
    ALL_AT_ONCE,
    NO_BRAKE,
    PATIENCE,
    TARGET,
    TIME_FACTOR,
)
from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.truth import Account
from simulator import DeviceSpec, FleetSpec, RunningDevice, running_fleet

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(300)]

NAME = "camera"


def test_the_reboot_before_the_second_upload_proves_nothing(tmp_path: pathlib.Path) -> None:
    timing = {"verify": 10, "flash": 60, "shutdown": 10, "restart": 40, "boot": 15, "services": 10}
    spec = DeviceSpec(name=NAME, profile="camera-g5", overrides={"timing": timing})
    with running_fleet(FleetSpec(devices=[spec]), TIME_FACTOR) as fleet:
        site, camera = Site(fleet, tmp_path, {}), fleet[NAME]
        package = site.package(NAME, TARGET.version, TARGET.build)
        site.write_inventory({"hikvision_firmware": [package], **PATIENCE})
        planned = site.playbook("plan", plan_file=str(tmp_path / "plan.json"), **ALL_AT_ONCE)
        assert planned.rc == 0, planned
        camera.set_fault("pending_reboot", visible=False)
        extra = {"plan_file": str(tmp_path / "plan.json"), **NO_BRAKE}
        _kill_while_it_writes(site, camera, extra)
        resumed = site.playbook("rollout", **extra)
        [journal] = tmp_path.glob("rollouts/*/journal.jsonl")
        account = Account.of(journal)

        assert resumed.rc == 0, resumed
        assert list(account.lies(camera, TARGET)) == []
        assert account.state(NAME) == "upgraded"
        assert [upload.outcome == "accepted" for upload in camera.record.uploads] == [False, True]
        assert [event.details["outcome"] for event in account.events if event.kind in (Kind.FLASHED, Kind.SETTLED)] == [
            "failed_before_write",
            "upgraded",
        ]
        assert account.history.device(NAME).flashes == 1


def _kill_while_it_writes(site: Site, camera: RunningDevice, extra: dict[str, object]) -> None:
    """It waits for its reboot by the time of the next run."""
    arguments = ["playbook", "--inventory", str(site.inventory), COLLECTION + "rollout", "-e", json.dumps(extra)]
    environment = {name: value for name, value in site.environment().items() if name != "ANSIBLE_CALLBACKS_ENABLED"}
    under_way = KilledRun(arguments, site.directory, environment)
    while under_way.goes_on and not (len(camera.record.uploads) == 2 and camera.state in ("verifying", "writing")):
        time.sleep(0.005)
    was_under_way = under_way.goes_on
    under_way.kill(signal.SIGKILL)
    assert was_under_way, under_way.output
