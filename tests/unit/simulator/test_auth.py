# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Challenges, counted failures and the lock, as a client meets them."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from requests.auth import HTTPBasicAuth, HTTPDigestAuth

from simulator import DeviceSpec, RunningDevice, fleet_from_data

from .conftest import Client, ClientOf, FleetOf, texts

INFO = "/ISAPI/System/deviceInfo"
CHECK = "/ISAPI/Security/userCheck"


def wrong(device: RunningDevice) -> Client:
    return Client(device, HTTPDigestAuth("admin", "wrong"))


def failures(client: Client) -> int:
    return client.device.record.counters.auth_failures


def test_a_request_without_credentials_is_no_attempt(client_of: ClientOf) -> None:
    client = client_of("camera-g5")
    for _unused in range(10):
        answer = requests.get(f"{client.device.url}{INFO}", timeout=5)
        assert answer.status_code == 401
    assert client.device.record.counters.unauthenticated == 10
    assert failures(client) == 0
    assert client.get(INFO).status_code == 200


@pytest.mark.parametrize("scheme", ["digest-md5", "digest-sha256"])
def test_digest(client_of: ClientOf, scheme: str) -> None:
    client = client_of("camera-g5", overrides={"auth": {"schemes": [scheme]}})
    answers = [client.get(INFO) for _unused in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    # One challenge, then the nonce is used again.
    assert client.device.record.counters.requests == 4
    assert {"digest-md5": 'algorithm="MD5"', "digest-sha256": 'algorithm="SHA-256"'}[scheme] in answers[0].history[
        0
    ].headers["WWW-Authenticate"]


def test_the_terse_challenge_of_old_cameras(client_of: ClientOf) -> None:
    client = client_of("camera-g0")
    challenge = requests.get(f"{client.device.url}{INFO}", timeout=5).headers["WWW-Authenticate"]
    assert challenge.startswith('Digest qop="auth", realm="IP Camera(')
    assert challenge.endswith('stale="FALSE"')
    assert "algorithm" not in challenge
    assert client.get(INFO).status_code == 200


def test_basic_only(client_of: ClientOf) -> None:
    client = client_of("camera-legacy")
    assert client.get(INFO).status_code == 200
    assert client.get(INFO).headers["Connection"] == "close"
    challenge = requests.get(f"{client.device.url}{INFO}", timeout=5).headers["WWW-Authenticate"]
    assert challenge == 'Basic realm="DS-2CD2132F-I"'


def test_basic_where_only_digest_is_offered_counts_as_an_attempt(client_of: ClientOf) -> None:
    client = client_of("camera-g5")
    spec = client.device.spec
    answer = requests.get(f"{client.device.url}{INFO}", auth=(str(spec.username), str(spec.password)), timeout=5)
    assert answer.status_code == 401
    assert failures(client) == 1


def test_wrong_passwords_lock_and_time_unlocks(fleet_of: FleetOf) -> None:
    fleet = fleet_of(DeviceSpec(name="nvr", profile="nvr"), time_factor=1)
    device = fleet["nvr"]
    # A new client each time: one that knows a nonce already tries twice.
    left = [texts(wrong(device).get(CHECK))["retryLoginTime"] for _unused in range(5)]
    assert left == ["4", "3", "2", "1", "0"]
    right = Client(device)
    locked = texts(right.get(CHECK))
    assert (locked["lockStatus"], locked["statusValue"]) == ("lock", "401")
    assert 1790 <= int(locked["unlockTime"]) <= 1800
    assert device.record.counters.locks == 1
    fleet.advance(1801)
    assert texts(Client(device).get(CHECK))["lockStatus"] == "unlock"


def test_success_forgets_failures(client_of: ClientOf) -> None:
    client = client_of("camera-g5")
    for _unused in range(4):
        assert wrong(client.device).get(INFO).status_code == 401
    assert client.get(INFO).status_code == 200
    assert texts(client.get(CHECK))["retryLoginTime"] == "5"


def test_while_locked_nothing_is_verified(client_of: ClientOf) -> None:
    client = client_of("camera-g5", time_factor=1, faults=["locked"])
    answer = client.get(INFO)
    assert answer.status_code == 401
    assert "Document Error" in answer.text
    assert texts(client.get(CHECK))["retryLoginTime"] == "0"
    client.device.act("unlock")
    assert client.get(INFO).status_code == 200


def test_devices_that_do_not_tell_about_the_lock(client_of: ClientOf) -> None:
    assert "lockStatus" not in texts(client_of("door-controller").get(CHECK))


def test_wrong_password_lock_needs_one_answer_only(client_of: ClientOf) -> None:
    client = client_of("nvr", faults=["wrong_password_lock"])
    assert texts(client.get(CHECK))["lockStatus"] == "lock"
    assert failures(client) == 1


def test_a_stale_nonce_is_renewed_and_not_counted(client_of: ClientOf) -> None:
    client = client_of("camera-g5", overrides={"auth": {"nonce_lifetime": 0.0}})
    assert client.get(INFO).status_code == 401
    counters = client.device.record.counters
    assert counters.stale_nonces >= 1
    assert counters.auth_failures == 0


def test_stale_flag_of_the_challenge(client_of: ClientOf) -> None:
    client = client_of("camera-g5", faults=[{"stale_nonce": {"path": INFO}}])
    answer = client.get(INFO)
    assert answer.status_code == 401
    assert 'stale="TRUE"' in answer.headers["WWW-Authenticate"]
    assert client.get(INFO).status_code == 200


def test_not_activated(client_of: ClientOf) -> None:
    client = client_of("camera-g5", activated=False)
    answer = client.get(INFO)
    assert (answer.status_code, texts(answer)["subStatusCode"]) == (403, "notActivated")
    assert texts(client.get("/SDK/activateStatus"))["Activated"] == "false"
    client.device.act("activate", password="Simulated-1")
    assert client.get(INFO).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/ISAPI/System/updateFirmware"),
        ("PUT", "/ISAPI/System/reboot"),
        ("GET", "/ISAPI/System/configurationData"),
    ],
)
def test_an_operator_without_rights(client_of: ClientOf, method: str, path: str) -> None:
    guard: dict[str, Any] = {"name": "guard", "password": "Guard-1"}
    client = client_of("camera-g5", users=fleet_users(guard))
    operator = Client(client.device, HTTPDigestAuth("guard", "Guard-1"))
    assert operator.get(INFO).status_code == 200
    answer = operator.request(method, path)
    assert (answer.status_code, texts(answer)["subStatusCode"]) == (403, "lowPrivilege")
    assert client.device.record.counters.flashes == 0


def fleet_users(user: dict[str, Any]) -> Any:
    return fleet_from_data({"devices": [{"profile": "camera-g5", "users": [user]}]}).devices[0].users


def test_basic_credentials_with_a_wrong_password(client_of: ClientOf) -> None:
    client = client_of("camera-legacy")
    stranger = Client(client.device, HTTPBasicAuth("admin", "wrong"))
    assert stranger.get(INFO).status_code == 401
    assert failures(client) == 1


def test_an_operator_sees_its_own_number_and_rights(client_of: ClientOf) -> None:
    client = client_of("camera-g5", users=fleet_users({"name": "guard", "password": "Guard-1"}))
    operator = Client(client.device, HTTPDigestAuth("guard", "Guard-1"))
    listed = operator.get("/ISAPI/Security/users").text
    assert "<id>2</id>" in listed
    assert "admin" not in listed
    assert "<upgrade>false</upgrade>" in operator.get("/ISAPI/Security/UserPermission/2").text
