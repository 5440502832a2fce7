# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What devices do when all is well."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.story import (
    DOOR_STATION,
    IMAGE,
    PATIENCE,
    Upgrade,
    assert_upgraded,
)


def test_a_device_that_reboots_by_itself_is_never_told_to(upgrade: Upgrade) -> None:
    story = upgrade()
    assert_upgraded(story)
    assert story.device.reboot_orders == []
    assert story.result.upload == {"method": "PUT", "bytes_sent": len(IMAGE), "bytes_total": len(IMAGE)}
    assert [phase.name for phase in story.result.phases] == ["upload", "flash", "reboot"]
    assert sum(phase.seconds for phase in story.result.phases) == pytest.approx(story.seconds)


def test_success_needs_three_good_reads_after_the_boot(upgrade: Upgrade) -> None:
    device = upgrade().device
    boot = max(time for time, request in device.log if request == "PUT /ISAPI/System/updateFirmware")
    reads = [time for time, request in device.log if request == "GET /ISAPI/System/deviceInfo" and time > boot + 90]
    assert len(reads) >= 3
    assert reads[-1] - reads[-3] >= 2 * PATIENCE.poll


def test_a_device_that_says_it_wants_a_reboot_gets_one_at_once(upgrade: Upgrade) -> None:
    story = upgrade(reboots_itself=False)
    assert_upgraded(story, by="us")
    [ordered] = story.device.reboot_orders
    written = next(time for time, request in reversed(story.device.log) if request.endswith("updateFirmware")) + 61
    assert ordered - written < 3 * PATIENCE.poll


@pytest.mark.parametrize("progress", [None, "json"])
def test_a_device_that_waits_in_silence_for_a_reboot_gets_one_after_a_while(
    upgrade: Upgrade, progress: str | None
) -> None:
    story = upgrade(reboots_itself=False, progress=progress)
    assert_upgraded(story, by="us")
    assert len(story.device.reboot_orders) == 1


def test_reboot_required_in_the_answer_is_success_with_a_reboot(upgrade: Upgrade) -> None:
    answer = wire.response_status(7, "rebootRequired")
    story = upgrade(reboots_itself=False, upload_answer=answer, progress=None, starts_writing=0.0, writes=0.0)
    assert_upgraded(story, by="us")
    assert story.seconds < 120


def test_reboot_required_does_not_cut_the_writing_short(upgrade: Upgrade) -> None:
    story = upgrade(reboots_itself=False, upload_answer=wire.response_status(7, "rebootRequired"))
    assert_upgraded(story, by="us")


def test_a_device_that_announces_its_own_reboot_is_not_told_to(upgrade: Upgrade) -> None:
    story = upgrade(upload_answer=wire.response_status(7, "autoReboot"), progress=None, writes=30.0)
    assert_upgraded(story)
    assert story.device.reboot_orders == []


@pytest.mark.parametrize("answer", [wire.answer(), wire.web_page()], ids=["empty", "web page"])
def test_an_answer_without_a_verdict_is_settled_by_what_the_device_does(upgrade: Upgrade, answer: wire.Answer) -> None:
    assert_upgraded(upgrade(upload_answer=answer, writes_in_spite=True))


def test_a_door_station_without_status_is_proven_by_its_outage(upgrade: Upgrade) -> None:
    story = upgrade(**DOOR_STATION)
    assert_upgraded(story, proof="outage")
    assert story.device.reboot_orders == []


@pytest.mark.parametrize("kind, verb", [("IPCamera", "PUT"), ("VIS", "PUT"), ("NVR", "PUT"), ("ACS", "POST")])
def test_the_first_form_is_that_of_the_family(upgrade: Upgrade, kind: str, verb: str) -> None:
    assert upgrade(kind=kind).device.forms == [(verb, "application/octet-stream")]


def test_progress_is_reported_all_the_way(upgrade: Upgrade) -> None:
    reports = upgrade().reports
    uploads = [report.percent for report in reports if report.phase == "upload"]
    flashing = [report.percent for report in reports if report.phase == "flash" and report.percent is not None]
    assert uploads == sorted(uploads) and uploads[-1] == 100
    assert flashing == sorted(flashing) and flashing[-1] > 90
    assert list(dict.fromkeys(report.phase for report in reports)) == ["upload", "flash", "reboot", "verify"]
