# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logging in: the order of the requests, and devices that are not ready for it."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    BadAnswer,
    NotActivated,
    NotSupported,
    Rejected,
    Unreachable,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.wire import USER_CHECK, Expect

STATUS = "/ISAPI/System/status"
DEVICE_INFO = "/ISAPI/System/deviceInfo"
READ = Expect("GET", STATUS, wire.xml("<DeviceStatus/>"), authorised=True)
ASKED = Expect("GET", USER_CHECK, wire.digest_challenge(), authorised=False)


def test_the_challenge_is_fetched_without_a_password_and_answered_once() -> None:
    with wire.client(*wire.login(nonce="n1"), READ) as device:
        device.client.read(STATUS)
    first, second, third = device.transport.sent
    assert "Authorization" not in first.headers
    assert 'nonce="n1"' in second.headers["Authorization"]
    assert "nc=00000001" in second.headers["Authorization"]
    assert "nc=00000002" in third.headers["Authorization"]
    assert not any(wire.PASSWORD in str(sent.headers) for sent in device.transport.sent)


def test_a_login_serves_all_requests() -> None:
    with wire.logged_in_client(READ, READ, READ) as device:
        for _unused in range(3):
            device.client.read(STATUS)


@pytest.mark.parametrize(
    "unknown", [wire.not_supported(), wire.web_page(404), wire.answer(b"", 503), wire.user_check(statusValue=200)]
)
def test_device_info_stands_in_for_a_user_check_that_is_open_or_unknown(unknown: Answer) -> None:
    with wire.client(
        Expect("GET", USER_CHECK, unknown, authorised=False),
        Expect("GET", DEVICE_INFO, wire.digest_challenge(), authorised=False),
        Expect("GET", DEVICE_INFO, wire.xml("<DeviceInfo/>"), authorised=True),
        READ,
        Expect("GET", DEVICE_INFO, wire.xml("<DeviceInfo/>"), authorised=True),
    ) as device:
        device.client.read(STATUS)
        device.client.prime()


def test_a_device_without_a_password() -> None:
    with wire.client(
        Expect("GET", USER_CHECK, wire.user_check(), authorised=False),
        Expect("GET", DEVICE_INFO, wire.xml("<DeviceInfo/>"), authorised=False),
        Expect("GET", STATUS, wire.xml("<DeviceStatus/>"), authorised=False),
    ) as device:
        device.client.read(STATUS)


def test_a_device_that_wants_the_password_for_some_things_only() -> None:
    with wire.client(
        Expect("GET", USER_CHECK, wire.not_supported(404)),
        Expect("GET", DEVICE_INFO, wire.xml("<DeviceInfo/>")),
        Expect("GET", STATUS, wire.basic_challenge(), authorised=False),
        READ,
    ) as device:
        device.client.read(STATUS)


def test_something_that_does_not_speak_isapi() -> None:
    router = wire.web_page(404)
    script = [Expect("GET", path, router) for path in (USER_CHECK, DEVICE_INFO)]
    with wire.client(*script) as device, pytest.raises(NotSupported, match="the login with HTTP 404"):
        device.client.read(STATUS)
    portal = wire.web_page(200, "Welcome")
    script = [Expect("GET", path, portal) for path in (USER_CHECK, DEVICE_INFO, STATUS)]
    with wire.client(*script) as device, pytest.raises(BadAnswer, match="web page"):
        device.client.read(STATUS)


def test_a_device_that_wants_https() -> None:
    moved = wire.answer(b"", 301, location="https://192.0.2.10/")
    script = [Expect("GET", path, moved, authorised=False) for path in (USER_CHECK, DEVICE_INFO)]
    with wire.client(*script, encrypted=False) as device, pytest.raises(Rejected, match="hikvision_use_ssl"):
        device.client.read(STATUS)


def test_nobody_there_is_found_out_with_one_request() -> None:
    with wire.client(Expect("GET", USER_CHECK, Unreachable("no connection"))) as device, pytest.raises(Unreachable):
        device.client.read(STATUS)
    assert device.clock.slept == []


@pytest.mark.parametrize(
    "says",
    [
        wire.response_status(4, "notActivated", http=403),
        wire.response_status(4, "notActivated", http=401),
        wire.response_status(4, "theAccountIsNotActivated", http=200),
        wire.user_check(isActivated="false"),
        dataclasses.replace(wire.user_check(http=401, isActivated="false"), headers=wire.digest_challenge().headers),
    ],
    ids=["403", "401", "other name", "user check", "user check with a challenge"],
)
def test_a_device_without_its_first_password_is_left_alone(says: Answer) -> None:
    script = Expect("GET", USER_CHECK, says, authorised=False)
    with wire.client(script) as device, pytest.raises(NotActivated, match="Activate it first"):
        device.client.read(STATUS)


def test_a_user_check_of_an_activated_device() -> None:
    checked = Expect("GET", USER_CHECK, wire.user_check(isActivated="true", lockStatus="unlock"))
    with wire.client(ASKED, checked, READ) as device:
        device.client.read(STATUS)
