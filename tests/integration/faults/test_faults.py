# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every fault of the table at once, in one rollout of real Ansible."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Run, Site
from ansible_collections.surveillance.hikvision.tests.integration.conftest import StartSite
from ansible_collections.surveillance.hikvision.tests.integration.faults import fault_table
from ansible_collections.surveillance.hikvision.tests.integration.faults.fault_table import CASES, Case
from simulator import DeviceSpec

pytestmark = pytest.mark.newest_core

TARGET = ("V9.9.9", "261101")


def rollout(start_site: StartSite) -> tuple[Site, Run]:
    site = start_site(
        [DeviceSpec(name=case.name, profile=case.profile, faults=case.fault) for case in CASES],
        firmware_upgrade_flash_timeout=8,
        firmware_upgrade_boot_timeout=8,
        firmware_upgrade_verify_timeout=4,
        hikvision_timeout=4,
    )
    one_of_each = {case.profile: case.name for case in CASES}
    packages = [site.package(name, *TARGET, size=2_000_000) for name in one_of_each.values()]
    at_once = {"plan_canaries": 0, "plan_waves": "100%"}
    run = site.playbook("rollout", rollout_max_failures=len(CASES), hikvision_firmware=packages, **at_once)
    return site, run


def seen(site: Site, case: Case) -> dict[str, object]:
    """What the device itself can tell, in the terms of the table."""
    device = site.fleet[case.name]
    record = device.record.summary()
    old, new = device.record.history[0], f"{TARGET[0]} build {TARGET[1]}"
    runs = {old: "old", new: "new"}.get(str(device.firmware))
    return {"runs": runs, "uploads": len(record["uploads"]), "auth_failures": record["auth_failures"]}


@pytest.mark.timeout(300)
def test_each_fault_ends_in_its_documented_outcome(start_site: StartSite) -> None:
    site, run = rollout(start_site)
    wrong = []
    for case in CASES:
        outcome = run.outcome(case.name)
        told = seen(site, case)
        expected = {"uploads": case.uploads, "auth_failures": case.auth_failures}
        if case.runs is not None:
            expected["runs"] = case.runs
        if outcome["state"] != case.state or case.says not in outcome["reason"]:
            wrong.append(f"{case.name}: {case.state} {case.says!r} expected, got {outcome}")
        elif any(told[key] != value for key, value in expected.items()):
            wrong.append(f"{case.name}: {expected} expected, the device saw {told}")
        elif case.state != "upgraded" and not outcome.get("advice"):
            wrong.append(f"{case.name}: no advice in {outcome}")
    assert not wrong, "\n".join(wrong)
    assert site.fleet.summary()["max_parallel_requests"] == 1


def test_the_document_shows_this_table() -> None:
    assert fault_table.DOCUMENT.read_text(encoding="utf-8") == fault_table.render()
