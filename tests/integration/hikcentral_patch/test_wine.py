# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same procedure under Wine: real services, share locks, a watchdog, a power cut, a real NSIS installer.

Skipped where Wine or the compilers are absent, unless HIK_REQUIRE_WINE says that they must not be.
"""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator

import pytest
from windows_machine.backend import WineBackend
from windows_machine.description import Fault
from windows_machine.wine import programs

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import act, waiting_step
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import (
    DATA,
    ROOT,
    WINE,
    server,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    ALL_AT_ONCE,
    Server,
    WindowsSite,
)

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]
SILENT = {"hikcentral_install_mode": "silent", "hikcentral_install_switches": "/S", "hikcentral_access_control": False}
MISSING = programs.missing()


def test_wine_is_here_where_it_has_to_be() -> None:
    assert not (MISSING and os.environ.get("HIK_REQUIRE_WINE")), f"HIK_REQUIRE_WINE is set, but there is no {MISSING}"


@pytest.fixture(scope="module")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WineBackend]:
    """One prefix for all tests of this file: making one takes ten seconds."""
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}")
    backend = WineBackend(tmp_path_factory.mktemp("wine"))
    yield backend
    backend.prefix.cut_power()


@pytest.fixture
def wine_site(wine: WineBackend, tmp_path: pathlib.Path) -> WindowsSite:
    return WindowsSite(tmp_path / "site", wine)


def until(site: WindowsSite, server: Server, step: str) -> None:
    """Run and act until the run waits at a step."""
    for _round in range(4):
        run = site.playbook(ALL_AT_ONCE)
        assert waiting_step(server), run
        if waiting_step(server) == step:
            return
        act(server)
    raise AssertionError(f"The run never waits at {step}.")


def test_silent_and_again_with_a_watchdog_a_power_cut_and_a_locked_file(wine_site: WindowsSite) -> None:
    each = wine_site.add("hc1", server(), **SILENT, **WINE)
    before = each.services()
    until(wine_site, each, "system_backup")
    act(each)
    a_locked_file_is_no_copy(wine_site, each, before)
    a_power_cut_leaves_what_the_next_run_puts_back(wine_site, each, before)
    assert each.machine.drives.file(rf"{ROOT}\SYS\license.dll").read_text() == "new license module"
    assert each.services() == before
    act(each)
    run = wine_site.playbook(ALL_AT_ONCE)
    assert run.rc == 0, run
    assert each.has_ended
    again = wine_site.playbook(ALL_AT_ONCE)
    assert again.recap["hc1"]["changed"] == 0, again


def a_locked_file_is_no_copy(site: WindowsSite, server: Server, before: dict[str, tuple[str, str]]) -> None:
    """The service that holds the file does not really stop: that is what the double answers in its place."""
    stay = {"name": "PostgreSQL"}
    server.suffer(
        Fault("answer", "win_service", stay | {"start_mode": "disabled"}, result={"changed": True}),
        Fault("answer", "win_service", stay | {"state": "stopped"}, result={"changed": True}),
    )
    run = site.playbook(ALL_AT_ONCE)
    assert "do not stay down: PostgreSQL" in run.stdout, run
    assert server.services() == before
    locked = server.machine.locked([server.machine.drives.file(rf"{DATA}\base\1\2619")])
    assert locked, "PostgreSQL runs again and holds its file"


def a_power_cut_leaves_what_the_next_run_puts_back(
    site: WindowsSite, server: Server, before: dict[str, tuple[str, str]]
) -> None:
    """The connection is lost while all is down and disabled; then the server boots, and nothing starts by itself."""
    server.suffer(Fault("unreachable", "win_command", msg="lost"))
    run = site.playbook(ALL_AT_ONCE)
    assert run.recap["hc1"]["unreachable"] == 1, run
    assert server.services()["SYS"] == ("stopped", "disabled")
    server.machine.power_cut()
    assert server.services()["SYS"] == ("stopped", "disabled")
    server.suffer()
    run = site.playbook(ALL_AT_ONCE)
    assert waiting_step(server) == "license_confirmed", run
    assert server.services() == before
