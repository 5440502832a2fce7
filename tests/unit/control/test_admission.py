# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked before each device, and in which order."""

from __future__ import annotations

import dataclasses
import datetime
import os
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.admission import (
    Admission,
    Verdict,
    admission,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.lease import Holder
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.tests.unit.rollout.a_rollout import NOON, SECOND, Rollout

NIGHTS = {"from": "22:00", "to": "05:00", "zone": "Europe/Berlin"}
NO_POWER = {"hikvision_power_command": ["sh", "-c", "echo on battery; exit 1"]}


@pytest.fixture
def rollout(tmp_path: pathlib.Path) -> Rollout:
    rollout = Rollout(tmp_path)
    rollout.begin()
    return rollout


def ask(rollout: Rollout, now: datetime.datetime = NOON, seconds: float = 600, **changes: typing.Any) -> Admission:
    """Ask for the device "c", with changes to its context; ``coming`` are the hosts of the run."""
    coming = changes.pop("coming", None)
    return admission(device(rollout, **changes), now=now, step_seconds=seconds, coming=coming)


def device(rollout: Rollout, **changes: typing.Any) -> RolloutContext:
    return dataclasses.replace(rollout.context("c"), process=Process.with_pid(os.getpid()), **changes)


def test_nothing_speaks_against_it(rollout: Rollout) -> None:
    assert ask(rollout) == Admission(Verdict.GO)
    assert ask(rollout).as_result() == {"verdict": "go", "reason": "", "until": None}


def test_with_the_answer_go_the_run_has_the_device(rollout: Rollout) -> None:
    context = device(rollout)
    assert ask(rollout).verdict is Verdict.GO
    held = context.leases.held("c")
    assert held
    assert held.by == context.holder
    left = held.until - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(hours=1, minutes=59) < left < datetime.timedelta(hours=2, minutes=1)


def test_a_long_upgrade_has_a_long_lease(rollout: Rollout) -> None:
    context = device(rollout, expected_seconds=7200)
    ask(rollout, expected_seconds=7200)
    held = context.leases.held("c")
    assert held
    assert held.until - datetime.datetime.now(datetime.UTC) > datetime.timedelta(hours=5)


def test_attempts_are_counted_over_all_runs(rollout: Rollout) -> None:
    assert ask(rollout).attempt == 1
    rollout.turn("c", None)
    assert ask(rollout).attempt == 1  # its turn goes on
    rollout.write(Kind.ENDED, "c", state="deferred")
    device(rollout).leases.release("c", device(rollout).holder)
    rollout.begin(SECOND)
    assert ask(rollout).attempt == 2


@pytest.mark.parametrize("number", [0, 1])
def test_the_kill_switch(rollout: Rollout, number: int) -> None:
    switch = rollout.place.stop_files[number]
    switch.write_text("storm")
    assert ask(rollout) == Admission(Verdict.STOPPED, f"The kill switch {switch} is set: storm.")


def test_the_kill_switch_needs_no_journal(rollout: Rollout) -> None:
    rollout.place.journal.unlink()
    rollout.place.stop_files[0].touch()
    assert ask(rollout).reason == f"The kill switch {rollout.place.stop_files[0]} is set."


def test_the_breaker_stops_devices_of_the_same_wave(rollout: Rollout) -> None:
    rollout.turn("a", "failed", wave=2)
    told = ask(rollout)
    assert told.verdict is Verdict.STOPPED
    assert told.reason == "The rollout stops: 1 in trouble of 1 tried, 0 allowed."


def test_trouble_of_an_earlier_run_counts_unless_the_device_is_still_to_come(rollout: Rollout) -> None:
    rollout.turn("a", "failed")
    rollout.begin(SECOND)
    assert ask(rollout).verdict is Verdict.GO
    assert ask(rollout, coming=["a", "c"]).verdict is Verdict.GO
    assert ask(rollout, coming=["c"]).verdict is Verdict.STOPPED


@pytest.mark.parametrize(
    ("now", "seconds", "verdict"),
    [
        ("2026-03-02T22:00+01:00", 7 * 3600, Verdict.GO),
        ("2026-03-02T22:00+01:00", 7 * 3600 + 1, Verdict.DEFERRED),
        ("2026-03-03T04:30+01:00", 1801, Verdict.DEFERRED),
        ("2026-03-02T12:00+01:00", 1, Verdict.DEFERRED),
    ],
)
def test_windows(rollout: Rollout, now: str, seconds: float, verdict: Verdict) -> None:
    assert ask(rollout, datetime.datetime.fromisoformat(now), seconds, windows=(NIGHTS,)).verdict is verdict


def test_it_is_told_when_the_next_window_opens(rollout: Rollout) -> None:
    assert ask(rollout, windows=(NIGHTS,)) == Admission(
        Verdict.DEFERRED,
        "The maintenance window has no room for it now: it is expected to take 10 min. The next one opens at "
        "2026-03-02 22:00 CET.",
        datetime.datetime(2026, 3, 2, 21, tzinfo=datetime.UTC),
    )
    # Eight hours would fit once a year, into the night in which the clocks go back.
    assert ask(rollout, seconds=9 * 3600, windows=(NIGHTS,)) == Admission(
        Verdict.DEFERRED,
        "The maintenance window has no room for it now: it is expected to take 9 h 00 min, and no window is open that "
        "long.",
    )


def test_canaries(rollout: Rollout) -> None:
    rollout.turn("a", "upgraded")
    assert ask(rollout, canaries=("a",)).verdict is Verdict.GO
    assert ask(rollout, canaries=("a", "b")) == Admission(Verdict.DEFERRED, "Its canary b has not been upgraded yet.")
    rollout.turn("b", "deferred")
    assert ask(rollout, canaries=("a", "b")).reason == "Its canary b is deferred."
    rollout.write(Kind.SET_ASIDE, hosts=["b"])
    assert ask(rollout, canaries=("a", "b")).verdict is Verdict.GO


def test_power(rollout: Rollout) -> None:
    assert ask(rollout, power={"hikvision_power_command": ["true"]}).verdict is Verdict.GO
    assert ask(rollout, power={"hikvision_power_tasks": "power.yml"}).verdict is Verdict.GO
    assert ask(rollout, power=NO_POWER) == Admission(Verdict.DEFERRED, "The power command sh ended with 1: on battery.")


def test_somebody_else_has_the_device(rollout: Rollout) -> None:
    other = Holder(process=Process.with_pid(os.getpid()), rollout="ff" * 32, run=SECOND, host="c")
    context = device(rollout)
    context.leases.take("c", other, 3600)
    told = ask(rollout)
    assert told.verdict is Verdict.DEFERRED
    assert told.reason.startswith("c is leased by run bbbbbbbbbbbb of rollout ffffffffffff")
    assert told.until
    context.leases.release("c", other)
    assert ask(rollout).verdict is Verdict.GO


@pytest.fixture
def dead_elsewhere(rollout: Rollout) -> tuple[Journal, Holder]:
    """A run of another rollout that was killed with the lease of the device, which it calls "other-name"."""
    place = RolloutDirectory.of(rollout.place.shared, "ff" * 32)
    place.make()
    gone = dataclasses.replace(Process.with_pid(os.getpid()), started=1)
    holder = Holder(process=gone, rollout="ff" * 32, run=SECOND, host="other-name")
    device(rollout).leases.take("c", holder, 3600)
    return Journal(place.journal, SECOND), holder


@pytest.mark.parametrize("state", ["upgraded", "refused"])
def test_a_dead_run_of_another_rollout_that_is_through_with_the_device_is_no_obstacle(
    rollout: Rollout, dead_elsewhere: tuple[Journal, Holder], state: str
) -> None:
    journal, _holder = dead_elsewhere
    journal.append(Kind.BEGAN, "other-name")
    journal.append(Kind.ENDED, "other-name", state=state)
    assert ask(rollout).verdict is Verdict.GO
    held = device(rollout).leases.held("c")
    assert held
    assert held.by == device(rollout).holder


@pytest.mark.parametrize("left", [[Kind.BEGAN], [Kind.BEGAN, Kind.WRITING]])
def test_what_a_dead_run_of_another_rollout_left_open_has_to_be_settled_there(
    rollout: Rollout, dead_elsewhere: tuple[Journal, Holder], left: list[Kind]
) -> None:
    journal, _holder = dead_elsewhere
    for kind in left:
        journal.append(kind, "other-name")
    told = ask(rollout)
    assert told.verdict is Verdict.DEFERRED
    assert "rollout ffffffffffff" in told.reason
    plan = RolloutDirectory.of(rollout.place.shared, "ff" * 32).plan
    assert f"surveillance.hikvision.rollout -e plan_file={plan} -e rollout_dir={plan.parent.parent}" in told.reason


def test_a_dead_run_of_another_rollout_whose_journal_is_gone_is_waited_for(
    rollout: Rollout, dead_elsewhere: tuple[Journal, Holder]
) -> None:
    _journal, holder = dead_elsewhere
    told = ask(rollout)
    assert told.verdict is Verdict.DEFERRED
    assert told.reason.startswith(f"other-name is leased by {holder}")


def test_who_does_not_begin_has_no_lease(rollout: Rollout) -> None:
    for changes in ({"windows": (NIGHTS,)}, {"canaries": ("b",)}, {"power": NO_POWER}):
        assert ask(rollout, **changes).verdict is Verdict.DEFERRED
    assert device(rollout).leases.held("c") is None


def test_the_order_of_the_questions(rollout: Rollout) -> None:
    """Each objection is answered before all those that come after it."""
    everything: dict[str, typing.Any] = {"windows": (NIGHTS,), "canaries": ("b",), "power": NO_POWER}
    other = Holder(process=Process.with_pid(os.getpid()), rollout="ff" * 32, run=SECOND, host="c")
    device(rollout).leases.take("c", other, 3600)
    rollout.turn("a", "failed")
    rollout.place.stop_files[1].touch()
    said = [ask(rollout, **everything).reason]
    rollout.place.stop_files[1].unlink()
    said.append(ask(rollout, **everything).reason)
    rollout.write(Kind.SET_ASIDE, hosts=["a"])
    for name in ("windows", "canaries", "power"):
        said.append(ask(rollout, **everything).reason)
        del everything[name]
    said.append(ask(rollout, **everything).reason)
    beginnings = ("The kill switch", "The rollout stops", "The maintenance", "Its canary", "The power", "c is leased")
    assert [told.startswith(words) for told, words in zip(said, beginnings, strict=True)] == [True] * 6, said


def test_a_journal_that_is_gone_stops(rollout: Rollout) -> None:
    rollout.place.journal.unlink()
    told = ask(rollout)
    assert told.verdict is Verdict.STOPPED
    assert told.reason.startswith("It can not be decided whether c may begin. ")


def test_a_journal_of_a_later_version_stops(rollout: Rollout) -> None:
    with rollout.place.journal.open("a") as file:
        file.write('{"schema": "hikvision-rollout-journal/7"}\n')
    assert ask(rollout).verdict is Verdict.STOPPED


def test_a_lease_that_can_not_be_written_stops(rollout: Rollout) -> None:
    rollout.place.leases.rmdir()
    assert ask(rollout).verdict is Verdict.STOPPED


@pytest.mark.parametrize("changes", [{"windows": ({"from": "22"},)}, {"power": {"hikvision_ups": "-h"}}])
def test_values_that_nobody_checked_stop(rollout: Rollout, changes: dict[str, typing.Any]) -> None:
    assert ask(rollout, **changes).verdict is Verdict.STOPPED
