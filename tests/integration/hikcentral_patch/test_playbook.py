# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook as people and workflows run it: one server after the other, from gate to gate."""

from __future__ import annotations

import json
import re

import pytest
from windows_machine.description import Fault

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Run
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import (
    act,
    steps,
    waiting_step,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.canaries import quiet_about_secrets
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.deaths import SILENT
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import CHANGING, server
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import WindowsSite

pytestmark = pytest.mark.timeout(900)


def test_the_playbook_ends_at_gates_and_failures_and_goes_on_from_there(site: WindowsSite) -> None:
    """On every release of ansible-core."""
    first = site.add("hc1", server(), **SILENT.variables, hikcentral_support_case=None)
    second = site.add("hc2", server())
    before = first.services()
    run = quiet_about_secrets(site, "hikcentral_license_patch")
    assert run.rc == 2
    assert "technical support" in run.stdout
    assert "surveillance.hikvision.hikcentral_license_patch --limit hc1" in run.stdout
    assert "CANARY" not in json.dumps(first.state)
    site.hosts["hc1"]["hikcentral_support_case"] = "CASE-17"
    first.back_up()
    first.suffer(Fault("answer", "win_command", skip=1, result={"rc": 16, "failed": True}))
    run = quiet_about_secrets(site, "hikcentral_license_patch")
    assert run.rc == 2
    assert steps(first)["database_copy"]["status"] == "failed", run.stdout
    assert "robocopy returned 16" in steps(first)["database_copy"]["reason"]
    assert first.services() == before
    assert not second.calls(), "one server after the other, and none after a failure"
    first.suffer(Fault("fail", "win_package"))
    quiet_about_secrets(site, "hikcentral_license_patch", "--limit", "hc1")
    run = quiet_about_secrets(site, "hikcentral_database_rollback", "--limit", "hc1")
    assert "--limit hc1 -e hikcentral_rollback_confirm=" in run.stdout
    run = quiet_about_secrets(site, "hikcentral_license_patch", "--limit", "hc1")
    assert waiting_step(first) == "license_confirmed", run.stdout
    act(first)
    run = quiet_about_secrets(site, "hikcentral_license_patch", "--limit", "hc1")
    assert run.rc == 0, run
    assert first.has_ended
    assert steps(first)["activation_request"]["status"] == "skipped", "it is activated online"
    assert first.services() == before
    report = (first.run / "report.md").read_text().replace("\\", "")
    assert re.search(r"copied to E:.*database_2, \d+ B, every file compared", report), report


@pytest.mark.newest_core
def test_a_workflow_gets_no_failure_but_word_of_what_it_waits_for(site: WindowsSite) -> None:
    """And a run that waits is only looked at in check mode."""
    each = site.add("hc1", server(), hikcentral_gate_mode="end_host")
    assert "Back Up Now" in told(site.playbook("hikcentral_license_patch"))
    act(each)
    state, calls = each.state, len(each.calls())
    run = site.playbook("hikcentral_license_patch", "--check")
    assert run.rc == 0, run
    assert "Open: system_backup, system_backup_copy" in run.stdout
    assert each.state == state
    assert not {call["module"] for call in each.calls()[calls:]} & CHANGING
    assert "Person List" in told(site.playbook("hikcentral_license_patch"))
    assert waiting_step(each) == "person_export"


def told(run: Run) -> str:
    """What a workflow is told that the server waits for."""
    assert run.rc == 0, run
    [stats] = run.of("hc1", "set_stats")
    text: str = stats.result["ansible_stats"]["data"]["hikcentral_waiting"]["hc1"]
    return text
