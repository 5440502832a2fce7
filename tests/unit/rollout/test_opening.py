# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of a rollout that begins, up to the journal that says so."""

from __future__ import annotations

import dataclasses
import datetime
import os
import pathlib
import subprocess
import sys
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError, RunGoesOn
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import USUAL_DURATION
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.application import Application
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.beginning import (
    Beginning,
    check_windows,
    lease_key,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.host_settings import HostSettings
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.knobs import OPTIONS, Knobs
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.mistakes import Collector, Mistakes
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.opening import Opening, told
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.other_runs import QUIET, refuse_second_run
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet

PLAN = sample_fleet.plan()
DIGEST = document.digest_of(document.to_bytes(PLAN))
CANARIES = [device for device in PLAN.devices if device.canary]
OTHERS = [device for device in PLAN.devices if not device.canary]
FIRST, SECOND = "aaaaaaaaaaaa", "bbbbbbbbbbbb"

WORKER = """
import pathlib, sys, time
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.lease import Leases
with Leases(pathlib.Path(sys.argv[1])).working(sys.argv[2]):
    print("at work", flush=True)
    time.sleep(float(sys.argv[3]))
"""


def beginning(shared: pathlib.Path, run: str = FIRST, **changes: typing.Any) -> Beginning:
    knobs = Knobs.read({**dict.fromkeys(OPTIONS), **changes.pop("knobs", {})}, PLAN)
    values = {
        "application": Application(PLAN, DIGEST, PLAN.hosts),
        "place": RolloutDirectory.of(shared, DIGEST),
        "run": run,
        "process": Process.with_pid(os.getpid()),
        "knobs": knobs,
        "settings": {},
    }
    return Beginning(**{**values, **changes})


def opening(wanted: Beginning, **options: typing.Any) -> Opening:
    return Opening(beginning=wanted, core="2.21.0", tell=lambda _line: None, **options)


def test_windows_that_are_too_short_for_their_device_are_told_before_anything_begins(tmp_path: pathlib.Path) -> None:
    hosts = [device.host for device in PLAN.devices[:2]]
    short = {"days": "daily", "from": "22:00", "to": "22:01", "zone": "UTC"}
    wrong, now = {host: HostSettings(windows=(short,)) for host in hosts}, datetime.datetime.now(datetime.UTC)
    with pytest.raises(Mistakes) as told_at_once, Collector() as mistakes:
        check_windows(PLAN.devices, wrong, {}, now, mistakes)
    for host in hosts:
        assert host in str(told_at_once.value)
    assert "no window of the next " in str(told_at_once.value)
    with Collector() as mistakes:
        check_windows(PLAN.devices, {}, {}, now, mistakes)


def test_a_first_run_makes_the_directory_and_says_who_began(tmp_path: pathlib.Path) -> None:
    wanted = beginning(tmp_path)
    reading = opening(wanted).begin()
    [began] = reading.events
    assert began.kind is Kind.RUN_BEGAN
    assert began.details["plan"] == DIGEST
    assert began.details["pid"] == os.getpid()
    assert (began.details["devices"], began.details["waves"]) == (len(PLAN.devices), len(PLAN.waves))
    assert began.details["collection_version"].count(".") == 2
    assert wanted.place.plan.read_bytes() == document.to_bytes(PLAN)
    result = told(wanted, reading)
    assert [device["host"] for device in result["devices"]] == [device.host for device in PLAN.devices]
    assert {device["standing"] for device in result["devices"]} == {"untouched"}
    assert (result["finished"], result["unproven"], result["torn"]) == (False, [], [])
    assert result["msg"].startswith(f"Run {FIRST} of the plan {DIGEST}: {len(PLAN.devices)} devices in ")


def test_the_context_of_a_device_has_what_was_planned_and_set(tmp_path: pathlib.Path) -> None:
    window = {"days": "daily", "from": "22:00", "to": "05:00"}
    device = OTHERS[0]
    wanted = beginning(
        tmp_path,
        settings={device.host: HostSettings((window,), {"hikvision_ups": "ups@host"}, "north")},
        knobs={"uploads_per_site": 4, "max_failures": 2},
    )
    context = wanted.contexts()[device.host]
    assert (context.wave, context.canary, context.site) == (device.wave, False, device.site)
    assert context.windows == (window,)
    assert context.power == {"hikvision_ups": "ups@host"}
    assert (context.uploads.site, context.breaker.failures) == (4, 2)
    assert context.lease == device.serial == lease_key(device)
    assert context.lease != device.host
    assert lease_key(dataclasses.replace(device, serial=None)) == device.host
    stands_for = {canary.host for canary in CANARIES if canary.unit.variety == device.unit.variety}
    assert set(context.canaries) == stands_for != set()
    assert wanted.contexts()[CANARIES[0].host].canaries == ()


def test_how_long_a_device_takes_is_learned_or_told_or_guessed(tmp_path: pathlib.Path) -> None:
    device = OTHERS[0]
    steps = (dataclasses.replace(device.steps[0], expected_duration=240), device.steps[0])
    unknown = dataclasses.replace(steps[1], expected_duration=None)

    def seconds(told_steps: tuple[typing.Any, ...], measured: dict[tuple[str, str], list[float]]) -> float:
        changed = dataclasses.replace(PLAN, devices=(dataclasses.replace(device, steps=told_steps),))
        application = Application(changed, DIGEST, changed.hosts)
        wanted = beginning(tmp_path, application=application, measured=measured)
        return wanted.contexts()[device.host].expected_seconds

    known = {(device.model, device.target.package): [100.0, 200.0, 300.0]}
    few = {(device.model, device.target.package): [100.0, 200.0]}
    assert seconds(steps[:1], known) == 300
    assert seconds(steps[:1], few) == 240
    assert seconds((steps[0], unknown), {}) == 240 + USUAL_DURATION


def test_a_later_run_goes_on_from_the_journal(tmp_path: pathlib.Path) -> None:
    wanted = beginning(tmp_path)
    opening(wanted).begin()
    journal = Journal(wanted.place.journal, FIRST)
    done, riddle, aside = (device.host for device in PLAN.devices[:3])
    for host in (done, riddle, aside):
        journal.append(Kind.BEGAN, host)
        journal.append(Kind.WRITING, host)
    journal.append(Kind.ENDED, done, state="upgraded")
    again = beginning(tmp_path, run=SECOND, knobs={"set_aside": [aside]})
    result = told(again, opening(again).begin())
    standings = {device["host"]: device["standing"] for device in result["devices"]}
    assert standings[done] == "done"
    assert standings[riddle] == "unproven"
    assert aside not in standings
    assert all(aside not in wave["hosts"] for wave in result["waves"])
    assert (result["unproven"], result["set_aside"]) == ([riddle], [aside])
    assert "1 done, 1 to be proven first, 1 set aside." in result["msg"]
    history = History.of(read(again.place.journal).events)
    assert history.standing(aside) is Standing.SET_ASIDE
    assert RolloutContext.read(result["devices"][0]["context"]).run == SECOND


def test_all_are_through(tmp_path: pathlib.Path) -> None:
    wanted = beginning(tmp_path)
    opening(wanted).begin()
    for device in PLAN.devices:
        Journal(wanted.place.journal, FIRST).append(Kind.ENDED, device.host, state="upgraded")
    assert told(wanted, read(wanted.place.journal))["finished"] is True


def test_another_run_that_lives_is_named(tmp_path: pathlib.Path) -> None:
    opening(beginning(tmp_path, process=Process.with_pid(os.getppid()))).begin()
    with pytest.raises(RunGoesOn, match=rf"Run {FIRST} of this rollout was begun by .* process {os.getppid()} on"):
        opening(beginning(tmp_path, run=SECOND)).begin()
    assert len(read(beginning(tmp_path).place.journal).events) == 1


def test_a_run_that_was_killed_is_no_obstacle(tmp_path: pathlib.Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    process = dataclasses.replace(Process.with_pid(os.getpid()), pid=int(dead.stdout), started=5)
    opening(beginning(tmp_path, process=process)).begin()
    assert len(opening(beginning(tmp_path, run=SECOND)).begin().events) == 2


def test_a_run_elsewhere_is_taken_for_dead_when_it_is_quiet(tmp_path: pathlib.Path) -> None:
    elsewhere = Process(controller="elsewhere", pid=7)
    wanted = beginning(tmp_path, process=elsewhere)
    opening(wanted).begin()
    again = beginning(tmp_path, run=SECOND)
    with pytest.raises(RunGoesOn, match=f"rollout_dead_run={FIRST}"):
        opening(again).begin()
    history = History.of(read(wanted.place.journal).events)
    now = datetime.datetime.now(datetime.UTC)
    refuse_second_run(history, again.process, now + QUIET + datetime.timedelta(minutes=1))
    opening(again, known_dead=FIRST).begin()
    Journal(wanted.place.journal, FIRST).append(Kind.RUN_ENDED, state="finished")
    refuse_second_run(History.of(read(wanted.place.journal).events), again.process, now)


@pytest.fixture
def orphan(tmp_path: pathlib.Path) -> typing.Iterator[typing.Callable[[float], None]]:
    """A worker of a run that was killed, still at the first device for some seconds."""
    wanted = beginning(tmp_path, process=dataclasses.replace(Process.with_pid(os.getpid()), started=5))
    opening(wanted).begin()
    device = PLAN.devices[0]
    context = wanted.contexts()[device.host]
    context.journal.append(Kind.WRITING, device.host)
    context.leases.take(context.lease, context.holder, 600)
    processes = []

    def start(seconds: float) -> None:
        command = [sys.executable, "-c", WORKER, str(wanted.place.leases), context.lease, str(seconds)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        processes.append(process)
        assert process.stdout is not None
        process.stdout.readline()

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def test_a_worker_that_was_left_behind_is_named(tmp_path: pathlib.Path, orphan: typing.Callable[[float], None]) -> None:
    orphan(60)
    with pytest.raises(RunGoesOn, match=f"{PLAN.devices[0].host} is being worked on by run {FIRST}"):
        opening(beginning(tmp_path, run=SECOND)).begin()


def test_a_worker_that_was_left_behind_is_waited_for(
    tmp_path: pathlib.Path, orphan: typing.Callable[[float], None]
) -> None:
    orphan(0.5)
    lines: list[str] = []
    waiting = dataclasses.replace(opening(beginning(tmp_path, run=SECOND)), patience=30, tell=lines.append)
    assert waiting.begin().events[-1].run == SECOND
    assert len(lines) == 1
    assert "Waiting for them, up to 30 seconds." in lines[0]


def test_a_directory_with_another_plan_is_refused(tmp_path: pathlib.Path) -> None:
    wanted = beginning(tmp_path)
    wanted.place.make()
    wanted.place.plan.write_text("{}")
    with pytest.raises(JournalError, match="is not the plan"):
        opening(wanted).begin()
