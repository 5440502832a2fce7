# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking a device for its verdict on the first bytes of a file."""

from __future__ import annotations

import email
import email.policy
import json
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.prevalidation import (
    Answer,
    Judgement,
    prevalidate,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    CredentialsRefused,
    WriteInCheckMode,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer as HttpAnswer
from ansible_collections.surveillance.hikvision.tests.unit import wire

HEADER = bytes(range(256)) * 16
BASE = "/ISAPI/System/updateFirmware"
OK = wire.as_json({"statusCode": 1, "statusString": "OK", "subStatusCode": "ok"})
ADD = wire.Expect("PUT", f"{BASE}/AddPreValidation?format=json", OK)


def result(status: str, prompt: str = "") -> wire.Expect:
    told = {"status": status, "progress": 100, "results": {"upgradeToken": "t", "confirmPrompt": prompt}}
    return poll(wire.as_json(told))


def poll(reply: wire.Reply) -> wire.Expect:
    return wire.Expect("GET", f"{BASE}/GetPreValidationResults?format=json", reply)


def asked(*script: wire.Expect, seconds: float = 60.0) -> tuple[Judgement, wire.Wire]:
    with wire.logged_in_client(*script) as device:
        return prevalidate(device.client, HEADER, seconds=seconds), device


@pytest.mark.parametrize(
    "status, expected", [("succ", Answer.SUCCESS), ("FAIL", Answer.FAIL), ("confirm", Answer.CONFIRM)]
)
def test_verdicts(status: str, expected: Answer) -> None:
    judgement, device = asked(ADD, result("verifying"), result("verifying"), result(status, "Really?"))
    assert judgement == Judgement(expected, "Really?")
    assert len(device.clock.slept) == 2


def test_what_is_handed_over() -> None:
    _judgement, device = asked(ADD, result("succ"))
    sent = next(one for one in device.transport.sent if one.method == "PUT")
    head = f"Content-Type: {sent.headers['Content-Type']}\r\n\r\n".encode()
    about, file = email.message_from_bytes(head + sent.body, policy=email.policy.HTTP).iter_parts()
    assert [part.get_param("name", header="content-disposition") for part in (about, file)] == [
        "AddPreValidation",
        "updateFileName",
    ]
    assert json.loads(about.get_payload(decode=True)) == {
        "upgradePacketPath": {"filePathType": "multipart", "filePath": "updateFileName"},
        "languageType": "English",
    }
    assert file.get_payload(decode=True) == HEADER


def test_it_counts_as_no_change_to_the_device() -> None:
    _judgement, device = asked(ADD, result("succ"))
    assert not device.client.has_written


@pytest.mark.parametrize(
    "script, words",
    [
        ([ADD, result("abnormal")], "'abnormal'"),
        ([ADD, result("")], "no word"),
        ([ADD, poll(wire.web_page())], "web page"),
        ([ADD, poll(wire.not_supported())], "notSupport"),
        ([wire.Expect("PUT", ADD.target, wire.not_supported())], "notSupport"),
        ([wire.Expect("PUT", ADD.target, wire.breaks())], "broke"),
    ],
)
def test_no_verdict(script: list[wire.Expect], words: str) -> None:
    judgement, _device = asked(*script)
    assert judgement.answer is Answer.UNKNOWN
    assert words in judgement.words


def test_a_check_without_end_is_given_up() -> None:
    with wire.logged_in_client(ADD, *[result("verifying")] * 11) as device:
        judgement = prevalidate(device.client, HEADER, seconds=20.0)
    assert judgement == Judgement(Answer.UNKNOWN, "it was still checking after 20 s")
    assert sum(device.clock.slept) == pytest.approx(20.0)


def test_a_header_that_is_refused_at_once() -> None:
    judgement, _device = asked(wire.Expect("PUT", ADD.target, wire.response_status(4, "badDevType")))
    assert judgement.answer is Answer.FAIL
    assert "badDevType" in judgement.words


def test_check_mode_does_not_ask() -> None:
    with wire.client(read_only=True) as device, pytest.raises(WriteInCheckMode):
        prevalidate(device.client, HEADER)


@pytest.mark.parametrize("locked", [{"lockStatus": "lock", "unlockTime": 100}])
def test_a_refused_password_ends_everything(locked: dict[str, typing.Any]) -> None:
    refusal: HttpAnswer = wire.digest_challenge("other", **locked)
    with (
        wire.logged_in_client(wire.Expect("PUT", ADD.target, refusal)) as device,
        pytest.raises(CredentialsRefused),
    ):
        prevalidate(device.client, HEADER)
