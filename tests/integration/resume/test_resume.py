# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rollout that was stopped, held back or killed goes on when the same plan is run again, and is done once."""

from __future__ import annotations

import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

import pytest

from simulator import DeviceSpec

pytestmark = pytest.mark.timeout(400)  # several rollouts one after the other

CAMERA = ("V5.7.18", "240826")
PLAN = {"plan_file": "plan.json"}


@pytest.fixture
def start_planned(start_site):
    """Starts cameras of one model, with a plan for waves of one: cam-1, the canary, then cam-2 and so on."""

    def start(number, *, waves="1", time_factor=100, faults=(), **of_hosts):
        names = [f"cam-{each}" for each in range(1, number + 1)]
        known = dict(faults)
        devices = [DeviceSpec(name=name, profile="camera-g5", faults=known.get(name, ())) for name in names]
        site = start_site(devices, time_factor=time_factor)
        site.variables = {"hikvision_firmware": [site.package("cam-1", *CAMERA)]}
        site.write_inventory(site.variables, **of_hosts)
        planning = site.playbook("plan", **PLAN, plan_waves=waves)
        assert planning.rc == 0, planning
        [made] = [result.result for result in planning.of(task="Make and write the plan")]
        site.digest = made["digest"]
        site.rollout = site.directory / "rollouts" / site.digest[:12]
        return site

    return start


def uploads(site):
    return {device.name: len(device.record.summary()["uploads"]) for device in site.fleet}


def states(site, run):
    begun = {result.host for result in run.of(task="Mark the devices of this wave")}
    return {device.name: run.outcome(device.name)["state"] for device in site.fleet if device.name in begun}


def journal(site, event=None):
    lines = (site.rollout / "journal.jsonl").read_text().splitlines()
    return [line for line in map(json.loads, lines) if event in (None, line["event"])]


def failures(run):
    return " ".join(result.result["msg"] for result in run.results if result.status == "failed")


def last_words(run):
    [told] = [result.result["msg"] for result in run.of(task="Tell which devices wait, and how to go on")]
    return told


def test_after_a_stop_the_same_plan_goes_on_and_ends_green(start_planned):
    site = start_planned(3, faults={"cam-2": "back_with_old_version"}.items())
    stopped = site.playbook("rollout", **PLAN)
    assert (stopped.rc, states(site, stopped)) == (2, {"cam-1": "upgraded", "cam-2": "wrong_version"}), stopped
    assert "The rollout stops before the next 1 device" in failures(stopped)

    # The plan in the directory of the rollout is the same one.
    site.fleet["cam-1"].record.clear()
    run = site.playbook("rollout", plan_file=str(site.rollout / "plan.json"), plan_digest=site.digest)
    assert run.rc == 0, run
    assert states(site, run) == {"cam-1": "unchanged", "cam-2": "upgraded", "cam-3": "upgraded"}
    assert site.fleet["cam-1"].record.summary()["writes"] == 0
    assert uploads(site) == {"cam-1": 0, "cam-2": 2, "cam-3": 1}
    assert last_words(run) == ["All of 3 devices are through or set aside."]
    assert len(journal(site, "run_began")) == 2
    assert len(list((site.directory / "rollouts").glob("*/journal.jsonl"))) == 1


def test_a_device_can_be_set_aside(start_planned):
    site = start_planned(3)
    site.fleet["cam-2"].set_fault("connection_refused")
    stopped = site.playbook("rollout", **PLAN)
    assert (stopped.rc, states(site, stopped)) == (2, {"cam-1": "upgraded", "cam-2": "unreachable"}), stopped

    run = site.playbook("rollout", **PLAN, rollout_set_aside="cam-2")
    assert (run.rc, states(site, run)) == (0, {"cam-1": "unchanged", "cam-3": "upgraded"}), run
    assert last_words(run) == ["All of 3 devices are through or set aside."]


def test_a_stop_file_stops_what_has_not_begun(start_planned):
    site = start_planned(2)
    (site.directory / "rollouts").mkdir()
    switch = site.directory / "rollouts" / "stop"
    switch.write_text("The network is being worked on.")
    stopped = site.playbook("rollout", **PLAN)
    assert stopped.rc == 2, stopped
    assert "The network is being worked on." in failures(stopped)
    assert uploads(site) == {"cam-1": 0, "cam-2": 0}

    switch.unlink()
    run = site.playbook("rollout", **PLAN)
    assert (run.rc, uploads(site)) == (0, {"cam-1": 1, "cam-2": 1}), run


def test_devices_that_have_to_wait_are_no_failure_and_are_taken_up_later(start_planned):
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=6)
    window = {"days": "daily", "from": f"{later:%H:%M}", "to": f"{later + datetime.timedelta(hours=2):%H:%M}"}
    power = "- name: Ask the generator\n  ansible.builtin.fail:\n    msg: the generator has no fuel\n"
    held_back = {
        "cam_2": {"hikvision_window": [window | {"zone": "UTC"}]},
        "cam_3": {"hikvision_power_tasks": "power.yml"},
    }
    site = start_planned(4, waves="100%", **held_back)
    (site.directory / "power.yml").write_text(power)
    run = site.playbook("rollout", **PLAN)

    assert run.rc == 0, run
    assert states(site, run) == {"cam-1": "upgraded", "cam-2": "deferred", "cam-3": "deferred", "cam-4": "upgraded"}
    assert uploads(site) == {"cam-1": 1, "cam-2": 0, "cam-3": 0, "cam-4": 1}
    assert "window" in run.outcome("cam-2")["reason"]
    assert "the generator has no fuel" in run.outcome("cam-3")["reason"]
    told = last_words(run)
    assert told[0] == "2 devices of 4 are still to be dealt with."
    assert told[1].startswith("cam-2: deferred: ")
    assert told[-2].startswith("To go on: ansible-playbook ")
    assert told[-1].startswith("Give the other extra variables of this run again")

    site.write_inventory(site.variables)
    again = site.playbook("rollout", **PLAN)
    assert (again.rc, uploads(site)) == (0, dict.fromkeys(("cam-1", "cam-2", "cam-3", "cam-4"), 1)), again


def test_a_wave_waits_for_its_approval(start_planned):
    site = start_planned(2)
    waiting = site.playbook("rollout", **PLAN, rollout_approve=2)
    assert (waiting.rc, uploads(site)) == (2, {"cam-1": 1, "cam-2": 0}), waiting
    request = site.rollout / "approvals" / "wave-2.request.json"
    assert request.is_file()
    [told] = [result.result for result in waiting.of(task="Begin the wave") if result.status == "failed"]
    assert "is not approved" in told["msg"]
    word = next(words for words in told["advice"].split() if words.startswith("rollout_approval="))

    run = site.playbook("rollout", "-e", word, **PLAN, rollout_approve=2)
    assert (run.rc, uploads(site)) == (0, {"cam-1": 1, "cam-2": 1}), run
    assert [line["wave"] for line in journal(site, "approved")] == [2]


def test_two_controllers_do_not_work_on_one_fleet(start_planned):
    site = start_planned(1, time_factor=10)
    first = []
    thread = threading.Thread(target=lambda: first.append(site.playbook("rollout", **PLAN)))
    thread.start()
    wait_for(site, "writing")
    second = site.playbook("rollout", **PLAN)
    thread.join()

    assert second.rc == 2, second
    assert [result.result["error"]["kind"] for result in second.results if result.status == "failed"] == ["RunGoesOn"]
    assert (first[0].rc, uploads(site)) == (0, {"cam-1": 1}), first[0]


def test_what_a_killed_run_has_sent_is_proven_before_anything_else(start_planned):
    site = start_planned(2, time_factor=20)
    command = [sys.executable, "-m", "ansible", "playbook", "-i", str(site.inventory), "surveillance.hikvision.rollout"]
    killed = subprocess.Popen(
        [*command, "-e", "plan_file=plan.json"],
        cwd=site.directory,
        env=site.environment() | {"RECORDER_PATH": os.devnull},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for(site, "flashing")
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()

    run = site.playbook("rollout", **PLAN)
    assert (run.rc, uploads(site)) == (0, {"cam-1": 1, "cam-2": 1}), run
    [settled] = journal(site, "settled")
    assert (settled["host"], settled["outcome"]) == ("cam-1", "upgraded")
    assert states(site, run) == {"cam-1": "upgraded", "cam-2": "upgraded"}
    began = next(line["at"] for line in journal(site, "began") if line["run"] == settled["run"])
    assert settled["at"] < began


def test_a_wave_goes_back_to_what_the_journal_knows(start_planned):
    site = start_planned(3)
    former = site.package("cam-1", "V5.7.15", "240201")
    assert site.playbook("rollout", **PLAN).rc == 0
    packages = {**site.variables, "hikvision_firmware_previous": [former]}
    site.write_inventory(packages, cam_3={"hikvision_firmware_previous": []})

    run = site.playbook("rollback", rollout=site.digest[:12], rollout_wave="2,3")
    assert run.rc == 2, run
    assert {device.name: str(device.firmware) for device in site.fleet} == {
        "cam-1": "V5.7.18 build 240826",
        "cam-2": "V5.7.15 build 240201",
        "cam-3": "V5.7.18 build 240826",
    }
    order = [result.host for result in run.of(task="Keep what became of it")]
    assert order == ["cam-3", "cam-2"]
    assert run.outcome("cam-3")["state"] == "config_restored"
    assert "The firmware stays" in failures(run)
    ended = {line["host"]: line["state"] for line in journal(site, "ended")}
    assert ended == {"cam-1": "upgraded", "cam-2": "rolled_back", "cam-3": "config_restored"}

    again = site.playbook("rollback", rollout=site.digest, target="cam-2")
    [told] = [result.result["msg"] for result in again.of(task="Tell who goes back")]
    assert (again.rc, told) == (0, [told[0], "cam-2: it is back already"]), again


def wait_for(site, event):
    """Until the journal has an event."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if pathlib.Path(site.rollout / "journal.jsonl").exists() and journal(site, event):
            return
        time.sleep(0.1)
    raise TimeoutError(event)


@pytest.mark.newest_core
def test_devices_that_were_brought_back_wait_for_their_window(start_planned):
    site = start_planned(2, waves="2")
    assert site.playbook("rollout", **PLAN).rc == 0
    packages = {**site.variables, "hikvision_firmware_previous": [site.package("cam-1", "V5.7.15", "240201")]}
    site.write_inventory(packages)
    assert site.playbook("rollback", rollout=site.digest[:12]).rc == 0
    closed = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=6)
    window = {"days": "daily", "from": f"{closed:%H}:00", "to": f"{closed:%H}:59", "zone": "UTC"}
    site.write_inventory({**packages, "hikvision_window": [window]})
    run = site.playbook("rollout", **PLAN)
    assert run.rc == 0, run
    assert states(site, run) == {"cam-1": "deferred", "cam-2": "deferred"}
    judged = journal(site, "wave_judged")[-1]
    assert judged["sentence"] == "0 of 2 devices through, 2 waiting, none in trouble."
