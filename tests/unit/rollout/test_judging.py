# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The judgement of a rollout by its journal and the facts of the run."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout import judging
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Limits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.experience import counted
from ansible_collections.surveillance.hikvision.tests.unit.rollout.a_rollout import SECOND, Rollout

BACK = "cccccccccccc"

HOSTS = ["a", "b", "c", "d", "e"]
GOOD = {"state": "upgraded"}
BAD = {"state": "failed", "reason": "No picture."}
STARTED = {"state": "started"}


@pytest.fixture
def rollout(tmp_path):
    """The first wave, a and b, is through; the second one, c and d, has begun."""
    found = Rollout(tmp_path)
    found.begin()
    found.write(Kind.WAVE_BEGAN, wave=1, canary=True, hosts=["a", "b"])
    found.turn("a", "upgraded")
    found.turn("b", "upgraded")
    found.write(Kind.WAVE_BEGAN, wave=2, canary=False, hosts=["c", "d"])
    return found


def judge(rollout, records=None, **limits):
    context = rollout.context(**limits)
    return judging.by_journal(context, HOSTS, judging.hosts_of_wave(context), records or {})


def test_a_wave_in_order(rollout):
    rollout.turn("c", "upgraded", 2)
    rollout.turn("d", "unchanged", 2)
    verdict = judge(rollout, {"c": GOOD, "d": GOOD})
    assert not verdict.stop
    assert verdict.sentence == "4 of 5 devices through, 1 to come, none in trouble."
    assert rollout.events(Kind.WAVE_JUDGED) == [("", {"wave": 2, "stop": False, "sentence": verdict.sentence})]
    assert rollout.events(Kind.RUN_ENDED) == []


def test_the_run_is_over_when_nobody_is_left_to_come(rollout):
    for host in "cde":
        rollout.turn(host, "upgraded", 2)
    rollout.write(Kind.WAVE_BEGAN, wave=2, canary=False, hosts=["c", "d", "e"])
    judge(rollout)
    assert [details["state"] for _run, details in rollout.events(Kind.RUN_ENDED)] == ["finished"]


def test_trouble_is_counted_and_written_down(rollout):
    rollout.turn("c", "upgraded", 2)
    rollout.turn("d", "rolled_back", 2, "No picture.")
    verdict = judge(rollout, {"c": GOOD, "d": {"state": "rolled_back", "reason": "No picture."}})
    assert verdict.stop
    assert verdict.sentence == (
        "The rollout stops before the next 1 device, with 1 in trouble of 4 tried (0 allowed): "
        "d rolled back: No picture."
    )
    assert rollout.events(Kind.RUN_ENDED) == [("", {"state": "stopped", "sentence": verdict.sentence})]


@pytest.mark.parametrize(
    ("journaled", "fact", "stop"),
    [
        pytest.param("upgraded", GOOD, False, id="both know it is in order"),
        pytest.param("upgraded", BAD, True, id="a fact speaks against it"),
        pytest.param("failed", GOOD, True, id="the journal speaks against it"),
        pytest.param("upgraded", STARTED, False, id="a fact was not brought up to date"),
        pytest.param(None, GOOD, False, id="the end is not in the journal"),
        pytest.param(None, BAD, True, id="the bad end is not in the journal"),
        pytest.param(None, STARTED, True, id="vanished"),
        pytest.param(None, None, True, id="vanished without a fact"),
        pytest.param("deferred", STARTED, False, id="put off"),
    ],
)
def test_journal_and_facts_together(rollout, journaled, fact, stop):
    rollout.turn("c", "upgraded", 2)
    rollout.turn("d", journaled, 2)
    verdict = judge(rollout, {"c": GOOD} | ({"d": fact} if fact else {}))
    assert verdict.stop is stop


def test_a_device_of_the_wave_of_which_nobody_knows_anything_has_vanished(rollout):
    rollout.turn("c", "upgraded", 2)
    assert "d vanished: it left the play without an outcome" in judge(rollout, {"c": GOOD}).sentence


def test_a_device_that_was_put_off_before_its_turn_has_not_vanished(rollout):
    rollout.turn("c", "upgraded", 2)
    rollout.write(Kind.DEFERRED, "d", reason="outside its window", wave=2)
    assert not judge(rollout, {"c": GOOD}).stop


def test_a_wave_that_is_put_off_as_a_whole_is_not_barren(rollout):
    for host in "cd":
        rollout.write(Kind.DEFERRED, host, reason="outside its window", wave=2)
    assert not judge(rollout).stop


def test_a_wave_without_a_good_outcome_stops(rollout):
    rollout.turn("c", "failed", 2)
    rollout.write(Kind.DEFERRED, "d", reason="outside its window", wave=2)
    assert judge(rollout, failures=5).stop


def test_in_a_row_is_by_time_and_not_by_place_in_the_wave(rollout):
    rollout.turn("d", "failed", 2)
    rollout.turn("c", "upgraded", 2)
    rollout.turn("a", "failed", 2)  # out of turn, to have three outcomes
    limits = {"failures": None, "consecutive": 1}
    assert not judge(rollout, {"c": GOOD, "d": BAD}, **limits).stop
    rollout.turn("b", "failed", 2)
    assert judge(rollout, {"c": GOOD, "d": BAD}, **limits).stop


def test_where_devices_of_the_wave_were_stopped_the_rollout_stops(rollout):
    rollout.turn("c", "upgraded", 2)
    rollout.turn("d", "stopped", 2, "The kill switch is set.")
    verdict = judge(rollout, {"c": GOOD, "d": {"state": "stopped", "reason": "The kill switch is set."}})
    assert verdict.stop
    assert verdict.sentence.endswith("1 device of this wave did not begin: d stopped: The kill switch is set.")
    assert verdict.messages(["c", "d"]) == {}


def begin_again(rollout, wave=1, hosts=("a", "b")):
    rollout.begin(SECOND)
    rollout.write(Kind.WAVE_BEGAN, wave=wave, canary=True, hosts=list(hosts))


def test_a_relaunch_carries_counts_over(rollout):
    """One has failed in the first run, and fails again. Another one is not in the second run and always counts."""
    rollout.turn("c", "failed", 2)
    rollout.turn("d", "failed", 2)
    begin_again(rollout)
    rollout.turn("a", "unchanged")
    rollout.turn("b", "unchanged")
    hosts = ["a", "b", "c", "e"]
    context = rollout.context(wave=1, failures=1)
    verdict = judging.by_journal(context, hosts, judging.hosts_of_wave(context), {})
    assert not verdict.stop
    assert [ending.host for ending in verdict.troubles] == ["d"]
    rollout.write(Kind.WAVE_BEGAN, wave=2, canary=False, hosts=["c"])
    rollout.turn("c", "failed", 2)
    context = rollout.context(wave=2, failures=1)
    verdict = judging.by_journal(context, hosts, judging.hosts_of_wave(context), {})
    assert verdict.stop
    assert {ending.host for ending in verdict.troubles} == {"c", "d"}


def test_a_device_lost_in_an_earlier_run_counts_unless_it_is_tried_again(rollout):
    rollout.turn("c", None, 2)
    begin_again(rollout)
    history = rollout.context().history()
    assert counted(history, SECOND, hosts=["c"]).troubled == ()
    [lost] = counted(history, SECOND, hosts=[]).troubled
    assert (lost.host, lost.state) == ("c", "started")


def test_devices_that_are_being_worked_on_are_not_lost(rollout):
    rollout.turn("c", None, 2)
    history = rollout.context().history()
    assert counted(history, rollout.run).troubled == ()
    assert [ending.host for ending in counted(history, rollout.run, under_way=False).troubled] == ["c"]


def test_a_device_set_aside_does_not_count(rollout):
    rollout.turn("c", "failed", 2)
    rollout.begin(SECOND)
    rollout.write(Kind.SET_ASIDE, hosts=["c"])
    assert counted(rollout.context().history(), SECOND, hosts=[]).troubled == ()


def bring_back(rollout, *hosts):
    """The playbook rollback brings devices back, in a run of its own that begins no rollout."""
    rollout.run = BACK
    for host in hosts:
        rollout.write(Kind.ENDED, host, state="rolled_back", reason="The configuration is back.", wave=1)


def test_a_rollback_after_a_failed_proof_counts_and_one_on_purpose_does_not(rollout):
    rollout.turn("c", "rolled_back", 2, "No picture.")
    bring_back(rollout, "a")
    rollout.write(Kind.ROLLED_BACK, "b", state="rolled_back", reason="By hand.")
    rollout.begin(SECOND)
    [back] = counted(rollout.context().history(), SECOND, hosts=[]).troubled
    assert (back.host, back.state, back.reason) == ("c", "rolled_back", "No picture.")


def test_a_device_whose_way_back_did_not_end_well_counts(rollout):
    rollout.run = BACK
    rollout.write(Kind.ENDED, "a", state="config_restored", reason="The firmware stays.", wave=1)
    rollout.begin(SECOND)
    [back] = counted(rollout.context().history(), SECOND, hosts=[]).troubled
    assert (back.host, back.state) == ("a", "config_restored")


@pytest.mark.parametrize("before", ["brought back", "failed"])
def test_devices_that_wait_after_trouble_of_an_earlier_run_let_it_end_well(rollout, before):
    if before == "failed":
        for host in HOSTS:
            rollout.turn(host, "failed", reason="No picture.")
    else:
        bring_back(rollout, "a", "b")
    begin_again(rollout, hosts=HOSTS)
    for host in HOSTS:
        rollout.write(Kind.DEFERRED, host, reason="The maintenance window has no room for it now", wave=1)
    verdict = judging.by_journal(rollout.context(wave=1), HOSTS, HOSTS, {})
    assert not verdict.stop
    assert verdict.sentence == "0 of 5 devices through, 5 waiting, none in trouble."


def test_the_kill_switch_is_the_cause_after_a_rollback(rollout):
    bring_back(rollout, "a", "b")
    begin_again(rollout)
    for host in "ab":
        rollout.turn(host, "stopped", reason="The stop file is there.")
    verdict = judging.by_journal(rollout.context(wave=1), HOSTS, ["a", "b"], {})
    assert verdict.stop
    assert verdict.sentence == (
        "The rollout stops before the next 3 devices. 2 devices of this wave did not begin: "
        "a stopped: The stop file is there; b stopped: The stop file is there."
    )


def test_a_reason_belongs_to_the_state_it_is_told_with(rollout):
    rollout.turn("c", "failed", 2, "No picture.")
    rollout.write(Kind.DEFERRED, "c", reason="outside its window", wave=2)
    rollout.turn("d", "upgraded", 2)
    assert "c failed: No picture." in judge(rollout, {"d": GOOD}).sentence


def test_devices_that_an_earlier_run_has_brought_through_are_not_to_come(rollout):
    begin_again(rollout)
    rollout.turn("a", "unchanged")
    rollout.write(Kind.DEFERRED, "b", reason="outside its window", wave=1)
    hosts = [*HOSTS, "f"]
    verdict = judging.by_journal(rollout.context(wave=1), hosts, ["a", "b"], {})
    assert verdict.sentence == "2 of 6 devices through, 4 to come, none in trouble."


def look(host, **result):
    return {"item": {"host": host, "baseline": f"baselines/{host}.json"}, **result}


def test_a_device_that_has_got_worse_stops_the_next_wave(rollout):
    worse = look("a", regressions=[{"message": "no picture"}])
    gone = look("b", unreachable=True, msg="cam-b does not answer")
    context = rollout.context()
    verdict = judging.after_looks(context, HOSTS, ["a", "b"], [worse, gone])
    assert verdict.stop
    assert "a regressed: no picture; b regressed: cam-b does not answer" in verdict.sentence
    assert rollout.events(Kind.REGRESSED) == [
        ("a", {"problems": ["no picture"]}),
        ("b", {"problems": ["cam-b does not answer"]}),
    ]


def test_the_devices_of_the_wave_that_looks_are_still_to_come(rollout):
    rollout.turn("c", "failed", 2)
    rollout.begin(SECOND)
    rollout.write(Kind.WAVE_BEGAN, wave=2, canary=False, hosts=["c", "d"])
    verdict = judging.after_looks(rollout.context(), ["c", "d", "e"], [], [])
    assert not verdict.stop, "c is tried again"
    assert verdict.sentence == "0 of 3 devices through, 3 to come, none in trouble."


def test_a_device_that_is_well_again_counts_no_more(rollout):
    rollout.write(Kind.REGRESSED, "a", problems=["no picture"])
    looks = [look("a", regressions=[]), look("b", regressions=[])]
    verdict = judging.after_looks(rollout.context(), HOSTS, ["a", "b"], looks)
    assert not verdict.stop
    assert [host for host, _details in rollout.events(Kind.PROVEN)] == ["a"]


def test_a_device_that_nobody_could_look_at_counts(rollout):
    looks = [look("a", failed=False, msg="baseline: it is of another device")]
    verdict = judging.after_looks(rollout.context(), HOSTS, ["a", "b"], looks)
    assert "a regressed: baseline: it is of another device; b regressed: it could not be looked at again" in (
        verdict.sentence
    )


@pytest.mark.parametrize("damage", ["missing", "empty", "torn", "newer", "unreadable"])
def test_without_its_journal_a_rollout_does_not_go_on(rollout, damage):
    journal = rollout.place.journal
    match damage:
        case "missing":
            journal.unlink()
        case "empty":
            journal.write_bytes(b"")
        case "torn":
            journal.write_bytes(b"\n".join(line[:-5] for line in journal.read_bytes().splitlines()))
        case "newer":
            journal.write_bytes(journal.read_bytes().replace(b"journal/1", b"journal/2"))
        case "unreadable":
            journal.unlink()
            journal.mkdir()
    with pytest.raises((ControlError, JournalError)):
        judge(rollout)


def test_the_wave_of_an_earlier_run_is_not_this_one(rollout):
    rollout.begin(SECOND)
    with pytest.raises(ControlError, match="does not know that wave 2 has begun in this run"):
        judge(rollout)


def test_without_a_journal_the_facts_are_judged():
    records = {"a": GOOD, "b": STARTED, "c": BAD}
    verdict = judging.by_facts(HOSTS, ["c"], records, Limits(failures=2))
    assert verdict.stop, "nothing in the wave speaks for going on"
    assert verdict.messages(["c"]) == {"c": verdict.sentence}
    assert not judging.by_facts(HOSTS, ["a", "c"], records, Limits(failures=2)).stop
