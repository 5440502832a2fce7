# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of a device is kept once, without a word that is not meant for a journal."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.runbook import Patient
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.account import Account
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.outcome import keep_outcome
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet
from ansible_collections.surveillance.hikvision.tests.unit.rollout.a_rollout import SECOND, Rollout

PLAN = sample_fleet.plan()
PATIENT = Patient(host="c", planned={"model": "DS-2CD", "serial": "AA1"})
RECORD = {
    "state": "upgraded",
    "reason": "It went far.",
    "advice": "",
    "before": {"version": "V5.7.15", "build": "240201", "password": "canary-5ecret"},
    "after": {"version": "V5.7.18", "build": "240826"},
    "steps": [{"package": {"src": "canary-5ecret"}}],
    "password": "canary-5ecret",
    "unheard_of": "canary-5ecret",
}


@pytest.fixture
def rollout(tmp_path: pathlib.Path) -> Rollout:
    made = Rollout(tmp_path / "rollouts")
    made.begin()
    return made


def ends(context: RolloutContext) -> list[dict[str, typing.Any]]:
    return [dict(event.details) for event in read(context.place.journal).events if event.kind is Kind.ENDED]


def test_it_is_written_once_and_the_lease_given_back(rollout: Rollout) -> None:
    context = rollout.context("c")
    context.journal.append(Kind.BEGAN, "c", **context.began_details(1))
    context.leases.take(context.lease, context.holder, 600)
    first = keep_outcome(context, RECORD, PATIENT)
    assert (first.written, first.state, first.runbook) == (True, "upgraded", None)
    again = keep_outcome(context, RECORD, PATIENT)
    assert again.written is False
    [end] = ends(context)
    assert end["after"] == RECORD["after"]
    assert end["seconds"] >= 0
    assert context.leases.held(context.lease) is None
    assert b"canary" not in context.place.journal.read_bytes()


@pytest.mark.parametrize("before", [{}, RECORD])
def test_the_lease_of_a_killed_run_is_given_back_too(rollout: Rollout, before: dict[str, typing.Any]) -> None:
    """A device that is through is looked at without taking its lease."""
    killed = dataclasses.replace(rollout.context("c"), process=Process.with_pid(os.getpid()))
    killed = dataclasses.replace(killed, process=dataclasses.replace(killed.process, started=1))
    killed.leases.take(killed.lease, killed.holder, 600)
    rollout.begin(SECOND)
    context = rollout.context("c")
    keep_outcome(context, before or {**RECORD, "state": "unchanged"}, PATIENT)
    assert context.leases.held(context.lease) is None


def test_another_end_of_the_same_turn_is_written(rollout: Rollout) -> None:
    context = rollout.context("c")
    keep_outcome(context, RECORD, PATIENT)
    assert keep_outcome(context, {**RECORD, "state": "failed"}, PATIENT).written
    rollout.begin(SECOND)
    assert keep_outcome(rollout.context("c"), {**RECORD, "state": "failed"}, PATIENT).written, "in another run"
    assert [end["state"] for end in ends(context)] == ["upgraded", "failed", "failed"]


@pytest.mark.parametrize("state", ["deferred", "stopped", "unreachable", "refused"])
def test_a_device_that_never_began_has_an_end_too(rollout: Rollout, state: str) -> None:
    context = rollout.context("c")
    assert keep_outcome(context, {"state": state, "reason": "no"}, PATIENT).written
    assert not keep_outcome(context, {"state": state, "reason": "no"}, PATIENT).written
    assert context.device_history().state == state


def test_a_deferral_that_is_known_is_not_written_again(rollout: Rollout) -> None:
    context = rollout.context("c")
    context.journal.append(Kind.DEFERRED, "c", reason="its window is closed")
    assert not keep_outcome(context, {"state": "deferred", "reason": "its window is closed"}, PATIENT).written
    assert ends(context) == []


@pytest.mark.parametrize("record", [{"state": "started"}, {}])
def test_a_device_that_has_vanished_gets_no_end(rollout: Rollout, record: dict[str, str]) -> None:
    context = rollout.context("c")
    context.journal.append(Kind.BEGAN, "c")
    assert not keep_outcome(context, record, PATIENT).written
    assert context.device_history().is_open


@pytest.mark.parametrize("state", ["not_back", "failed_unknown", "lost_access"])
def test_who_has_to_recover_a_device_gets_a_page(rollout: Rollout, state: str) -> None:
    context = rollout.context("c")
    context.journal.append(Kind.WRITING, "c", package="g5", version="V5.7.18", build="240826")
    kept = keep_outcome(context, {**RECORD, "state": state}, PATIENT)
    assert kept.runbook is not None
    words = pathlib.Path(kept.runbook).read_text()
    assert "AA1" in words
    assert "g5" in words
    assert "canary" not in words
    assert kept.runbook in kept.sentence
    assert context.device_history().standing is Standing.UNPROVEN


def test_an_account_has_every_device_of_the_plan(rollout: Rollout) -> None:
    place = rollout.place
    place.plan.write_bytes(document.to_bytes(PLAN))
    done, silent, aside = (device.host for device in PLAN.devices[:3])
    rollout.write(Kind.SET_ASIDE, hosts=[aside])
    rollout.turn(done, "upgraded")
    rollout.write(Kind.WRITING, silent, step=1)
    place.runbook(silent).write_text("words")
    place.stop_files[1].write_text("stop")
    told = Account.of(place).as_result(events=2)
    assert [device["host"] for device in told["devices"]] == [device.host for device in PLAN.devices]
    by_host = {device["host"]: device for device in told["devices"]}
    assert (by_host[done]["standing"], by_host[done]["flashes"]) == ("done", 1)
    assert by_host[silent]["runbook"] == str(place.runbook(silent))
    assert (told["unproven"], told["set_aside"]) == ([silent], [aside])
    assert done not in told["pending"]
    assert aside not in told["pending"]
    assert len(told["pending"]) == len(PLAN.devices) - 2
    assert told["totals"] == {"done": 1, "unproven": 1, "set_aside": 1, "untouched": len(PLAN.devices) - 3}
    assert told["stop_files"] == [str(place.stop_files[1])]
    assert [event["event"] for event in told["timeline"]] == ["ended", "writing"]
    assert told["finished"] is False
    assert told["digest"] == document.digest_of(document.to_bytes(PLAN))


def test_an_account_without_the_plan_has_what_the_journal_knows(rollout: Rollout) -> None:
    rollout.turn("a", "upgraded")
    told = Account.of(rollout.place).as_result()
    assert [device["host"] for device in told["devices"]] == ["a"]
    assert (told["finished"], told["digest"], told["timeline"]) == (True, None, [])
    assert [run["process"] for run in told["runs"]] == [None]
