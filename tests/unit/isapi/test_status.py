# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vendor's verdicts: what is a yes, what is a no, and which no."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import errors, status
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer
from ansible_collections.surveillance.hikvision.tests.unit import wire

WHAT = "PUT /ISAPI/System/updateFirmware"


def judge(answer: Answer) -> status.ResponseStatus | None:
    return status.judge(answer, WHAT)


def refusal(answer: Answer) -> errors.Rejected:
    with pytest.raises(errors.Rejected) as caught:
        judge(answer)
    return caught.value


@pytest.mark.parametrize("code", [0, 1, 7])
def test_success_codes(code: int) -> None:
    verdict = judge(wire.response_status(code))
    assert verdict is not None
    assert verdict.accepted


@pytest.mark.parametrize(
    "answer",
    [
        wire.answer(b""),
        wire.answer(b"", 204),
        wire.xml("<DeviceInfo/>"),
        wire.as_json({"DeviceInfo": {}}),
        wire.answer(b"\xff\xd8\xff", content_type="image/jpeg"),
        wire.answer("CST-3:00:00"),
    ],
    ids=["empty", "no content", "xml", "json", "picture", "bare text"],
)
def test_a_plain_answer_is_no_verdict(answer: Answer) -> None:
    assert judge(answer) is None


# subStatusCode as devices spell it -> the class that decides what is done about it
CLASSES = [
    ("badDevType", errors.PackageRefused),
    ("BADLANGUAGE", errors.PackageRefused),
    (" versionMismatch ", errors.PackageRefused),
    ("devicePlatformMismatch", errors.PackageRefused),
    ("OEMCodeMismatch", errors.PackageRefused),
    ("upgrateDataEmpty", errors.PackageRefused),
    ("errorUpgradeVersion", errors.PackageRefused),
    ("upgradePackageMorethan2GB", errors.PackageRefused),
    ("fileError", errors.PackageRefused),
    ("deviceBusy", errors.Busy),
    ("upgrading", errors.Busy),
    ("startUpgradeFailed.", errors.Busy),
    ("serviceUnavailable", errors.Busy),
    ("beingExportedByAnotherUser", errors.Busy),
    ("notSupport", errors.NotSupported),
    ("methodNotAllowed", errors.NotSupported),
    ("lowPrivilege", errors.PermissionDenied),
    ("notActivated", errors.NotActivated),
    ("theAccountIsNotActivated", errors.NotActivated),
    ("invalidOperation", errors.Rejected),
    ("badXmlContent", errors.Rejected),
    ("rebootRequired", errors.Rejected),
    ("somethingNew", errors.Rejected),
    ("", errors.Rejected),
]


@pytest.mark.parametrize("http", [200, 400, 401, 403, 500])
@pytest.mark.parametrize(("sub_status", "kind"), CLASSES)
def test_the_sub_status_decides_whatever_http_says(sub_status: str, kind: type[errors.Rejected], http: int) -> None:
    """A refused firmware file really comes with 200, and "Invalid XML Content" beside it."""
    error = refusal(wire.response_status(4, sub_status, text="Invalid XML Content", http=http))
    assert error.__class__ is kind
    assert (error.http_status, error.status_code, error.sub_status) == (http, 4, sub_status.strip())


def test_device_busy_needs_no_sub_status() -> None:
    assert refusal(wire.response_status(2, "")).__class__ is errors.Busy


@pytest.mark.parametrize("code", [3, 4, 5, 6, 9, 99])
def test_other_codes_are_a_no(code: int) -> None:
    assert refusal(wire.response_status(code, "x", text="-", http=200)).status_code == code


def test_a_yes_under_an_error_is_no_yes() -> None:
    assert refusal(wire.response_status(1, http=403)).http_status == 403


@pytest.mark.parametrize(
    ("sub_status", "accepted"), [("allSuccess", True), ("notAllSuccess", False), ("allFailed", False)]
)
def test_a_batch(sub_status: str, accepted: bool) -> None:
    verdict = status.response_status(wire.response_status(8, sub_status, text="Batch Operation", http=200))
    assert verdict is not None
    assert verdict.accepted is accepted


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (wire.response_status(7, "rebootRequired"), True),
        (wire.response_status(1, "rebootRequired", text="Reboot Required"), True),
        (wire.response_status(1, "ok", text="Reboot Required"), True),
        (wire.response_status(7, "autoReboot"), False),
        (wire.response_status(1), False),
    ],
    ids=["code 7", "code 1 with both", "code 1 with text", "by itself", "ok"],
)
def test_who_has_to_reboot(answer: Answer, wanted: bool) -> None:
    verdict = judge(answer)
    assert verdict is not None
    assert verdict.reboot_required is wanted


@pytest.mark.parametrize(
    ("http", "kind"),
    [
        (400, errors.NotSupported),
        (403, errors.NotSupported),
        (404, errors.NotSupported),
        (405, errors.NotSupported),
        (501, errors.NotSupported),
        (408, errors.Busy),
        (429, errors.Busy),
        (500, errors.Busy),
        (502, errors.Busy),
        (503, errors.Busy),
        (504, errors.Busy),
        (402, errors.Rejected),
        (413, errors.Rejected),
    ],
)
@pytest.mark.parametrize("body", ["web page", "empty", "broken", "other"])
def test_without_a_verdict_http_has_to_do(http: int, kind: type[errors.Rejected], body: str) -> None:
    answers = {
        "web page": wire.web_page(http),
        "empty": wire.answer(b"", http),
        "broken": wire.answer(b"<ResponseStatus><statusCode>4</", http),
        "other": wire.xml("<userCheck/>", http),
    }
    error = refusal(answers[body])
    assert error.__class__ is kind
    assert str(error) == f"the device refused {WHAT} with HTTP {http}"
    assert error.details() == {"http_status": http, "status_code": None, "sub_status_code": ""}


def test_a_device_that_sends_us_to_https() -> None:
    error = refusal(wire.answer(b"", 302, location="https://192.0.2.10/"))
    assert "https://192.0.2.10/" in str(error)
    assert "hikvision_use_ssl" in str(error)


def test_the_json_form_flat_and_wrapped() -> None:
    fields = {
        "statusCode": 4,
        "statusString": "Invalid Operation",
        "subStatusCode": "notSupport",
        "errorMsg": "no such",
    }
    for document in (fields, {"ResponseStatus": fields}, fields | {"statusCode": "4"}):
        error = refusal(wire.as_json(document, 403))
        assert error.__class__ is errors.NotSupported
        assert str(error) == f"the device refused {WHAT}: Invalid Operation, notSupport, no such"


def test_progress_with_a_good_verdict_in_the_same_json() -> None:
    verdict = judge(wire.as_json({"statusCode": 1, "statusString": "OK", "upgrading": "TRUE", "percent": 22}))
    assert verdict is not None
    assert verdict.accepted


def test_every_namespace_and_a_missing_request_url() -> None:
    for opening in (
        "<ResponseStatus>",
        '<ResponseStatus xmlns="urn:psialliance-org">',
        "<h:ResponseStatus xmlns:h='x'>",
    ):
        closing = opening[1:].split(" ", maxsplit=1)[0].rstrip(">")
        body = f"{opening}<requestURL></requestURL><statusCode> 6\n</statusCode></{closing}>"
        assert refusal(wire.xml(body)).status_code == 6


def test_text_before_the_declaration_hides_no_refusal() -> None:
    answer = wire.response_status(4, "badDevType", http=200)
    littered = Answer(200, {}, b"OK " + answer.body + b"\x00\x00")
    assert refusal(littered).__class__ is errors.PackageRefused


def test_a_status_without_a_code_is_no_yes() -> None:
    assert refusal(wire.xml("<ResponseStatus><statusString>?</statusString></ResponseStatus>")).status_code is None


def test_the_message_says_what_the_device_said() -> None:
    answer = wire.response_status(
        6, "badDevType", text="Invalid XML Content", description="Upgrade capability mismatch."
    )
    assert str(refusal(answer)) == (
        f"the device refused {WHAT}: Invalid XML Content, badDevType, Upgrade capability mismatch."
    )


def test_an_upgrade_that_is_not_needed_is_told_apart() -> None:
    verdict = status.response_status(wire.response_status(4, "noNeedUpgrade"))
    assert verdict is not None
    assert verdict.key == status.NO_NEED_UPGRADE
