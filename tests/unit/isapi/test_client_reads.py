# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads: repeated for two reasons, and for no other."""

from __future__ import annotations

import logging

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    BadAnswer,
    Busy,
    NotActivated,
    NotSupported,
    PermissionDenied,
    Rejected,
    TlsRefused,
    Unreachable,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import (
    Answer,
    Request,
)
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.wire import USER_CHECK, Expect

STATUS = "/ISAPI/System/status"
GOOD = wire.xml("<DeviceStatus><deviceUpTime>7</deviceUpTime></DeviceStatus>")
READ = Expect("GET", STATUS, GOOD, authorised=True)


def test_reads_give_documents() -> None:
    with wire.logged_in_client(
        READ, Expect("GET", "/ISAPI/X?format=json", wire.as_json({"X": {"a": 1}}), authorised=True)
    ) as device:
        assert device.client.read(STATUS).integer("deviceUpTime") == 7
        assert device.client.read_json("/ISAPI/X") == {"X": {"a": 1}}


def test_timeouts_are_the_clients_unless_the_request_has_its_own() -> None:
    with wire.logged_in_client(READ, READ, timeout=3.0) as device:
        device.client.read(STATUS)
        device.client.send(Request("GET", STATUS, timeout=120.0))
    assert [sent.timeout for sent in device.transport.sent] == [3.0, 3.0, 3.0, 120.0]


def test_each_request_is_told_to_the_log_without_what_may_be_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "surveillance.hikvision.isapi")
    with wire.logged_in_client(
        READ,
        Expect("GET", "/ISAPI/X?key=canary", Unreachable("no answer"), authorised=True),
        *wire.login("n2"),
        Expect("GET", "/ISAPI/X?key=canary", wire.xml("<X/>"), authorised=True),
    ) as device:
        device.client.read(STATUS)
        device.client.send(Request("GET", "/ISAPI/X", {"key": "canary"}))
    told = [record.getMessage() for record in caplog.records]
    assert f"{device.client.device}: GET {STATUS}: 200, {len(GOOD.body)} bytes (0.00 s)" in told
    assert f"{device.client.device}: GET /ISAPI/X: no answer (0.00 s)" in told
    assert "canary" not in str(told)


def test_a_read_on_a_connection_that_went_stale_is_repeated_after_a_new_login() -> None:
    with wire.logged_in_client(
        READ, Expect("GET", STATUS, Unreachable("no answer")), *wire.login("n2"), READ
    ) as device:
        device.client.read(STATUS)
        device.client.read(STATUS)
    assert device.clock.slept == []
    assert device.transport.closes == 1


def test_a_device_that_stays_silent_is_given_up() -> None:
    with wire.logged_in_client(
        Expect("GET", STATUS, GOOD),
        Expect("GET", STATUS, Unreachable("no answer")),
        Expect("GET", USER_CHECK, Unreachable("no connection")),
    ) as device:
        device.client.read(STATUS)
        with pytest.raises(Unreachable, match="no connection"):
            device.client.read(STATUS)


def test_a_device_that_answers_the_login_only_is_given_up_after_two() -> None:
    silent = Expect("GET", STATUS, Unreachable("no answer"))
    with wire.logged_in_client(READ, silent, *wire.login(), silent) as device:
        device.client.read(STATUS)
        with pytest.raises(Unreachable, match="no answer"):
            device.client.read(STATUS)


BUSY = [
    wire.response_status(2, "deviceBusy", http=200),
    wire.response_status(2, "", http=403),
    wire.response_status(4, "upgrading"),
    wire.web_page(500),
    wire.answer(b"", 503),
    wire.answer(b"", 429),
]


@pytest.mark.parametrize("busy", BUSY, ids=["200", "403", "upgrading", "500", "503", "429"])
def test_a_busy_device_is_asked_three_times_with_pauses(busy: Answer) -> None:
    later = Expect("GET", STATUS, busy)
    with wire.logged_in_client(later, later, READ) as device:
        device.client.read(STATUS)
    assert device.clock.slept == [0.5, 1.0]
    with wire.logged_in_client(later, later, later) as device, pytest.raises(Busy):
        device.client.read(STATUS)
    assert device.clock.slept == [0.5, 1.0]


PERMANENT = [
    (wire.not_supported(), NotSupported),
    (wire.not_supported(200), NotSupported),
    (wire.answer(b"", 404), NotSupported),
    (wire.response_status(4, "lowPrivilege"), PermissionDenied),
    (wire.response_status(3, "deviceError", http=200), Rejected),
    (wire.response_status(4, "notActivated"), NotActivated),
]


@pytest.mark.parametrize(("answer", "kind"), PERMANENT)
def test_a_permanent_no_is_not_asked_again(answer: Answer, kind: type[Rejected]) -> None:
    with wire.logged_in_client(Expect("GET", STATUS, answer)) as device, pytest.raises(kind):
        device.client.read(STATUS)
    assert device.clock.slept == []


@pytest.mark.parametrize("answer", [wire.web_page(), wire.xml("<broken>"), BadAnswer("too large")])
def test_a_bad_answer_is_not_asked_again(answer: Answer | BadAnswer) -> None:
    with wire.logged_in_client(Expect("GET", STATUS, answer)) as device, pytest.raises(BadAnswer):
        device.client.read(STATUS)


def test_a_certificate_that_changed_in_mid_session_is_looked_at_twice() -> None:
    """The first failure may be a broken connection; a new one shows whether it stays."""
    changed = TlsRefused("fingerprints did not match")
    with wire.logged_in_client(
        READ, Expect("GET", STATUS, changed), Expect("GET", USER_CHECK, changed, authorised=False)
    ) as device:
        device.client.read(STATUS)
        with pytest.raises(TlsRefused):
            device.client.read(STATUS)
