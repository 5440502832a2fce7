# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every wrong file is refused twice: by our checks before a byte is sent, and by the device when they are blind."""

from __future__ import annotations

import pathlib
import typing
import xml.etree.ElementTree as ET
import zipfile

import pytest
import requests
from requests.auth import HTTPDigestAuth

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Site
from ansible_collections.surveillance.hikvision.tests.integration.conftest import StartSite
from ansible_collections.surveillance.hikvision.tests.integration.wrong_images.wrong_images import WRONG_IMAGES
from simulator import DeviceSpec, FleetSpec, RunningDevice, running_fleet

pytestmark = pytest.mark.newest_core

INSTALL = pathlib.Path(__file__).with_name("install.yml")
OLD_G7 = "V5.9.1 build 250310"


def write_options(site: Site, options: dict[str, dict[str, typing.Any]]) -> None:
    """One file and its description for each host."""
    hosts = {name.replace("-", "_"): {"options": told} for name, told in options.items()}
    site.write_inventory({}, **hosts)


def sent_nothing(device: RunningDevice) -> bool:
    summary = device.record.summary()
    return (summary["upload_bytes"], summary["uploads"], summary["flashes"], summary["reboots"]) == (0, [], 0, 0)


def test_our_checks_refuse_them_before_a_byte_is_sent(start_site: StartSite) -> None:
    site = start_site([wrong.device(name) for name, wrong in WRONG_IMAGES.items()])
    paths = {name: wrong.write(site.directory / "firmware", name) for name, wrong in WRONG_IMAGES.items()}
    write_options(site, {name: wrong.told(paths[name]) for name, wrong in WRONG_IMAGES.items()})
    run = site.playbook(INSTALL)
    for name, wrong in WRONG_IMAGES.items():
        [task] = run.of(name, "firmware")
        result = task.result
        assert (task.status, result["outcome"], result["changed"]) == ("failed", "refused", False), (name, result)
        stopping = {found["code"] for found in result["findings"] if found["severity"] in ("error", "blocked")}
        assert stopping == {wrong.code}, (name, result["findings"])
        assert wrong.code in result["msg"]
        device = site.fleet[name]
        assert sent_nothing(device), name
        assert device.record.summary()["writes"] == 0, name
        assert device.record.history == [str(device.firmware)], name


def raw_upload(device: RunningDevice, content: bytes) -> requests.Response:
    """What somebody without this collection would do."""
    with requests.Session() as session:
        session.trust_env = False
        session.auth = HTTPDigestAuth(str(device.spec.username), str(device.spec.password))
        session.get(f"{device.url}/ISAPI/System/deviceInfo", timeout=10)
        method = "POST" if device.profile.upload.methods == ("post",) else "PUT"
        url, headers = f"{device.url}/ISAPI/System/updateFirmware", {"Content-Type": "application/octet-stream"}
        return session.request(method, url, data=content, headers=headers, timeout=20)


@pytest.mark.parametrize("name", WRONG_IMAGES)
def test_the_device_refuses_them_when_nobody_checks(tmp_path: pathlib.Path, name: str) -> None:
    wrong = WRONG_IMAGES[name]
    content = wrong.write(tmp_path / "firmware", name).read_bytes()
    with running_fleet(FleetSpec(devices=[wrong.device(name)]), 100) as fleet:
        device = fleet[name]
        answer = raw_upload(device, content)
        told = {element.tag.rpartition("}")[2]: element.text for element in ET.fromstring(answer.content).iter()}
        flashes = device.record.summary()["flashes"]
        if wrong.sub_status is None:
            # Nothing in the file betrays it: only what we know from elsewhere does.
            assert (told["statusCode"], flashes) == ("1", 1)
        else:
            assert (told["subStatusCode"], flashes) == (wrong.sub_status, 0)
            assert device.record.summary()["upload_bytes"] >= len(content)


def zipped(image: pathlib.Path) -> pathlib.Path:
    """As the vendor delivers it."""
    path = image.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(image, "digicap.dav")
        archive.writestr("Release Notes.txt", "Improves stability.")
    return path


def test_the_device_judges_the_header_where_it_offers_that(start_site: StartSite) -> None:
    faults = {"unfit": [], "unsure": ["pre_validation_verdict"], "allowed": ["pre_validation_verdict"], "fit": []}
    site = start_site(
        [DeviceSpec(name=name, profile="camera-g7", faults=told) for name, told in faults.items()], time_factor=100
    )
    wrong = site.package("unfit", "V9.1.1", "260101", platform="G5")
    right = site.package("fit", "V9.1.2", "260101")
    options = {"poll_interval": 0.1, "own_reboot_timeout": 2, "boot_timeout": 20, "flash_timeout": 20}
    given = {
        "unfit": {**wrong, **options},
        "unsure": {**right, **options},
        "allowed": {**right, **options, "allow": ["device_confirmation"]},
        "fit": {**right, **options, "src": str(zipped(pathlib.Path(right["src"])))},
    }
    write_options(site, given)
    predicted = site.playbook(INSTALL, "--check")
    for name in faults:
        [task] = predicted.of(name, "firmware")
        assert task.result["outcome"] == "would_upgrade"
        assert [(found["code"], found["severity"]) for found in task.result["findings"]] == [("FW051", "info")]
        assert site.fleet[name].record.summary()["writes"] == 0
    run = site.playbook(INSTALL)
    ended = {name: run.of(name, "firmware")[0].result for name in faults}
    assert {name: result["outcome"] for name, result in ended.items()} == {
        "unfit": "refused",
        "unsure": "refused",
        "allowed": "upgraded",
        "fit": "upgraded",
    }
    assert ended["unsure"]["msg"].endswith("The version is lower. Continue? (allow: device_confirmation).")
    for name in ("unfit", "unsure"):
        assert sent_nothing(site.fleet[name])
        assert str(site.fleet[name].firmware) == OLD_G7
        assert [found["code"] for found in ended[name]["findings"]] == ["FW051"]
