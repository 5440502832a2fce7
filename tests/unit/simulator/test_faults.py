# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every fault shows on the wire what its description says."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import requests

import simulator
from simulator import DeviceState
from simulator.faults import KINDS, fault, faults_from

from .conftest import Client, ClientOf, texts

INFO = "/ISAPI/System/deviceInfo"
STATUS = "/ISAPI/System/upgradeStatus"
CONFIGURATION = "/ISAPI/System/configurationData"
NEWER = ("V9.1.2", "260101")
README = Path(simulator.__file__).with_name("README.md").read_text(encoding="utf-8")


def upload(client: Client, size: int = 300_000) -> requests.Response:
    return client.upload(client.device.firmware_image(*NEWER, size=size))


def restart(client: Client) -> None:
    client.reboot()
    client.advance(3600)


def flash(client: Client) -> None:
    """Upgrade a device that restarts by itself."""
    assert upload(client).status_code == 200
    client.advance(3600)


Faulty = Callable[..., Client]


@pytest.fixture
def faulty(client_of: ClientOf) -> Faulty:
    def start(name: str, profile: str = "camera-g0", **parameters: Any) -> Client:
        return client_of(profile, faults=[{name: parameters}])

    return start


def test_upload_drop(faulty: Faulty) -> None:
    client = faulty("upload_drop", percent=40)
    with pytest.raises(requests.ConnectionError):
        upload(client, 5_000_000)
    attempt = client.device.record.uploads[-1]
    assert attempt.outcome == "dropped"
    assert 2_000_000 <= attempt.bytes < 5_000_000
    assert client.device.state is DeviceState.RUNNING
    assert upload(client).status_code == 200


def test_upload_drop_always(faulty: Faulty) -> None:
    client = faulty("upload_drop", percent=1, uses="always")
    for _unused in range(3):
        with pytest.raises(requests.ConnectionError):
            upload(client, 5_000_000)


def test_upload_drop_after_last_byte(faulty: Faulty) -> None:
    client = faulty("upload_drop_after_last_byte")
    with pytest.raises(requests.ConnectionError):
        upload(client)
    client.advance(3600)
    assert client.device.firmware.version == NEWER[0]


def test_upload_slow(faulty: Faulty) -> None:
    client = faulty("upload_slow", bytes_per_s=1_000_000)
    started = time.monotonic()
    upload(client, 400_000)
    assert time.monotonic() - started > 0.35


def test_refuse_package(faulty: Faulty) -> None:
    client = faulty("refuse_package", sub_status="badLanguage")
    assert texts(upload(client))["subStatusCode"] == "badLanguage"
    assert client.device.record.uploads[-1].bytes == 300_000


def test_refuse_package_early(faulty: Faulty) -> None:
    client = faulty("refuse_package", early=True)
    # The answer comes while the client still sends: it sees the answer or a broken connection, never success.
    try:
        assert texts(upload(client, 30_000_000))["subStatusCode"] == "badDevType"
    except requests.ConnectionError:
        assert client.device.record.uploads[-1].outcome == "badDevType"
    assert client.device.record.counters.flashes == 0


def pre_validated(client: Client) -> dict[str, Any]:
    """The verdict on the header of a sound image, long after it was handed over."""
    head = client.device.firmware_image(*NEWER)[:4096]
    about = b'{"upgradePacketPath":{"filePathType":"multipart","filePath":"updateFileName"}}'
    parts = {"AddPreValidation": (None, about, "text/json"), "updateFileName": ("head", head)}
    client.request("PUT", "/ISAPI/System/updateFirmware/AddPreValidation?format=json", files=parts)
    client.advance(600)
    verdict: dict[str, Any] = client.get("/ISAPI/System/updateFirmware/GetPreValidationResults?format=json").json()
    return verdict


def test_pre_validation_verdict(faulty: Faulty) -> None:
    verdict = pre_validated(faulty("pre_validation_verdict", "camera-g7", prompt="Sure?"))
    assert (verdict["status"], verdict["results"]["confirmPrompt"]) == ("confirm", "Sure?")


def test_pre_validation_stuck(faulty: Faulty) -> None:
    assert pre_validated(faulty("pre_validation_stuck", "camera-g7"))["status"] == "verifying"


def test_stuck_percent(faulty: Faulty) -> None:
    client = faulty("stuck_percent", percent=30)
    upload(client)
    client.advance(3600)
    status = texts(client.get(STATUS))
    assert (status["upgrading"], status["percent"]) == ("true", "30")


def test_busy(faulty: Faulty) -> None:
    client = faulty("busy", times=2)
    codes = [texts(upload(client))["subStatusCode"] for _unused in range(3)]
    assert codes == ["deviceBusy", "deviceBusy", "ok"]


def test_pending_reboot(faulty: Faulty) -> None:
    client = faulty("pending_reboot")
    assert texts(client.get(STATUS))["reboot"] == "true"
    assert (texts(upload(client))["statusCode"], texts(upload(client))["subStatusCode"]) == ("7", "rebootRequired")
    restart(client)
    assert texts(upload(client))["subStatusCode"] == "ok"


def test_pending_reboot_that_nobody_sees(faulty: Faulty) -> None:
    client = faulty("pending_reboot", visible=False)
    assert "reboot" not in texts(client.get(STATUS))
    assert texts(upload(client))["subStatusCode"] == "rebootRequired"


def test_flash_error(faulty: Faulty) -> None:
    client = faulty("flash_error", "dvr")
    answer = texts(upload(client))
    assert (answer["statusCode"], answer["subStatusCode"]) == ("3", "upgradeError")
    assert client.device.state is DeviceState.RUNNING


def test_power_cut(faulty: Faulty) -> None:
    client = faulty("power_cut")
    flash(client)
    assert texts(client.get(INFO))["firmwareVersion"] == "V5.5.0"
    assert client.device.record.counters.reboots == 1


def test_power_cut_of_a_device_with_one_slot(faulty: Faulty) -> None:
    client = faulty("power_cut", "camera-legacy")
    flash(client)
    with pytest.raises(requests.ConnectionError):
        client.get(INFO)


def test_never_back(faulty: Faulty) -> None:
    client = faulty("never_back")
    flash(client)
    assert client.device.state is DeviceState.OFF
    with pytest.raises(requests.ConnectionError):
        client.get(INFO)


def test_back_late(faulty: Faulty) -> None:
    client = faulty("back_late", seconds=100_000)
    flash(client)
    assert client.device.state is DeviceState.RESTARTING
    client.advance(100_000)
    assert client.get(INFO).status_code == 200


@pytest.mark.parametrize(
    ("name", "version"), [("back_with_old_version", "V5.5.0"), ("back_with_other_version", "V5.6.0")]
)
def test_back_with_a_version_nobody_wanted(faulty: Faulty, name: str, version: str) -> None:
    client = faulty(name)
    flash(client)
    assert texts(client.get(INFO))["firmwareVersion"] == version


@pytest.mark.parametrize(
    ("profile", "schemes", "challenge"),
    [("camera-legacy", [], "Digest"), ("camera-g0", [], 'algorithm="SHA-256"'), ("camera-g0", ["basic"], "Basic")],
)
def test_back_with_other_auth(faulty: Faulty, profile: str, schemes: list[str], challenge: str) -> None:
    client = faulty("back_with_other_auth", profile, schemes=schemes)
    restart(client)
    answer = requests.get(f"{client.device.url}{INFO}", timeout=5)
    assert answer.status_code == 401
    assert challenge in answer.headers["WWW-Authenticate"]


def test_back_with_lost_configuration(faulty: Faulty) -> None:
    client = faulty("back_with_lost_configuration")
    restart(client)
    assert texts(client.get(INFO))["subStatusCode"] == "notActivated"


def test_back_with_changed_password(faulty: Faulty) -> None:
    client = faulty("back_with_changed_password")
    restart(client)
    assert client.get(INFO).status_code == 401


def test_back_with_partial_configuration(faulty: Faulty) -> None:
    client = faulty("back_with_partial_configuration", "nvr")
    restart(client)
    assert texts(client.get("/ISAPI/Streaming/channels"))["enabled"] == "false"
    assert b"<id>" not in client.get("/ISAPI/ContentMgmt/InputProxy/channels").content


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_back_with_new_certificate(client_of: ClientOf) -> None:
    client = client_of("camera-g5", tls=True, faults=["back_with_new_certificate"])
    before = client.device.certificate_sha256
    restart(client)
    assert client.device.state is DeviceState.RUNNING
    assert client.device.certificate_sha256 != before


def test_back_with_dead_service(faulty: Faulty) -> None:
    client = faulty("back_with_dead_service")
    restart(client)
    answer = client.get("/ISAPI/Streaming/channels/101/picture")
    assert (answer.status_code, texts(answer)["subStatusCode"]) == (200, "deviceError")


def test_boot_500s(faulty: Faulty) -> None:
    client = faulty("boot_500s", count=3)
    restart(client)
    assert [client.get(INFO).status_code for _unused in range(5)] == [500, 500, 500, 200, 200]


def test_no_answer_to_reboot(faulty: Faulty) -> None:
    client = faulty("no_answer_to_reboot")
    client.get(INFO)
    with pytest.raises(requests.ConnectionError):
        client.reboot()
    client.advance(3600)
    assert client.device.record.counters.reboots == 1


def test_ignored_reboot(faulty: Faulty) -> None:
    client = faulty("ignored_reboot")
    assert texts(client.reboot())["subStatusCode"] == "ok"
    client.advance(3600)
    assert client.device.record.counters.reboots == 0


def test_locked(faulty: Faulty) -> None:
    client = faulty("locked", seconds=600)
    assert client.get(INFO).status_code == 401
    client.advance(601)
    assert client.get(INFO).status_code == 200


def test_wrong_password_lock(faulty: Faulty) -> None:
    client = faulty("wrong_password_lock", attempts_left=2)
    assert client.get(INFO).status_code == 401
    assert client.device.record.counters.locks == 0
    assert client.get(INFO).status_code == 401
    assert client.device.record.counters.locks == 1


@pytest.mark.parametrize("path", [INFO, "/ISAPI/Streaming/*"])
def test_garbage_xml(faulty: Faulty, path: str) -> None:
    client = faulty("garbage_xml", path=path)
    assert b"\xff" in client.get(path.replace("*", "channels")).content
    assert texts(client.get("/ISAPI/System/time"))["timeMode"] == "NTP"


def test_dirty_xml(faulty: Faulty) -> None:
    body = faulty("dirty_xml").get(INFO).content
    assert body.startswith(b"\r\nOK")
    assert body.endswith(b"\x00")
    assert b"R & D" in body


@pytest.mark.parametrize("status", [200, 500])
def test_html_error(faulty: Faulty, status: int) -> None:
    answer = faulty("html_error", status=status).get(INFO)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html")


def test_error_answer(faulty: Faulty) -> None:
    answer = faulty("error_answer").get("/ISAPI/Streaming/channels/101/picture")
    assert (answer.status_code, texts(answer)["subStatusCode"]) == (200, "deviceError")


def test_slow_answers(faulty: Faulty) -> None:
    client = faulty("slow_answers", seconds=0.2, path="*deviceInfo", uses=1)
    started = time.monotonic()
    client.get(INFO)
    assert time.monotonic() - started > 0.2


def test_drop_answers(faulty: Faulty) -> None:
    client = faulty("drop_answers", path=INFO, uses=1)
    with pytest.raises(requests.ConnectionError):
        client.get(INFO)
    assert client.get(INFO).status_code == 200


def test_stale_nonce(faulty: Faulty) -> None:
    client = faulty("stale_nonce")
    assert upload(client).status_code == 200
    record = client.device.record
    assert [entry.outcome for entry in record.uploads] == ["stale", "accepted"]
    assert record.counters.auth_failures == 0


def test_connection_limit(faulty: Faulty) -> None:
    client = faulty("connection_limit", connections=1)
    assert client.get(INFO).status_code == 200
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{client.device.url}{INFO}", timeout=5)
    assert client.get(INFO).status_code == 200


def test_connection_refused(faulty: Faulty) -> None:
    client = faulty("connection_refused")
    with pytest.raises(requests.ConnectionError, match="refused"):
        client.get(INFO)
    client.device.act("power_on")
    client.advance(3600)
    assert client.get(INFO).status_code == 200


@pytest.mark.parametrize(("html", "start"), [(False, b"<?xml"), (True, b"<!DOCTYPE html>")])
def test_backup_error_page(faulty: Faulty, html: bool, start: bytes) -> None:
    answer = faulty("backup_error_page", html=html).get(CONFIGURATION)
    assert answer.status_code == 200
    assert answer.content.startswith(start)


def test_backup_tiny(faulty: Faulty) -> None:
    client = faulty("backup_tiny", size=12)
    assert [len(client.get(CONFIGURATION).content) for _unused in range(2)] == [12, 24_000]


def test_backup_truncated(faulty: Faulty) -> None:
    client = faulty("backup_truncated")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        client.get(CONFIGURATION)
    assert client.get(CONFIGURATION).status_code == 200


def test_every_fault_is_tested_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    missing = [name for name in KINDS if f'"{name}"' not in source]
    assert missing == []


@pytest.mark.parametrize("name", KINDS)
def test_the_table_in_the_readme_is_complete(name: str) -> None:
    row = re.search(rf"^\| `{name}` \| (.*?) \| (.*) \|$", README, re.MULTILINE)
    assert row is not None
    assert sorted(re.findall(r"`(\w+): ", row[1])) == sorted(item.name for item in fields(KINDS[name]))
    assert row[2] == " ".join((KINDS[name].__doc__ or "").split()).replace("``", "`")


def test_notation() -> None:
    read = faults_from(["never_back", {"busy": {"times": 3}, "upload_drop": {"uses": "always"}}])
    assert [item.name() for item in read] == ["never_back", "busy", "upload_drop"]
    assert [item.uses for item in read] == [1, 3, None]


@pytest.mark.parametrize(("name", "parameters"), [("nonsense", {}), ("busy", {"nonsense": 1})])
def test_unknown_names_are_errors(name: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="nonsense"):
        fault(name, parameters)
