# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever goes wrong, services and start modes are put back: at once or, after a lost connection, by the next run."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import act, waiting_step
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import server
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.troubles import (
    CUT_OFF,
    HELD,
    PATCHED,
    Trouble,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    ALL_AT_ONCE,
    Server,
    WindowsSite,
)

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]
SILENT = {"hikcentral_install_mode": "silent", "hikcentral_install_switches": "/S"}
NO_PERSONS = {"hikcentral_access_control": False}


@pytest.mark.parametrize("troubles", [HELD, CUT_OFF, PATCHED], ids=["held", "cut off", "patched"])
def test_services_are_put_back_and_the_next_run_goes_on(site: WindowsSite, troubles: dict[str, Trouble]) -> None:
    seed = site.add("seed", server(), **SILENT, **NO_PERSONS)
    before = seed.services()
    site.playbook(ALL_AT_ONCE)
    act(seed)
    for name, trouble in troubles.items():
        site.clone(seed, name, trouble.faults, trouble.spoil, **trouble.variables)
    first = site.playbook(ALL_AT_ONCE, "--limit", "!seed")
    after = {name: site.servers[name].services() for name in troubles}
    steps = {name: failed_step(site.servers[name]) for name in troubles}
    for name in troubles:
        site.mend(site.servers[name], seed)
    # Where all is as before at once, one server may stand for the others.
    again = [name for name, trouble in troubles.items() if trouble.may_be_down or trouble.step != "database_copy"]
    again += [name for name in troubles if name not in again][:1]
    site.playbook(ALL_AT_ONCE, "--limit", ",".join(again))
    wrong = []
    for name, trouble in troubles.items():
        each = site.servers[name]
        said = " ".join(one.result["msg"] for one in first.of(name) if one.status in ("failed", "unreachable"))
        put_back = "as before" if after[name] == before else "held down"
        print(f"{trouble.what:55} {put_back:10} {waiting_step(each)}")
        if not trouble.mended and trouble.says not in said:
            wrong.append(f"{name} said {said}")
        if not trouble.mended and not trouble.cut_off and steps[name] != trouble.step:
            wrong.append(f"{name} failed in {steps[name]}")
        if not trouble.may_be_down and after[name] != before:
            wrong.append(f"{name} left {after[name]}")
        if name in again and (each.services() != before or waiting_step(each) != "license_confirmed"):
            wrong.append(f"{name} ended at {waiting_step(each)} with {each.services()}: {each.state['steps'][-1]}")
    assert not wrong, "\n".join(wrong)


def failed_step(server: Server) -> str:
    """The step that the state has as failed."""
    return next((record["step"] for record in server.state["steps"] if record["status"] == "failed"), "")
