# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The script must fail where it should: a test double that accepts everything proves nothing."""

from __future__ import annotations

import re

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import ConnectionLost, Unreachable
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import BytesBody, Request, get
from ansible_collections.surveillance.hikvision.tests.unit import wire

STATUS = wire.Expect("GET", "/ISAPI/System/status", wire.xml("<DeviceStatus/>"))


def exchange(transport: wire.ScriptedTransport, request: Request) -> object:
    return transport.exchange(request, {}, 10.0)


def test_plays_the_script_in_order_and_keeps_what_was_sent() -> None:
    with wire.logged_in_client(STATUS) as device:
        assert device.client.read("/ISAPI/System/status").name == "DeviceStatus"
    assert [sent.target for sent in device.transport.sent] == [wire.USER_CHECK, wire.USER_CHECK, "/ISAPI/System/status"]
    assert device.transport.sent[2].headers["Authorization"].startswith("Digest ")


def test_an_extra_request_fails() -> None:
    with pytest.raises(AssertionError, match="script has ended"), wire.ScriptedTransport() as transport:
        exchange(transport, get("/ISAPI/System/status"))


def test_another_request_fails_and_is_named() -> None:
    complaint = "deviceInfo was sent, but the script expected GET /ISAPI/System/status"
    with pytest.raises(AssertionError, match=complaint), wire.ScriptedTransport(STATUS) as transport:
        exchange(transport, get("/ISAPI/System/deviceInfo"))


def test_a_missing_request_fails() -> None:
    complaint = "still expected: GET /ISAPI/System/status"
    with pytest.raises(AssertionError, match=complaint), wire.ScriptedTransport(STATUS):
        pass


def test_a_swallowed_complaint_fails_at_the_end() -> None:
    with (
        pytest.raises(AssertionError, match="script has ended"),
        wire.ScriptedTransport() as transport,
        pytest.raises(AssertionError),
    ):
        exchange(transport, get("/ISAPI/System/status"))


def test_the_query_is_part_of_the_target_and_patterns_cover_it_wholly() -> None:
    step = wire.Expect("GET", re.compile(r"/ISAPI/X\?iv=[0-9a-f]{2}"), wire.answer())
    assert step.matches(get("/ISAPI/X", iv="0f"))
    assert not step.matches(get("/ISAPI/X", iv="0f0"))
    assert not STATUS.matches(get("/ISAPI/System/status", format="json"))


def test_authorisation_can_be_demanded_and_forbidden() -> None:
    step = wire.Expect("GET", "/ISAPI/X", wire.answer(), authorised=True)
    with pytest.raises(AssertionError, match="without Authorization"), wire.ScriptedTransport(step) as transport:
        exchange(transport, get("/ISAPI/X"))


def test_the_body_is_compared() -> None:
    step = wire.Expect("PUT", "/ISAPI/X", wire.answer(), body=b"good")
    with pytest.raises(AssertionError, match="other bytes"), wire.ScriptedTransport(step) as transport:
        exchange(transport, Request("PUT", "/ISAPI/X", body=BytesBody(b"evil", "text/plain")))


def test_a_connection_that_breaks_half_way_has_taken_that_much() -> None:
    step = wire.Expect("PUT", "/ISAPI/X", wire.breaks(after=5000))
    request = Request("PUT", "/ISAPI/X", body=BytesBody(bytes(9000), "application/octet-stream"))
    with wire.ScriptedTransport(step) as transport, pytest.raises(ConnectionLost) as caught:
        exchange(transport, request)
    assert (caught.value.sent, caught.value.total) == (5000, 9000)
    assert len(transport.sent[0].body) == 5000


def test_a_connection_that_breaks_during_a_read_is_unreachable() -> None:
    step = wire.Expect("GET", "/ISAPI/X", wire.breaks())
    with wire.ScriptedTransport(step) as transport, pytest.raises(Unreachable):
        exchange(transport, get("/ISAPI/X"))


def test_the_clock_jumps() -> None:
    clock = wire.FakeClock()
    before = clock.monotonic(), clock.utc()
    clock.sleep(90)
    assert clock.monotonic() - before[0] == 90
    assert (clock.utc() - before[1]).total_seconds() == 90
    assert clock.slept == [90]
