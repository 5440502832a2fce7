# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way back: by itself after an upgrade that does not verify, and by hand."""

from __future__ import annotations

import pytest

from simulator import DeviceSpec

AFTER = {
    "camera-g5": ("V5.7.18", "240826"),
    "door-controller": ("V2.1.9", "260101"),
    "face-terminal": ("V4.0.0", "260101"),
}
AT_ONCE = {"plan_canaries": 0, "plan_waves": "100%"}
SPOILT = {"faults": ["back_with_partial_configuration"], "device_name": "gate"}


def camera(name, **changes):
    return DeviceSpec(name=name, profile="camera-g5", **changes)


@pytest.fixture
def start_cameras(start_site):
    """Starts devices whose packages are there for both ways."""

    def start(*devices, **of_hosts):
        site = start_site(list(devices))
        profiles = {device.spec.profile: device for device in site.fleet}
        new, old = [], []
        for device in profiles.values():
            running = device.firmware
            new.append(site.package(device.name, *AFTER[device.spec.profile]))
            old.append(site.package(device.name, running.version, running.build))
        variables = {
            "hikvision_firmware": new,
            "hikvision_firmware_previous": old,
            "firmware_upgrade_verify_timeout": 2,
        }
        site.write_inventory(variables | {"firmware_upgrade_rollback_on_failure": True}, **of_hosts)
        return site

    return start


def uploads(site, name):
    return len(site.fleet[name].record.summary()["uploads"])


def test_a_device_that_does_not_verify_is_brought_back_and_fails(start_cameras):
    site = start_cameras(
        camera("good"),
        camera("spoilt", **SPOILT),
        camera("left-alone", **SPOILT),
        camera("old", faults=["back_with_old_version"]),
        camera("other", faults=["back_with_other_version"]),
        camera("silent", faults=["never_back"]),
        DeviceSpec(name="one-way", profile="door-controller", **SPOILT),
        DeviceSpec(name="no-way", profile="face-terminal", **SPOILT),
        left_alone={"firmware_upgrade_rollback_on_failure": False},
        silent={"firmware_upgrade_boot_timeout": 3},
    )
    run = site.playbook("rollout", **AT_ONCE)

    assert run.rc == 2, run
    assert {device.name: run.outcome(device.name)["state"] for device in site.fleet} == {
        "good": "upgraded",
        "spoilt": "rolled_back",
        "left-alone": "failed",
        "old": "wrong_version",
        "other": "rolled_back",
        "silent": "not_back",
        "one-way": "config_restored",
        "no-way": "failed",
    }
    assert {host for host, numbers in run.recap.items() if numbers["failures"]} == set(run.recap) - {"good"}
    for name in ("spoilt", "other"):
        assert str(site.fleet[name].firmware) == "V5.7.15 build 240201"
        assert run.outcome(name)["after"] == {"version": "V5.7.15", "build": "240201"}
        assert uploads(site, name) == 2
    assert site.fleet["spoilt"].device_name == "gate"
    assert "is disabled" in run.outcome("spoilt")["reason"]

    assert str(site.fleet["left-alone"].firmware) == "V5.7.18 build 240826"
    assert (uploads(site, "left-alone"), uploads(site, "old")) == (1, 1)

    one_way = run.outcome("one-way")
    assert "The firmware stays: " in one_way["reason"]
    assert one_way["after"]["version"] == "V2.1.9"
    assert site.fleet["one-way"].device_name == "gate"

    assert "The rollback failed, too: The backup is of firmware V3.2.30" in run.outcome("no-way")["reason"]
    assert site.fleet.summary()["max_auth_failures"] <= 1


def test_a_fleet_is_brought_back_by_hand(start_cameras):
    site = start_cameras(camera("cam-01", device_name="gate"), camera("cam-02"))
    assert site.playbook("rollout").rc == 0
    for device in site.fleet:
        device.act("set_name", name="renamed")
    writes = {device.name: device.record.summary()["writes"] for device in site.fleet}

    dry = site.playbook("rollback", "--check", target="hikvision")
    assert dry.rc == 0, dry
    assert dry.outcome("cam-01")["after"]["version"] == "V5.7.15"
    assert {device.name: device.record.summary()["writes"] for device in site.fleet} == writes

    run = site.playbook("rollback", target="hikvision")
    assert run.rc == 0, run
    assert {str(device.firmware) for device in site.fleet} == {"V5.7.15 build 240201"}
    assert site.fleet["cam-01"].device_name == "gate"
    assert run.outcome("cam-02")["state"] == "rolled_back"


def test_a_device_whose_firmware_stays_was_not_rolled_back(start_cameras):
    site = start_cameras(camera("cam-01", device_name="gate"))
    assert site.playbook("rollout").rc == 0
    site.fleet["cam-01"].act("set_name", name="renamed")
    run = site.playbook("rollback", target="hikvision", hikvision_firmware_previous=[])

    outcome = run.outcome("cam-01")
    assert (run.rc, outcome["state"], outcome["in_order"]) == (2, "config_restored", False), run
    assert "The firmware stays: no package for the model" in outcome["reason"]
    assert (site.fleet["cam-01"].device_name, outcome["after"]["version"]) == ("gate", "V5.7.18")


def test_without_packages_or_backups_the_reason_says_so(start_cameras):
    site = start_cameras(camera("cam-01"), camera("cam-02"))
    assert site.playbook("backup", "--limit", "cam-01").rc == 0
    site.fleet["cam-01"].act("set_name", name="renamed")

    run = site.playbook("rollback", target="hikvision", hikvision_firmware_previous=[])
    assert run.rc == 2, run
    assert site.fleet["cam-01"].device_name != "renamed"
    (failure,) = [result for result in run.of("cam-02") if result.status == "failed"]
    assert f"No backup to return to: {site.backups / 'cam-02'}" in failure.result["msg"]


def test_nobody_brings_a_whole_fleet_back_by_forgetting_a_word(start_cameras):
    site = start_cameras(camera("cam-01"))
    run = site.playbook("rollback")
    assert run.rc != 0
    assert "Say which devices" in run.stdout + run.stderr
    assert site.fleet["cam-01"].record.summary()["requests"] == 0
