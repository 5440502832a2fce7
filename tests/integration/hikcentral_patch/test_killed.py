# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller dies (kill -9) in the middle of every step, and the next run goes on from there."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.procedures import LICENSE_PATCH
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.deaths import (
    ALL_GATES,
    ATTENDED,
    COPIES,
    DEATHS,
    FIRST_STEPS,
    LEFT_TO_THE_MATRIX,
    PATCH,
    Death,
    Way,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.trial import run_deaths
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import WindowsSite

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]


def test_there_is_a_death_in_every_step() -> None:
    steps = {step.id for step in LICENSE_PATCH.steps}
    assert {death.step for death in DEATHS.values()} == steps
    assert {death.step for name, death in DEATHS.items() if name not in LEFT_TO_THE_MATRIX} == steps


@pytest.mark.parametrize(
    ("way", "deaths"),
    [(ALL_GATES, FIRST_STEPS), (ATTENDED, COPIES), (ATTENDED, PATCH)],
    ids=["first steps", "copies", "patch"],
)
def test_a_run_survives_the_death_of_the_controller(site: WindowsSite, way: Way, deaths: dict[str, Death]) -> None:
    tested = {name: death for name, death in deaths.items() if name not in LEFT_TO_THE_MATRIX}
    rows = run_deaths(site, way, tested)
    print("\n".join(map(str, rows)))
    assert [wrong for row in rows for wrong in row.wrong] == []
    assert len(rows) > len(tested)
