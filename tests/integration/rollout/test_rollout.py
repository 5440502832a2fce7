# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rollout that goes well, its dry run and its second run."""

from __future__ import annotations

import pytest

from simulator import DeviceSpec

DEVICES = [
    DeviceSpec(name="cam-01", profile="camera-g5"),
    DeviceSpec(name="cam-02", profile="camera-g5", version="V5.7.18", build="240826"),
    DeviceSpec(name="cam-03", profile="camera-g5"),
    DeviceSpec(name="nvr-01", profile="nvr"),
    DeviceSpec(name="door-01", profile="door-controller"),
    DeviceSpec(name="bell-01", profile="door-station"),
]
UPGRADED = {"cam-01", "cam-03", "nvr-01", "door-01"}


@pytest.fixture
def site(start_site):
    site = start_site(DEVICES)
    packages = [
        site.package("cam-01", "V5.7.18", "240826"),
        site.package("nvr-01", "V4.84.100", "241018"),
        site.package("door-01", "V2.2.0", "230801"),
    ]
    site.write_inventory({"hikvision_firmware": packages, "firmware_upgrade_missing_package": "skip"})
    return site


def states(site, run):
    return {device.name: run.outcome(device.name)["state"] for device in site.fleet}


def test_a_fleet_is_upgraded_in_waves(site):
    run = site.playbook("rollout")

    assert run.rc == 0, run
    [said] = [result.result["msg"] for result in run.of(task="Say that nobody has approved it")]
    assert said.startswith("There is no plan_file, so this run plans and applies in one go. The plan is ")
    [made] = [result.result for result in run.of(task="Make and write the plan")]
    assert made["path"] == str(site.directory / "rollouts" / made["digest"][:12] / "plan.json")
    assert made["command"] in said
    assert [wave["hosts"] for wave in made["waves"]] == [["cam-01", "door-01", "nvr-01"], ["cam-03"]]
    assert states(site, run) == {device.name: "unchanged" for device in site.fleet} | {
        "bell-01": "skipped",
        **dict.fromkeys(UPGRADED, "upgraded"),
    }
    # After each wave, and after the look at the first one before the second.
    assert [len(result.result["msg"]) > 0 for result in run.of(task="Tell how it stands")] == [True] * 3
    assert str(site.fleet["cam-03"].firmware) == "V5.7.18 build 240826"
    for device in site.fleet:
        seen = device.record.summary()
        assert len(seen["uploads"]) == (device.name in UPGRADED)
        assert seen["exports"] == (device.name in UPGRADED)
        looks = [result for result in run.of(device.name, "health", task="health") if result.status == "ok"]
        assert len(looks) == (2 if device.name in UPGRADED else 0)
        assert seen["auth_failures"] == 0
        assert seen["max_parallel_requests"] <= 1
    # The devices of a wave are upgraded at the same time, whatever their packages are.
    wave = [result.action for result in run.results if result.host in ("nvr-01", "door-01")]
    installed = [number for number, action in enumerate(wave) if action == "firmware"]
    proven = [number for number, action in enumerate(wave) if action == "health"][-2:]
    assert max(installed) < min(proven)
    for name in UPGRADED:
        backup = run.outcome(name)["backup"]
        assert backup.startswith(str(site.backups / name))

    kept = list((site.directory / "rollouts").iterdir())
    again = site.playbook("rollout")
    assert again.rc == 0, again
    assert list((site.directory / "rollouts").iterdir()) == kept
    assert set(states(site, again).values()) == {"unchanged", "skipped"}
    assert all(numbers["changed"] == 0 for numbers in again.recap.values())


def test_a_dry_run_predicts_and_writes_nothing(site):
    run = site.playbook("rollout", "--check", "--diff")

    assert run.rc == 0, run
    assert states(site, run) == {
        "cam-02": "unchanged",
        "bell-01": "skipped",
        **dict.fromkeys(UPGRADED, "would_upgrade"),
    }
    assert "V5.7.15 build 240201" in run.stdout
    assert all(device.record.summary()["writes"] == 0 for device in site.fleet)
    assert not site.backups.exists()
    assert not (site.directory / "rollouts").exists()


def test_devices_that_a_rollout_in_one_go_leaves_out_count_before_the_first_wave(site):
    for name in ("cam-02", "bell-01"):
        site.fleet[name].set_fault("connection_refused")
    stopped = site.playbook("rollout", rollout_max_failures=1)

    assert stopped.rc == 2, stopped
    assert all(device.record.summary()["writes"] == 0 for device in site.fleet)
    messages = [result.result["msg"] for result in stopped.results if result.status == "failed"]
    [sentence] = [message for message in messages if message.startswith("The rollout does not begin, with 2 devices")]
    assert "cam-02 unreachable: No connection" in sentence
    assert len(messages) == 2
    command = sentence.partition("To go on without them: ")[2]
    [made] = [result.result for result in stopped.of(task="Make and write the plan")]
    assert command == made["command"]

    # Whoever applies that plan approves what it leaves out.
    run = site.playbook("rollout", plan_file=made["path"], plan_digest=made["digest"])
    assert run.rc == 0, run
    assert {name: run.outcome(name)["state"] for name in UPGRADED} == dict.fromkeys(UPGRADED, "upgraded")


def test_devices_that_are_left_out_can_be_allowed_and_fail(site):
    site.fleet["cam-02"].set_fault("connection_refused")
    run = site.playbook("rollout", rollout_max_failures=1)

    assert run.rc == 2, run
    assert run.recap["cam-02"]["failures"] == 1
    assert {name: run.outcome(name)["state"] for name in UPGRADED} == dict.fromkeys(UPGRADED, "upgraded")


def test_wrong_knobs_are_told_together_before_the_fleet_is_read(site):
    run = site.playbook("rollout", rollout_reprobe_retries="abc", rollout_soak="soon", hikvision_window="at night")

    assert run.rc == 2, run
    [failure] = [result.result for result in run.results if result.status == "failed"]
    sentences = [each["sentence"] for each in failure["mistakes"]]
    assert [sentence.split(maxsplit=1)[0] for sentence in sentences] == [
        "rollout_soak",
        "rollout_reprobe_retries",
        "hikvision_window",
    ]
    assert all(device.record.summary()["requests"] == 0 for device in site.fleet)


def test_the_command_that_made_a_rollout_does_not_make_another_one_of_what_is_left(site):
    waiting = site.playbook("rollout", hikvision_power_command=["false"])
    assert waiting.rc == 0, waiting
    [made] = [result.result for result in waiting.of(task="Make and write the plan")]
    before = {device.name: device.record.summary()["requests"] for device in site.fleet}

    refused = site.playbook("rollout")
    assert refused.rc == 2, refused
    [failure] = [result.result for result in refused.results if result.status == "failed"]
    assert "has not finished" in failure["msg"]
    assert f"-e plan_digest={made['digest']}" in failure["msg"]
    assert "rollout_new=true" in failure["advice"]
    assert {device.name: device.record.summary()["requests"] for device in site.fleet} == before

    meant = site.playbook("rollout", rollout_new=True)
    assert meant.rc == 0, meant
    assert {name: meant.outcome(name)["state"] for name in UPGRADED} == dict.fromkeys(UPGRADED, "upgraded")


@pytest.mark.parametrize(
    ("knob", "words"),
    [
        pytest.param({"plan_waves": "1,many"}, "'many'", id="waves"),
        pytest.param({"plan_per_area": 0}, "per_area", id="per area"),
        pytest.param({"plan_valid_days": 0}, "valid", id="days"),
    ],
)
@pytest.mark.parametrize("playbook", ["plan", "rollout"])
def test_wrong_limits_are_told_before_the_fleet_is_read(site, playbook, knob, words):
    where = {"plan_file": "plan.json"} if playbook == "plan" else {}
    run = site.playbook(playbook, **where, **knob)

    assert run.rc == 2, run
    [failure] = [result.result for result in run.results if result.status == "failed"]
    assert failure["msg"].startswith("There can be no such plan: ")
    assert words in failure["msg"]
    assert all(device.record.summary()["requests"] == 0 for device in site.fleet)
