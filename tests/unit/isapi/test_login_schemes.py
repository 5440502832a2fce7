# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which scheme is answered: the strongest that is safe, and none without permission."""

from __future__ import annotations

import base64
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    NoAcceptableScheme,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import MemoryLedger
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.wire import USER_CHECK, Expect

STATUS = "/ISAPI/System/status"
READ = Expect("GET", STATUS, wire.xml("<DeviceStatus/>"), authorised=True)


BASIC = "Basic " + base64.b64encode(f"{wire.USERNAME}:{wire.PASSWORD}".encode()).decode()


@pytest.mark.parametrize(("encrypted", "allowed"), [(True, False), (True, True), (False, True)])
def test_basic_where_it_is_safe_or_allowed(encrypted: bool, allowed: bool) -> None:
    with wire.client(
        Expect("GET", USER_CHECK, wire.basic_challenge(), authorised=False),
        Expect("GET", USER_CHECK, wire.user_check()),
        READ,
        encrypted=encrypted,
        allow_basic=allowed,
    ) as device:
        device.client.read(STATUS)
    assert [sent.headers.get("Authorization") for sent in device.transport.sent] == [None, BASIC, BASIC]


def no_scheme(challenge: Answer, **options: typing.Any) -> str:
    ledger = MemoryLedger()
    script = Expect("GET", USER_CHECK, challenge, authorised=False)
    with wire.client(script, ledger=ledger, **options) as device, pytest.raises(NoAcceptableScheme) as caught:
        device.client.read(STATUS)
    assert ledger.find(wire.DEVICE) is None, "nothing was tried, so nothing was refused"
    return str(caught.value)


def test_basic_without_tls_is_off() -> None:
    reason = no_scheme(wire.basic_challenge(), encrypted=False)
    assert "hikvision_use_ssl" in reason
    assert "hikvision_allow_basic" in reason


@pytest.mark.parametrize("header", ["", "Negotiate", 'Digest realm="a", nonce="b", algorithm=SHA-512-256'])
def test_a_scheme_that_we_do_not_know_is_not_blamed_on_tls(header: str) -> None:
    challenge = wire.answer(b"", 401, www_authenticate=header)
    reason = no_scheme(challenge, encrypted=True)
    assert "no login that is known here" in reason
    assert "hikvision_allow_basic" not in reason


def test_digest_is_taken_where_basic_is_offered_first() -> None:
    both = wire.answer(b"", 401, www_authenticate='Basic realm="x", Digest realm="x", nonce="n", qop="auth"')
    with wire.client(
        Expect("GET", USER_CHECK, both), Expect("GET", USER_CHECK, wire.user_check()), READ, allow_basic=True
    ) as device:
        device.client.read(STATUS)
    assert device.transport.sent[1].headers["Authorization"].startswith("Digest ")


def test_the_scheme_may_change_over_a_reboot() -> None:
    """V5.4.5 took Basic, V5.5.0 of the same camera takes Digest only."""
    with wire.client(
        Expect("GET", USER_CHECK, wire.basic_challenge()),
        Expect("GET", USER_CHECK, wire.user_check()),
        READ,
        *wire.login(),
        READ,
    ) as device:
        device.client.read(STATUS)
        device.client.forget_session()
        device.client.read(STATUS)
    schemes = [sent.headers.get("Authorization", "none").split()[0] for sent in device.transport.sent]
    assert schemes == ["none", "Basic", "Basic", "none", "Digest", "Digest"]
    assert device.transport.closes == 1
