# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Export and import on the wire: what is taken for a configuration, and what became of one that was sent back."""

from __future__ import annotations

import random
import re
import urllib.parse

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.configuration import (
    Import,
    export_configuration,
    import_configuration,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.secret import UnfitSecret
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    BadAnswer,
    Busy,
    ConnectionLost,
    NotSupported,
    PackageRefused,
    Rejected,
    Unreachable,
    WriteInCheckMode,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.backup.device_side import decrypted

PATH = "/ISAPI/System/configurationData"
CAPABILITIES = "/ISAPI/Security/capabilities?username=admin"
WITH_SECRET = re.compile(re.escape(PATH) + r"\?secretkey=[0-9a-f]+&security=1&iv=[0-9a-f]{32}")
BLOB = random.Random(7).randbytes(4000)
SECURITY = wire.xml(
    "<SecurityCap><isIrreversible>true</isIrreversible><salt>5f3a</salt><keyIterateNum>100</keyIterateNum>"
    '<cfgFileSecretKeyLenLimit min="1" max="16"/></SecurityCap>'
)
CHECK = wire.Expect("GET", wire.USER_CHECK, wire.user_check())


def secret_in(target: str) -> str:
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(target).query))
    return decrypted(
        query["secretkey"], query["iv"], user=wire.USERNAME, password=wire.PASSWORD, salt="5f3a", iterations=100
    )


def export(answer: wire.Reply, minimum: int = 1024) -> bytes:
    with wire.logged_in_client(wire.Expect("GET", PATH, answer)) as device:
        return export_configuration(device.client, None, minimum=minimum)


def test_a_plain_export() -> None:
    assert export(wire.answer(BLOB)) == BLOB


def test_an_export_with_a_secret_that_the_device_can_read() -> None:
    with wire.logged_in_client(
        wire.Expect("GET", CAPABILITIES, SECURITY), wire.Expect("GET", WITH_SECRET, wire.answer(BLOB))
    ) as device:
        assert export_configuration(device.client, "abc123", minimum=1024) == BLOB
    assert secret_in(device.transport.sent[-1].target) == "abc123"


def test_a_secret_that_does_not_fit_is_found_out_before_the_export() -> None:
    with wire.logged_in_client(wire.Expect("GET", CAPABILITIES, SECURITY)) as device, pytest.raises(UnfitSecret):
        export_configuration(device.client, "far too long for this device", minimum=1024)


def test_a_device_that_tells_nothing_of_its_security_gets_the_simplest_form() -> None:
    with wire.logged_in_client(
        wire.Expect("GET", CAPABILITIES, wire.not_supported()), wire.Expect("GET", WITH_SECRET, wire.answer(BLOB))
    ) as device:
        assert export_configuration(device.client, "abc123", minimum=1024) == BLOB


@pytest.mark.parametrize(
    "answer, words",
    [
        (wire.web_page(), "web page"),
        (wire.response_status(1, "ok"), "OK, ok"),
        (wire.user_check(), "no status in it"),
        (wire.as_json({"statusCode": 1, "statusString": "OK"}), "message"),
        (wire.as_json({"anything": "else"}), "message"),
        (wire.answer(b""), "0 bytes"),
        (wire.answer(BLOB[:1023]), "1023 bytes"),
    ],
)
def test_what_is_no_configuration_is_refused(answer: Answer, words: str) -> None:
    with pytest.raises(BadAnswer, match=words):
        export(answer)


@pytest.mark.parametrize("first", [b"<", b"{", b"[", b"\x00{", b"\xef\xbb\xbf<", b" \n["])
def test_an_encrypted_file_may_begin_with_any_byte(first: bytes) -> None:
    assert export(wire.answer(first + BLOB)) == first + BLOB


def test_every_random_file_is_taken() -> None:
    source = random.Random(11)
    for _unused in range(300):
        data = source.randbytes(1500)
        assert export(wire.answer(data)) == data


@pytest.mark.parametrize(
    "answer, error",
    [
        (wire.response_status(4, "lowPrivilege"), Rejected),
        (wire.response_status(6, "cfgFileSecretKeyError", http=200), Rejected),
        (wire.response_status(4, "invalidOperation", http=200), Rejected),
        (wire.not_supported(404), NotSupported),
    ],
)
def test_a_refused_export_is_that(answer: Answer, error: type[Exception]) -> None:
    with pytest.raises(error):
        export(answer)


def test_a_busy_device_is_asked_again() -> None:
    busy = wire.Expect("GET", PATH, wire.response_status(2, "configOperating"))
    with wire.logged_in_client(busy, busy, wire.Expect("GET", PATH, wire.answer(BLOB))) as device:
        assert export_configuration(device.client, None, minimum=1024) == BLOB
    assert sum(device.clock.slept) > 0
    with wire.logged_in_client(busy, busy, busy) as device, pytest.raises(Busy):
        export_configuration(device.client, None, minimum=1024)


def bring_in(*answers: tuple[str, wire.Reply], secret: str | None = None) -> tuple[wire.Wire, Import]:
    steps = [wire.Expect("GET", CAPABILITIES, SECURITY)] if secret else []
    for number, (verb, answer) in enumerate(answers):
        steps += [*wire.login(f"n{number}"), CHECK] if number else [CHECK]
        steps.append(wire.Expect(verb, WITH_SECRET if secret else PATH, answer, body=None, authorised=True))
    with wire.logged_in_client(*steps) as device:
        return device, import_configuration(device.client, BLOB, secret)


def test_an_import() -> None:
    device, done = bring_in(("PUT", wire.response_status()))
    assert done == Import()
    assert device.transport.sent[-1].body == BLOB
    assert device.transport.sent[-1].headers["Content-Type"] == "application/octet-stream"


def test_an_import_with_its_secret() -> None:
    device, _unused = bring_in(("PUT", wire.response_status()), secret="abc123")
    assert secret_in(device.transport.sent[-1].target) == "abc123"


def test_access_control_takes_it_by_post() -> None:
    _unused, done = bring_in(("PUT", wire.response_status(4, "methodNotAllowed")), ("POST", wire.response_status()))
    assert done == Import()


@pytest.mark.parametrize(
    "answer, wanted",
    [
        (wire.response_status(7, "rebootRequired"), True),
        (wire.response_status(7, "autoReboot"), False),
        (wire.answer(), False),
    ],
)
def test_who_reboots(answer: Answer, *, wanted: bool) -> None:
    assert bring_in(("PUT", answer))[1].reboot_wanted is wanted


@pytest.mark.parametrize(
    "answer",
    [wire.breaks(), wire.web_page(504), wire.response_status(3, "deviceError", http=200), BadAnswer("too large")],
)
def test_what_may_have_taken_effect_is_left_to_the_facts(answer: wire.Reply) -> None:
    assert bring_in(("PUT", answer))[1].error is not None


@pytest.mark.parametrize(
    "answer, error",
    [
        (wire.response_status(6, "badDevType", http=200), PackageRefused),
        (wire.response_status(6, "cfgFileSecretKeyError", http=200), Rejected),
        (wire.response_status(2, "configOperating"), Busy),
        (wire.breaks(after=100), ConnectionLost),
        (Unreachable("no connection"), Unreachable),
    ],
)
def test_what_did_not_take_effect_is_raised(answer: wire.Reply, error: type[Exception]) -> None:
    with pytest.raises(error):
        bring_in(("PUT", answer))


def test_check_mode_sends_nothing() -> None:
    with wire.logged_in_client(CHECK, read_only=True) as device, pytest.raises(WriteInCheckMode):
        import_configuration(device.client, BLOB, None)
