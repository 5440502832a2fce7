# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is repeated, and what is not."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis import errors
from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.call import Call
from ansible_collections.surveillance.hikvision.tests.unit.hikcentral.scripted import (
    ScriptedTransport,
    client_of,
    data,
    refused,
)
from ansible_collections.surveillance.hikvision.tests.unit.wire import FakeClock

CALL = Call("common/v1/version")


@pytest.mark.parametrize("code", ["4", "6", "0x00052101", "0x00052103"])
def test_a_busy_server_is_asked_again(code: str) -> None:
    clock, wire = FakeClock(), ScriptedTransport(refused(code), refused(code), data(1))
    assert client_of(wire, clock).call(CALL) == 1
    wire.assert_played()
    assert clock.slept == [1.0, 2.0]


def test_each_attempt_has_its_own_time_nonce_and_signature() -> None:
    wire = ScriptedTransport(errors.NotReached("gone"), refused("6"), data(1))
    client_of(wire).call(CALL)
    for header in ("x-ca-nonce", "x-ca-signature", "x-ca-timestamp"):
        assert len({sent.headers[header] for sent in wire.sent}) == 3
    assert {sent.target for sent in wire.sent} == {"/artemis/api/common/v1/version"}


@pytest.mark.parametrize("last", [errors.NotReached("gone"), refused("6")])
def test_patience_ends(last: object) -> None:
    wire = ScriptedTransport(refused("6"), errors.NotReached("gone"), last)
    with pytest.raises((errors.Busy, errors.NotReached)):
        client_of(wire).call(CALL)
    wire.assert_played()


@pytest.mark.parametrize(
    "answer",
    [
        *(refused(code) for code in ("0x02401003", "0x02401001", "0x02401009", "0x02401007", "5", "1", "8", "17")),
        errors.TlsRefused("expired"),
        errors.BadAnswer("what"),
    ],
)
def test_nothing_else_is_repeated(answer: object) -> None:
    wire = ScriptedTransport(answer)
    with pytest.raises(errors.ArtemisError):
        client_of(wire, retries=5).call(CALL)
    assert len(wire.sent) == 1


def test_no_retries_mean_none() -> None:
    wire = ScriptedTransport(refused("6"))
    with pytest.raises(errors.Busy):
        client_of(wire, retries=0).call(CALL)


def test_the_user_is_named_where_one_is_set() -> None:
    wire = ScriptedTransport(data(1), data(1))
    client_of(wire, user_id="7").call(CALL)
    client_of(wire).call(CALL)
    assert [sent.headers.get("userid") for sent in wire.sent] == ["7", None]
