# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``device_reboot``."""

from __future__ import annotations

import json
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.modules import device_reboot
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.modules_change.running import Ran, run_on
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.model_device import ModelDevice


def reboot(traits: dict[str, typing.Any] | None = None, *, check: bool = False, **given: typing.Any) -> Ran:
    ran = run_on(ModelDevice(wire.FakeClock(), **(traits or {})), device_reboot.MODULE, check=check, **given)
    json.dumps(ran.result)
    return ran


@pytest.mark.parametrize("progress", ["xml", "json", None])
@pytest.mark.parametrize("status", [True, False])
def test_a_reboot_and_its_proof(progress: str | None, *, status: bool) -> None:
    ran = reboot({"progress": progress, "status": status})
    assert (ran.result["changed"], ran.result.get("failed")) == (True, None)
    assert ran.result["boot"] == {"by": "us", "proof": "uptime" if status else "outage"}
    assert 40 < ran.result["seconds"] < 80
    assert (len(ran.device.reboot_orders), ran.device.boots) == (1, 1)


def test_three_good_reads_are_wanted() -> None:
    ran = reboot(good_reads=5)
    ordered = ran.requests.index("PUT /ISAPI/System/reboot")
    reads = [request for request in ran.requests[ordered:] if request == "GET /ISAPI/System/deviceInfo"]
    assert len(reads) >= 5


def test_check_mode_reads_only() -> None:
    ran = reboot(check=True)
    assert (ran.result["changed"], ran.result["boot"]) == (True, None)
    assert ran.device.reboot_orders == []
    assert all(request.startswith("GET ") for request in ran.requests)


@pytest.mark.parametrize("check", [True, False])
def test_a_device_that_is_upgrading_is_left_alone(*, check: bool) -> None:
    device = ModelDevice(wire.FakeClock())
    device._begin_writing()
    ran = run_on(device, device_reboot.MODULE, check=check)
    assert (ran.result["failed"], ran.result["changed"], ran.result["boot"]) == (True, False, None)
    assert device.reboot_orders == []


@pytest.mark.parametrize("sub", ["lowPrivilege", "notSupport"])
def test_a_refused_order_changes_nothing(sub: str) -> None:
    ran = reboot({"reboot_answers": (wire.response_status(4, sub),)})
    assert (ran.result["failed"], ran.result["changed"], ran.result["boot"]) == (True, False, None)
    assert sub in ran.result["msg"]
    assert ran.device.reboot_orders == []


@pytest.mark.parametrize(
    "traits, outcome, seconds",
    [
        ({"ignores_reboot": True}, "failed_unknown", 120),
        ({"ignores_reboot": True, "progress": None}, "failed_unknown", 120),
        ({"comes_back": False}, "not_back", 900),
        ({"after_boot": lambda device: setattr(device, "password", "Other-1")}, "lost_access", 40),
    ],
)
def test_what_can_become_of_it(traits: dict[str, typing.Any], outcome: str, seconds: float) -> None:
    ran = reboot(traits)
    assert (ran.result["outcome"], ran.result["failed"]) == (outcome, True)
    assert ran.result["advice"] and "unreachable" not in ran.result
    assert len(ran.device.reboot_orders) == 1
    assert seconds <= ran.result["seconds"] < seconds + 60


def test_a_slow_shutdown_is_waited_for_and_no_longer_than_allowed() -> None:
    assert reboot({"halts": 100.0}).result["changed"]
    assert reboot({"halts": 100.0}, reaction_timeout=30).result["outcome"] == "failed_unknown"


def test_a_boot_that_takes_long_is_waited_for_and_no_longer_than_allowed() -> None:
    assert reboot({"down": 800.0}).result["boot"] == {"by": "us", "proof": "uptime"}
    assert reboot({"down": 800.0}, boot_timeout=300).result["outcome"] == "not_back"


def test_progress_is_reported() -> None:
    assert [report.phase for report in reboot().reports][-1] == "verify"
