# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Under Wine: stopped at every gate up to the copies, killed in every step, and on to the end, silent and online."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.procedures import LICENSE_PATCH
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import act
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.deaths import (
    ALL_GATES,
    DEATHS,
    ON_WINE_TO_THE_COPIES,
    ON_WINE_TO_THE_END,
    SILENT,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import CHANGING, ROOT
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.trial import run_deaths
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import WindowsSite

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]
PLAYBOOK = "hikcentral_license_patch"


def test_there_is_a_death_in_every_step() -> None:
    """Together with those of the other way."""
    assert {DEATHS[name].step for name in ON_WINE_TO_THE_COPIES + ON_WINE_TO_THE_END} == {
        step.id for step in LICENSE_PATCH.steps
    }


def test_a_run_survives_the_death_of_the_controller_and_ends_in_order(wine_site: WindowsSite) -> None:
    rows = run_deaths(wine_site, ALL_GATES, {name: DEATHS[name] for name in ON_WINE_TO_THE_COPIES})
    print("\n".join(map(str, rows)))
    assert [wrong for row in rows for wrong in row.wrong] == []
    it_goes_on_and_a_second_run_only_looks(wine_site)


def it_goes_on_and_a_second_run_only_looks(site: WindowsSite) -> None:
    walker = site.servers["walker"]
    site.hosts["walker"] |= {name: SILENT.variables[name] for name in SILENT.variables if "install" in name}
    before = walker.services()
    gates = []
    while site.playbook(PLAYBOOK, "--limit", "walker").rc:
        gates.append(act(walker))
        assert gates[-1], walker.state["steps"][-1]
    assert gates == ["service_manager_closed", "license_confirmed"]
    assert walker.has_ended
    assert walker.services() == before
    assert walker.machine.drives.file(rf"{ROOT}\SYS\license.dll").read_text() == "new license module"
    calls = len(walker.calls())
    again = site.playbook(PLAYBOOK, "--limit", "walker")
    assert again.recap["walker"]["changed"] == 0, again
    assert not {call["module"] for call in walker.calls()[calls:]} & CHANGING
