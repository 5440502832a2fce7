# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices on a network that only a gateway reaches, and images that are where they should be, or not."""

from __future__ import annotations

import json
import pathlib

PLUGINS = pathlib.Path(__file__).parent.parent / "connection_plugins"


def test_a_fleet_behind_a_gateway_is_audited_and_upgraded(start_site):
    site = start_site({"cam-01": "camera-g0"}, hikvision_gateway="gateway1")
    inventory = json.loads(site.inventory.read_text())
    inventory["hikvision"]["vars"]["hikvision_firmware"] = [site.package("cam-01", "V5.5.82", "190909")]
    gateway = {"ansible_connection": "gateway", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    site.inventory.write_text(json.dumps(inventory | {"gateways": {"hosts": {"gateway1": gateway}}}))
    connection = {"ANSIBLE_CONNECTION_PLUGINS": str(PLUGINS)}

    audit = site.run("playbook", "surveillance.hikvision.audit", **connection)
    assert "V5.5.82 190909" in audit.stdout, audit
    run = site.run("playbook", "surveillance.hikvision.rollout", **connection)

    assert run.rc == 0, run
    assert run.outcome("cam-01")["state"] == "upgraded"
    assert pathlib.Path(run.outcome("cam-01")["backup"]).is_file()
    record = site.fleet["cam-01"].record.summary()
    assert (len(record["uploads"]), record["flashes"], record["auth_failures"]) == (1, 1, 0)


def test_a_relative_image_counts_from_the_inventory_and_a_missing_one_is_refused_early(start_site):
    site = start_site({"cam-01": "camera-g0", "cam-02": "camera-g5"})
    here, missing = site.package("cam-01", "V5.5.82", "190909"), site.package("cam-02", "V5.7.18", "240826")
    here["src"] = str(pathlib.Path(here["src"]).relative_to(site.directory))
    missing["src"] = "firmware/forgotten.dav"
    run = site.playbook("rollout", rollout_max_failures=1, hikvision_firmware=[here, missing])

    assert run.outcome("cam-01")["state"] == "upgraded", run
    refused = run.outcome("cam-02")
    assert (refused["state"], refused["advice"] != "") == ("refused", True)
    assert "firmware/forgotten.dav" in refused["reason"]
    assert not list(site.backups.glob("cam-02/*"))
    assert site.fleet["cam-02"].record.summary()["writes"] == 0
