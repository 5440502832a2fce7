# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The check of a UPS against a real server of Network UPS Tools."""

from __future__ import annotations

import os
import pathlib
import socket
import tempfile
from collections.abc import Iterator

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control import nut as upsc
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.power import PowerSource, power_of
from ansible_collections.surveillance.hikvision.tests.integration.power.nut_server import NutServer, missing

pytestmark = pytest.mark.newest_core

MISSING = missing()
GOOD = {"ups_status": "OL CHRG", "battery_charge": 95, "battery_runtime": 1800}


@pytest.fixture(scope="module")
def nut() -> Iterator[NutServer]:
    if MISSING and os.environ.get("HIKVISION_REQUIRE_NUT") == "1":
        pytest.fail(MISSING)
    if MISSING:
        pytest.skip(MISSING)
    # Not below pytest's own directory, which is for its user only.
    with tempfile.TemporaryDirectory(prefix="nut-", ignore_cleanup_errors=True) as directory:
        server = NutServer(pathlib.Path(directory))
        server.tell(**GOOD)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture
def source(nut: NutServer) -> PowerSource:
    found = power_of({"hikvision_ups": nut.ups}, "cam-1")
    assert found
    return found


def test_on_line_and_charged(source: PowerSource) -> None:
    assert source.objection(1800) is None


def test_the_battery_would_not_last(nut: NutServer, source: PowerSource) -> None:
    assert source.objection(1801) == (
        f"The UPS {nut.ups} tells a runtime of 1800 s; what is to be done is expected to take 1801 s."
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"ups_status": "OB DISCHRG"}, "is on battery and discharges its battery."),
        ({"ups_status": "OL LB"}, "has a low battery."),
        ({"ups_status": "OL RB"}, "needs a new battery."),
        ({"battery_charge": 49}, "tells a charge of 49 %; at least 50 % is wanted."),
        ({"battery_runtime": 60}, "tells a runtime of 60 s; what is to be done is expected to take 600 s."),
    ],
)
def test_not_good(nut: NutServer, source: PowerSource, told: dict[str, object], said: str) -> None:
    nut.tell(**{**GOOD, **told})
    for name, value in told.items():
        nut.wait_for(name.replace("_", "."), value)
    assert source.objection(600) == f"The UPS {nut.ups} {said}"
    nut.tell(**GOOD)
    for name in told:
        nut.wait_for(name.replace("_", "."), GOOD[name])
    assert source.objection(600) is None


def test_there_is_no_such_ups(nut: NutServer) -> None:
    source = power_of({"hikvision_ups": nut.ups.replace("rack", "shelf")}, "cam-1")
    assert source
    assert source.objection(600) == f"The UPS {nut.ups.replace('rack', 'shelf')} tells nothing: Unknown UPS."


@pytest.mark.usefixtures("nut")
def test_a_server_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upsc, "_PATIENCE", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ups = f"rack@127.0.0.1:{listener.getsockname()[1]}"
        source = power_of({"hikvision_ups": ups}, "cam-1")
        assert source
        assert source.objection(600) == f"The UPS {ups} tells nothing: upsc did not end within 1 s."


def test_what_the_dead_leave_is_not_believed(nut: NutServer, source: PowerSource) -> None:
    """Last of all: the driver dies, and then the server."""
    nut.kill_driver()
    nut.wait_for("ups.status", None)
    told = source.objection(600)
    assert told in (
        f"The UPS {nut.ups} tells nothing: Driver not connected.",
        f"The UPS {nut.ups} tells nothing: Data stale.",
    )
    nut.kill_server()
    assert source.objection(600) == (f"The UPS {nut.ups} tells nothing: Connection failure: Connection refused.")
