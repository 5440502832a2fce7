# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One refused answer and never a second, and what the operator is told about locks."""

from __future__ import annotations

import dataclasses
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    AccountLocked,
    Busy,
    CredentialsRefused,
    LockState,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import MemoryLedger
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.wire import USER_CHECK, Expect

STATUS = "/ISAPI/System/status"
DEVICE_INFO = "/ISAPI/System/deviceInfo"
READ = Expect("GET", STATUS, wire.xml("<DeviceStatus/>"), authorised=True)
ASKED = Expect("GET", USER_CHECK, wire.digest_challenge(), authorised=False)


def refused(*script: Expect, **options: typing.Any) -> CredentialsRefused:
    """Play a login that ends badly; then make sure that nothing more is sent by this client or by the next one."""
    ledger = MemoryLedger()
    with wire.client(*script, ledger=ledger, **options) as device:
        with pytest.raises(CredentialsRefused) as caught:
            device.client.read(STATUS)
        with pytest.raises(AccountLocked, match="earlier in this run"):
            device.client.read(STATUS)
    with wire.client(ledger=ledger) as later, pytest.raises(AccountLocked):
        later.client.read(DEVICE_INFO)
    return caught.value


REFUSALS = {
    "another challenge": wire.digest_challenge("n2"),
    "web page": dataclasses.replace(
        wire.web_page(401), headers={"www-authenticate": 'Digest realm="x", nonce="n2", qop="auth"'}
    ),
    "bare 401": wire.answer(b"", 401),
    "user check": wire.user_check(http=401),
    "user check under 200": wire.user_check(http=200, statusValue=401),
    "bad authorization under 403": wire.response_status(4, "badAuthorization", http=403),
    "wrong password under 400": wire.response_status(6, "loginPasswordError", http=400),
    "wrong name under 200": wire.response_status(4, "incorrentUserNameOrPassword", http=200),
    "json": wire.as_json({"statusCode": 4, "statusString": "Unauthorized", "subStatusCode": "badAuthorization"}, 403),
    "generic under 401": wire.response_status(4, "invalidOperation", http=401),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_one_refused_answer_is_the_last(refusal: Answer) -> None:
    error = refused(ASKED, Expect("GET", USER_CHECK, refusal, authorised=True))
    assert error.__class__ is CredentialsRefused
    assert error.details() == {"locked": None, "unlock_time": None, "attempts_left": None}
    assert "no further attempt is made in this run" in str(error)
    assert wire.PASSWORD not in str(error)


LOCK_FIELDS = {
    "user check": wire.user_check(http=401, lockStatus="unlock", unlockTime=0, retryLoginTime=4),
    "session error": wire.xml(
        '<ResponseStatus xmlns="http://www.std-cgi.org/ver20/XMLSchema"><statusCode>4</statusCode>'
        "<statusString>Invalid Operation</statusString><subStatusCode>invalidOperation</subStatusCode>"
        "<lockStatus>unlock</lockStatus><retryTimes>4</retryTimes><resLockTime>0</resLockTime></ResponseStatus>",
        401,
    ),
    "json": wire.as_json({"userCheck": {"lockStatus": "unlock", "unlockTime": 0, "retryLoginTime": 4}}, 401),
}


@pytest.mark.parametrize("refusal", LOCK_FIELDS.values(), ids=LOCK_FIELDS)
def test_attempts_left_are_told(refusal: Answer) -> None:
    error = refused(ASKED, Expect("GET", USER_CHECK, refusal))
    assert error.lock == LockState(locked=False, unlock_time=0, attempts_left=4)
    assert "attempts left before it locks: 4" in str(error)


LOCKS = {
    "user check": wire.user_check(http=401, lockStatus="lock", unlockTime=1800, retryLoginTime=0),
    "other spelling": wire.user_check(http=401, lockStatus="locked", unlockTime=1800, retryLoginTime=0),
    "session error": wire.xml(
        "<ResponseStatus><statusCode>4</statusCode><subStatusCode>userNameLocked</subStatusCode>"
        "<retryTimes>0</retryTimes><resLockTime>1800</resLockTime></ResponseStatus>",
        403,
    ),
}


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_the_attempt_that_locks(lock: Answer) -> None:
    error = refused(ASKED, Expect("GET", USER_CHECK, lock, authorised=True))
    assert isinstance(error, AccountLocked)
    assert error.details() == {"locked": True, "unlock_time": 1800, "attempts_left": 0}
    assert "for another 1800 s" in str(error)


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_a_device_that_says_locked_at_once_gets_no_password(lock: Answer) -> None:
    locked = dataclasses.replace(lock, headers=wire.digest_challenge().headers)
    error = refused(Expect("GET", USER_CHECK, locked, authorised=False))
    assert isinstance(error, AccountLocked)
    assert error.lock.locked
    assert "nothing was tried" in str(error)


def test_a_lock_without_times() -> None:
    error = refused(ASKED, Expect("GET", USER_CHECK, wire.response_status(4, "MaxPassword attempts", http=401)))
    assert error.details() == {"locked": True, "unlock_time": None, "attempts_left": None}


def test_a_remembered_lock_has_aged() -> None:
    ledger, clock = MemoryLedger(), wire.FakeClock()
    locked = wire.user_check(http=401, lockStatus="lock", unlockTime=1800, retryLoginTime=0)
    script = Expect("GET", USER_CHECK, locked)
    with wire.client(script, ledger=ledger, clock=clock) as device, pytest.raises(AccountLocked):
        device.client.read(STATUS)
    clock.advance(600)
    with wire.client(ledger=ledger, clock=clock) as device, pytest.raises(AccountLocked) as caught:
        device.client.read(STATUS)
    assert caught.value.details() == {"locked": True, "unlock_time": 1200, "attempts_left": 0}
    assert "for another 1200 s" in str(caught.value)


def test_a_first_nonce_that_is_stale_already_is_no_attempt() -> None:
    with wire.client(
        ASKED,
        Expect("GET", USER_CHECK, wire.digest_challenge("n2", stale=True), authorised=True),
        Expect("GET", USER_CHECK, wire.user_check(), authorised=True),
        READ,
    ) as device:
        device.client.read(STATUS)
    assert 'nonce="n2"' in device.transport.sent[2].headers["Authorization"]


def test_a_device_that_calls_everything_stale_gets_two_answers_and_no_third() -> None:
    stale = Expect("GET", USER_CHECK, wire.digest_challenge("n2", stale=True), authorised=True)
    refused(ASKED, stale, stale)


@pytest.mark.parametrize("starting", [500, 503])
def test_a_server_error_on_the_login_proves_no_password(starting: int) -> None:
    """A device that starts up answers 500 to all; the 401 that follows is the first verdict, so it is the last."""
    refused(
        ASKED,
        Expect("GET", USER_CHECK, wire.web_page(starting), authorised=True),
        Expect("GET", STATUS, wire.digest_challenge("n2"), authorised=True),
    )


def test_a_device_that_starts_up_is_asked_again_later() -> None:
    starting = wire.web_page(500)
    script = [Expect("GET", path, starting, authorised=False) for path in (USER_CHECK, DEVICE_INFO)]
    with wire.client(*script, *wire.login(), READ) as device:
        device.client.read(STATUS)
    assert device.clock.slept == [0.5]
    again = script * 3
    with wire.client(*again) as device, pytest.raises(Busy):
        device.client.read(STATUS)
    assert device.clock.slept == [0.5, 1.0]
