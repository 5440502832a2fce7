# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks that look after single duties."""

from __future__ import annotations

import json

from simulator import DeviceSpec

SECRET = "Canary-Key-1"


def test_backups_are_kept_once_and_privately(start_site):
    devices = [
        DeviceSpec(name="cam-01", profile="camera-g7"),
        DeviceSpec(name="nvr-01", profile="nvr"),
        DeviceSpec(name="dark-01", profile="nvr", faults=["connection_refused"]),
    ]
    site = start_site(devices, firmware_upgrade_secret_key=SECRET)

    dry = site.playbook("backup", "--check", "--limit", "!dark-01")
    assert dry.rc == 0, dry
    assert not site.backups.exists()

    run = site.playbook("backup", "-vvvv")
    assert run.rc == 4, run
    assert run.recap["dark-01"]["unreachable"] == 1
    for name in ("cam-01", "nvr-01"):
        path = site.backups / name
        backup, sidecar = sorted(path.iterdir())
        assert backup.stat().st_mode & 0o777 == sidecar.stat().st_mode & 0o777 == 0o600
        assert json.loads(sidecar.read_text())["needs_secret_key"] is True
    assert SECRET not in run.stdout + run.stderr

    again = site.playbook("backup", "--limit", "!dark-01")
    assert again.rc == 0, again
    assert all(numbers["changed"] == 0 for numbers in again.recap.values())


def test_verify_fails_for_wrong_firmware_and_for_problems(start_site):
    devices = [
        DeviceSpec(name="cam-01", profile="camera-g5"),
        DeviceSpec(name="cam-02", profile="camera-g5", version="V5.7.1", build="230101"),
        DeviceSpec(name="nvr-01", profile="nvr"),  # one of its cameras is offline
    ]
    site = start_site(devices, firmware_upgrade_verify_timeout=1)
    packages = [site.package("cam-01", "V5.7.15", "240201"), site.package("nvr-01", "V4.62.210", "230619")]

    run = site.playbook("verify", hikvision_firmware=packages)
    assert run.rc == 2, run
    reasons = {result.host: result.result["msg"] for result in run.results if result.status == "failed"}
    assert reasons.keys() == {"cam-02", "nvr-01"}
    assert "it runs V5.7.1 build 230101, entry 1 (V5.7.15 build 240201) is meant for it" in reasons["cam-02"]
    assert "offline" in reasons["nvr-01"]

    tolerant = site.playbook("verify", hikvision_firmware=packages, firmware_upgrade_accept_problems=True)
    assert {host for host, numbers in tolerant.recap.items() if numbers["failures"]} == {"cam-02"}
    assert all(device.record.summary()["writes"] == 0 for device in site.fleet)
