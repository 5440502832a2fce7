# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole procedure: attended and silent, online and offline, again, later, and in check mode."""

from __future__ import annotations

import json

import pytest

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import act
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import ROOT, server
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    ALL_AT_ONCE,
    Server,
    WindowsSite,
)

SILENT = {"hikcentral_install_mode": "silent", "hikcentral_install_switches": "/S"}
OFFLINE = {"hikcentral_activation_mode": "offline"}
LICENSE = rf"{ROOT}\SYS\license.dll"


@pytest.mark.newest_core
@pytest.mark.timeout(900)
def test_every_way_through_the_procedure_and_again(site: WindowsSite) -> None:
    site.add("attended-online", server())
    site.add("attended-offline", server(processes=(rf"{ROOT}\HikCentral Service Manager.exe",)), **OFFLINE)
    site.add("silent-online", server(), **SILENT, hikcentral_access_control=False)
    site.add("silent-offline", server(), **SILENT, **OFFLINE, hikcentral_transfer_dir=str(site.directory))
    before = {name: each.services() for name, each in site.servers.items()}
    waited = go_through(site)
    usual = ["system_backup", "person_export", "patch_install", "license_confirmed"]
    files = ["activation_request", "activation_response"]
    assert waited["attended-online"] == usual
    assert waited["attended-offline"] == [*usual[:2], "service_manager_closed", "patch_install", *files, usual[3]]
    assert waited["silent-online"] == ["system_backup", "license_confirmed"]
    assert waited["silent-offline"] == [*usual[:2], *files, "license_confirmed"]
    for name, each in site.servers.items():
        assert each.services() == before[name]
        assert each.machine.drives.file(LICENSE).read_text() == "new license module"
        assert each.state["ended"]
    assert (site.directory / "ActivationRequestFile.bin").exists()
    report = (site.servers["silent-offline"].run / "report.md").read_text()
    assert "license.dll" in report
    assert_nothing_secret_is_kept(site)
    assert_a_second_run_only_looks(site)


def go_through(site: WindowsSite) -> dict[str, list[str]]:
    """Run and act until nobody waits; returns at which gates each server has waited."""
    waited: dict[str, list[str]] = {name: [] for name in site.servers}
    while open_ones := [name for name, each in site.servers.items() if not each.has_ended]:
        run = site.playbook(ALL_AT_ONCE, "--limit", ",".join(open_ones))
        for name in {result.host for result in run.results if result.status == "failed"}:
            step = act(site.servers[name])
            assert step, f"{name} has failed: {run.of(name)[-1].result['msg']}"
            waited[name].append(step)
        assert run.rc in (0, 2), run
    return waited


def assert_nothing_secret_is_kept(site: WindowsSite) -> None:
    kept = [file for file in site.directory.rglob("*") if file.is_file() and file.name != "inventory.json"]
    assert kept
    assert [file for file in kept if b"CANARY" in file.read_bytes()] == []


def assert_a_second_run_only_looks(site: WindowsSite) -> None:
    """And tells a Repair, which brings back the old license module."""
    repaired: Server = site.servers["silent-online"]
    repaired.machine.drives.file(LICENSE).write_text("old license module")
    calls = {name: len(each.calls()) for name, each in site.servers.items()}
    run = site.playbook(ALL_AT_ONCE)
    assert all(numbers["changed"] == 0 for numbers in run.recap.values()), run
    assert [result.host for result in run.results if result.status == "failed"] == ["silent-online"]
    [failed] = run.of("silent-online", "assert", "patch is in place")
    assert "The patch is no longer in place" in failed.result["msg"]
    assert "license.dll" in failed.result["msg"]
    for name, each in site.servers.items():
        changing = {"win_service", "win_file", "win_copy", "win_command", "win_package", "win_reboot"}
        assert not {call["module"] for call in each.calls()[calls[name] :]} & changing


def test_check_mode_looks_and_changes_nothing(site: WindowsSite) -> None:
    each = site.add("hc1", server())
    run = site.playbook("hikcentral_license_patch", "--check", "-vvvv")
    assert run.rc == 0, run
    assert not each.run.exists()
    assert {call["module"] for call in each.calls()} == {"win_service_info", "win_stat", "win_powershell"}
    assert "Nothing speaks against the patch" in run.stdout
    assert "CANARY" not in run.stdout + run.stderr


def test_the_playbook_ends_at_a_gate_and_says_what_to_do(site: WindowsSite) -> None:
    first = site.add("hc1", server(), hikcentral_support_case=None)
    second = site.add("hc2", server())
    run = site.playbook("hikcentral_license_patch", "-vvvv")
    assert run.rc == 2
    assert "technical support" in run.stdout
    assert "surveillance.hikvision.hikcentral_license_patch --limit hc1" in run.stdout
    assert not second.calls(), "one server after the other, and none after a failure"
    assert "CANARY" not in run.stdout + run.stderr + json.dumps(first.state)


def test_a_workflow_gets_no_failure_but_word_of_what_it_waits_for(site: WindowsSite) -> None:
    site.add("hc1", server(), hikcentral_gate_mode="end_host")
    run = site.playbook("hikcentral_license_patch")
    assert run.rc == 0, run
    [told] = run.of("hc1", "set_stats")
    assert "Back Up Now" in told.result["ansible_stats"]["data"]["hikcentral_waiting"]["hc1"]
