# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit: a table of the whole fleet, whatever state its devices and its inventory are in."""

from __future__ import annotations

import csv
import json
import pathlib
import xml.etree.ElementTree as ET

from simulator import DeviceSpec

PLUGINS = pathlib.Path(__file__).parent.parent / "connection_plugins"
# The first host is the one that Ansible takes for tasks that run once.
DEVICES = [
    DeviceSpec(name="late-01", profile="camera-g5"),
    DeviceSpec(name="dark-01", profile="camera-g0", faults=["connection_refused"]),
    DeviceSpec(name="cam-01", profile="camera-g5"),
    DeviceSpec(name="cam-02", profile="camera-g5", version="V5.7.18", build="240826"),
    DeviceSpec(name="cam-03", profile="camera-g5", version="V5.9.0", build="250601"),
    DeviceSpec(name="cam-04", profile="camera-g5"),
    DeviceSpec(name="nvr-01", profile="nvr"),
    DeviceSpec(name="door-01", profile="door-controller"),
    DeviceSpec(name="bell-01", profile="door-station", activated=False),
    DeviceSpec(name="lock-01", profile="camera-g0", faults=[{"locked": {"seconds": 1_000_000}}]),
    DeviceSpec(name="pass-01", profile="camera-g0", faults=[{"wrong_password_lock": {"attempts_left": 3}}]),
    DeviceSpec(name="evil-01", profile="camera-g0", model="=DS-{{ 7 * 191 }}<&"),
]
STATES = {
    "late-01": ("unknown", None),
    "cam-01": ("behind", None),
    "cam-02": ("current", None),
    "cam-03": ("ahead", None),
    "cam-04": ("unknown", None),
    "nvr-01": ("ambiguous", None),
    "door-01": ("no_package", None),
    "bell-01": ("unknown", "NotActivated"),
    "dark-01": ("unreachable", "Unreachable"),
    "lock-01": ("locked", "AccountLocked"),
    "pass-01": ("unknown", "CredentialsRefused"),
    "evil-01": ("unknown", None),
}


def test_every_device_is_a_row(start_site):
    site = start_site(DEVICES)
    camera = site.package("cam-01", "V5.7.18", "240826")
    nvr = site.package("nvr-01", "V4.84.100", "241018")
    packages = [camera, {**nvr, "package": "one"}, {**nvr, "package": "two"}]
    odd = {
        "late_01": {"ansible_password": "{{ nowhere }}"},
        "cam_04": {"hikvision_firmware": "{{ nowhere }}"},
        "evil_01": {"hikvision_policy": {"traget": "latest"}},
    }
    site.write_inventory({"hikvision_firmware": packages}, **odd)
    files = {f"audit_{kind}": f"out/of/{kind}" for kind in ("json", "csv", "junit")}

    run = site.playbook("audit", **files)

    assert run.rc == 0, run
    out = site.directory / "out" / "of"
    document = json.loads((out / "json").read_text())
    assert (document["schema"], document["catalogues"]) == ("hikvision-audit/1", [])
    assert document["summary"]["states"]["unknown"] == 5
    rows = {row["host"]: row for row in document["devices"]}
    assert {host: (row["state"], row["error"]) for host, row in rows.items()} == STATES
    assert rows["cam-01"]["firmware"] == "V5.7.15 build 240201"
    assert rows["cam-01"]["target"] == "V5.7.18 build 240826"
    assert "'nowhere' is undefined" in rows["late-01"]["reason"]
    assert "hikvision_firmware" in rows["cam-04"]["reason"]
    assert "hikvision_policy can not be used: traget unknown" in rows["evil-01"]["reason"]
    assert rows["evil-01"]["model"] == "=DS-{{ 7 * 191 }}<&"
    lines = list(csv.DictReader((out / "csv").read_text().splitlines()))
    assert [line["host"] for line in lines] == list(rows)
    assert next(line["model"] for line in lines if line["host"] == "evil-01") == "'=DS-{{ 7 * 191 }}<&"
    cases = {case.get("name") for case in ET.fromstring((out / "junit").read_text()).iter("testcase")}
    assert cases == set(rows)
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o600}
    assert "1337" not in run.stdout
    assert site.fleet.summary()["max_auth_failures"] <= 1
    assert site.fleet.summary()["writes"] == 0
    shown = run.stdout.partition("TASK [Show the fleet]")[2].partition("TASK [Sum up]")[0]
    assert max(map(len, shown.splitlines()[1:])) <= 120
    heading, *table = run.of(task="Show the fleet")[0].result["msg"]
    hosts = [line for line in table if not line.startswith(" ")]
    assert [line.partition(" ")[0] for line in hosts] == list(rows)
    for line in hosts:
        assert line.index(rows[line.partition(" ")[0]]["state"]) == heading.index("STATE")


def test_a_fleet_that_is_silent_is_a_table_of_silence(start_site):
    devices = [DeviceSpec(name=f"cam-{n}", profile="camera-g0", faults=["connection_refused"]) for n in (1, 2)]
    site = start_site(devices)

    run = site.playbook("audit", audit_json="audit.json", audit_fail_on="critical")

    assert run.rc == 0, run
    document = json.loads((site.directory / "audit.json").read_text())
    assert [(row["host"], row["state"]) for row in document["devices"]] == [
        ("cam-1", "unreachable"),
        ("cam-2", "unreachable"),
    ]
    assert document["summary"]["sentence"].startswith("2 devices: 2 unreachable. Advisories: 2 unknown.")


def test_devices_behind_gateways_and_one_gateway_is_gone(start_site):
    site = start_site({"cam-01": "camera-g5", "cam-02": "camera-g5"})
    site.write_inventory({"hikvision_gateway": "near"}, cam_01={"hikvision_gateway": "far"})
    inventory = json.loads(site.inventory.read_text())
    near = {"ansible_connection": "gateway", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    far = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1}
    site.inventory.write_text(json.dumps(inventory | {"gateways": {"hosts": {"near": near, "far": far}}}))

    arguments = ("playbook", "surveillance.hikvision.audit", "-e", "audit_json=audit.json")
    run = site.run(*arguments, ANSIBLE_CONNECTION_PLUGINS=str(PLUGINS))

    assert run.rc == 0, run
    rows = {row["host"]: row for row in json.loads((site.directory / "audit.json").read_text())["devices"]}
    assert (rows["cam-01"]["state"], rows["cam-02"]["state"]) == ("unreachable", "no_package")
    assert rows["cam-02"]["firmware"] == "V5.7.15 build 240201"
