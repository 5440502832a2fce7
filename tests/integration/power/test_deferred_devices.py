# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices whose time has not come wait, without harm to the rollout, and a later run of the same plan takes them up."""

from __future__ import annotations

import datetime

import pytest

pytestmark = pytest.mark.newest_core

DEVICES = {"cam-01": "camera-g5", "nvr-01": "nvr", "door-01": "door-controller"}


def closed_now():
    """A window that opens in two hours, for half an hour."""
    opens = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=2)
    closes = opens + datetime.timedelta(minutes=30)
    return {"from": f"{opens:%H:%M}", "to": f"{closes:%H:%M}", "zone": "UTC"}


def states(site, run):
    return {device.name: run.outcome(device.name)["state"] for device in site.fleet}


def uploads(site):
    return {device.name: len(device.record.summary()["uploads"]) for device in site.fleet}


def test_power_and_window(start_site):
    site = start_site(DEVICES)
    mains = site.directory / "mains"
    packages = [
        site.package("cam-01", "V5.7.18", "240826"),
        site.package("nvr-01", "V4.84.100", "241018"),
        site.package("door-01", "V2.2.0", "230801"),
    ]
    group = {"hikvision_firmware": packages}
    power = {"hikvision_power_command": ["sh", "-c", f"test -e {mains} || {{ echo no mains; exit 1; }}"]}
    site.write_inventory(group, nvr_01=power, door_01={"hikvision_window": closed_now()})

    run = site.playbook("rollout")

    assert run.rc == 0, run
    assert states(site, run) == {"cam-01": "upgraded", "nvr-01": "deferred", "door-01": "deferred"}
    assert uploads(site) == {"cam-01": 1, "nvr-01": 0, "door-01": 0}
    assert run.outcome("nvr-01")["reason"] == "The power command sh ended with 1: no mains."
    assert run.outcome("door-01")["reason"].startswith("The maintenance window has no room for it now: ")
    [made] = [result.result for result in run.of(task="Make and write the plan")]

    mains.touch()
    site.write_inventory(group, nvr_01=power)
    later = site.playbook("rollout", plan_file=made["path"], plan_digest=made["digest"])

    assert later.rc == 0, later
    assert uploads(site) == {"cam-01": 1, "nvr-01": 1, "door-01": 1}
    assert later.outcome("nvr-01")["state"] == later.outcome("door-01")["state"] == "upgraded"


def test_a_mistake_is_told_before_any_device_is_touched(start_site):
    site = start_site({"cam-01": "camera-g5"})
    group = {"hikvision_firmware": [site.package("cam-01", "V5.7.18", "240826")]}
    site.write_inventory(group, cam_01={"hikvision_window": {"from": 1320, "to": "5:00", "zone": "Europe/Berlin"}})

    run = site.playbook("rollout")

    assert run.rc != 0
    assert "hikvision_window of cam-01: from is 1320, which is what YAML makes of 22:00 without quotes" in run.stdout
    assert uploads(site) == {"cam-01": 0}
