# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit: a table of the whole fleet, whatever state its devices are in."""

from __future__ import annotations

import json

from simulator import DeviceSpec

DEVICES = [
    DeviceSpec(name="cam-01", profile="camera-g5"),
    DeviceSpec(name="cam-02", profile="camera-g5", version="V5.7.18", build="240826"),
    DeviceSpec(name="cam-03", profile="camera-g5", version="V5.9.0", build="250601"),
    DeviceSpec(name="nvr-01", profile="nvr"),
    DeviceSpec(name="door-01", profile="door-controller"),
    DeviceSpec(name="bell-01", profile="door-station", activated=False),
    DeviceSpec(name="dark-01", profile="camera-g0", faults=["connection_refused"]),
    DeviceSpec(name="lock-01", profile="camera-g0", faults=[{"locked": {"seconds": 1_000_000}}]),
    DeviceSpec(name="pass-01", profile="camera-g0", faults=[{"wrong_password_lock": {"attempts_left": 3}}]),
    DeviceSpec(name="evil-01", profile="camera-g0", model="DS-{{ 7 * 191 }}"),
]


def test_every_device_is_a_row(start_site):
    site = start_site(DEVICES)
    nvr = site.package("nvr-01", "V4.84.100", "241018")
    site.write_inventory({"hikvision_firmware": [site.package("cam-01", "V5.7.18", "240826"), nvr, {**nvr}]})

    run = site.playbook("audit", audit_json=str(site.directory / "audit.json"))

    assert run.rc == 0, run
    rows = {row["host"]: row for row in json.loads((site.directory / "audit.json").read_text())}
    assert {host: row["state"] for host, row in rows.items()} == {
        "cam-01": "upgrade",
        "cam-02": "current",
        "cam-03": "downgrade",
        "nvr-01": "ambiguous",
        "door-01": "no_package",
        "bell-01": "not_activated",
        "dark-01": "unreachable",
        "lock-01": "locked",
        "pass-01": "refused",
        "evil-01": "no_package",
    }
    assert rows["cam-01"]["firmware"] == "V5.7.15 build 240201"
    assert rows["cam-01"]["target"] == "V5.7.18 build 240826"
    assert rows["evil-01"]["model"] == "DS-{{ 7 * 191 }}"
    (shown,) = run.of(task="Show the fleet")
    assert "1337" not in run.stdout
    assert len(shown.result["msg"]) == len(DEVICES) + 1
    for line in shown.result["msg"][1:]:
        assert line.index(rows[line.split()[0]]["state"]) == shown.result["msg"][0].index("STATE")
    assert site.fleet.summary()["max_auth_failures"] <= 1
