# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Before a wave begins, its devices look at those of the waves before: cam-1 is through, cam-2 and cam-3 are next."""

from __future__ import annotations

import json
import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind

HERE = pathlib.Path(__file__).parent
SOAK = HERE.parents[2] / "playbooks/tasks/soak.yml"
NAMES = ("cam-1", "cam-2", "cam-3")
WAVES = [
    {"number": 1, "canary": True, "hosts": ["cam-1"]},
    {"number": 2, "canary": False, "hosts": ["cam-2", "cam-3"]},
]
PLUGINS = {"ANSIBLE_CONNECTION_PLUGINS": str(HERE.parent / "connection_plugins")}
GATEWAY = {"ansible_connection": "gateway", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}


@pytest.fixture
def start_second_wave(start_site, rollout):
    """Runs the start of the second wave; ``spoil`` gets the site and the baseline of cam-1 before that."""

    def start(spoil=lambda site, baseline: None, gateway=False):
        site = start_site(dict.fromkeys(NAMES, "camera-g5"))
        contexts = {
            name.replace("-", "_"): {
                "firmware_upgrade_rollout": rollout.context(name, 1 if name == "cam-1" else 2).as_fact()
            }
            for name in NAMES
        }
        site.write_inventory({"hikvision_gateway": "gateway1"} if gateway else {}, **contexts)
        _derive_from_names(site)
        if gateway:
            inventory = json.loads(site.inventory.read_text())
            site.inventory.write_text(json.dumps(inventory | {"gateways": {"hosts": {"gateway1": GATEWAY}}}))
        look = site.run(
            "adhoc", "cam-1", "-m", "surveillance.hikvision.health", ANSIBLE_LOAD_CALLBACK_PLUGINS="1", **PLUGINS
        )
        baseline = look.of("cam-1", "health")[-1].result["current"]
        spoil(site, baseline)
        rollout.place.baseline("cam-1").write_text(json.dumps(baseline))
        rollout.turn("cam-1", "upgraded")
        rollout.write(Kind.BASELINE, "cam-1", path=str(rollout.place.baseline("cam-1")))
        variables = {
            "soak": str(SOAK),
            "planned_waves": WAVES,
            "rollout_knobs": {"reprobe_interval": 0, "reprobe_retries": 1},
        }
        return site.run(
            "playbook",
            str(HERE / "soak.yml"),
            "--extra-vars",
            json.dumps(variables),
            **PLUGINS,
        )

    return start


def _derive_from_names(site):
    """Many inventories make addresses and passwords from the name of the host."""
    inventory = json.loads(site.inventory.read_text())
    hosts, variables = inventory["hikvision"]["hosts"], inventory["hikvision"]["vars"]
    moved = ("ansible_host", "ansible_port")
    variables["places"] = {name: {key: host.pop(key) for key in moved} for name, host in hosts.items()}
    variables |= {key: f"{{{{ places[inventory_hostname].{key} }}}}" for key in moved}
    site.inventory.write_text(json.dumps(inventory))


def begun(run):
    return {result.host for result in run.of(task="Upgrade")}


@pytest.mark.parametrize("gateway", [False, True], ids=["direct", "behind a gateway"])
def test_what_is_as_well_as_it_was_holds_nobody_up(start_second_wave, rollout, gateway):
    run = start_second_wave(gateway=gateway)
    assert run.rc == 0, run
    assert begun(run) == set(NAMES)
    looks = [result for result in run.of(action="health") if result.status == "ok"]
    seen = [look["current"]["serial"] for result in looks for look in result.result["results"]]
    assert len(seen) == 1
    assert rollout.events(Kind.REGRESSED) == []


def rename(site, baseline):
    check = next(check for check in baseline["checks"] if check["rule"] == "same" and check["value"])
    check["value"] = "something else"


def cut_off(site, baseline):
    site.fleet["cam-1"].set_fault("connection_refused")


@pytest.mark.parametrize("spoil", [rename, cut_off])
def test_a_device_that_has_got_worse_keeps_the_next_wave_from_beginning(start_second_wave, rollout, spoil):
    run = start_second_wave(spoil)
    assert run.rc == 2, run
    assert begun(run) == {"cam-1"}
    sentence = run.of(action="rollout_gate")[-1].result["sentence"]
    assert sentence.startswith("The rollout stops before the next 2 devices, with 1 in trouble of 1 tried"), run
    assert "cam-1 regressed: " in sentence
    [(host, details)] = rollout.events(Kind.REGRESSED)
    assert (host, len(details["problems"])) == ("cam-1", 1)
