# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever goes wrong, services and start modes are put back: at once or, after a lost connection, by the next run."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.sample import sample
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.tampering import TAMPERINGS
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.trouble_trial import (
    run_tamperings,
    run_troubles,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.troubles import (
    CUT_OFF,
    HELD,
    PATCHED,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import WindowsSite

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(1500)]
ALL = HELD | CUT_OFF | PATCHED


def test_services_are_put_back_and_the_next_run_goes_on(site: WindowsSite) -> None:
    rows = run_troubles(site, sample(ALL, "lost-7", "patch-boots-before-services"))
    print("\n".join(map(str, rows)))
    assert [wrong for row in rows for wrong in row.wrong] == []


def test_what_was_left_on_the_server_is_hashed_again(site: WindowsSite) -> None:
    rows = run_tamperings(site, sample(TAMPERINGS, "patch-in-part"))
    print("\n".join(map(str, rows)))
    assert [wrong for row in rows for wrong in row.wrong] == []
