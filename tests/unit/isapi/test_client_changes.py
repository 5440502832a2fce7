# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes: sent once, counted, and never in check mode."""

from __future__ import annotations

import contextlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    Busy,
    ConnectionLost,
    NotSupported,
    Unreachable,
    WriteInCheckMode,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import (
    Answer,
    BytesBody,
    Request,
    get,
)
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.wire import USER_CHECK, Expect

STATUS = "/ISAPI/System/status"
FIRMWARE = "/ISAPI/System/updateFirmware"
REBOOT = Request("PUT", "/ISAPI/System/reboot")
IMAGE = bytes(range(256)) * 40
GOOD = wire.xml("<DeviceStatus><deviceUpTime>7</deviceUpTime></DeviceStatus>")
READ = Expect("GET", STATUS, GOOD, authorised=True)
PRIMED = Expect("GET", USER_CHECK, wire.user_check(), authorised=True)


def put(path: str = FIRMWARE, data: bytes = IMAGE) -> Request:
    return Request("PUT", path, body=BytesBody(data, "application/octet-stream"))


def test_the_body_says_what_it_is() -> None:
    with wire.logged_in_client(Expect("PUT", FIRMWARE, wire.response_status(), body=IMAGE)) as device:
        device.client.send(put())
    assert device.transport.sent[-1].headers["Content-Type"] == "application/octet-stream"


BUSY = [
    wire.response_status(2, "deviceBusy", http=200),
    wire.response_status(2, "", http=403),
    wire.response_status(4, "upgrading"),
    wire.web_page(500),
    wire.answer(b"", 503),
    wire.answer(b"", 429),
]


@pytest.mark.parametrize("busy", BUSY, ids=["200", "403", "upgrading", "500", "503", "429"])
def test_a_change_is_never_repeated_for_a_busy_device(busy: Answer) -> None:
    with wire.logged_in_client(Expect("PUT", REBOOT.path, busy)) as device, pytest.raises(Busy):
        device.client.send(REBOOT)
    assert device.clock.slept == []


@pytest.mark.parametrize("after", [None, 0, 5000])
def test_a_change_is_never_repeated_on_a_lost_connection(after: int | None) -> None:
    lost = Expect("PUT", FIRMWARE, wire.breaks(after))
    with wire.logged_in_client(lost) as device, pytest.raises(ConnectionLost) as caught:
        device.client.send(put())
    assert caught.value.sent == (len(IMAGE) if after is None else after)
    assert caught.value.whole_body_sent is (after is None)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_change_that_finds_nobody_is_not_repeated(method: str) -> None:
    script = [READ, Expect(method, "/ISAPI/X", Unreachable("no connection"))]
    with wire.logged_in_client(*script) as device:
        device.client.read(STATUS)
        with pytest.raises(Unreachable):
            device.client.send(Request(method, "/ISAPI/X"))
    assert not device.client.has_written


def test_priming_sends_the_body_exactly_once() -> None:
    with wire.logged_in_client(
        READ, PRIMED, Expect("PUT", FIRMWARE, wire.response_status(), body=IMAGE, authorised=True)
    ) as device:
        device.client.read(STATUS)
        device.client.prime()
        device.client.send(put())
    assert sum(len(sent.body) for sent in device.transport.sent) == len(IMAGE)


def test_priming_finds_out_about_a_stale_connection_and_an_old_nonce() -> None:
    with wire.logged_in_client(
        READ,
        Expect("GET", USER_CHECK, Unreachable("no answer")),
        *wire.login("n2"),
        Expect("GET", USER_CHECK, wire.digest_challenge("n3", stale=True)),
        PRIMED,
        Expect("PUT", FIRMWARE, wire.response_status(), body=IMAGE),
    ) as device:
        device.client.read(STATUS)
        device.client.prime()
        device.client.send(put())
    assert 'nonce="n3"' in device.transport.sent[-1].headers["Authorization"]


def test_priming_is_content_with_any_answer_that_took_the_password() -> None:
    with wire.client(
        Expect("GET", USER_CHECK, wire.digest_challenge()),
        Expect("GET", USER_CHECK, wire.not_supported()),
        READ,
        Expect("GET", "/ISAPI/System/deviceInfo", wire.response_status(4, "lowPrivilege"), authorised=True),
    ) as device:
        device.client.read(STATUS)
        device.client.prime()


def test_priming_a_busy_device_says_so_before_the_upload() -> None:
    busy = Expect("GET", USER_CHECK, wire.web_page(503))
    with wire.logged_in_client(READ, busy, busy, busy) as device:
        device.client.read(STATUS)
        with pytest.raises(Busy):
            device.client.prime()


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_read_only_client_sends_no_change(method: str) -> None:
    with wire.logged_in_client(READ, PRIMED, read_only=True) as device:
        device.client.read(STATUS)
        device.client.prime()
        with pytest.raises(WriteInCheckMode, match=f"{method} /ISAPI/System/reboot would change {wire.DEVICE}"):
            device.client.send(Request(method, "/ISAPI/System/reboot"))
    assert not device.client.has_written


def test_reads_write_nothing() -> None:
    with wire.logged_in_client(READ) as device:
        device.client.read(STATUS)
    assert not device.client.has_written


@pytest.mark.parametrize("answer", [wire.response_status(), wire.breaks(), wire.not_supported()])
def test_a_change_that_was_sent_is_remembered(answer: Answer) -> None:
    with wire.logged_in_client(Expect("PUT", REBOOT.path, answer)) as device:
        with contextlib.suppress(ConnectionLost, NotSupported):
            device.client.send(REBOOT)
        assert device.client.has_written
        device.client.forget_session()
        assert device.client.has_written


def test_a_change_that_never_left_because_of_the_login_wrote_nothing() -> None:
    with wire.client(Expect("GET", USER_CHECK, Unreachable("no connection"))) as device, pytest.raises(Unreachable):
        device.client.send(REBOOT)
    assert not device.client.has_written


def test_a_secret_in_the_query_stays_out_of_messages() -> None:
    request = get("/ISAPI/System/configurationData", secretkey="c0ffee")
    refusal = Expect("GET", request.target, wire.not_supported())
    with wire.logged_in_client(refusal) as device, pytest.raises(NotSupported) as caught:
        device.client.send(request)
    assert "c0ffee" not in str(caught.value)
