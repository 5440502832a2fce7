# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Request bodies on the wire: their length, their number of journeys, and how far they got when the line broke."""

from __future__ import annotations

import os
import time

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import transport as transport_module
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    BadAnswer,
    ConnectionLost,
    DeadlineExceeded,
    Unreachable,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import MIB, BytesBody, Request
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.tls import TlsPolicy
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.transport import RequestsTransport
from ansible_collections.surveillance.hikvision.tests.unit.isapi.local_device import Line, LocalDevice

OCTETS = "application/octet-stream"
# More than both ends of a loopback connection keep in their buffers, so that breaking it is noticed while sending.
LARGE = 24 * MIB


class CountingBody(BytesBody):
    """Counts how often its first byte was read."""

    journeys = 0

    def read(self, size: int = -1) -> bytes:
        self.journeys += self.sent == 0
        return super().read(size)


def put(data: bytes, path: str = "/ISAPI/System/updateFirmware") -> Request:
    return Request("PUT", path, body=BytesBody(data, OCTETS))


def accept(line: Line) -> None:
    line.request()
    line.answer(200)


@pytest.mark.parametrize("size", [1, 4096, MIB, MIB + 1, 3 * MIB + 17])
def test_a_body_arrives_once_with_its_exact_length(size: int) -> None:
    data = os.urandom(size)
    body = CountingBody(data, OCTETS)
    with LocalDevice(accept) as device:
        request = Request("PUT", "/ISAPI/System/updateFirmware", body=body)
        device.transport().exchange(request, {"Content-Type": OCTETS}, 5.0)
    [heard] = device.requests
    assert heard.has_body(data)
    assert heard.headers["content-length"] == str(size)
    assert heard.headers["content-type"] == OCTETS
    assert "transfer-encoding" not in heard.headers
    assert "expect" not in heard.headers
    assert (body.journeys, body.sent) == (1, size)


@pytest.mark.parametrize("body", [None, BytesBody(b"", OCTETS)])
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_change_without_a_body_says_that_its_length_is_zero(method: str, body: BytesBody | None) -> None:
    with LocalDevice(accept) as device:
        device.transport().exchange(Request(method, "/ISAPI/System/reboot", body=body), {}, 5.0)
    [heard] = device.requests
    assert heard.headers["content-length"] == "0"
    assert "transfer-encoding" not in heard.headers


def test_a_read_has_no_body_and_no_length() -> None:
    with LocalDevice(accept) as device:
        device.transport().exchange(Request("GET", "/ISAPI/System/status"), {}, 5.0)
    assert "content-length" not in device.requests[0].headers


def test_a_reset_in_mid_body_is_a_loss_before_the_last_byte() -> None:
    def break_off(line: Line) -> None:
        line.head()
        line.some(100_000)
        line.reset()

    request = put(bytes(LARGE))
    with LocalDevice(break_off) as device, pytest.raises(ConnectionLost) as caught:
        device.transport().exchange(request, {}, 5.0)
    assert caught.value.total == LARGE
    assert caught.value.sent < LARGE
    assert not caught.value.whole_body_sent
    assert request.body is not None
    assert request.body.sent == caught.value.sent


def test_a_block_that_was_not_taken_does_not_count_as_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole body is one block here: handing it over is not the same as having sent it."""
    monkeypatch.setattr(transport_module, "_UPLOAD_BLOCK", LARGE)

    def break_off(line: Line) -> None:
        line.head()
        line.some(100_000)
        line.reset()

    with LocalDevice(break_off) as device, pytest.raises(ConnectionLost) as caught:
        device.transport().exchange(put(bytes(LARGE)), {}, 5.0)
    assert not caught.value.whole_body_sent


def test_an_end_after_the_last_byte_is_a_loss_of_the_answer_only() -> None:
    with LocalDevice(lambda line: line.request()) as device, pytest.raises(ConnectionLost) as caught:
        device.transport().exchange(put(bytes(3 * MIB)), {}, 5.0)
    assert caught.value.whole_body_sent
    assert (caught.value.sent, caught.value.total) == (3 * MIB, 3 * MIB)
    assert caught.value.details() == {"bytes_sent": 3 * MIB, "bytes_total": 3 * MIB}


def test_silence_after_the_last_byte_is_a_loss_of_the_answer_only() -> None:
    def swallow(line: Line) -> None:
        line.request()
        line.wait_for_hangup()

    with LocalDevice(swallow) as device, pytest.raises(ConnectionLost, match="timed out") as caught:
        device.transport().exchange(put(b"x" * 1000), {}, 0.2)
    assert caught.value.whole_body_sent


def test_an_answer_that_breaks_off_leaves_a_change_unknown() -> None:
    def stammer(line: Line) -> None:
        line.request()
        line.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<Respon")

    with LocalDevice(stammer) as device, pytest.raises(ConnectionLost) as caught:
        device.transport().exchange(put(b"x" * 1000), {}, 5.0)
    assert caught.value.whole_body_sent


@pytest.mark.parametrize("size", [200_000, LARGE])
def test_a_verdict_before_the_end_of_the_body_is_heard(size: int) -> None:
    """A device that judges the file by its header answers and hangs up without reading the rest."""

    def refuse(line: Line) -> None:
        line.head()
        line.answer(400, b"<ResponseStatus/>", Connection="close")

    with LocalDevice(refuse) as device:
        answer = device.transport().exchange(put(bytes(size)), {}, 5.0)
    assert (answer.status, answer.body) == (400, b"<ResponseStatus/>")


def test_the_request_after_an_early_verdict_does_not_drown_in_the_rest_of_the_body() -> None:
    def refuse(line: Line) -> None:
        line.head()
        line.answer(401)

    with LocalDevice(refuse, accept) as device:
        transport = device.transport()
        transport.exchange(put(bytes(LARGE)), {}, 5.0)
        assert transport.exchange(Request("GET", "/ISAPI/System/status"), {}, 5.0).status == 200
    assert [heard.method for heard in device.requests] == ["GET"]


def test_a_device_that_pauses_in_mid_body_gets_the_time_of_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Devices stop reading while they erase flash; the limit for connecting has no say in that."""
    monkeypatch.setattr(transport_module, "_CONNECT_TIMEOUT", 0.1)

    def pause(line: Line) -> None:
        line.request()
        line.answer(200)
        line.head()
        taken = len(line.some(100_000))
        time.sleep(0.4)
        while taken < LARGE:
            taken += len(line.some(LARGE))
        line.answer(200)

    with LocalDevice(pause, buffer=64 * 1024) as device:
        transport = device.transport()
        transport.exchange(Request("GET", "/ISAPI/Security/userCheck"), {}, 0.1)
        assert transport.exchange(put(bytes(LARGE)), {}, 5.0).status == 200


def test_a_device_that_stops_reading_is_given_up() -> None:
    def stall(line: Line) -> None:
        line.head()
        time.sleep(0.5)

    with LocalDevice(stall, buffer=64 * 1024) as device, pytest.raises(ConnectionLost, match="timed out") as caught:
        device.transport().exchange(put(bytes(LARGE)), {}, 0.2)
    assert not caught.value.whole_body_sent


def test_an_upload_that_runs_out_of_its_own_time_says_so() -> None:
    class Late(BytesBody):
        def read(self, size: int = -1) -> bytes:
            if self.sent:
                raise DeadlineExceeded("the upload took too long")
            return super().read(100_000)

    with LocalDevice(Line.wait_for_hangup, accept) as device:
        transport = device.transport()
        with pytest.raises(DeadlineExceeded):
            transport.exchange(Request("PUT", "/x", body=Late(bytes(LARGE), OCTETS)), {}, 5.0)
        assert transport.exchange(Request("GET", "/y"), {}, 5.0).status == 200


def test_a_change_that_finds_nobody_is_unreachable() -> None:
    with LocalDevice() as device:
        pass
    with pytest.raises(Unreachable, match=f"no connection to 127.0.0.1:{device.port}: Connection refused"):
        device.transport().exchange(put(b"x"), {}, 2.0)


def test_an_answer_to_a_change_that_is_too_large_is_a_bad_answer() -> None:
    def babble(line: Line) -> None:
        line.request()
        line.answer(200, bytes(5000))

    request = Request("PUT", "/x", body=BytesBody(b"x", OCTETS), limit=4000)
    with LocalDevice(babble) as device, pytest.raises(BadAnswer, match="larger than 4000 bytes"):
        device.transport().exchange(request, {}, 5.0)


def test_the_environment_has_no_say_in_uploads(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with LocalDevice(accept) as device:
        transport = RequestsTransport(device.host, device.port, encrypted=False, policy=TlsPolicy())
        transport.exchange(put(b"firmware"), {}, 5.0)
    assert device.requests[0].target == "/ISAPI/System/updateFirmware"
