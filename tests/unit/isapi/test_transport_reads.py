# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads on the wire: one connection, exact targets, and every way in which an answer can fail to come."""

from __future__ import annotations

import socket
import sys
import types
import urllib.parse

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    BadAnswer,
    TlsRefused,
    Unreachable,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Request, get
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.tls import TlsPolicy
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.transport import RequestsTransport
from ansible_collections.surveillance.hikvision.tests.unit.isapi.local_device import Line, LocalDevice

STATUS = get("/ISAPI/System/status")


def accept(line: Line) -> None:
    line.request()
    line.answer(200, b"<DeviceStatus/>")


def test_an_answer_has_status_headers_in_lower_case_and_body() -> None:
    def tell(line: Line) -> None:
        line.request()
        line.answer(403, b"<ResponseStatus/>", Content_Type="text/html", X_Odd="Yes")

    with LocalDevice(tell) as device:
        answer = device.transport().exchange(STATUS, {}, 5.0)
    assert (answer.status, answer.body) == (403, b"<ResponseStatus/>")
    assert answer.headers["content-type"] == "text/html"
    assert answer.headers["x-odd"] == "Yes"


def test_repeated_headers_are_joined() -> None:
    def challenge(line: Line) -> None:
        line.request()
        line.raw(
            b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n"
            b'WWW-Authenticate: Digest realm="a", nonce="1"\r\nWWW-Authenticate: Basic realm="b"\r\n\r\n'
        )

    with LocalDevice(challenge) as device:
        answer = device.transport().exchange(STATUS, {}, 5.0)
    assert answer.headers["www-authenticate"] == 'Digest realm="a", nonce="1", Basic realm="b"'


def test_all_requests_share_one_connection() -> None:
    def five_times(line: Line) -> None:
        for _unused in range(5):
            line.request()
            line.answer(200, b"<DeviceStatus/>")

    with LocalDevice(five_times) as device:
        transport = device.transport()
        for _unused in range(5):
            transport.exchange(STATUS, {}, 5.0)
    assert device.connections == 1
    assert device.requests[0].headers["connection"] == "keep-alive"


def test_a_device_that_closes_after_each_answer_is_served_all_the_same() -> None:
    def once(line: Line) -> None:
        line.request()
        line.answer(200, b"<DeviceStatus/>", Connection="close")

    with LocalDevice(once, once) as device:
        transport = device.transport()
        transport.exchange(STATUS, {}, 5.0)
        transport.exchange(STATUS, {}, 5.0)
    assert device.connections == 2


def test_close_hangs_up_and_the_next_request_calls_again() -> None:
    def until_hangup(line: Line) -> None:
        accept(line)
        line.wait_for_hangup()

    with LocalDevice(until_hangup, accept) as device:
        transport = device.transport()
        transport.exchange(STATUS, {}, 5.0)
        transport.close()
        transport.exchange(STATUS, {}, 5.0)


def test_cookies_are_not_kept() -> None:
    """A session cookie that outlives a reboot would be refused; Digest needs none."""

    def bake(line: Line) -> None:
        line.request()
        line.answer(200, Set_Cookie="WebSession_0f=1; path=/")
        line.request()
        line.answer(200)

    with LocalDevice(bake) as device:
        transport = device.transport()
        transport.exchange(STATUS, {}, 5.0)
        transport.exchange(STATUS, {}, 5.0)
    assert "cookie" not in device.requests[1].headers


def test_compression_is_not_asked_for() -> None:
    with LocalDevice(accept) as device:
        device.transport().exchange(STATUS, {}, 5.0)
    assert device.requests[0].headers["accept-encoding"] == "identity"


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    def redirect(line: Line) -> None:
        line.request()
        line.answer(302, Location="https://192.0.2.1/")

    with LocalDevice(redirect) as device:
        answer = device.transport().exchange(STATUS, {}, 5.0)
    assert (answer.status, answer.headers["location"]) == (302, "https://192.0.2.1/")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(st.characters(codec="utf-8"), max_size=20))
def test_the_target_on_the_wire_is_the_one_that_digest_signs(
    echo: tuple[LocalDevice, RequestsTransport], value: str
) -> None:
    device, transport = echo
    request = get("/ISAPI/Security/capabilities", username=value, format="json")
    transport.exchange(request, {}, 5.0)
    assert device.requests[-1].target == request.target
    assert urllib.parse.parse_qs(urllib.parse.urlsplit(request.target).query, keep_blank_values=True)["username"] == [
        value
    ]


@pytest.fixture
def echo() -> object:
    def serve(line: Line) -> None:
        while True:
            try:
                line.request()
            except EOFError:
                return
            line.answer(200)

    with LocalDevice(serve) as device:
        transport = device.transport()
        yield device, transport
        transport.close()


def test_header_values_travel_as_utf8() -> None:
    with LocalDevice(accept) as device:
        device.transport().exchange(STATUS, {"Authorization": 'Digest username="Jürgen 管理"'}, 5.0)
    assert device.requests[0].headers["authorization"] == 'Digest username="Jürgen 管理"'


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_an_ipv6_address_may_come_with_or_without_brackets(host: str) -> None:
    with LocalDevice(accept, family=socket.AF_INET6) as device:
        assert device.transport(host=host).exchange(STATUS, {}, 5.0).status == 200
    assert device.requests[0].headers["host"] == f"[::1]:{device.port}"


def test_refused_connection() -> None:
    with LocalDevice() as device:
        pass
    with pytest.raises(Unreachable, match=f"^no connection to 127.0.0.1:{device.port}: Connection refused$"):
        device.transport().exchange(STATUS, {}, 2.0)


def test_unknown_name() -> None:
    transport = RequestsTransport("camera.invalid", 443, encrypted=True, policy=TlsPolicy())
    with pytest.raises(Unreachable, match="no connection to camera.invalid:443: .*known"):
        transport.exchange(STATUS, {}, 2.0)


@pytest.mark.parametrize("host", ["http://192.0.2.1", "cam 1", "192.0.2.1:8080", "-"])
def test_something_that_is_no_address(host: str) -> None:
    transport = RequestsTransport(host, 80, encrypted=False, policy=TlsPolicy())
    with pytest.raises(Unreachable):
        transport.exchange(STATUS, {}, 2.0)


def test_no_answer() -> None:
    def swallow(line: Line) -> None:
        line.request()
        line.wait_for_hangup()

    with LocalDevice(swallow) as device, pytest.raises(Unreachable, match="no answer from .*: timed out"):
        device.transport().exchange(STATUS, {}, 0.2)


def test_nobody_accepts() -> None:
    """A full backlog drops further connections, as a device in deep trouble does."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for filler in (first, second):
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        transport = RequestsTransport("127.0.0.1", listener.getsockname()[1], encrypted=False, policy=TlsPolicy())
        with pytest.raises(Unreachable, match="no connection to .*: timed out"):
            transport.exchange(STATUS, {}, 0.2)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 2",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<DeviceInfo>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<DeviceInfo>",
        b"\x00\x00\x01\xba not HTTP at all \r\n\r\n",
    ],
    ids=["nothing", "half a first line", "half a body", "half a chunk", "another protocol"],
)
def test_an_answer_that_breaks_off_is_no_answer(answer: bytes) -> None:
    def stammer(line: Line) -> None:
        line.request()
        line.raw(answer)

    with LocalDevice(stammer, accept) as device:
        transport = device.transport()
        with pytest.raises(Unreachable, match="no answer from"):
            transport.exchange(STATUS, {}, 5.0)
        assert transport.exchange(STATUS, {}, 5.0).status == 200


def test_a_reset_instead_of_an_answer_is_no_answer() -> None:
    def break_off(line: Line) -> None:
        line.request()
        line.reset()

    with LocalDevice(break_off) as device, pytest.raises(Unreachable, match="Connection reset by peer"):
        device.transport().exchange(STATUS, {}, 5.0)


@pytest.mark.parametrize("head", [b"Content-Length: 100000000", b"Connection: close"], ids=["announced", "endless"])
def test_an_oversized_answer_is_cut_off(head: bytes) -> None:
    def babble(line: Line) -> None:
        line.request()
        line.raw(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n")
        for _unused in range(1000):
            line.raw(bytes(100_000))

    with LocalDevice(babble, accept) as device:
        transport = device.transport()
        with pytest.raises(BadAnswer, match="larger than 1000000 bytes"):
            transport.exchange(Request("GET", "/x", limit=1_000_000), {}, 5.0)
        assert transport.exchange(STATUS, {}, 5.0).status == 200


def test_plain_http_at_a_tls_port() -> None:
    def talk_plain(line: Line) -> None:
        line.connection.recv(100)
        line.raw(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with LocalDevice(talk_plain) as device:
        transport = RequestsTransport(device.host, device.port, encrypted=True, policy=TlsPolicy(verify=False))
        with pytest.raises(TlsRefused, match="TLS with .* failed"):
            transport.exchange(STATUS, {}, 5.0)


def test_without_requests_the_file_still_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gateway without the library gets a sentence from the module, so importing must not fail."""
    name = RequestsTransport.__module__
    source = sys.modules[name]
    monkeypatch.setitem(sys.modules, "requests", None)
    copy = types.ModuleType(name)
    copy.__package__ = source.__package__
    copy.__file__ = source.__file__
    assert source.__spec__ is not None
    assert source.__spec__.loader is not None
    code = source.__spec__.loader.get_code(name)  # type: ignore[attr-defined]  # SourceLoader has it
    exec(code, copy.__dict__)
    assert isinstance(copy.MISSING_LIBRARY, ImportError)
    assert sys.modules[name] is source
