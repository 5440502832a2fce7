# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of device is upgraded over HTTP the way a client would do it."""

from __future__ import annotations

import http.client
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlparse

import pytest
import requests
from requests.auth import HTTPDigestAuth

from simulator import PROFILES, DeviceState, Firmware

from .conftest import Client, ClientOf, texts

INFO = "/ISAPI/System/deviceInfo"
STATUS = "/ISAPI/System/upgradeStatus"
FIRMWARE = "/ISAPI/System/updateFirmware"
NEWER = ("V9.1.2", "260101")


def upload(client: Client, image: bytes) -> requests.Response:
    method = client.device.profile.upload.methods[0]
    if method == "multipart":
        client.get(INFO)
        return client.request("POST", FIRMWARE, files={"updateFile": ("digicap.dav", image)})
    return client.upload(image, method.upper())


@pytest.mark.parametrize("profile", PROFILES)
def test_upgrade(client_of: ClientOf, profile: str) -> None:
    # Real time until the image is written; the restart waits until the test lets time pass.
    timing = {"verify": 0, "flash": 0.2, "shutdown": 0, "restart": 1000, "boot": 1000}
    client = client_of(profile, time_factor=1, overrides={"timing": timing})
    before = client.device.firmware
    image = client.device.firmware_image(*NEWER, size=100_000)
    answer = upload(client, image)
    assert answer.status_code == 200
    if client.device.profile.upload.reboot == "manual":
        client.wait_for(DeviceState.WAITING_FOR_REBOOT)
        assert client.device.firmware == before
        assert client.reboot().status_code == 200
    client.wait_for(DeviceState.RESTARTING)
    with pytest.raises(requests.ConnectionError):
        client.get(INFO)
    client.advance(1000)
    assert client.get(INFO).status_code == 500
    client.advance(1000)
    info = texts(client.get(INFO))
    assert (info["firmwareVersion"], info["firmwareReleasedDate"]) == ("V9.1.2", "build 260101")
    record = client.device.record
    assert [(entry.outcome, entry.bytes) for entry in record.uploads] == [("accepted", len(image))]
    assert record.counters.auth_failures == 0
    assert record.counters.flashes == record.counters.reboots == 1


def test_progress_rises_and_ends(client_of: ClientOf) -> None:
    client = client_of("camera-g5", time_factor=1, overrides={"timing": {"verify": 0, "flash": 6000}})
    client.upload(client.device.firmware_image(*NEWER))
    seen = []
    while (now := texts(client.get(STATUS)))["upgrading"] == "true":
        seen.append(int(now["percent"]))
        client.advance(1500)
    assert seen == [0, 25, 50, 75]
    assert (now["percent"], now["reboot"]) == ("100", "true")


def test_progress_as_json(client_of: ClientOf) -> None:
    client = client_of("face-terminal", time_factor=1, overrides={"timing": {"verify": 0}})
    assert client.get(f"{STATUS}?format=json").json()["upgrading"] == "FALSE"
    client.upload(client.device.firmware_image(*NEWER), "POST")
    assert client.get(f"{STATUS}?format=json").json()["upgrading"] == "TRUE"


def test_progress_is_not_supported_everywhere(client_of: ClientOf) -> None:
    client = client_of("camera-g5", overrides={"upload": {"progress": False}})
    assert texts(client.get(STATUS))["subStatusCode"] == "notSupport"


@pytest.mark.parametrize(
    ("profile", "change", "http_status", "sub"),
    [
        ("camera-g5", {"platform": "G7"}, 200, "badDevType"),
        ("camera-g5", {"language": "cn"}, 200, "badLanguage"),
        ("camera-g5", {"models": ["DS-9*"]}, 200, "badDevType"),
        ("camera-g0", {"platform": "G1"}, 400, "badDevType"),
        ("camera-g7", {"platform": "G5"}, 403, "devicePlatformMismatch"),
        ("nvr", {"version": "V4.30.0"}, 200, "errorUpgradeVersion"),
        ("camera-g7", {"version": "V5.8.0"}, 403, "badVersion"),
        ("door-controller", {"container": "hkws"}, 200, "badDevType"),
    ],
)
def test_refusals(client_of: ClientOf, profile: str, change: dict[str, Any], http_status: int, sub: str) -> None:
    client = client_of(profile)
    answer = upload(client, client.device.firmware_image(**{"version": NEWER[0], "build": NEWER[1]} | change))
    body = texts(answer)
    assert (answer.status_code, body["subStatusCode"], body["statusString"]) == (
        http_status,
        sub,
        "Invalid XML Content",
    )
    assert body["statusCode"] in ("4", "6")
    assert client.device.state is DeviceState.RUNNING
    assert client.device.record.counters.flashes == 0


@pytest.mark.parametrize(
    ("profile", "sub"), [("camera-g5", "verificationFailed"), ("camera-g0", "upgradeDataErrLength")]
)
def test_damaged_image(client_of: ClientOf, profile: str, sub: str) -> None:
    client = client_of(profile)
    image = bytearray(client.device.firmware_image(*NEWER))
    image[-1] ^= 0xFF
    assert texts(client.upload(bytes(image)))["subStatusCode"] == sub
    assert texts(client.upload(bytes(image[:-1])))["subStatusCode"] == sub
    assert client.device.state is DeviceState.RUNNING


def test_empty_body(client_of: ClientOf) -> None:
    assert texts(client_of("camera-g5").upload(b""))["subStatusCode"] == "upgrateDataEmpty"


def test_xml_content_type_is_parsed_as_xml(client_of: ClientOf) -> None:
    client = client_of("camera-g5")
    image = client.device.firmware_image(*NEWER)
    answer = client.upload(image, headers={"Content-Type": "application/xml"})
    assert (answer.status_code, texts(answer)["subStatusCode"]) == (400, "badXmlFormat")


@pytest.mark.parametrize(
    ("profile", "method"), [("nvr", "POST"), ("door-controller", "PUT"), ("camera-legacy", "POST")]
)
def test_a_method_the_device_does_not_take(client_of: ClientOf, profile: str, method: str) -> None:
    client = client_of(profile)
    answer = client.upload(client.device.firmware_image(*NEWER, size=20_000), method)
    assert (answer.status_code, texts(answer)["subStatusCode"]) == (405, "methodNotAllowed")
    attempt = client.device.record.uploads[-1]
    assert (attempt.outcome, attempt.bytes) == ("methodNotAllowed", 20_000)


def test_multipart(client_of: ClientOf) -> None:
    client = client_of("camera-g5")
    client.get(INFO)
    image = client.device.firmware_image(*NEWER, size=3_000_000)
    answer = client.request("POST", FIRMWARE, files={"other": ("a", b"b"), "updateFile": ("digicap.dav", image)})
    assert texts(answer)["statusCode"] == "1"
    attempt = client.device.record.uploads[-1]
    assert (attempt.form, attempt.image_bytes, attempt.outcome) == ("multipart", 3_000_000, "accepted")
    assert attempt.bytes > attempt.image_bytes


def test_multipart_with_another_field(client_of: ClientOf) -> None:
    client = client_of("camera-g5")
    client.get(INFO)
    answer = client.request("POST", FIRMWARE, files={"file": ("digicap.dav", b"x" * 1000)})
    assert (answer.status_code, texts(answer)["subStatusCode"]) == (400, "badParameters")


def test_an_unauthorised_upload_arrives_wholly_and_counts(client_of: ClientOf) -> None:
    """What happens to a client that does not prime its nonce: the image crosses the wire twice."""
    client = client_of("camera-g5")
    image = client.device.firmware_image(*NEWER, size=500_000)
    answer = client.request("PUT", FIRMWARE, data=image)
    assert texts(answer)["statusCode"] == "1"
    record = client.device.record
    assert [entry.outcome for entry in record.uploads] == ["unauthenticated", "accepted"]
    assert record.counters.upload_bytes == 2 * len(image)


def test_only_one_upload_at_a_time(client_of: ClientOf) -> None:
    client = client_of("camera-g0", time_factor=1, overrides={"timing": {"verify": 0}})
    image = client.device.firmware_image(*NEWER, size=20_000)
    client.upload(image)
    assert client.device.state is DeviceState.WRITING
    answer = client.upload(image)
    assert (answer.status_code, texts(answer)["subStatusCode"]) == (403, "upgrading")
    assert texts(client.reboot())["subStatusCode"] == "upgrading"


def test_a_second_upload_does_not_disturb_the_first(client_of: ClientOf) -> None:
    client = client_of("camera-g5", faults=[{"upload_slow": {"bytes_per_s": 2_000_000}}])
    image = client.device.firmware_image(*NEWER, size=2_000_000)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.upload, image)
        client.wait_for(DeviceState.RECEIVING)
        second = Client(client.device).upload(image[:20_000])
        assert texts(second)["subStatusCode"] == "upgrading"
        assert texts(first.result())["subStatusCode"] == "ok"
    assert client.device.record.counters.flashes == 1


def test_a_client_that_goes_away_leaves_a_running_device(client_of: ClientOf) -> None:
    client = client_of("camera-g5")
    answer = client.get(INFO)
    target = urlparse(client.device.url)
    connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=5)
    connection.putrequest("PUT", FIRMWARE)
    digest = HTTPDigestAuth(str(client.device.spec.username), str(client.device.spec.password))
    digest.init_per_thread_state()
    digest._thread_local.chal = requests.utils.parse_dict_header(
        answer.history[0].headers["WWW-Authenticate"].removeprefix("Digest ")
    )
    connection.putheader("Authorization", str(digest.build_digest_header("PUT", FIRMWARE)))
    connection.putheader("Content-Length", "1000000")
    connection.endheaders(b"x" * 1000)
    client.wait_for(DeviceState.RECEIVING)
    connection.close()
    client.wait_for(DeviceState.RUNNING)
    assert [entry.outcome for entry in client.device.record.uploads] == ["dropped"]


def test_answers_to_an_accepted_image_differ(client_of: ClientOf) -> None:
    bodies = {}
    for profile in ("camera-g5", "nvr-k2", "dvr", "door-station"):
        client = client_of(profile)
        answer = client.upload(client.device.firmware_image(*NEWER))
        bodies[profile] = texts(answer) if answer.content else {}
    assert bodies["camera-g5"]["statusString"] == "OK"
    assert (bodies["nvr-k2"]["statusCode"], bodies["nvr-k2"]["statusString"]) == ("1", "Reboot Required")
    assert (bodies["dvr"]["statusCode"], bodies["dvr"]["subStatusCode"]) == ("7", "rebootRequired")
    assert bodies["door-station"] == {}


def test_pre_validation(client_of: ClientOf) -> None:
    client = client_of("camera-g7", time_factor=1)
    length = int(texts(client.get("/ISAPI/System/capabilities"))["updateHeaderLength"])
    verdicts = []
    for platform in ("G7", "G5"):
        head = client.device.firmware_image(*NEWER, platform=platform)[:length]
        request = b'{"upgradePacketPath":{"filePathType":"multipart","filePath":"updateFileName"}}'
        parts = {
            "AddPreValidation": (None, request, "text/json"),
            "updateFileName": ("head", head, "application/octet-stream"),
        }
        answer = client.request("PUT", f"{FIRMWARE}/AddPreValidation?format=json", files=parts)
        assert answer.json()["statusString"] == "OK"
        verdicts.append(client.get(f"{FIRMWARE}/GetPreValidationResults?format=json").json()["status"])
        client.advance(5)
        verdicts.append(client.get(f"{FIRMWARE}/GetPreValidationResults?format=json").json()["status"])
    assert verdicts == ["verifying", "succ", "verifying", "fail"]
    assert client.device.record.counters.upload_bytes == 0


def test_downgrade_where_the_device_allows_it(client_of: ClientOf) -> None:
    client = client_of("camera-g0")
    client.upload(client.device.firmware_image("V5.4.5", "170124"))
    client.advance(3600)
    assert client.device.firmware == Firmware("V5.4.5", "170124")
