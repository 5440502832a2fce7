# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads that break, and files that are turned down."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.story import (
    BEFORE,
    DOOR_STATION,
    IMAGE,
    Upgrade,
    assert_upgraded,
)


def test_half_an_upload_leaves_the_old_firmware_without_a_reboot(upgrade: Upgrade) -> None:
    story = upgrade(takes=len(IMAGE) // 2)
    assert story.result.outcome is Outcome.FAILED_BEFORE_WRITE
    assert story.result.after == BEFORE
    assert story.device.reboot_orders == []
    assert len(story.device.uploads) == 1
    assert story.result.upload is not None and story.result.upload["bytes_sent"] < len(IMAGE)
    assert story.seconds < 60


@pytest.mark.parametrize("status", [True, False])
def test_half_an_upload_and_a_power_cut(upgrade: Upgrade, *, status: bool) -> None:
    story = upgrade(takes=len(IMAGE) // 2, power_fails=True, status=status)
    assert story.result.outcome is Outcome.FAILED_BEFORE_WRITE
    assert (story.device.boots, story.device.reboot_orders) == (1, [])


def test_half_an_upload_and_no_sign_of_life(upgrade: Upgrade) -> None:
    story = upgrade(takes=len(IMAGE) // 2, power_fails=True, comes_back=False)
    assert story.result.outcome is Outcome.NOT_BACK
    assert "connection reset" in story.result.reason


def test_a_line_that_breaks_after_the_last_byte_is_not_a_failure(upgrade: Upgrade) -> None:
    story = upgrade(hangs_up=True)
    assert_upgraded(story)


def test_a_line_that_breaks_after_the_last_byte_of_a_door_station(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(**DOOR_STATION, hangs_up=True), proof="outage")


def test_a_lost_answer_and_no_trace_of_writing_is_a_broken_transfer(upgrade: Upgrade) -> None:
    story = upgrade(hangs_up=True, starts_writing=None)
    assert story.result.outcome is Outcome.FAILED_BEFORE_WRITE
    assert story.device.reboot_orders == []


def test_a_lost_answer_of_a_device_without_a_report_is_unknown(upgrade: Upgrade) -> None:
    story = upgrade(hangs_up=True, starts_writing=None, progress=None)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert story.device.reboot_orders == []
    assert "last byte" in story.result.reason


def test_a_lost_answer_of_a_device_that_then_asks_for_its_reboot(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(hangs_up=True, reboots_itself=False), by="us")


@pytest.mark.parametrize("http", [500, 502, 504])
def test_a_bare_server_error_after_the_whole_file_is_no_refusal(upgrade: Upgrade, http: int) -> None:
    assert_upgraded(upgrade(upload_answer=wire.web_page(http), writes_in_spite=True))


def test_a_bare_server_error_and_no_trace_of_writing(upgrade: Upgrade) -> None:
    story = upgrade(upload_answer=wire.web_page(504))
    assert story.result.outcome is Outcome.FAILED_BEFORE_WRITE
    assert "504" in story.result.reason


def test_an_answer_that_says_upgrading_may_be_about_our_own_file(upgrade: Upgrade) -> None:
    answer = wire.response_status(2, "upgrading")
    assert_upgraded(upgrade(upload_answer=answer, writes_in_spite=True))


@pytest.mark.parametrize(
    "sub, code", [("badDevType", 6), ("badLanguage", 6), ("errorUpgradeVersion", 4), ("deviceBusy", 2)]
)
@pytest.mark.parametrize("http", [200, 400, 401, 403])
def test_a_verdict_ends_it_at_once(upgrade: Upgrade, sub: str, code: int, http: int) -> None:
    story = upgrade(upload_answer=wire.response_status(code, sub, http=http))
    assert story.result.outcome is Outcome.REFUSED
    assert sub in story.result.reason
    assert story.result.after == BEFORE
    assert len(story.device.uploads) == 1
    assert story.device.reboot_orders == []
    assert story.seconds < 5


def test_no_need_to_upgrade_is_not_taken_for_success(upgrade: Upgrade) -> None:
    story = upgrade(upload_answer=wire.response_status(4, "noNeedUpgrade"))
    assert story.result.outcome is Outcome.REFUSED
    assert "needs no upgrade" in story.result.reason
