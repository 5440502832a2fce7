# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole procedure, attended and silent: once, again, later, and in check mode."""

from __future__ import annotations

import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.tests.hikcentral_server import Contents, RunningServer, running_server
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import (
    act,
    activate_offline,
    respond_before_the_request,
    steps,
    waiting_step,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.canaries import (
    KEYS,
    assert_nothing_secret_is_kept,
    quiet_about_secrets,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import (
    CHANGING,
    ROOT,
    server,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    ALL_AT_ONCE,
    WindowsSite,
)

pytestmark = pytest.mark.timeout(900)
SILENT = {"hikcentral_install_mode": "silent", "hikcentral_install_switches": "/S"}
OFFLINE = {"hikcentral_activation_mode": "offline"}
KEPT_ELSEWHERE = {"hikcentral_activation_codes": [], "hikcentral_codes_kept_by": "Alex, safe of the site"}
LICENSE = rf"{ROOT}\SYS\license.dll"
MANAGER = rf"{ROOT}\HikCentral Service Manager.exe"
EVERY_GATE = [
    "support_case",
    "system_backup",
    "person_export",
    "service_manager_closed",
    "patch_install",
    "activation_request",
    "activation_response",
    "license_confirmed",
]
# What people say and do at gates in other than the usual way.
SAID = {
    ("attended", "support_case"): {"hikcentral_support_case": "CASE-17"},
    ("silent", "license_confirmed"): OFFLINE,  # the license server is out of reach
}
OTHERWISE = {
    ("attended", "activation_request"): respond_before_the_request,
    ("silent", "activation_request"): lambda server: (
        activate_offline(server),
        server.machine.set_start_mode("SADPServer", "disabled"),
    ),
}


@pytest.fixture
def openapi(tmp_path: pathlib.Path) -> typing.Iterator[RunningServer]:
    """The OpenAPI of a server, with keys that are looked for in all that is printed and written."""
    with running_server(tmp_path, contents=Contents(version="V1.4.2.0"), **KEYS) as running:
        yield running


@pytest.mark.newest_core
def test_two_ways_through_the_procedure_and_again(site: WindowsSite, openapi: RunningServer) -> None:
    """One server stops at every gate there is; the other installs silently, and can not be activated online."""
    keys = {
        "hikcentral_openapi_host": "127.0.0.1",
        "hikcentral_openapi_port": openapi.port,
        "hikcentral_openapi_access_key": KEYS["key"],
        "hikcentral_openapi_secret_key": KEYS["secret"],
        "hikcentral_openapi_ca_path": openapi.ca_path,
    }
    accepted = {"hikcentral_accepted_services": ["SADPServer"], "hikcentral_transfer_dir": str(site.directory)}
    attended = site.add("attended", server(processes=(MANAGER,)), **OFFLINE, hikcentral_support_case=None)
    silent = site.add("silent", server(), **SILENT, **keys, **KEPT_ELSEWHERE, **accepted)
    before = {name: each.services() for name, each in site.servers.items()}
    waited = go_through(site)
    before["silent"]["SADPServer"] = ("stopped", "disabled")
    assert list(waited["attended"]) == EVERY_GATE
    assert list(waited["silent"]) == ["system_backup", "person_export", "license_confirmed", "activation_request"]
    refused = waited["attended"]["activation_response"]
    assert "ActivationResponseFile.bin is not newer than the step activation_request" in refused
    for name, each in site.servers.items():
        assert each.services() == before[name]
        assert each.machine.drives.file(LICENSE).read_text() == "new license module"
        assert "license.dll" in (each.run / "report.md").read_text()
    assert (site.directory / "ActivationRequestFile.bin").read_text().startswith("request of silent")
    assert steps(silent)["activation_codes"]["reference"] == "Alex, safe of the site"
    assert steps(silent)["person_export_api"]["facts"]["counts"]["persons"] == 5
    closed = [steps(each)["service_manager_closed"]["reason"].partition(":")[0] for each in (attended, silent)]
    assert closed == ["Somebody has closed the Service Manager", "No Service Manager runs on the server."]
    report = (silent.run / "report.md").read_text().replace("\\", "")
    assert "accepted as they are: services SADPServer (disabled, was manual)" in report
    assert_a_second_run_only_looks(site)
    assert_a_missing_report_is_written(site, "attended")
    assert_a_repair_is_seen(site, "silent", accepted_by="attended")
    assert_nothing_secret_is_kept(site)


def go_through(site: WindowsSite) -> dict[str, dict[str, str]]:
    """Run and act until nobody waits; returns at which gates each server has waited, and what it said there."""
    waited: dict[str, dict[str, str]] = {name: {} for name in site.servers}
    while open_ones := [name for name, each in site.servers.items() if not each.has_ended]:
        run = quiet_about_secrets(site, ALL_AT_ONCE, "--limit", ",".join(open_ones))
        assert run.rc in (0, 2), run
        for name in open_ones:
            messages = [result.result["msg"] for result in run.of(name) if result.status == "failed"]
            if messages:
                step = waiting_step(site.servers[name])
                assert step, f"{name} has failed: {messages[-1]}"
                assert step not in waited[name], f"{name} waits once more at {step}: {messages[0]}"
                assert f"surveillance.hikvision.hikcentral_license_patch --limit {name}" in messages[0]
                waited[name][step] = messages[0]
                do_what_is_asked_for(site, name, step)
    return waited


def do_what_is_asked_for(site: WindowsSite, name: str, step: str) -> None:
    if said := SAID.get((name, step)):
        site.hosts[name] |= said
    else:
        OTHERWISE.get((name, step), act)(site.servers[name])


def assert_a_second_run_only_looks(site: WindowsSite) -> None:
    """Nothing is changed: not on the servers, and not in what is kept of the runs."""
    calls = {name: len(each.calls()) for name, each in site.servers.items()}
    states = {name: each.state for name, each in site.servers.items()}
    run = quiet_about_secrets(site, ALL_AT_ONCE)
    assert {name: numbers["changed"] for name, numbers in run.recap.items()} == dict.fromkeys(site.servers, 0), run
    assert run.rc == 0, run
    for name, each in site.servers.items():
        assert not {call["module"] for call in each.calls()[calls[name] :]} & CHANGING
        assert each.state == states[name]


def assert_a_missing_report_is_written(site: WindowsSite, name: str) -> None:
    """As after a run that was killed when it had just been closed."""
    reports = sorted(site.servers[name].run.glob("report.*"))
    assert reports
    for report in reports:
        report.unlink()
    run = quiet_about_secrets(site, ALL_AT_ONCE, "--limit", name)
    assert run.rc == 0, run
    assert sorted(site.servers[name].run.glob("report.*")) == reports


def assert_a_repair_is_seen(site: WindowsSite, name: str, accepted_by: str) -> None:
    """The installer's Repair brings back the old license module, on one server where that is accepted, too."""
    site.hosts[accepted_by]["hikcentral_accepted_programs"] = [r"sys\*.dll"]
    for each in (name, accepted_by):
        site.servers[each].machine.drives.file(LICENSE).write_text("old license module")
    run = quiet_about_secrets(site, ALL_AT_ONCE, "--limit", f"{name},{accepted_by}")
    assert run.recap[name]["changed"] == run.recap[accepted_by]["changed"] == 0
    assert not run.recap[accepted_by]["failures"]
    [failed] = [result for result in run.results if result.status == "failed"]
    assert "patch is in place" in failed.task
    assert "The patch is no longer in place" in failed.result["msg"]
    assert "license.dll" in failed.result["msg"]


@pytest.mark.newest_core
def test_check_mode_looks_and_changes_nothing(site: WindowsSite) -> None:
    each = site.add("hc1", server())
    run = quiet_about_secrets(site, "hikcentral_license_patch", "--check")
    assert run.rc == 0, run
    assert not each.run.exists()
    assert {call["module"] for call in each.calls()} == {"win_service_info", "win_stat", "win_powershell"}
    assert "Nothing speaks against the patch" in run.stdout
