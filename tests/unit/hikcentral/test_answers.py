# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer means, by its code and its form."""

from __future__ import annotations

import json

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis import errors
from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.call import Answer, Call, opened
from ansible_collections.surveillance.hikvision.tests.unit.hikcentral.scripted import KEY, data, refused

CALL = Call("common/v1/version")
WEB_PAGE = b"\r\n<!doctype HTML><html><body>Log in</body></html>"


@pytest.mark.parametrize("code", ["0", 0, " 0 "])
def test_success_is_zero_as_text_or_number(code: object) -> None:
    assert opened(data({"a": 1}, code=code), CALL, KEY) == {"a": 1}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("0x02401000", errors.KeyRefused),
        ("0x02401001", errors.KeyRefused),
        ("0x02401002", errors.KeyRefused),
        ("0X02401003", errors.KeyRefused),
        ("68", errors.KeyRefused),
        (13, errors.KeyRefused),
        ("0x02401007", errors.PermissionDenied),
        ("17", errors.PermissionDenied),
        (130, errors.PermissionDenied),
        ("0x00072201", errors.PermissionDenied),
        ("4", errors.Busy),
        (6, errors.Busy),
        ("0x00052101", errors.Busy),
        ("0x00052103", errors.Busy),
        ("0x00072004", errors.AnswerTooLong),
        ("8", errors.NotOffered),
        (11, errors.NotOffered),
        ("12", errors.NotOffered),
        ("0x02401009", errors.Refused),
        ("0x00072001", errors.Refused),
        ("5", errors.Refused),
        ("1", errors.Refused),
        (-1, errors.Refused),
        ("never-seen", errors.Refused),
    ],
)
def test_a_code_has_its_error(code: object, kind: type[errors.ArtemisError]) -> None:
    with pytest.raises(errors.ArtemisError) as caught:
        opened(refused(code), CALL, KEY)
    assert type(caught.value).__name__ == kind.__name__
    assert caught.value.details()["code"] == str(code).lower()
    assert "common/v1/version" in str(caught.value)


def test_the_code_counts_whatever_the_http_status() -> None:
    with pytest.raises(errors.KeyRefused):
        opened(Answer(401, b'{"code": "0x02401003", "msg": "Invalid Signature"}'), CALL, KEY)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(200, WEB_PAGE), errors.NotOffered),
        (Answer(502, WEB_PAGE), errors.NotOffered),
        (Answer(404, b""), errors.NotOffered),
        (Answer(404, b'{"status": 404, "error": "Not Found"}'), errors.NotOffered),
        (Answer(302, b""), errors.NotOffered),
        (Answer(405, b""), errors.NotOffered),
        (Answer(500, b""), errors.BadAnswer),
        (Answer(200, b""), errors.BadAnswer),
        (Answer(200, b"\xff\xfe\x00"), errors.BadAnswer),
        (Answer(200, b"[]"), errors.BadAnswer),
        (Answer(200, b"[" * 100_000), errors.BadAnswer),
        (Answer(200, b'{"msg": "Success", "data": {}}'), errors.BadAnswer),
        (Answer(200, b'{"code": false, "data": {}}'), errors.BadAnswer),
        (Answer(200, b'{"code": null, "data": {}}'), errors.BadAnswer),
        (Answer(200, b'{"code": "", "data": {}}'), errors.BadAnswer),
        (Answer(200, b'{"code": "0", "data": {"total": 1'), errors.BadAnswer),
    ],
)
def test_what_is_no_envelope_is_no_success(answer: Answer, kind: type[errors.ArtemisError]) -> None:
    with pytest.raises(kind):
        opened(answer, CALL, KEY)


def test_a_refusal_quotes_the_server_without_the_key() -> None:
    text = f"Server StringToSign:\nx-ca-key:{KEY.key}"
    with pytest.raises(errors.KeyRefused) as caught:
        opened(refused("0x02401003", text), CALL, KEY)
    assert str(caught.value) == (
        "HikCentral refused common/v1/version with code 0x02401003: the signature is not valid "
        '"Server StringToSign: x-ca-key:***"'
    )


def test_a_code_can_not_carry_the_key_either() -> None:
    with pytest.raises(errors.Refused) as caught:
        opened(refused(f"bad {KEY.secret}"), CALL, KEY)
    assert KEY.secret.lower() not in (str(caught.value) + json.dumps(caught.value.details())).lower()


def test_every_error_says_what_to_do() -> None:
    kinds = [errors.ArtemisError, *errors.ArtemisError.__subclasses__(), *errors.Refused.__subclasses__()]
    assert all(kind.advice.endswith(".") for kind in kinds)
    assert len({kind.advice for kind in kinds if "advice" in vars(kind)}) == len(kinds)
