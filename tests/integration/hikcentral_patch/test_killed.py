# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller dies (kill -9) where services are down or the patch is at work; the next run goes on from there."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.procedures import LICENSE_PATCH
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.deaths import (
    ATTENDED,
    COPIES,
    DEATHS,
    ON_WINE_TO_THE_COPIES,
    ON_WINE_TO_THE_END,
    PATCH,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.sample import sample
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.trial import run_deaths
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import WindowsSite

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]


@pytest.mark.parametrize("names", [tuple(DEATHS), ON_WINE_TO_THE_COPIES + ON_WINE_TO_THE_END], ids=["state", "Wine"])
def test_the_matrix_has_a_death_in_every_step(names: tuple[str, ...]) -> None:
    assert {DEATHS[name].step for name in names} == {step.id for step in LICENSE_PATCH.steps}


def test_a_run_survives_the_death_of_the_controller(site: WindowsSite) -> None:
    rows = run_deaths(site, ATTENDED, sample(COPIES | PATCH, "twice"))
    print("\n".join(map(str, rows)))
    assert [wrong for row in rows for wrong in row.wrong] == []
