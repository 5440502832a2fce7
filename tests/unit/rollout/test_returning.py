# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which devices of a rollout go back, in which order, and to which backup."""

from __future__ import annotations

import dataclasses
import datetime
import os
import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.kept_standings import current_standings
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import RunGoesOn
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.other_runs import refuse_second_run
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.returning import Return, end_way_back
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.unfinished import unfinished
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet as sample
from ansible_collections.surveillance.hikvision.tests.unit.rollout.a_rollout import PLAN, Rollout

OLD = {"version": "V5.7.15", "build": "240201"}
NEW = {"version": "V5.7.18", "build": "240826"}
THE_PLAN = sample.plan([sample.camera(number) for number in (1, 2, 4, 5, 7)])
FIRST, SECOND, THIRD, FOURTH, FIFTH = (device.host for device in THE_PLAN.devices)


def upgrade(rollout: Rollout, host: str, *, after: dict[str, str] | None = None, known: bool = True) -> None:
    rollout.now += datetime.timedelta(minutes=1)
    rollout.write(Kind.BEGAN, host, wave=1, attempt=1)
    rollout.write(Kind.BACKED_UP, host, path=f"{host}/first", step=1, firmware=OLD)
    rollout.write(Kind.BACKED_UP, host, path=f"{host}/second", step=2, firmware=OLD)
    rollout.write(Kind.WRITING, host, step=1, version="V5.7.18", build="240826", before=OLD)
    if known:
        rollout.write(Kind.FLASHED, host, step=1, outcome="upgraded", whole=True, before=OLD, after=after or NEW)
        rollout.write(Kind.ENDED, host, state="upgraded", before=OLD, after=after or NEW)


@pytest.fixture
def rollout(tmp_path: pathlib.Path) -> Rollout:
    rollout = Rollout(tmp_path)
    rollout.begin()
    upgrade(rollout, SECOND)
    upgrade(rollout, FIRST)
    upgrade(rollout, THIRD, after=OLD)
    upgrade(rollout, FOURTH, known=False)
    return rollout


def way_back(rollout: Rollout, **asked: frozenset[str] | frozenset[int]) -> Return:
    return Return(
        place=rollout.place,
        plan=THE_PLAN,
        digest=PLAN,
        history=History.of(read(rollout.place.journal).events),
        run="c" * 12,
        process=Process(controller="controller", pid=1),
        **asked,
    )


def test_the_last_one_goes_first_and_to_the_backup_before_its_first_step(rollout: Rollout) -> None:
    devices = way_back(rollout).devices
    assert [(device["host"], device["backup"]) for device in devices] == [
        (FIRST, f"{FIRST}/first"),
        (SECOND, f"{SECOND}/first"),
    ]
    context = RolloutContext.read(devices[0]["context"])
    assert (context.host, context.run, context.canaries, context.windows) == (FIRST, "c" * 12, (), ())


def test_who_stays_is_told_with_the_reason(rollout: Rollout) -> None:
    reasons = {device["host"]: device["reason"] for device in way_back(rollout).others}
    assert set(reasons) == {THIRD, FOURTH, FIFTH}
    assert reasons[THIRD] == "it runs what it ran before"
    assert reasons[FOURTH].startswith("nobody knows what it runs")
    assert reasons[FIFTH] == "the rollout has sent it no firmware"


def test_a_part_can_be_asked_for(rollout: Rollout) -> None:
    assert [device["host"] for device in way_back(rollout, hosts=frozenset({SECOND})).devices] == [SECOND]
    waves = {device.host: device.wave for device in THE_PLAN.devices}
    hosts = {device["host"] for device in way_back(rollout, waves=frozenset({waves[FIRST]})).devices}
    assert hosts == {host for host in (FIRST, SECOND) if waves[host] == waves[FIRST]}


def test_what_is_unproven_has_what_its_proof_takes(rollout: Rollout) -> None:
    history = History.of(read(rollout.place.journal).events)
    assert unfinished(history.device(FIRST)) is None
    told = unfinished(history.device(FOURTH))
    assert told is not None
    assert (told["version"], told["build"], told["backup"]) == ("V5.7.18", "240826", f"{FOURTH}/second")
    assert datetime.datetime.fromisoformat(told["since"]).tzinfo is not None


def test_while_it_goes_on_no_other_run_begins(rollout: Rollout) -> None:
    rollout.write(Kind.RUN_ENDED, state="finished")
    rollout.write(Kind.SET_ASIDE, hosts=[FIFTH])
    rollout.place.leases.rmdir()
    alive = Process.with_pid(os.getpid())
    way = dataclasses.replace(way_back(rollout), process=alive)
    way.begin("2.21.0")
    assert rollout.place.leases.is_dir()
    [*_earlier, (_nobody, began)] = rollout.events(Kind.RUN_BEGAN)
    assert (began["plan"], began["core"], began["devices"], began["pid"]) == (PLAN, "2.21.0", 2, os.getpid())
    assert way_back(rollout).history.set_aside == {FIFTH}
    rollout.run = way.run
    rollout.write(Kind.ENDED, FIRST, state="rolled_back")
    assert way_back(rollout).history.outcomes[-1].on_purpose
    known = current_standings(rollout.place.journal)
    assert (known.set_aside, known.endings[-1].on_purpose) == ({FIFTH}, True)
    now, other = datetime.datetime.now(datetime.UTC), Process.with_pid(os.getppid())
    with pytest.raises(RunGoesOn, match="Run cccccccccccc of this rollout was begun by .* It still runs"):
        refuse_second_run(way_back(rollout).history, other, now)
    end_way_back(rollout.place, way.run)
    refuse_second_run(way_back(rollout).history, other, now)
