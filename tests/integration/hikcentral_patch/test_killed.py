# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller dies (kill -9) in the middle of every step, and the next run goes on from there."""

from __future__ import annotations

import json
import signal

import pytest
from windows_machine.description import Fault

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import act, waiting_step
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import ROOT, server
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    Server,
    WindowsSite,
)

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]
VARIABLES = {
    "hikcentral_install_mode": "silent",
    "hikcentral_install_switches": "/S",
    "hikcentral_access_control": False,
}
# The step that the run is in when it dies, and the call at which it does; in the order of the procedure.
DEATHS = (
    ("", Fault("kill", "win_powershell")),
    ("", Fault("kill", "win_find")),
    ("system_backup_copy", Fault("kill", "win_command", after=True)),
    ("database_copy", Fault("kill", "win_service", {"start_mode": "disabled"}, skip=1, after=True)),
    ("database_copy", Fault("kill", "win_service", {"state": "stopped"}, skip=2)),
    ("database_copy", Fault("kill", "win_command")),
    ("database_copy", Fault("kill", "win_find", skip=1)),
    ("database_copy", Fault("kill", "win_service", {"state": "started"}, skip=1)),
    ("package_staged", Fault("kill", "win_copy", after=True)),
    ("patch_install", Fault("kill", "win_package")),
    ("patch_install", Fault("kill", "win_package", after=True)),
    ("verification", Fault("kill", "win_wait_for")),
)


def test_a_run_survives_the_death_of_the_controller_in_every_step(site: WindowsSite) -> None:
    each = site.add("hc1", server(), **VARIABLES)
    before = each.services()
    for step, fault in DEATHS:
        die(site, each, fault)
        assert interrupted(each) == step, fault
    each.suffer()
    run = site.playbook("hikcentral_license_patch")
    assert run.rc == 0, run
    assert each.services() == before
    assert each.has_ended
    assert each.machine.drives.file(rf"{ROOT}\SYS\license.dll").read_text() == "new license module"


def die(site: WindowsSite, server: Server, fault: Fault) -> None:
    """Run until the controller is killed; what a person has to do on the way is done."""
    for _attempt in range(3):
        server.suffer(fault)
        run = site.playbook("hikcentral_license_patch")
        if run.rc == -signal.SIGKILL:
            return
        assert waiting_step(server), run
        act(server)
    raise AssertionError(f"The run never came to {fault}.")


def interrupted(server: Server) -> str:
    """The step that has begun and not ended."""
    if not (server.run / "state.json").exists():
        return ""
    state = json.loads((server.run / "state.json").read_text())
    return next((record["step"] for record in state["steps"] if record["status"] == "started"), "")
