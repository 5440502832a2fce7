# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fleet files, addresses, TLS, inventories, and many devices at once."""

from __future__ import annotations

import hashlib
import json
import socket
import ssl
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

import simulator
from simulator import PROFILES, CertificateSpec, DeviceSpec, FleetSpec, fleet_from_data, read_fleet
from simulator.fleet import generate, main
from simulator.profiles import Profile

from .conftest import Client, ClientOf, FleetOf, texts

INFO = "/ISAPI/System/deviceInfo"
ROOT = Path(simulator.__file__).parent


def test_a_fleet_file(tmp_path: Path) -> None:
    path = tmp_path / "fleet.yml"
    path.write_text(
        """
time_factor: 30
port: 8080
tls_port: 8443
password: Secret-1
devices:
  - {name: "cam-{:02d}", profile: camera-g0, count: 3, first: 7, version: V5.5.1, build: 180101}
  - {name: door, profile: door-controller, tls: true, faults: [never_back, {busy: {times: 2}}], overrides: {doors: 2}}
""",
        encoding="utf-8",
    )
    fleet = read_fleet(path)
    placed = fleet.placed()
    assert [device.name for device in placed] == ["cam-07", "cam-08", "cam-09", "door"]
    assert [device.address for device in placed] == ["127.77.0.1", "127.77.0.2", "127.77.0.3", "127.77.0.4"]
    assert [device.port for device in placed] == [8080, 8080, 8080, 8443]
    assert {device.password for device in placed} == {"Secret-1"}
    assert placed[0].resolved_profile().build == "180101"
    assert placed[3].resolved_profile().doors == 2
    assert len(placed[3].faults) == 2


def test_json_is_a_fleet_file_too(tmp_path: Path) -> None:
    path = tmp_path / "fleet.json"
    path.write_text(json.dumps({"devices": [{"profile": "nvr"}]}), encoding="utf-8")
    assert read_fleet(path).placed()[0].name == "nvr"


def test_one_address_with_consecutive_ports() -> None:
    devices = [DeviceSpec(name=str(number), profile="nvr") for number in range(3)]
    placed = FleetSpec(devices=devices, address="127.0.0.1", port=9000).placed()
    assert [(device.address, device.port) for device in placed] == [("127.0.0.1", port) for port in (9000, 9001, 9002)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"devices": [{"profile": "toaster"}]}, "unknown profile 'toaster'"),
        ({"devices": [{"profile": "nvr", "colour": "red"}]}, "unknown key colour"),
        ({"speed": 3, "devices": []}, "unknown key speed"),
        ({"devices": [{"profile": "nvr", "overrides": {"upload": {"speed": 1}}}]}, "UploadPolicy has no field speed"),
        ({"devices": [{"profile": "nvr", "faults": ["gremlins"]}]}, "unknown fault 'gremlins'"),
        ({"devices": [{"profile": "nvr"}, {"profile": "nvr"}]}, "used twice: nvr"),
        (
            {"devices": [{"profile": "nvr", "users": [{"name": "a", "password": "b", "rights": ["fly"]}]}]},
            "fly",
        ),
    ],
)
def test_mistakes_in_a_fleet_file(data: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        [device.resolved_profile() for device in fleet_from_data(data).placed()]


def test_overrides_reach_into_mappings_and_lists() -> None:
    overrides = {
        "device_info": {"customizedInfo": "DZ20240101"},
        "proxied": [{"name": "yard", "online": False}],
        "unsupported": "404",
        "features": ["system"],
    }
    profile = DeviceSpec(name="nvr", profile="nvr", overrides=overrides).resolved_profile()
    assert profile.device_info["customizedInfo"] == "DZ20240101"
    assert profile.device_info["model"] == "*"
    assert [camera.online for camera in profile.proxied] == [False]
    assert (profile.unsupported.value, profile.features) == ("404", frozenset({"system"}))


def test_case_of_paths_matters_where_a_profile_says_so(client_of: ClientOf) -> None:
    client = client_of("camera-g5", overrides={"case_sensitive": True})
    assert client.get(INFO).status_code == 200
    assert client.get(INFO.lower()).status_code == 403


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_the_readme_lists_every_profile(profile: Profile) -> None:
    row = f"| `{profile.key}` | {profile.model} | {profile.version} build {profile.build} | {profile.about} |"
    assert row in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_generator(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--count", "24", "--mixed", "--tls"])
    fleet = fleet_from_data(yaml.safe_load(capsys.readouterr().out))
    kinds = {device.resolved_profile().kind for device in fleet.devices}
    assert (len(fleet.devices), len(kinds)) == (24, 4)
    assert all(device.tls for device in fleet.devices if device.profile != "dvr")
    assert {device["profile"] for device in generate(3, False, "nvr", False)["devices"]} == {"nvr"}


def test_inventory(fleet_of: FleetOf) -> None:
    fleet = fleet_of(*PROFILES, DeviceSpec(name="secure", profile="camera-g5", tls=True))
    children = fleet.inventory()["all"]["children"]
    assert {group: len(content["hosts"]) for group, content in children.items()} == {
        "cameras": 5,
        "recorders": 3,
        "doors": 2,
        "intercoms": 1,
    }
    hosts = {name: host for group in children.values() for name, host in group["hosts"].items()}
    assert hosts["secure"]["hikvision_use_ssl"]
    assert not hosts["secure"]["hikvision_validate_certs"]
    assert [name for name, host in hosts.items() if host.get("hikvision_allow_basic")] == ["camera-legacy-1"]
    pinned = fleet.inventory(pin=True, password=False)["all"]["children"]["cameras"]["hosts"]["secure"]
    assert pinned["hikvision_tls_fingerprint"] == fleet["secure"].certificate_sha256
    assert "ansible_password" not in pinned


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_tls(client_of: ClientOf) -> None:
    client = client_of("camera-g5", tls=True)
    assert client.device.url.startswith("https://")
    assert client.get(INFO).status_code == 200
    shown = ssl.get_server_certificate((client.device.address, client.device.port))
    assert hashlib.sha256(ssl.PEM_cert_to_DER_cert(shown)).hexdigest() == client.device.certificate_sha256


def test_a_certificate_for_its_address_can_be_validated(client_of: ClientOf, tmp_path: Path) -> None:
    client = client_of("camera-g5", tls=True, certificate=CertificateSpec(subject_alt_name=True))
    trusted = tmp_path / "device.pem"
    trusted.write_bytes(client.device.certificate_pem or b"")
    assert client.get(INFO, verify=str(trusted)).status_code == 200


def test_a_factory_certificate_names_nobody(client_of: ClientOf, tmp_path: Path) -> None:
    client = client_of("camera-g5", tls=True)
    trusted = tmp_path / "device.pem"
    trusted.write_bytes(client.device.certificate_pem or b"")
    with pytest.raises(requests.exceptions.SSLError):
        client.get(INFO, verify=str(trusted))


def test_old_tls(client_of: ClientOf) -> None:
    client = client_of("camera-g5", tls=True, tls_maximum="1.1", certificate=CertificateSpec(rsa_bits=1024))
    with pytest.raises(requests.exceptions.SSLError):
        client.get(INFO)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    assert "BEGIN" in ssl.DER_cert_to_PEM_cert(_certificate(client, context))


def _certificate(client: Client, context: ssl.SSLContext) -> bytes:
    with (
        socket.create_connection((client.device.address, client.device.port), 5) as plain,
        context.wrap_socket(plain) as wrapped,
    ):
        assert wrapped.version() == "TLSv1.1"
        return wrapped.getpeercert(binary_form=True) or b""


def test_three_hundred_devices_answer(fleet_of: FleetOf) -> None:
    started = time.monotonic()
    fleet = fleet_of(*(DeviceSpec(name=f"cam-{number}", profile="camera-g5") for number in range(300)))
    assert time.monotonic() - started < 30

    def serial(name: str) -> str:
        return texts(Client(fleet[name]).get(INFO))["serialNumber"]

    with ThreadPoolExecutor(16) as pool:
        serials = set(pool.map(serial, [device.name for device in fleet]))
    assert len(serials) == 300
    assert fleet.summary()["requests"] == 600
    assert fleet.summary()["max_parallel_requests"] == 1


def test_summary_of_a_fleet(fleet_of: FleetOf) -> None:
    fleet = fleet_of("camera-g0", "camera-g5")
    client = Client(fleet["camera-g0-1"])
    client.upload(client.device.firmware_image("V9.0.0", "260101", size=50_000))
    totals = fleet.summary()
    assert (totals["devices"], totals["flashes"], totals["upload_bytes"]) == (2, 1, 50_000)
    assert totals["per_device"]["camera-g0-1"]["uploads"][0]["outcome"] == "accepted"
    assert (totals["max_uploads"], totals["max_auth_failures"]) == (1, 0)


def test_parallel_requests_are_counted(client_of: ClientOf) -> None:
    client = client_of("camera-g5", faults=[{"slow_answers": {"seconds": 1}}])
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _unused: Client(client.device).get(INFO).status_code, range(3)))
    assert client.device.record.counters.max_parallel_requests == 3


def test_the_record_holds_no_secret(client_of: ClientOf) -> None:
    client = client_of("camera-legacy")
    client.get("/ISAPI/System/configurationData?secretkey=Canary-77&security=1&iv=00")
    seen = repr(list(client.device.record.requests)) + json.dumps(client.device.record.summary())
    assert "Canary-77" not in seen
    assert str(client.device.spec.password) not in seen + repr(client.device.spec)
    assert client.device.record.requests[-1].query == ("secretkey", "security", "iv")


def test_nothing_of_the_collection_and_no_test_framework_inside() -> None:
    for path in ROOT.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "ansible_collections" not in source, path
        assert "pytest" not in source, path


def test_modules_run_without_warnings(tmp_path: Path) -> None:
    image = ["simulator.image", str(tmp_path / "x.dav")]
    for arguments in (image, ["simulator.fleet"], ["simulator", "--list-profiles"]):
        command = [sys.executable, "-W", "error", "-m", *arguments]
        done = subprocess.run(command, cwd=ROOT.parent, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
