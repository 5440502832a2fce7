# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Export and import of the configuration, with the secret encrypted here by an independent client."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from xml.sax.saxutils import escape

import pytest
import requests
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from simulator import DeviceSpec

from .conftest import Client, ClientOf, FleetOf, texts

PATH = "/ISAPI/System/configurationData"
IV = "000102030405060708090a0b0c0d0e0f"


def secret_query(client: Client, secret: str, security: int = 1) -> str:
    """The query a client sends, from what the device says about itself."""
    told = texts(client.get("/ISAPI/Security/capabilities"))
    user, password = str(client.device.spec.username), str(client.device.spec.password)
    text = password
    if told["isIrreversible"] == "true":
        text = hashlib.sha256((user + told["salt"] + password).encode()).hexdigest()
    text += "AaBbCcDd1234!@#$"
    for _unused in range(int(told["keyIterateNum"])):
        text = hashlib.sha256(text.encode()).hexdigest()
    key = bytes.fromhex(text)[: 16 * security]
    padder = padding.PKCS7(128).padder()
    plain = padder.update(base64.b64encode(escape(secret).encode())) + padder.finalize()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(bytes.fromhex(IV))).encryptor()
    return f"secretkey={(encryptor.update(plain) + encryptor.finalize()).hex()}&security={security}&iv={IV}"


def put(client: Client, blob: bytes, query: str = "") -> requests.Response:
    headers = {"Content-Type": "application/octet-stream"}
    return client.request("PUT", f"{PATH}?{query}", data=blob, headers=headers)


def test_a_restore_brings_the_settings_back(client_of: ClientOf) -> None:
    client = client_of("camera-g5")
    blob = client.get(PATH).content
    client.device.act("set_name", name="Loading bay")
    assert client.device.device_name == "Loading bay"
    assert texts(put(client, blob))["subStatusCode"] == "rebootRequired"
    assert client.device.device_name == "Loading bay"
    client.reboot()
    client.advance(3600)
    assert texts(client.get("/ISAPI/System/deviceInfo"))["deviceName"] == "IP CAMERA"
    assert client.device.record.counters.imports == 1


def test_a_recorder_restarts_by_itself(client_of: ClientOf) -> None:
    client = client_of("nvr")
    assert texts(put(client, client.get(PATH).content))["statusCode"] == "1"
    client.advance(3600)
    assert client.device.record.counters.reboots == 1


def test_the_password_of_the_backup_returns(client_of: ClientOf) -> None:
    client = client_of("camera-g5")
    blob = client.get(PATH).content
    assert texts(put(client, blob))["subStatusCode"] == "rebootRequired"
    client.device.act("set_password", password="Other-9")
    client.device.act("reboot")
    client.advance(3600)
    assert client.get("/ISAPI/System/deviceInfo").status_code == 200


def test_the_blob_is_opaque_and_the_same_for_the_same_configuration(client_of: ClientOf) -> None:
    client = client_of("nvr")
    first, second = client.get(PATH), client.get(PATH)
    assert first.headers["Content-Type"] == "application/octet-stream"
    assert first.content == second.content
    assert len(first.content) == 220_000
    assert b"DS-7608" not in first.content
    client.device.act("set_name", name="Depot")
    assert client.get(PATH).content != first.content


@pytest.mark.parametrize("secret", ["Backup-1", "<&>\"'", "0123456789abcdef"])
def test_with_a_secret(client_of: ClientOf, secret: str) -> None:
    client = client_of("camera-g5")
    query = secret_query(client, secret)
    answer = client.get(f"{PATH}?{query}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert texts(put(client, answer.content, query))["subStatusCode"] == "rebootRequired"


def test_the_longer_key_of_newer_devices(client_of: ClientOf) -> None:
    client = client_of("camera-g7")
    assert client.get(f"{PATH}?{secret_query(client, 'Backup-1', 2)}").status_code == 200
    assert texts(client.get(PATH))["subStatusCode"] == "invalidOperation"


def test_another_secret_is_refused(client_of: ClientOf) -> None:
    client = client_of("camera-g5")
    blob = client.get(f"{PATH}?{secret_query(client, 'Backup-1')}").content
    assert texts(put(client, blob, secret_query(client, "Backup-2")))["subStatusCode"] == "cfgFileSecretKeyError"
    assert texts(put(client, blob))["subStatusCode"] == "cfgFileSecretKeyError"


@pytest.mark.parametrize("query", ["", "&security=1&iv=00", f"&security=1&iv={IV}", f"&security=9&iv={IV}"])
def test_a_plain_or_broken_secret_is_refused(client_of: ClientOf, query: str) -> None:
    answer = client_of("camera-g5").get(f"{PATH}?secretkey=test{query}")
    assert (texts(answer)["statusCode"], texts(answer)["subStatusCode"]) == ("4", "invalidOperation")


def test_a_reversible_device_uses_the_password_itself(client_of: ClientOf) -> None:
    client = client_of("camera-g5", overrides={"config": {"irreversible": False}})
    assert client.get(f"{PATH}?{secret_query_reversible(client)}").content[:5] != b"<?xml"


def secret_query_reversible(client: Client) -> str:
    assert "salt" not in texts(client.get("/ISAPI/Security/capabilities"))
    return secret_query(client, "Backup-1")


@pytest.mark.parametrize(
    ("profile", "overrides", "expected"),
    [
        ("camera-g0", {}, "badDevType"),
        ("camera-g5", {}, "rebootRequired"),
        ("camera-g5", {"config": {"bound_to_serial": True}}, "importErrorData"),
    ],
)
def test_a_blob_of_another_device(fleet_of: FleetOf, profile: str, overrides: dict[str, Any], expected: str) -> None:
    source = DeviceSpec(name="source", profile="camera-g5")
    target = DeviceSpec(name="target", profile=profile, overrides=overrides)
    fleet = fleet_of(source, target)
    blob = Client(fleet["source"]).get(PATH).content
    assert texts(put(Client(fleet["target"]), blob))["subStatusCode"] == expected


@pytest.mark.parametrize("damage", ["flipped", "cut", "other"])
def test_a_damaged_blob(client_of: ClientOf, damage: str) -> None:
    client = client_of("camera-g5")
    blob = client.get(PATH).content
    damaged = {"flipped": blob[:-1] + bytes([blob[-1] ^ 1]), "cut": blob[:500], "other": b"<html></html>"}[damage]
    assert texts(put(client, damaged))["subStatusCode"] == "importErrorData"
    assert client.device.record.counters.imports == 0


def test_post_only_where_the_device_takes_it(fleet_of: FleetOf) -> None:
    fleet = fleet_of("camera-g5", "door-controller")
    answers = {}
    for device in fleet:
        client = Client(device)
        answer = client.request("POST", PATH, data=client.get(PATH).content)
        answers[device.profile.key] = texts(answer)["subStatusCode"]
    assert answers == {"camera-g5": "methodNotAllowed", "door-controller": "rebootRequired"}


def test_no_export_while_upgrading(client_of: ClientOf) -> None:
    client = client_of("camera-g0", time_factor=1, overrides={"timing": {"verify": 0}})
    client.upload(client.device.firmware_image("V9.0.0", "260101"))
    answer = client.get(PATH)
    assert (answer.status_code, texts(answer)["subStatusCode"]) == (503, "serviceUnavailable")
