# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chapters that are taken alone, as an operator does whose work is for several nights."""

from __future__ import annotations

import pathlib

import pytest
from windows_machine.description import Fault

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Run
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import CHANGING, server
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.trial import step_that_is
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.trouble_trial import is_free
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    Server,
    WindowsSite,
)

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]
PLAYBOOK = pathlib.Path(__file__).with_name("chapters.yml")
QUIETLY = {
    "hikcentral_install_mode": "silent",
    "hikcentral_install_switches": "/S",
    "hikcentral_access_control": False,
}
ROBOCOPY_FAILS = Fault("answer", "win_command", skip=1, result={"rc": 16, "failed": True})


def test_chapters_are_taken_alone_in_their_order(site: WindowsSite) -> None:
    each = site.add("hc1", server(), **QUIETLY, chapters=["preflight"])
    hasty = site.add("hasty", server(), chapters=["backup"])
    before = each.services()
    run = take(site, "hc1", "hasty")
    assert done(each) == {"preflight", "support_case", "activation_codes"}, run
    assert "of these are not done: preflight, support_case, activation_codes" in failure(run, "hasty")
    assert not {call["module"] for call in hasty.calls()} & CHANGING

    each.back_up()
    assert_check_mode_holds_nothing_down(site, each)
    site.hosts["hc1"]["chapters"] = ["backup", "patch"]
    each.suffer(ROBOCOPY_FAILS)
    run = take(site, "hc1")
    assert "robocopy returned 16" in failure(run, "hc1")
    assert step_that_is(each, "failed") == "database_copy"
    assert "robocopy returned 16" in (each.run / "report.md").read_text()
    each.suffer()
    run = take(site, "hc1")
    assert {"database_copy", "patch_verified"} <= done(each), run
    assert len(run.of("hc1", task="Begin or continue the run")) == 2, "each looks anew"
    assert each.services() == before

    each.evidence("license-status.png")
    site.hosts["hc1"]["chapters"] = ["reactivate", "finish", "verify"]
    run = take(site, "hc1")
    assert run.rc == 0, run
    assert each.has_ended
    assert each.services() == before
    assert "All steps on hc1 are done." in (each.run / "report.md").read_text()


def take(site: WindowsSite, *names: str) -> Run:
    """Chapters of some servers. Each leaves its run to others, and tells how far it is."""
    servers = [site.servers[name] for name in names]
    for report in [report for each in servers for report in each.run.glob("report.*")]:
        report.unlink()
    run = site.playbook(PLAYBOOK, "--limit", ",".join(names))
    assert [each.name for each in servers if not is_free(each)] == []
    assert [each.name for each in servers if not (each.run / "report.md").exists()] == []
    return run


def assert_check_mode_holds_nothing_down(site: WindowsSite, each: Server) -> None:
    site.hosts[each.name]["chapters"] = ["backup"]
    state, calls = each.state, len(each.calls())
    run = site.playbook(PLAYBOOK, "--check", "--limit", each.name)
    assert run.rc == 0, run
    assert "Open: system_backup, system_backup_copy" in run.stdout
    assert each.state == state
    assert not {call["module"] for call in each.calls()[calls:]} & CHANGING


def failure(run: Run, name: str) -> str:
    """What a server says at last."""
    messages: list[str] = [one.result["msg"] for one in run.of(name) if one.status == "failed"]
    assert messages, run
    return messages[-1]


def done(each: Server) -> set[str]:
    return {record["step"] for record in each.state["steps"] if record["status"] == "done"}
