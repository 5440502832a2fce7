# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The exit code of an audit follows the policy of whoever runs it."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET

from simulator import DeviceSpec

# CPU seconds of Ansible, for a machine that does much else: its start and the files take 7, each device 0.06.
MOST_CPU = 40.0
GOOD, DARK, LOCKED = 50, 5, 5
FLEET = [
    *(DeviceSpec(name=f"dark-{n}", profile="camera-g0", faults=["connection_refused"]) for n in range(DARK)),
    *(DeviceSpec(name=f"cam-{n}", profile="camera-g5") for n in range(GOOD)),
    *(DeviceSpec(name=f"lock-{n}", profile="camera-g0", faults=[{"locked": {"seconds": 9e6}}]) for n in range(LOCKED)),
]


def children_cpu():
    used = os.times()
    return used.children_user + used.children_system


def test_a_fleet_with_silent_and_locked_devices_stops_a_pipeline_after_the_files_are_written(start_site):
    site = start_site(FLEET)
    site.write_inventory({"hikvision_firmware": [site.package("cam-0", "V5.7.18", "240826")]})
    policy = ["locked", "unreachable", "critical", "backup_older_than:30"]
    before = children_cpu()

    run = site.playbook("audit", audit_json="audit.json", audit_junit="audit.xml", audit_fail_on=policy)

    assert children_cpu() - before < MOST_CPU
    assert run.rc == 2, run
    (failed,) = [result for result in run.results if result.status == "failed"]
    locked, dark, backup = failed.result["msg"].split("devices are ")[1:]
    assert locked == "in state locked (locked): lock-0, lock-1, lock-2, lock-3, lock-4. 5 "
    assert dark == "in state unreachable (unreachable): dark-0, dark-1, dark-2, dark-3, dark-4. 60 "
    assert backup.startswith("without a backup of the last 30 days (backup_older_than:30): dark-0,")
    document = json.loads((site.directory / "audit.json").read_text())
    told = {state: count for state, count in document["summary"]["states"].items() if count}
    assert told == {"behind": GOOD, "unreachable": DARK, "locked": LOCKED}
    assert [row["host"] for row in document["devices"][DARK + LOCKED :]] == [f"cam-{n}" for n in range(GOOD)]
    suites = ET.fromstring((site.directory / "audit.xml").read_text())
    assert sum(int(suite.get("failures")) for suite in suites) == len(FLEET)
    assert site.fleet.summary()["max_auth_failures"] == 0


def test_a_policy_that_is_kept_and_one_that_nobody_understands(start_site):
    site = start_site({"cam-01": "camera-g5"})

    kept = site.playbook("audit", audit_fail_on=["withdrawn", "critical"])
    assert kept.rc == 0, kept
    asked = site.fleet.summary()["requests"]

    odd = site.playbook("audit", audit_fail_on="withdrawn,crtical", audit_json="audit.json")
    assert odd.rc == 2, odd
    assert "the policy word 'crtical' is not known; known are current, behind" in odd.stdout
    assert site.fleet.summary()["requests"] == asked
    assert not (site.directory / "audit.json").exists()


def test_an_audit_of_nothing_does_not_end_well(start_site):
    site = start_site({"cam-01": "camera-g5", "cam-02": "camera-g5"})

    for arguments, target in (((), "camreas"), (("--limit", "cam-01"), "cam-02")):
        run = site.playbook("audit", *arguments, target=target)
        assert run.rc != 0, run
        assert f"matches '{target}'" in run.stdout + run.stderr
    assert site.fleet.summary()["requests"] == 0

    limited = site.playbook("audit", "--limit", "cam-02")
    assert limited.rc == 0, limited
    assert {result.host for result in limited.of(task="Read each device")} == {"cam-02"}
