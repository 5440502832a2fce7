# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Under Wine: a watchdog, a locked file, a power cut while services are held down, return codes of a real installer."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.trouble_trial import run_troubles
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.troubles import (
    CUT_OFF,
    HELD,
    PATCHED,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import WindowsSite

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]
# Before the next run, every server loses its power.
CHOSEN = ["comes-back", "file-locked", "lost-5", "patch-stops-services", "patch-boots"]


def test_services_are_put_back_and_the_next_run_goes_on(wine_site: WindowsSite) -> None:
    rows = run_troubles(wine_site, {name: (HELD | CUT_OFF | PATCHED)[name] for name in CHOSEN})
    print("\n".join(map(str, rows)))
    assert [wrong for row in rows for wrong in row.wrong] == []
