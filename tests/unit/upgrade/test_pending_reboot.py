# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A reboot that was due before the upgrade."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.model_device import ModelDevice
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.story import (
    IMAGE,
    Upgrade,
    assert_upgraded,
)
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.traits import NEW, OLD


def test_a_reported_pending_reboot_is_done_before_the_file_is_sent(upgrade: Upgrade) -> None:
    story = upgrade(pending="reported")
    assert_upgraded(story)
    assert story.device.boots == 2
    [ordered] = story.device.reboot_orders
    sent = next(time for time, request in story.device.log if request.endswith("updateFirmware"))
    assert ordered < sent


@pytest.mark.parametrize("pending", ["200", "403"])
def test_a_pending_reboot_that_shows_at_the_upload_costs_a_second_upload_and_no_more(
    upgrade: Upgrade, pending: str
) -> None:
    story = upgrade(pending=pending)
    assert story.result.outcome is Outcome.UPGRADED, story.result.reason
    assert story.device.uploads == [IMAGE, IMAGE]
    assert len(story.device.reboot_orders) == 1


@pytest.mark.parametrize("pending", ["reported", "200", "403"])
def test_a_pending_reboot_that_brings_the_target_ends_the_work(upgrade: Upgrade, pending: str) -> None:
    story = upgrade(pending=pending, pending_firmware=NEW)
    assert story.result.outcome is Outcome.UPGRADED
    assert story.result.boot == {"by": "us", "proof": "uptime"}
    assert len(story.device.uploads) == (0 if pending == "reported" else 1)


@pytest.mark.parametrize("pending", ["reported", "200", "403"])
def test_a_pending_reboot_that_brings_something_else_stops_the_work(upgrade: Upgrade, pending: str) -> None:
    story = upgrade(pending=pending, pending_firmware=("V5.8.0", "build 250101"))
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert "V5.8.0" in story.result.reason
    assert len(story.device.uploads) == (0 if pending == "reported" else 1)


@pytest.mark.parametrize("pending", ["reported", "200", "403"])
def test_a_device_that_does_not_come_back_from_the_pending_reboot(upgrade: Upgrade, pending: str) -> None:
    story = upgrade(pending=pending, comes_back=False)
    assert story.result.outcome is Outcome.NOT_BACK
    assert len(story.device.uploads) == (0 if pending == "reported" else 1)


def test_a_pending_reboot_that_does_not_happen_is_a_refusal(upgrade: Upgrade) -> None:
    story = upgrade(pending="reported", ignores_reboot=True)
    assert story.result.outcome is Outcome.REFUSED
    assert story.device.uploads == []


def test_a_device_that_always_wants_another_reboot_gets_one(upgrade: Upgrade) -> None:
    def want_again(device: ModelDevice) -> None:
        device._pending = "403"

    story = upgrade(pending="403", after_boot=want_again)
    assert story.result.outcome is Outcome.REFUSED
    assert len(story.device.reboot_orders) == 1
    assert len(story.device.uploads) == 2


@pytest.mark.parametrize("progress", ["xml", None])
def test_an_accepted_file_that_did_not_take_is_not_sent_again(upgrade: Upgrade, progress: str | None) -> None:
    answer = wire.response_status(7, "rebootRequired")
    story = upgrade(upload_answer=answer, progress=progress, reboots_itself=False, writes=5.0, writes_firmware=OLD)
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert story.device.uploads == [IMAGE]


def test_one_pending_reboot_is_cleared_and_no_second_one(upgrade: Upgrade) -> None:
    def want_again(device: ModelDevice) -> None:
        device._pending = "200"

    story = upgrade(pending="reported", after_boot=want_again)
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert story.device.uploads == [IMAGE]
