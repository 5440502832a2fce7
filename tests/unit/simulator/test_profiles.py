# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each kind of device answers, and in which of the many dialects."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import requests

from simulator import PROFILES, DeviceSpec, FleetSpec, running_fleet
from simulator.isapi.routes import ROUTES
from simulator.running import RunningFleet

from .conftest import Client, texts

INFO = "/ISAPI/System/deviceInfo"


@pytest.fixture(scope="module")
def everything() -> Iterator[RunningFleet]:
    """One device of each profile, for tests that only read."""
    specs = [DeviceSpec(name=profile, profile=profile, tls=False) for profile in PROFILES]
    with running_fleet(FleetSpec(devices=specs)) as fleet:
        yield fleet


def client(fleet: RunningFleet, profile: str) -> Client:
    return Client(fleet[profile])


@pytest.mark.parametrize("profile", PROFILES)
def test_identity(everything: RunningFleet, profile: str) -> None:
    answer = client(everything, profile).get(INFO)
    known = PROFILES[profile]
    root = ET.fromstring(answer.content)
    info = texts(answer)
    assert root.tag == f"{{{known.namespace}}}DeviceInfo"
    assert info["model"] == known.model
    assert (info["firmwareVersion"], info["firmwareReleasedDate"]) == (known.version, f"build {known.build}")
    assert info["deviceType"].strip() in {"IPCamera", "NVR", "DVR", "ACS", "VIS"}
    assert set(info) == set(known.device_info)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_path_answers_a_document(everything: RunningFleet, profile: str) -> None:
    """No path ends in a broken answer, whatever the profile knows or does not know."""
    it = client(everything, profile)
    for methods in ROUTES.values():
        for method, route in methods.items():
            if method != "GET" or route.path.endswith("configurationData"):
                continue
            answer = it.get(route.path.replace("{}", "1"))
            assert answer.status_code in (200, 403, 404, 400, 405), route.path
            kind = answer.headers["Content-Type"]
            if "xml" in kind:
                ET.fromstring(answer.content)
            elif "json" in kind:
                answer.json()
            else:
                assert kind in ("image/jpeg", "text/html")


@pytest.mark.parametrize(
    ("profile", "status", "sub"),
    [("camera-g5", 403, "notSupport"), ("dvr", 200, "notSupport"), ("door-controller", 404, None)],
)
def test_three_ways_to_say_not_supported(everything: RunningFleet, profile: str, status: int, sub: str | None) -> None:
    answer = client(everything, profile).get("/ISAPI/System/nothing")
    assert answer.status_code == status
    assert sub is None or texts(answer)["subStatusCode"] == sub


@pytest.mark.parametrize("path", ["/ISAPI/system/DEVICEINFO", "/isapi/System/deviceInfo"])
def test_case_of_paths_does_not_matter(everything: RunningFleet, path: str) -> None:
    assert client(everything, "camera-g5").get(path).status_code == 200


@pytest.mark.parametrize("profile", ["face-terminal", "door-station"])
def test_devices_without_status(everything: RunningFleet, profile: str) -> None:
    assert client(everything, profile).get("/ISAPI/System/status").status_code == 404


def test_namespaces_are_mixed(everything: RunningFleet) -> None:
    recorder = client(everything, "nvr-k2")
    assert ET.fromstring(recorder.get("/ISAPI/ContentMgmt/Storage").content).tag == "storage"
    storage = ET.fromstring(client(everything, "camera-g5").get("/ISAPI/ContentMgmt/Storage").content)
    assert {element.tag.partition("}")[0][-16:-10] for element in storage} == {"/ver10", "/ver20"}
    legacy = client(everything, "camera-legacy")
    assert b"psialliance" in legacy.request("PUT", "/ISAPI/System/time", data=b"").content


def test_sizes_lie(everything: RunningFleet) -> None:
    recorder = ET.fromstring(client(everything, "nvr-k2").get("/ISAPI/ContentMgmt/InputProxy/channels").content)
    assert (recorder.get("size"), len(recorder)) == ("10", 6)
    dvr = ET.fromstring(client(everything, "dvr").get("/ISAPI/ContentMgmt/InputProxy/channels").content)
    assert (dvr.get("size"), len(dvr)) == ("2", 0)


def test_blanks_in_numbers(everything: RunningFleet) -> None:
    assert texts(client(everything, "camera-g0").get("/ISAPI/System/status"))["memoryUsage"].startswith(" ")


def test_json_only_where_the_device_knows_it(everything: RunningFleet) -> None:
    answer = client(everything, "door-controller").get(f"{INFO}?format=json")
    assert answer.json()["DeviceInfo"]["model"] == "DS-K2604"
    assert client(everything, "camera-g0").get(f"{INFO}?format=json").content.startswith(b"<?xml")


def test_errors_as_json(everything: RunningFleet) -> None:
    answer = client(everything, "door-controller").request("DELETE", f"{INFO}?format=json")
    assert answer.status_code == 405
    assert answer.json()["errorCode"] == 0x40000004


def test_channels_of_a_recorder(everything: RunningFleet) -> None:
    it = client(everything, "nvr")
    root = ET.fromstring(it.get("/ISAPI/ContentMgmt/InputProxy/channels/status").content)
    online = [element.text for element in root.iter() if element.tag.endswith("}online")]
    assert online == ["true", "true", "true", "false"]
    working = it.get("/ISAPI/System/workingstatus?format=json").json()["WorkingStatus"]
    assert [channel["online"] for channel in working["ChanStatus"]] == [1, 1, 1, 0]
    assert working["HDStatus"][0]["freeSpace"] == 0


def test_channel_status_one_by_one(everything: RunningFleet) -> None:
    it = client(everything, "nvr-k2")
    assert it.get("/ISAPI/ContentMgmt/InputProxy/channels/status").status_code == 404
    assert texts(it.get("/ISAPI/ContentMgmt/InputProxy/channels/3/status"))["online"] == "true"


def test_doors(everything: RunningFleet) -> None:
    it = client(everything, "door-controller")
    status = it.get("/ISAPI/AccessControl/AcsWorkStatus?format=json").json()["AcsWorkStatus"]
    assert (len(status["doorStatus"]), status["doorStatus"][:5]) == (128, [4, 4, 4, 4, 0])
    assert status["cardReaderOnlineStatus"] == [1] * 8
    assert it.get("/ISAPI/AccessControl/UserInfo/Count?format=json").json()["UserInfoCount"]["userNumber"] == 250


def test_persons_come_in_pages(everything: RunningFleet) -> None:
    it = client(everything, "face-terminal")
    names, states = [], []
    while not states or states[-1] == "MORE":
        condition = {"searchID": "1", "searchResultPosition": len(names), "maxResults": 100}
        path = "/ISAPI/AccessControl/UserInfo/Search?format=json"
        answer = it.request("POST", path, json={"UserInfoSearchCond": condition})
        page = answer.json()["UserInfoSearch"]
        names += [person["name"] for person in page["UserInfo"]]
        states.append(page["responseStatusStrg"])
    assert (len(set(names)), states) == (42, ["MORE", "OK"])


def test_a_search_beyond_the_end_has_no_list(everything: RunningFleet) -> None:
    condition = {"searchID": "1", "searchResultPosition": 999, "maxResults": 30}
    answer = client(everything, "door-controller").request(
        "POST", "/ISAPI/AccessControl/CardInfo/Search?format=json", json={"CardInfoSearchCond": condition}
    )
    page = answer.json()["CardInfoSearch"]
    assert page["responseStatusStrg"] == "NO MATCH"
    assert "CardInfo" not in page


def test_a_picture_is_a_jpeg(everything: RunningFleet) -> None:
    answer = client(everything, "camera-g5").get("/ISAPI/Streaming/channels/101/picture")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert (answer.content[:2], answer.content[-2:]) == (b"\xff\xd8", b"\xff\xd9")


def test_clock_and_zone(everything: RunningFleet) -> None:
    told = texts(client(everything, "door-controller").get("/ISAPI/System/time"))
    assert told["timeZone"] == "CST-3:00:00"
    assert told["localTime"].endswith("+03:00")
    assert abs((datetime.fromisoformat(told["localTime"]) - datetime.now(UTC)).total_seconds()) < 5


def test_upgrade_flags_are_told_by_door_devices_only(everything: RunningFleet) -> None:
    said = {
        profile
        for profile in PROFILES
        if b"isSupportUpdatefirmware" in client(everything, profile).get("/ISAPI/System/capabilities").content
    }
    assert said == {"door-controller", "face-terminal"}


@pytest.mark.parametrize(("profile", "body"), [("camera-g5", "Document Error"), ("nvr", "<userCheck>")])
def test_bodies_of_401(everything: RunningFleet, profile: str, body: str) -> None:
    answer = requests.get(f"{everything[profile].url}{INFO}", timeout=5)
    assert answer.status_code == 401
    assert body in answer.text


def test_keep_alive_counts_down(everything: RunningFleet) -> None:
    it = client(everything, "camera-g0")
    it.get(INFO)
    left = [re.findall(r"max=(\d+)", it.get(INFO).headers["Keep-Alive"]) for _unused in range(3)]
    assert left == [["97"], ["96"], ["95"]]


def test_settings_can_be_changed(everything: RunningFleet) -> None:
    it = client(everything, "camera-legacy")
    answer = it.request("PUT", INFO, data="<DeviceInfo><deviceName>Gate</deviceName></DeviceInfo>")
    assert texts(answer)["statusCode"] == "1"
    assert texts(it.get(INFO))["deviceName"] == "Gate"
