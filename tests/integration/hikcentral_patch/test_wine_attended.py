# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Under Wine, attended and offline: stopped at every gate from the copies on, and killed in every step."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.deaths import (
    ATTENDED,
    DEATHS,
    ON_WINE_TO_THE_END,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.trial import run_deaths
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import WindowsSite

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]


def test_a_run_survives_the_death_of_the_controller(wine_site: WindowsSite) -> None:
    rows = run_deaths(wine_site, ATTENDED, {name: DEATHS[name] for name in ON_WINE_TO_THE_END})
    print("\n".join(map(str, rows)))
    assert [wrong for row in rows for wrong in row.wrong] == []
