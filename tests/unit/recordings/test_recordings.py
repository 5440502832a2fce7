# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What real devices sent, read by our code."""

from __future__ import annotations

import contextlib
import json
import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device import (
    access_control,
    capabilities,
    channels,
    device_time,
    document,
    identity,
    recording,
    storage,
    users,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.health import read_health
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.observation import Health
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.regression import compare
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.snapshot import gather
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import status
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.authentication import Credentials
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.client import Client
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import BadAnswer
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import MemoryLedger
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.recordings import replay

pytestmark = replay.needs_recordings

# Directory -> kind, model, version, build, platform.
EXPECTED = {
    "DS-2CD2146G2-ISU": ("camera", "DS-2CD2146G2-ISU", "V5.7.17", "240606", "G5"),
    "DS-2CD2245XM-LGL2T": ("camera", "DS-2CD2245XM-LGL2T", "V5.8.35", "260827", "E10"),
    "DS-2CD2425FWD-IW": ("camera", "DS-2CD2425FWD-IW", "V5.5.5", "180210", "G1"),
    "DS-2CD2443G0-IW": ("camera", "DS-2CD2443G0-IW", "V5.6.5", "200316", "G1"),
    "DS-2CD2532F-IWS": ("camera", "DS-2CD2532F-IWS", "V5.2.0", "140721", None),
    "DS-2CD2T46G2-ISU": ("camera", "DS-2CD2T46G2-ISU/SL", "V5.7.18", "240826", "G5"),
    "DS-2CD3T67FWDAP2V2-LS": ("camera", "DS-2CD3T67FWDAP2V2-LS", "V5.7.20", "260320", "G5"),
    "DS-2DE3A20IW-D-GLT-XM": ("camera", "DS-2DE3A20IW-D/GLT/XM", "V5.7.30", "260326", "E7"),
    "DS-7608NXI-I2": ("recorder", "DS-7608NXI-I2/8P/S", "V4.62.210", "230619", None),
    "DS-7608NXI-I2-8P-S__V4.62.210_230612": ("recorder", "DS-7608NXI-I2/8P/S", "V4.62.210", "230612", None),
    "DS-7616NI-Q2": ("recorder", "DS-7616NI-Q2/16P", "V4.30.097", "240401", None),
    "DS-8632N-I8": ("recorder", "DS-8632N-I8", "V4.61.030", "240123", None),
    "DS-K1A340FWX": ("access_control", "DS-K1A340FWX", "V1.2.7", "240102", None),
    "DS-K1T341AMF": ("access_control", "DS-K1T341AMF", "V3.2.30", "220311", None),
    "DS-KV8213-WME1(C)": ("intercom", "DS-KV8213-WME1(C)", "V2.2.77", "240515", None),
    "iDS-7204HUHI-M1": ("recorder", "iDS-7204HUHI-M1/E", "V4.75.011", "240625", None),
}

PARSERS = (
    access_control.parse_work_status,
    capabilities.parse_capabilities,
    capabilities.parse_security,
    channels.parse_inputs,
    channels.parse_online,
    channels.parse_proxied,
    channels.parse_streams,
    device_time.parse_device_time,
    identity.parse_identity,
    recording.parse_tracks,
    recording.parse_working_status,
    storage.parse_storage,
    users.parse_rights,
    users.parse_users,
)


def client_of(device: replay.RecordedDevice) -> tuple[Client, replay.ReplayTransport]:
    transport = replay.ReplayTransport(device)
    credentials = Credentials("admin", wire.PASSWORD)
    return Client(transport, credentials, device=device.name, clock=wire.FakeClock(), ledger=MemoryLedger()), transport


def has_identity(device: replay.RecordedDevice) -> bool:
    return any(record.path.casefold() == "/isapi/system/deviceinfo" for record in device.records)


DEVICES = [pytest.param(device, id=str(device)) for device in replay.devices()]
IDENTIFIED = [pytest.param(device, id=str(device)) for device in replay.devices() if has_identity(device)]


@pytest.mark.parametrize("file", [pytest.param(file, id=f"{file.parent.name}/{file.name}") for file in replay.bodies()])
def test_every_parser_reads_every_body_or_names_it_a_bad_answer(file: pathlib.Path) -> None:
    answer = Answer(200, {}, file.read_bytes())
    status.response_status(answer)
    with contextlib.suppress(BadAnswer):
        root = document.of(answer)
        for parse in PARSERS:
            with contextlib.suppress(BadAnswer):
                parse(root)


@pytest.mark.parametrize("device", IDENTIFIED)
def test_identity(device: replay.RecordedDevice) -> None:
    if device.name not in EXPECTED:
        pytest.skip("a recording that this test does not know yet; nothing is claimed about it")
    told = gather(client_of(device)[0], ["min"]).as_result()
    firmware, who = told["firmware"], told["identity"]
    assert isinstance(firmware, dict)
    assert isinstance(who, dict)
    found = (who["kind"], who["model"], firmware["version"], firmware["build"], who["platform"])
    assert found == EXPECTED[device.name]


@pytest.mark.parametrize("device", DEVICES)
def test_everything_is_gathered_or_listed_as_missing(device: replay.RecordedDevice) -> None:
    client, _unused = client_of(device)
    snapshot = gather(client, ["all"])
    result = snapshot.as_result()
    json.dumps(result).encode()
    absent = {part for part, value in result.items() if value is None} - {"firmware"}
    not_for_this_kind = {
        "camera": {"access_control"},
        "recorder": {"access_control"},
        "access_control": {"storage", "channels"},
        "intercom": {"storage"},
    }.get(snapshot.identity.kind if snapshot.identity else "unknown", set())
    assert absent - not_for_this_kind == {missing.part for missing in snapshot.missing}


@pytest.mark.parametrize("device", IDENTIFIED)
def test_health_is_read_and_no_worse_than_itself(device: replay.RecordedDevice) -> None:
    client, _unused = client_of(device)
    health = read_health(client, max_clock_drift=60)
    kept = Health.from_result(json.loads(json.dumps(health.as_result())))
    assert kept == health
    assert compare(kept, health) == []


@pytest.mark.parametrize("device", DEVICES)
def test_only_reads_are_sent(device: replay.RecordedDevice) -> None:
    client, transport = client_of(device)
    gather(client, ["all"])
    assert transport.asked
    assert all(request.startswith("GET ") for request in transport.asked)


def one(name: str) -> Client:
    found = [device for device in replay.devices() if device.name == name]
    if not found:
        pytest.skip(f"no recording of {name} here")
    return client_of(found[0])[0]


def test_a_camera_is_not_asked_for_doors() -> None:
    snapshot = gather(one("DS-2CD2146G2-ISU"))
    assert snapshot.access_control is None
    assert "access_control" not in [missing.part for missing in snapshot.missing]


def test_cameras_of_a_recorder() -> None:
    found = gather(one("DS-7608NXI-I2"), ["channels"]).channels
    assert found is not None
    assert found.proxied is not None
    assert [(channel.id, channel.model, str(channel.firmware)) for channel in found.proxied] == [
        (1, "DS-2CD2386G2-IU", "V5.7.15 build 240201"),
        (2, "DS-2CD2386G2-IU", "V5.7.15 build 240201"),
        (3, "IPC", "V6.26 build 150513"),
        (4, None, "None"),
    ]


def test_analogue_inputs_of_a_recorder() -> None:
    found = gather(one("iDS-7204HUHI-M1"), ["channels"]).channels
    assert found is not None
    assert found.proxied == ()
    assert [entry.signal for entry in found.inputs or ()] == [True, False, True, False]


def test_an_empty_slot_is_no_broken_disk() -> None:
    volumes = gather(one("DS-8632N-I8"), ["storage"]).storage
    assert volumes is not None
    assert [(volume.name, volume.working, volume.empty_slot) for volume in volumes] == [
        ("hdd1", True, False),
        ("hdd2", True, False),
        ("hdd3", None, True),
        ("hdd4", True, False),
        ("hdd5", True, False),
    ]


def test_an_access_terminal() -> None:
    snapshot = gather(one("DS-K1A340FWX"))
    assert snapshot.access_control is not None
    assert [(door.lock, door.mode) for door in snapshot.access_control.doors] == [("closed", "normal")]
    assert snapshot.access_control.readers_online == (1,)
    assert (snapshot.access_control.persons, snapshot.access_control.cards) == (1, 0)
    assert snapshot.users is not None
    assert snapshot.users.rights.upgrade is True


def test_the_protection_of_configuration_files() -> None:
    found = gather(one("DS-2CD2146G2-ISU"), ["capabilities"]).capabilities
    assert found is not None
    assert found.firmware_upgrade is None
    security = found.security
    assert security.secret_key_length == capabilities.LengthLimits(1, 16)
    assert (security.irreversible, security.key_iterations, security.security_versions) == (True, 100, (1,))
    assert security.salt is not None
    assert len(security.salt) == 64
    assert (security.login_attempts, security.lock_minutes) == (7, 30)
