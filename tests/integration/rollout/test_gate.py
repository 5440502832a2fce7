# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gate after each wave: what stops a rollout, what does not, and what is said then.

The fleet runs its target by the time its plan is applied, so that a wave takes a moment; troubled devices differ by
what has become of them since.
"""

from __future__ import annotations

import pathlib
import textwrap

import pytest

from simulator import DeviceSpec, Firmware

TARGET = {"version": "V5.7.18", "build": "240826"}
WAVES = (1, 3, "100%")


def refused(site, name):
    """Somebody has installed a firmware that is not on its way."""
    site.fleet.fleet.listeners[name].device.firmware = Firmware("V5.7.16", "240501")


def unreachable(site, name):
    site.fleet[name].set_fault("connection_refused")


def locked(site, name):
    site.fleet[name].set_fault("locked", seconds=1_000_000)


@pytest.fixture
def start_fleet(start_site):
    """Starts eight cameras with a plan for ``waves``; ``troubles`` maps names of cameras to what becomes of them."""

    def start(waves=WAVES, **troubles):
        names = [f"cam-{number}" for number in range(1, 9)]
        site = start_site([DeviceSpec(name=name, profile="camera-g5") for name in names])
        site.write_inventory({"hikvision_firmware": [site.package("cam-1", **TARGET) | {"models": ["DS-2CD*"]}]})
        planning = site.playbook("plan", plan_file="plan.json", plan_canaries=0, plan_waves=list(waves))
        assert planning.rc == 0, planning
        for device in site.fleet:
            site.fleet.fleet.listeners[device.name].device.firmware = Firmware(**TARGET)
        for name, happens in troubles.items():
            happens(site, name.replace("_", "-"))
        for device in site.fleet:
            device.record.clear()
        return site

    return start


def touched(site):
    """The devices to which the rollout has come."""
    return {device.name for device in site.fleet if device.record.summary()["requests"]}


def failed(run):
    """The devices that the recap shows as failed or unreachable."""
    return {host for host, numbers in run.recap.items() if numbers["failures"] or numbers["unreachable"]}


def started(run):
    return {result.host for result in run.of(task="Mark the devices of this wave")}


@pytest.mark.parametrize(
    ("troubles", "reached"),
    [
        pytest.param({"cam_2": refused}, 4, id="refused, first of its wave"),
        pytest.param({"cam_2": unreachable}, 4, id="unreachable, first of its wave"),
        pytest.param({"cam_1": unreachable}, 1, id="the canary unreachable"),
        pytest.param({"cam_2": refused, "cam_3": unreachable, "cam_4": locked}, 4, id="the whole wave"),
        pytest.param({"cam_8": unreachable}, 8, id="in the last wave"),
    ],
)
def test_one_device_in_trouble_stops_the_rollout(start_fleet, troubles, reached):
    site = start_fleet(**troubles)
    run = site.playbook("rollout", plan_file="plan.json")

    assert run.rc == 2, run
    assert started(run) == {f"cam-{number}" for number in range(1, reached + 1)}
    assert touched(site) <= started(run)
    names = {name.replace("_", "-") for name in troubles}
    assert failed(run) == names
    stopping = [result.result["msg"] for result in run.of(task="and stop the rollout") if result.status == "failed"]
    sentence = next(message for message in stopping if "rollout" in message)  # one of them says it all
    assert all(f"{name} " in sentence for name in names)
    assert f"{len(names)} in trouble of {reached} tried" in sentence
    assert ("before the next" in sentence) is (reached < 8)
    assert run.stdout.count(sentence) <= 2


def test_a_few_devices_in_trouble_can_be_allowed(start_fleet):
    site = start_fleet(cam_3=refused, cam_6=unreachable)
    run = site.playbook("rollout", plan_file="plan.json", rollout_max_failures=2)

    assert run.rc == 2, run
    assert len(started(run)) == 8
    assert failed(run) == {"cam-3", "cam-6"}
    assert "The rollout goes on with 2 in trouble of 8 tried" in run.of(task="Tell how it stands")[-1].result["msg"]


def test_devices_in_trouble_are_counted_over_all_waves(start_fleet):
    site = start_fleet(waves=[1, 2, 2, "100%"], cam_2=refused, cam_5=refused)
    run = site.playbook("rollout", plan_file="plan.json", rollout_max_failures=1)

    assert run.rc == 2, run
    assert started(run) == {f"cam-{number}" for number in range(1, 6)}
    assert failed(run) == {"cam-2", "cam-5"}


def test_a_wave_in_which_nothing_succeeds_stops_whatever_is_allowed(start_fleet):
    site = start_fleet(cam_1=refused)
    run = site.playbook("rollout", plan_file="plan.json", rollout_max_failures=5)

    assert run.rc == 2, run
    assert started(run) == {"cam-1"}
    assert "before the next 7 devices" in run.of(task="and stop the rollout")[-1].result["msg"]


def test_a_dry_run_looks_at_all_devices_and_fails_for_those_in_trouble(start_fleet):
    site = start_fleet(cam_1=refused, cam_5=unreachable)
    run = site.playbook("rollout", "--check", plan_file="plan.json")

    assert run.rc == 2, run
    assert len(started(run)) == 8
    assert failed(run) == {"cam-1", "cam-5"}


@pytest.mark.parametrize(
    ("lost", "reached", "marked"),
    [
        pytest.param("cam-3", 4, {"cam-3", "cam-2"}, id="one of a wave"),
        pytest.param("cam-2", 4, {"cam-2", "cam-3"}, id="the first of a wave"),
        pytest.param("cam-2,cam-3,cam-4", 4, {"cam-2", "cam-3", "cam-4"}, id="a whole wave"),
        pytest.param("cam-1", 1, {"cam-1"}, id="the canary"),
    ],
)
def test_a_device_that_leaves_the_play_counts(start_fleet, lost, reached, marked):
    """A task of somebody's own before the gate may lose a host in a way that no role can catch."""
    site = start_fleet()
    playbook = site.directory / "own_rollout.yml"
    playbook.write_text(OWN_ROLLOUT.format(gate=pathlib.Path(__file__).parents[3] / "playbooks/tasks/gate.yml"))
    run = site.playbook(playbook, lost=lost)

    assert run.rc in (2, 4), run
    assert started(run) == {f"cam-{number}" for number in range(1, reached + 1)}
    assert failed(run) == marked
    if "," not in lost and lost != "cam-1":
        stop = run.of(task="Stop the rollout for devices that have left it")[-1]
        assert f"{lost} vanished" in stop.result["msg"]


OWN_ROLLOUT = textwrap.dedent(
    """
    - hosts: hikvision
      serial: [1, 3, "100%"]
      gather_facts: false
      tasks:
        - name: Mark the devices of this wave as started
          ansible.builtin.set_fact:
            firmware_upgrade_outcome: {{state: started}}
        - name: Lose a host
          ansible.builtin.command: "true"
          vars: {{ansible_connection: ssh, ansible_host: 127.0.0.1, ansible_port: 1}}
          when: inventory_hostname in lost.split(',')
        - name: Upgrade
          ansible.builtin.set_fact:
            firmware_upgrade_outcome: {{state: upgraded}}
        - name: Gate
          ansible.builtin.include_tasks: {gate}
    """
)
