# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The device's own report of an upgrade, in XML, in JSON, and not at all."""

from __future__ import annotations

import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.upgrade import (
    UpgradeProgress,
    parse_progress,
    read_progress,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import BadAnswer, Rejected
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.progress_watch import ProgressWatch
from ansible_collections.surveillance.hikvision.tests.unit import wire

PATH = "/ISAPI/System/upgradeStatus"
JSON_PATH = PATH + "?format=json"


def report(inner: str, space: str = ' xmlns="http://www.isapi.org/ver20/XMLSchema"') -> Answer:
    return wire.xml(f'<upgradeStatus version="2.0"{space}>{inner}</upgradeStatus>')


@pytest.mark.parametrize(
    "answer, expected",
    [
        (report("<upgrading>true</upgrading><percent>42</percent>"), UpgradeProgress(True, 42, False)),
        (report("<upgrading>TRUE</upgrading><percent> 42.0 </percent>", ""), UpgradeProgress(True, 42, False)),
        (report("<upgrading>false</upgrading><percent>0</percent>"), UpgradeProgress(False, 0, False)),
        (report("<upgrading>false</upgrading>"), UpgradeProgress(False, None, False)),
        (
            report("<upgrading>false</upgrading><percent>100</percent><reboot>true</reboot>"),
            UpgradeProgress(False, 100, True),
        ),
        (
            report("<upgrading>true</upgrading><percent>7</percent><reboot>true</reboot>"),
            UpgradeProgress(True, 7, False),
        ),
        (
            wire.as_json({"statusCode": 1, "subStatusCode": "ok", "upgrading": "TRUE", "percent": 22, "idList": []}),
            UpgradeProgress(True, 22, False),
        ),
        (wire.as_json({"upgrading": "FALSE", "percent": "100", "reboot": "TRUE"}), UpgradeProgress(False, 100, True)),
        (wire.as_json({"upgradeStatus": {"upgrading": True, "percent": 5}}), UpgradeProgress(True, 5, False)),
        (
            wire.as_json({"statusCode": 1, "upgradeStatus": {"upgrading": False, "percent": 0}}),
            UpgradeProgress(False, 0, False),
        ),
    ],
)
def test_forms(answer: Answer, expected: UpgradeProgress) -> None:
    assert parse_progress(answer) == expected


@pytest.mark.parametrize(
    "answer",
    [
        wire.response_status(),
        wire.web_page(),
        wire.answer(b""),
        wire.as_json({"statusCode": 1}),
        wire.as_json({"upgradeStatus": "none"}),
        report("<percent>5</percent>"),
        report("<upgrading>perhaps</upgrading>"),
    ],
)
def test_what_tells_nothing_is_not_taken_for_idle(answer: Answer) -> None:
    with pytest.raises(BadAnswer):
        parse_progress(answer)


def read(*answers: Answer | Exception) -> UpgradeProgress | None:
    steps = [wire.Expect("GET", path, answer) for path, answer in zip((PATH, JSON_PATH), answers, strict=False)]
    with wire.logged_in_client(*steps) as device:
        return read_progress(device.client)


def test_the_json_form_is_asked_for_where_there_is_no_other() -> None:
    found = read(wire.not_supported(), wire.as_json({"upgrading": "TRUE", "percent": 3}))
    assert found == UpgradeProgress(True, 3, False)


@pytest.mark.parametrize("http", [200, 400, 403, 404])
def test_no_report_is_no_failure(http: int) -> None:
    assert read(wire.not_supported(http), wire.not_supported(http)) is None


def test_an_account_that_may_not_see_the_report() -> None:
    assert read(wire.response_status(4, "lowPrivilege"), wire.response_status(4, "lowPrivilege")) is None


def test_trouble_is_raised() -> None:
    with pytest.raises(Rejected, match="deviceError"):
        read(wire.response_status(3, "deviceError"))


def watch(*steps: tuple[Answer, ...]) -> tuple[ProgressWatch, list[typing.Any]]:
    script = [
        wire.Expect("GET", path, answer)
        for step in steps
        for path, answer in zip((PATH, JSON_PATH), step, strict=False)
    ]
    with wire.logged_in_client(*script) as device:
        follower = ProgressWatch(device.client)
        return follower, [follower.look() for _unused in steps]


IDLE = report("<upgrading>false</upgrading><percent>0</percent>")
DONE = report("<upgrading>false</upgrading><percent>100</percent>")
WRITING = report("<upgrading>true</upgrading><percent>40</percent>")
NO_REPORT = (wire.not_supported(), wire.not_supported())


@pytest.mark.parametrize(
    "steps, wrote",
    [([NO_REPORT], None), ([(IDLE,)], False), ([(IDLE,), (WRITING,), (IDLE,)], True), ([(DONE,)], True)],
)
def test_traces_of_writing_are_remembered(steps: list[tuple[Answer, ...]], *, wrote: bool | None) -> None:
    assert watch(*steps)[0].wrote is wrote


def test_a_report_that_fails_once_does_not_mean_that_nothing_is_written() -> None:
    readings = watch((WRITING,), NO_REPORT)[1]
    assert readings[0].is_certain and readings[0].is_writing
    assert not readings[1].is_certain
    assert watch(NO_REPORT)[1][0].is_certain


def test_a_report_that_ends_before_the_end_is_a_failure() -> None:
    assert watch((WRITING,), (IDLE,))[1][1].failure
    assert not watch((WRITING,), (DONE,))[1][1].failure
    assert not watch((IDLE,), (IDLE,))[1][1].failure


def test_a_device_error_in_place_of_the_report_is_a_failure() -> None:
    [reading] = watch((wire.response_status(3, "upgradeFailed", http=200),))[1]
    assert "upgradeFailed" in reading.failure and reading.is_certain
    [reading] = watch((wire.response_status(4, "invalidOperation"),))[1]
    assert not reading.failure and not reading.is_certain
