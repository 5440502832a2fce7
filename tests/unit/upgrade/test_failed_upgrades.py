# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices on which an upgrade goes wrong, and the outcome that is reported."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.model_device import ModelDevice
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.story import (
    BEFORE,
    DOOR_STATION,
    PATIENCE,
    TARGET,
    Upgrade,
    assert_upgraded,
)
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.traits import OLD


def test_a_device_that_never_starts_writing_is_rebooted_once_and_shows_its_old_version(upgrade: Upgrade) -> None:
    story = upgrade(starts_writing=None)
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert story.result.after == BEFORE
    assert len(story.device.reboot_orders) == 1
    assert len(story.device.uploads) == 1


def test_a_device_that_comes_back_with_its_old_version_is_no_success(upgrade: Upgrade) -> None:
    story = upgrade(writes_firmware=OLD)
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert str(BEFORE) in story.result.reason and str(TARGET) in story.result.reason
    assert story.result.boot == {"by": "device", "proof": "uptime"}
    assert len(story.device.uploads) == 1


def test_the_right_version_with_another_build_is_no_success(upgrade: Upgrade) -> None:
    story = upgrade(writes_firmware=("V5.7.18", "build 240820"))
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert story.result.after == FirmwareVersion("V5.7.18", "240820")


def test_a_version_without_a_build_proves_nothing_and_says_so(upgrade: Upgrade) -> None:
    story = upgrade(writes_firmware=("V5.7.18", None))
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert "no build" in story.result.reason


def test_a_door_station_with_its_old_version_is_rebooted_before_it_is_judged(upgrade: Upgrade) -> None:
    story = upgrade(**DOOR_STATION, writes_firmware=OLD)
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert len(story.device.reboot_orders) == 1
    assert story.result.boot == {"by": "us", "proof": "outage"}


@pytest.mark.parametrize("progress", ["xml", "json"])
def test_an_outage_at_the_end_of_writing_is_a_boot(upgrade: Upgrade, progress: str) -> None:
    story = upgrade(status=False, progress=progress, writes_firmware=OLD)
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert story.result.boot == {"by": "device", "proof": "outage"}
    assert story.device.reboot_orders == []


def test_an_outage_while_it_waits_for_its_reboot_is_none(upgrade: Upgrade) -> None:
    # It went silent before our order could reach it, and still wants its reboot afterwards.
    story = upgrade(status=False, reboots_itself=False, silences=((61.0, 90.0),))
    assert_upgraded(story, by="us", proof="outage")


def test_a_device_that_never_comes_back(upgrade: Upgrade) -> None:
    story = upgrade(comes_back=False)
    assert story.result.outcome is Outcome.NOT_BACK
    assert story.result.after is None
    assert "connection refused" in story.result.reason
    assert "%" in story.result.reason
    assert PATIENCE.boot <= story.seconds <= PATIENCE.boot + 120


def test_a_device_that_answers_nothing_but_errors_is_not_back_and_the_error_is_told(upgrade: Upgrade) -> None:
    story = upgrade(services=1e9, early_answer=wire.response_status(3, "deviceError", http=500))
    assert story.result.outcome is Outcome.NOT_BACK
    assert "deviceError" in story.result.reason


def test_a_percentage_that_sticks_ends_at_the_limit_without_a_reboot(upgrade: Upgrade) -> None:
    story = upgrade(percent_sticks=99)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert "99 %" in story.result.reason
    assert story.device.reboot_orders == []
    assert PATIENCE.flash <= story.seconds <= PATIENCE.flash + 60


def test_a_report_that_sticks_after_the_boot_does_not_hide_the_new_version(upgrade: Upgrade) -> None:
    def says_upgrading_for_ever(device: ModelDevice) -> None:
        device._writing_since = device.clock.monotonic()

    story = upgrade(after_boot=says_upgrading_for_ever)
    assert_upgraded(story)
    assert story.seconds >= PATIENCE.flash


def test_a_device_that_boots_again_and_again_has_an_end(upgrade: Upgrade) -> None:
    story = upgrade(boots=10**9, up_between=6.0)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert "up and down" in story.result.reason


def test_a_device_that_ignores_the_reboot(upgrade: Upgrade) -> None:
    story = upgrade(reboots_itself=False, ignores_reboot=True)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert len(story.device.reboot_orders) == 1
    assert "told to reboot" in story.result.reason


def test_a_device_that_refuses_the_reboot_is_quoted(upgrade: Upgrade) -> None:
    refusal = wire.response_status(4, "lowPrivilege")
    story = upgrade(reboots_itself=False, reboot_answers=(refusal, refusal, refusal))
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert "lowPrivilege" in story.result.reason
    assert [request for _unused, request in story.device.log].count("PUT /ISAPI/System/reboot") == 1


def test_a_device_too_busy_to_reboot_is_asked_again(upgrade: Upgrade) -> None:
    story = upgrade(reboots_itself=False, reboot_answers=(wire.response_status(2, "deviceBusy"),) * 2)
    assert_upgraded(story, by="us")
    assert len(story.device.reboot_orders) == 1


def test_a_slow_reboot_is_waited_for(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(reboots_itself=False, halts=100.0), by="us")


@pytest.mark.parametrize("sub", ["badFlash", "upgradeError", "upgradeFailed"])
def test_a_failed_flash_is_not_rebooted_by_guess(upgrade: Upgrade, sub: str) -> None:
    story = upgrade(upload_answer=wire.response_status(3, sub, http=200))
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert sub in story.result.reason
    assert story.device.reboot_orders == []
    assert story.result.after == BEFORE


def test_a_failed_flash_that_reboots_is_judged_by_what_runs(upgrade: Upgrade) -> None:
    answer = wire.response_status(3, "upgradeErrorAndReboot", http=200)
    story = upgrade(upload_answer=answer, writes_in_spite=True, writes_firmware=OLD)
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert "upgradeErrorAndReboot" in story.result.reason


def test_writing_that_stops_half_way_is_not_rebooted_by_guess(upgrade: Upgrade) -> None:
    story = upgrade(gives_up=True)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert "last seen at 4" in story.result.reason
    assert "before 100 %" in story.result.reason
    assert story.device.reboot_orders == []


@pytest.mark.parametrize(
    "error",
    [wire.as_json({"statusCode": 3, "subStatusCode": "upgradeFailed"}), wire.response_status(3, "upgradeFailed")],
)
def test_a_failed_flash_told_in_place_of_the_progress(upgrade: Upgrade, error: wire.Answer) -> None:
    story = upgrade(gives_up=True, progress="json", flash_error=error)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert "upgradeFailed" in story.result.reason
    assert story.device.reboot_orders == []
