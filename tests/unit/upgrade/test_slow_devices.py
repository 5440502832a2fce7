# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that take their time, fall silent, or boot twice, and are upgraded all the same."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.settled import Patience
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.story import (
    DOOR_STATION,
    PATIENCE,
    Upgrade,
    assert_upgraded,
)


def test_services_that_start_late_answer_errors_for_a_while(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(services=90.0))


@pytest.mark.parametrize(
    "early",
    [
        wire.response_status(3, "deviceError", http=500),
        wire.response_status(3, "deviceError", http=200),
        wire.response_status(4, "invalidOperation", http=403),
        wire.response_status(2, "serviceUnavailable", http=503),
        wire.not_supported(404),
        wire.answer(b""),
        wire.xml("<DeviceInfo/>"),
        wire.answer(b"<DeviceIn", 200),
    ],
    ids=["device error 500", "device error 200", "invalid operation", "busy", "404", "nothing", "empty", "cut"],
)
def test_whatever_a_starting_device_answers_it_is_waited_for(upgrade: Upgrade, early: wire.Answer) -> None:
    assert_upgraded(upgrade(services=60.0, early_answer=early))


def test_a_starting_device_that_offers_no_authentication_yet_is_waited_for(upgrade: Upgrade) -> None:
    story = upgrade(services=12.0, early_answer=wire.web_page(401, "Unauthorized"))
    assert_upgraded(story)


def test_a_device_that_boots_twice_is_believed_after_the_second_boot(upgrade: Upgrade) -> None:
    story = upgrade(boots=2)
    assert_upgraded(story)
    assert story.device.boots == 2


def test_a_device_that_boots_twice_may_take_its_time_in_between(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(boots=2, up_between=50.0))


@pytest.mark.parametrize("progress", ["xml", None])
def test_a_silence_while_writing_is_no_boot(upgrade: Upgrade, progress: str | None) -> None:
    assert_upgraded(upgrade(writes=300.0, silences=((20.0, 50.0),), progress=progress))


def test_a_silence_while_writing_is_no_boot_of_a_door_station_either(upgrade: Upgrade) -> None:
    story = upgrade(**DOOR_STATION, writes=150.0, silences=((5.0, 20.0),))
    assert_upgraded(story, proof="outage")
    assert story.device.reboot_orders == []


def test_a_silence_that_was_no_boot_ends_no_phase(upgrade: Upgrade) -> None:
    story = upgrade(writes=100.0, silences=((5.0, 15.0),), progress=None)
    seconds = {phase.name: phase.seconds for phase in story.result.phases}
    assert seconds["flash"] == pytest.approx(101, abs=2 * PATIENCE.poll)
    assert seconds["reboot"] > 40


def test_a_silence_before_writing_failed_is_no_boot(upgrade: Upgrade) -> None:
    story = upgrade(status=False, silences=((5.0, 15.0),), gives_up=True)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert story.result.boot is None


@pytest.mark.parametrize("failure", [wire.web_page(500), wire.web_page(200), wire.not_supported()])
def test_a_report_that_fails_for_a_while_may_hide_that_it_is_writing(upgrade: Upgrade, failure: wire.Answer) -> None:
    story = upgrade(
        upload_answer=wire.response_status(7, "rebootRequired"),
        reboots_itself=False,
        report_fails=((4.0, 50.0),),
        report_failure=failure,
    )
    assert_upgraded(story, by="us")


def test_time_spent_before_and_while_writing_does_not_count_as_idle(upgrade: Upgrade) -> None:
    story = upgrade(starts_writing=50.0, lingers=20.0)
    assert_upgraded(story)
    assert story.device.reboot_orders == []


def test_writing_for_hours_is_not_restless(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(Patience(flash=9000.0, poll=30.0), writes=8000.0))


def test_silences_do_not_add_up(upgrade: Upgrade) -> None:
    story = upgrade(writes=1200.0, silences=((20.0, 50.0),), down=300.0)
    assert_upgraded(story)


def test_a_device_may_be_mute_for_as_long_as_it_writes(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(writes=400.0, silences=((2.0, 399.0),)))


def test_an_upgrade_of_a_device_that_has_just_booted_is_proven_too(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(uptime=0))
    assert_upgraded(upgrade(uptime=5, writes=5.0, down=20.0))


def test_a_device_that_has_just_booted_has_not_booted_again(upgrade: Upgrade) -> None:
    story = upgrade(uptime=0, starts_writing=None, ignores_reboot=True)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert story.result.boot is None or story.result.boot["proof"] is None
