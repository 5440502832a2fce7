# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Challenges age, accounts get locked and 401 has many meanings, all in the middle of a session."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    AccountLocked,
    Busy,
    CredentialsRefused,
    PackageRefused,
    PermissionDenied,
    Rejected,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import MemoryLedger
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import (
    Answer,
    BytesBody,
    Request,
)
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.wire import USER_CHECK, Expect

STATUS = "/ISAPI/System/status"
FIRMWARE = "/ISAPI/System/updateFirmware"
IMAGE = bytes(range(256)) * 40
GOOD = wire.xml("<DeviceStatus><deviceUpTime>7</deviceUpTime></DeviceStatus>")
READ = Expect("GET", STATUS, GOOD, authorised=True)


def put(path: str = FIRMWARE, data: bytes = IMAGE) -> Request:
    return Request("PUT", path, body=BytesBody(data, "application/octet-stream"))


@pytest.mark.parametrize("stale", [True, False])
def test_an_aged_nonce_is_renewed(stale: bool) -> None:
    """Not every firmware says stale=true; the password was good a moment ago."""
    aged = Expect("GET", STATUS, wire.digest_challenge("n2", stale=stale), authorised=True)
    with wire.logged_in_client(READ, aged, READ) as device:
        device.client.read(STATUS)
        device.client.read(STATUS)
    last = device.transport.sent[-1].headers["Authorization"]
    assert 'nonce="n2"' in last
    assert "nc=00000001" in last


def test_an_aged_nonce_costs_a_body_one_repetition() -> None:
    aged = Expect("PUT", FIRMWARE, wire.digest_challenge("n2", stale=True), body=IMAGE)
    with wire.logged_in_client(aged, Expect("PUT", FIRMWARE, wire.response_status(), body=IMAGE)) as device:
        device.client.send(put())


@pytest.mark.parametrize("again", [wire.digest_challenge("n3"), wire.digest_challenge("n3", stale=True)])
def test_two_refusals_in_a_row_are_enough(again: Answer) -> None:
    ledger = MemoryLedger()
    with wire.logged_in_client(
        READ,
        Expect("PUT", FIRMWARE, wire.digest_challenge("n2"), body=IMAGE),
        Expect("PUT", FIRMWARE, again, body=IMAGE),
        ledger=ledger,
    ) as device:
        device.client.read(STATUS)
        with pytest.raises(CredentialsRefused):
            device.client.send(put())
        with pytest.raises(AccountLocked):
            device.client.read(STATUS)
    assert ledger.find(wire.DEVICE) is not None


def test_basic_does_not_age() -> None:
    """The same password again would only be one more wrong answer."""
    with wire.client(
        Expect("GET", USER_CHECK, wire.basic_challenge()),
        Expect("GET", USER_CHECK, wire.user_check()),
        READ,
        Expect("GET", STATUS, wire.basic_challenge(), authorised=True),
    ) as device:
        device.client.read(STATUS)
        with pytest.raises(CredentialsRefused):
            device.client.read(STATUS)


def test_a_device_that_now_wants_digest_gets_it() -> None:
    with wire.client(
        Expect("GET", USER_CHECK, wire.basic_challenge()),
        Expect("GET", USER_CHECK, wire.user_check()),
        READ,
        Expect("GET", STATUS, wire.digest_challenge(), authorised=True),
        READ,
    ) as device:
        device.client.read(STATUS)
        device.client.read(STATUS)
    assert device.transport.sent[-1].headers["Authorization"].startswith("Digest ")


@pytest.mark.parametrize(
    "refusal",
    [
        wire.digest_challenge("n2", lockStatus="lock", unlockTime=1800, retryLoginTime=0),
        wire.response_status(4, "userNameLocked", http=403),
        wire.response_status(4, "forbiddenIP", http=200),
    ],
    ids=["user check", "name", "address"],
)
def test_a_lock_in_mid_session_ends_it(refusal: Answer) -> None:
    with wire.logged_in_client(READ, Expect("GET", STATUS, refusal)) as device:
        device.client.read(STATUS)
        with pytest.raises(AccountLocked) as caught:
            device.client.read(STATUS)
        assert caught.value.lock.locked
        with pytest.raises(AccountLocked, match="earlier in this run"):
            device.client.read(STATUS)


def test_a_generic_no_that_counts_attempts_is_about_the_password() -> None:
    """Session errors have a sub status that says nothing; what they count gives them away."""
    refusal = wire.xml(
        "<ResponseStatus><statusCode>4</statusCode><subStatusCode>invalidOperation</subStatusCode>"
        "<lockStatus>unlock</lockStatus><retryTimes>3</retryTimes></ResponseStatus>",
        401,
    )
    with wire.logged_in_client(READ, Expect("GET", STATUS, refusal)) as device:
        device.client.read(STATUS)
        with pytest.raises(CredentialsRefused, match="attempts left before it locks: 3"):
            device.client.read(STATUS)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (wire.response_status(4, "badDevType", text="Invalid XML Content", http=401), PackageRefused),
        (wire.response_status(4, "badLanguage", http=401), PackageRefused),
        (wire.response_status(2, "upgrading", http=401), Busy),
        (wire.response_status(4, "lowPrivilege", http=401), PermissionDenied),
    ],
)
def test_401_with_a_verdict_on_the_file_is_not_about_the_password(answer: Answer, kind: type[Rejected]) -> None:
    ledger = MemoryLedger()
    with wire.logged_in_client(Expect("PUT", FIRMWARE, answer, body=IMAGE), READ, ledger=ledger) as device:
        with pytest.raises(kind):
            device.client.send(put())
        device.client.read(STATUS)
    assert ledger.find(wire.DEVICE) is None
