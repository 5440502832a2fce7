# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Under Wine: a power cut while services are held down, and on to the end with a real installer."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import act
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.sample import sample
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import CHANGING, ROOT
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.trouble_trial import run_troubles
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.troubles import (
    CUT_OFF,
    HELD,
    PATCHED,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    Server,
    WindowsSite,
)

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(1500)]
PLAYBOOK = "hikcentral_license_patch"


def test_services_are_put_back_and_the_next_run_goes_on_to_the_end(wine_site: WindowsSite) -> None:
    """Before the next run, the server loses its power."""
    troubles = sample(HELD | CUT_OFF | PATCHED, "lost-5")
    rows = run_troubles(wine_site, troubles)
    print("\n".join(map(str, rows)))
    assert [wrong for row in rows for wrong in row.wrong] == []
    finish(wine_site, wine_site.servers["lost-5"])


def finish(site: WindowsSite, server: Server) -> None:
    """Go on to the end; one more run only looks."""
    before = server.services()
    act(server)
    ended = site.playbook(PLAYBOOK, "--limit", server.name)
    assert server.has_ended, ended
    assert server.services() == before
    assert server.machine.drives.file(rf"{ROOT}\SYS\license.dll").read_text() == "new license module"
    calls = len(server.calls())
    again = site.playbook(PLAYBOOK, "--limit", server.name)
    assert again.recap[server.name]["changed"] == 0, again
    assert not {call["module"] for call in server.calls()[calls:]} & CHANGING
