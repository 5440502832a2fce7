# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leases between runs, controllers and real processes that are killed."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal import process as process_module
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import AtWork, NotDurable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.file_name import file_name
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.lease import Held, Holder, Leases
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Fate, Process

NIGHT = datetime.datetime(2026, 3, 2, 22, tzinfo=datetime.UTC)
KEY = "DS-2CD2386G2-IU20230101AAWR"
PLAN, OTHER_PLAN = "0f" * 32, "1e" * 32

# Works on a device until it is killed. With a second argument, a child of it does, which ignores SIGTERM.
WORKER = """
import os, pathlib, signal, sys, time
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.lease import Leases
if len(sys.argv) > 2 and os.fork():
    os.wait()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
with Leases(pathlib.Path(sys.argv[1])).working("KEY_"):
    print(os.getpid(), flush=True)
    time.sleep(60)
""".replace("KEY_", KEY)

# Takes the lease of a device for itself and stays alive.
TAKER = """
import os, pathlib, sys, time
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.lease import Holder, Leases
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
holder = Holder(process=Process.with_pid(os.getpid()), rollout=sys.argv[2], run="cccccccccccc", host="cam-1")
print(Leases(pathlib.Path(sys.argv[1])).take("KEY_", holder, 600), flush=True)
time.sleep(60)
""".replace("KEY_", KEY)


class Clock:
    """Stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = NIGHT

    def __call__(self) -> datetime.datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += datetime.timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def leases(tmp_path: pathlib.Path, clock: Clock) -> Leases:
    return Leases(tmp_path, clock)


def holder(
    controller: str = "elsewhere", run: str = "aaaaaaaaaaaa", rollout: str = PLAN, **process: typing.Any
) -> Holder:
    told = {"pid": 4711, "started": 1, "boot_id": "b", "namespace": "n", **process}
    return Holder(process=Process(controller=controller, **told), rollout=rollout, run=run, host="cam-1")


def own(run: str = "bbbbbbbbbbbb", rollout: str = PLAN) -> Holder:
    return Holder(process=Process.with_pid(os.getpid()), rollout=rollout, run=run, host="cam-1")


@pytest.fixture
def started() -> typing.Iterator[typing.Callable[..., subprocess.Popen[str]]]:
    """Start a script and wait for its first line; what still runs at the end is killed."""
    processes: list[subprocess.Popen[str]] = []

    def start(script: str, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True)
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


Start = typing.Callable[..., subprocess.Popen[str]]


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_one_holder_at_a_time(leases: Leases) -> None:
    assert leases.take(KEY, holder(), 600) is None
    assert leases.take(KEY, holder(), 900) is None, "the holder may prolong it"
    held = leases.take(KEY, own(), 600)
    assert held == Held(holder(), NIGHT + datetime.timedelta(seconds=900))
    assert str(held) == (
        "cam-1 is leased by run aaaaaaaaaaaa of rollout 0f0f0f0f0f0f (process 4711 on elsewhere) "
        "until 2026-03-02 22:15 UTC"
    )
    assert leases.take("another device", own(), 600) is None


def test_it_is_given_back_by_its_holder_alone(leases: Leases) -> None:
    leases.take(KEY, holder(), 600)
    leases.release(KEY, own())
    assert leases.held(KEY) is not None
    leases.release(KEY, holder())
    assert leases.held(KEY) is None
    assert leases.take(KEY, own(), 600) is None


def test_a_holder_that_can_not_be_seen_has_it_until_it_expires(leases: Leases, clock: Clock) -> None:
    leases.take(KEY, holder(), 600)
    clock.move(599)
    assert leases.take(KEY, own(), 600) is not None
    clock.move(1)
    assert leases.take(KEY, own(), 600) is None


def test_a_holder_that_lives_keeps_it(leases: Leases, clock: Clock, tmp_path: pathlib.Path, started: Start) -> None:
    taker = started(TAKER, str(tmp_path), PLAN)
    assert first_line(taker) == "None"
    clock.now = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    assert leases.take(KEY, own(), 600) is not None, "although it has expired"


def test_a_holder_that_was_killed_loses_it_to_its_own_rollout(
    leases: Leases, clock: Clock, tmp_path: pathlib.Path, started: Start
) -> None:
    taker = started(TAKER, str(tmp_path), PLAN)
    assert first_line(taker) == "None"
    taker.kill()
    os.waitid(os.P_PID, taker.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and is still to be noticed
    clock.now = datetime.datetime.now(datetime.UTC)
    zombie = leases.take(KEY, own(rollout=OTHER_PLAN), 600)
    assert zombie is not None, "another rollout does not know what it was doing"
    assert leases.take(KEY, own(), 600) is None, "also while nobody has noticed its end"
    taker.wait()
    assert leases.held(KEY) is not None


def dead(rollout: str = PLAN) -> Holder:
    """A holder on this controller whose process number was given to another process since."""
    here = Process.with_pid(os.getpid())
    return dataclasses.replace(holder(rollout=rollout), process=dataclasses.replace(here, started=1))


def test_what_a_dead_run_left_is_given_back_by_its_own_rollout_alone(leases: Leases, tmp_path: pathlib.Path) -> None:
    leases.take(KEY, dead(), 600)
    leases.release(KEY, own(rollout=OTHER_PLAN))
    assert leases.held(KEY) is not None
    with Leases(tmp_path).working(KEY):
        leases.release(KEY, own())
    assert leases.held(KEY) is not None, "what the dead run has left behind is still at the device"
    leases.release(KEY, own())
    assert leases.held(KEY) is None
    assert leases.take(KEY, own(rollout=OTHER_PLAN), 600) is None


def test_another_rollout_that_knows_that_nothing_is_open_gets_it_at_once(leases: Leases) -> None:
    leases.take(KEY, dead(), 600)
    assert leases.take(KEY, own(rollout=OTHER_PLAN), 600, settled=dead(OTHER_PLAN)) is not None, "it asked of another"
    assert leases.take(KEY, own(rollout=OTHER_PLAN), 600, settled=dead()) is None
    leases.release(KEY, own(rollout=OTHER_PLAN))
    leases.take(KEY, holder(), 600)
    assert leases.take(KEY, own(rollout=OTHER_PLAN), 600, settled=holder()) is not None, "it is not known to be dead"


def test_another_rollout_gets_it_when_it_has_expired(leases: Leases, clock: Clock) -> None:
    assert dead().process.fate is Fate.DEAD
    leases.take(KEY, dead(), 600)
    assert leases.take(KEY, own(rollout=OTHER_PLAN), 600) is not None
    clock.move(600)
    assert leases.take(KEY, own(rollout=OTHER_PLAN), 600) is None


def test_whoever_is_at_a_device_keeps_everybody_away(
    leases: Leases, clock: Clock, tmp_path: pathlib.Path, started: Start
) -> None:
    leases.take(KEY, holder(), 600)
    assert leases.is_worked_on(KEY) is False
    worker = started(WORKER, str(tmp_path))
    first_line(worker)
    clock.move(86_400)
    held = leases.take(KEY, own(), 600)
    assert held is not None
    assert held.at_work
    assert "is being worked on by run aaaaaaaaaaaa" in str(held)
    assert leases.is_worked_on(KEY)
    with pytest.raises(AtWork, match="cam-1 is being worked on by run aaaaaaaaaaaa"), leases.working(KEY):
        pass
    worker.kill()
    worker.wait()
    assert leases.is_worked_on(KEY) is False
    with leases.working(KEY):
        assert leases.is_worked_on(KEY)
    assert leases.take(KEY, own(), 600) is None


def test_an_orphan_is_still_at_its_device(leases: Leases, clock: Clock, tmp_path: pathlib.Path, started: Start) -> None:
    """The run is killed, the worker that it forked follows the flash to its end."""
    parent = started(WORKER, str(tmp_path), "child")
    orphan = int(first_line(parent))
    parent.kill()
    parent.wait()
    os.kill(orphan, signal.SIGTERM)
    try:
        assert orphan != parent.pid
        clock.move(86_400)
        held = leases.take(KEY, own(), 600)
        assert held is not None
        assert held.at_work
        assert "an unknown controller" in str(held)
    finally:
        os.kill(orphan, signal.SIGKILL)
    deadline = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=10)
    while leases.is_worked_on(KEY):
        assert datetime.datetime.now(datetime.UTC) < deadline
    assert leases.take(KEY, own(), 600) is None


def test_many_want_it_and_one_gets_it(tmp_path: pathlib.Path, started: Start) -> None:
    takers = [started(TAKER, str(tmp_path), PLAN) for _number in range(8)]
    answers = [first_line(taker) for taker in takers]
    assert sorted(answer == "None" for answer in answers) == [False] * 7 + [True]


def test_a_lease_whose_writer_was_killed_is_nobodys(leases: Leases, tmp_path: pathlib.Path) -> None:
    leases.take(KEY, holder(), 600)
    [file] = tmp_path.glob("*.json")
    whole = file.read_bytes()
    for end in range(len(whole) - 1):
        file.write_bytes(whole[:end])
        assert leases.held(KEY) is None
    assert leases.take(KEY, own(), 600) is None


def test_a_shorter_text_replaces_a_longer_one(leases: Leases, tmp_path: pathlib.Path) -> None:
    """As it is when the writer was killed between the two calls that it takes."""
    leases.take(KEY, holder(), 600)
    [file] = tmp_path.glob("*.json")
    longer = file.read_bytes()
    leases.release(KEY, holder())
    leases.take(KEY, dataclasses.replace(holder(), host="c"), 600)
    short = file.read_bytes()
    assert len(short) < len(longer)
    file.write_bytes(short + longer[len(short) :])
    held = leases.held(KEY)
    assert held is not None
    assert held.by.host == "c"


def test_asking_makes_no_files(leases: Leases, tmp_path: pathlib.Path) -> None:
    assert (leases.held(KEY), leases.is_worked_on(KEY)) == (None, False)
    leases.release(KEY, holder())
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_can_not_be_used_is_an_error(tmp_path: pathlib.Path) -> None:
    with pytest.raises(NotDurable):
        Leases(tmp_path / "gone").take(KEY, own(), 600)


def test_a_lease_holds_no_more_than_who_and_until(leases: Leases, tmp_path: pathlib.Path) -> None:
    leases.take(KEY, own(), 600)
    [file] = tmp_path.glob("*.json")
    told = json.loads(file.read_bytes())
    process = {"controller", "pid", "started", "machine", "boot_id", "namespace"}
    assert set(told) == {*process, "rollout", "run", "host", "until"}


@pytest.mark.parametrize("name", ["cam-1", "DS-2CD_1.0"])
def test_names_that_are_safe_stay(name: str) -> None:
    assert file_name(name) == name


def test_names_of_files_are_safe_and_different() -> None:
    names = ["../x", "..", ".", "", "a/b", "a b", "a-b", "ü", "x" * 300, "x" * 301, "-a", ".hidden"]
    files = [file_name(name) for name in names]
    assert len(set(files)) == len(names)
    assert all(len(file) < 150 and "/" not in file and not file.startswith((".", "-")) for file in files)


def test_what_became_of_a_process() -> None:
    here = Process.with_pid(os.getpid())
    assert here.fate is Fate.ALIVE
    assert Process.read(here.as_result()) == here
    assert Process.of_this_run().pid == os.getppid()
    assert dataclasses.replace(here, controller="elsewhere").fate is Fate.UNKNOWN
    assert dataclasses.replace(here, namespace="another container").fate is Fate.UNKNOWN
    assert dataclasses.replace(here, machine="another of that name").fate is Fate.UNKNOWN
    assert dataclasses.replace(here, machine="1", boot_id="another boot").fate is Fate.UNKNOWN
    assert dataclasses.replace(here, started=1).fate is Fate.DEAD, "the number was given to another process since"
    assert dataclasses.replace(here, pid=2**22 + 1).fate is Fate.DEAD


def test_a_controller_that_was_restarted_runs_nothing_of_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    known, unknown = tmp_path / "machine-id", tmp_path / "gone"
    known.write_text("5a5a\n")
    for file, fate in ((known, Fate.DEAD), (unknown, Fate.UNKNOWN)):
        monkeypatch.setattr(process_module, "_MACHINE", file)
        here = Process.with_pid(os.getpid())
        assert here.fate is Fate.ALIVE
        assert dataclasses.replace(here, boot_id="another boot").fate is fate
