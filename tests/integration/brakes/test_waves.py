# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rollout with a journal: what is remembered over runs, and what a wave waits for."""

from __future__ import annotations

import datetime
import json
import shlex
import threading
import time

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.tests.integration.brakes.brakes import reached, sentence
from ansible_collections.surveillance.hikvision.tests.unit.rollout.a_rollout import SECOND, Rollout

SIZES = [1, 2, 3]


def test_counts_carry_over_to_a_relaunch(make_brakes, rollout):
    """h02 failed in an earlier run and is not in this one, where one more fails: that is one too many."""
    rollout.write(Kind.WAVE_BEGAN, wave=1, canary=True, hosts=["h01"])
    rollout.turn("h01", "upgraded")
    rollout.write(Kind.WAVE_BEGAN, wave=2, canary=False, hosts=["h02", "h03"])
    rollout.turn("h02", "failed", 2, "No picture.")
    rollout.turn("h03", "failed", 2, "No picture.")
    rollout.begin(SECOND)
    brakes = make_brakes(6)
    waves = brakes.remember(rollout, SIZES, failures=1)
    run = brakes.roll("--limit", "!h02", waves=[1, 1, 1, 2], planned_waves=waves, h03="unchanged", h04="rolled_back")
    assert run.rc == 2, run
    assert reached(run) == {"h01", "h03", "h04"}
    assert "2 in trouble of 4 tried (1 allowed): h02 failed: No picture; h04 rolled back" in sentence(run), run
    judged = [details["stop"] for _host, details in rollout.events(Kind.WAVE_JUDGED)]
    assert judged == [False, False, True]
    assert rollout.events(Kind.RUN_ENDED)[-1][1]["state"] == "stopped"


@pytest.mark.parametrize("damage", ["torn", "gone"])
def test_a_gate_without_its_journal_stops_the_rollout(make_brakes, rollout, tmp_path, damage):
    brakes = make_brakes(6)
    waves = brakes.remember(rollout, SIZES)
    gate = tmp_path / "gate.yml"
    journal = rollout.place.journal
    spoil = {"torn": f"sed -i s/.$// {journal}", "gone": f"rm -f {journal}"}[damage]
    gate.write_text(
        f"- ansible.builtin.command: {spoil}\n  delegate_to: localhost\n  run_once: true\n"
        f"- ansible.builtin.include_tasks: {brakes.gate}\n"
    )
    brakes.gate = gate
    run = brakes.roll(waves=SIZES, planned_waves=waves, ansible_connection="local")
    assert run.rc == 2, run
    assert reached(run) == {"h01"}
    assert "does not know that wave 1 has begun in this run" in sentence(run)


def test_a_wave_that_nobody_has_approved_does_not_begin(make_brakes, rollout):
    brakes = make_brakes(6)
    waves = brakes.remember(rollout, SIZES)
    run = brakes.roll(waves=SIZES, planned_waves=waves, rollout_approve="canaries")
    assert run.rc == 2, run
    assert reached(run) == {"h01"}
    refused = run.of(action="rollout_wave")[-1].result
    sentence = "Wave 2 (2 devices) is not approved. All devices of the waves before are in order."
    assert refused["msg"] == f"{sentence}\n{refused['advice']}", run
    request, approval = rollout.place.approval_request(2), rollout.place.approval(2)
    assert refused["advice"] in run.stdout, "the words are on the screen as they are"
    assert f"Read {request}." in refused["advice"]
    assert f"-e plan_file={rollout.place.plan}" in refused["advice"]
    assert "-e rollout_approve=canaries" in refused["advice"], "or the next wave would begin without a word"

    words = next(line for line in refused["advice"].splitlines() if line.startswith("  echo "))
    approval.write_text(words.split()[1] + " Jane Doe\n")
    rollout.begin(SECOND)
    brakes.remember(rollout, SIZES)
    again = brakes.roll(waves=SIZES, planned_waves=waves, rollout_approve="canaries", h01="unchanged")
    assert again.rc == 0, again
    assert len(reached(again)) == 6
    assert rollout.events(Kind.APPROVED) == [("", {"wave": 2, "request": words.split()[1], "by": "Jane Doe"})]


def test_who_waits_says_so_and_notices_the_kill_switch(make_brakes, rollout):
    brakes = make_brakes(6)
    waves = brakes.remember(rollout, SIZES)
    watch = threading.Thread(target=stop_once_it_waits, args=[rollout.place], daemon=True)
    watch.start()
    run = brakes.roll(waves=SIZES, planned_waves=waves, rollout_approve="1", rollout_approval_wait=1000)
    assert run.rc == 2, run
    assert reached(run) == set()
    assert (
        "Wave 1 (1 device) is not approved. All devices of the waves before are in order. Waiting until " in run.stdout
    )
    told = run.of(action="rollout_wave")[-1].result["msg"].splitlines()
    assert told[0].endswith("/stop is set: a camera burns.")
    command = next(line for line in told if line.startswith("To go on: ")).removeprefix("To go on: ")
    assert command in run.stdout, "it can be copied from the screen as it is"
    assert "-e rollout_approve=1" in command
    assert "a camera burns" in rollout.events(Kind.STOPPED)[0][1]["reason"]


def stop_once_it_waits(place):
    """A run that waits has written what it waits for."""
    while not place.approval_request(1).exists():
        time.sleep(0.1)
    time.sleep(0.5)
    (place.path / "stop").write_text("a camera burns")


def test_a_wave_waits_until_the_one_before_has_soaked(make_brakes, rollout):
    """By the journal, h01 will be through in an hour: whenever the second wave begins, the soak is a whole one."""
    rollout.now = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
    brakes = make_brakes(3)
    waves = brakes.remember(rollout, [1, 2])
    rollout.turn("h01", "upgraded")
    run = brakes.roll(waves=[1, 2], planned_waves=waves, rollout_soak=2, h01="unchanged")
    assert run.rc == 0, run
    assert "Wave 2 (2 devices) begins after a soak of 2 s. Waiting until " in run.stdout
    assert run.of(action="rollout_wave")[-1].result["waited"] >= 2


def test_a_stop_says_how_to_go_on(make_brakes, tmp_path):
    rollout = Rollout(tmp_path / "roll outs")
    rollout.begin()
    brakes = make_brakes(3)
    waves = brakes.remember(rollout, [1, 2])
    rollout.place.runbook("h01").write_text("# h01\n")
    run = brakes.roll(waves=[1, 2], planned_waves=waves, h01="not_back", target="doors")
    assert run.rc == 2, run
    [said] = [result.result["msg"] for result in run.of(task="top the rollout") if result.status == "failed"]
    command = next(line for line in said.splitlines() if line.startswith("To go on: ")).removeprefix("To go on: ")
    assert command in run.stdout, "it can be copied from the screen as it is"
    assert shlex.join(["-e", json.dumps({"plan_file": str(rollout.place.plan)})]) in command
    assert "-e target=doors" in command
    assert f"How to recover h01: {rollout.place.runbook('h01')}" in said.splitlines()
