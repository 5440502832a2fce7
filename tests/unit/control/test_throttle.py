# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slots and pace, shared by processes."""

from __future__ import annotations

import multiprocessing
import multiprocessing.synchronize
import os
import pathlib
import signal
import time
import typing
from collections.abc import Iterator

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control import throttle
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError, Stopped
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.throttle import SharedPace, Slots

PROCESSES = multiprocessing.get_context("spawn")


def go_on() -> str | None:
    return None


@pytest.fixture
def started() -> Iterator[typing.Callable[..., multiprocessing.process.BaseProcess]]:
    """Starts processes, which end with the test."""
    all_of_them: list[multiprocessing.process.BaseProcess] = []

    def start(target: typing.Callable[..., None], *args: object) -> multiprocessing.process.BaseProcess:
        process = PROCESSES.Process(target=target, args=args)
        all_of_them.append(process)
        process.start()
        return process

    yield start
    for process in all_of_them:
        process.kill()
        process.join()


def test_as_many_as_there_are_slots(tmp_path: pathlib.Path) -> None:
    slots = Slots(tmp_path, "uploads", 2)
    said: list[str] = []
    with slots.one(go_on, said.append), slots.one(go_on, said.append):
        assert not said
        with pytest.raises(Stopped, match="enough"), slots.one(lambda: "enough", said.append):
            pytest.fail("there are two slots only")
    with slots.one(lambda: "not asked", said.append):
        assert not said


def test_one_who_waits_says_so_once(tmp_path: pathlib.Path) -> None:
    slots = Slots(tmp_path, "uploads at Berlin", 1)
    said: list[str] = []
    answers = iter([None, None, None, "enough"])
    with slots.one(go_on, said.append), pytest.raises(Stopped), slots.one(lambda: next(answers), said.append):
        pytest.fail("there is one slot only")
    assert said == ["waits for one of 1 slots: uploads at Berlin"]


def test_names_do_not_meet(tmp_path: pathlib.Path) -> None:
    names = ("Berlin", "Berlin/1", "Berlin-1", "../Berlin", "Berlin ", "")
    for name in names:
        holder = Slots(tmp_path / "slots", name, 1).one(lambda: "taken", print)
        holder.__enter__()
    assert len(list((tmp_path / "slots").iterdir())) == len(names)
    assert [path.name for path in tmp_path.iterdir()] == ["slots"]


def test_an_error_gives_the_slot_back(tmp_path: pathlib.Path) -> None:
    slots = Slots(tmp_path, "uploads", 1)
    with pytest.raises(RuntimeError), slots.one(go_on, print):
        raise RuntimeError
    with slots.one(lambda: "still taken", print):
        pass


def _hold(directory: pathlib.Path, inside: multiprocessing.synchronize.Event) -> None:
    with Slots(directory, "uploads", 1).one(go_on, lambda _text: None):
        inside.set()
        time.sleep(60)


def test_the_slot_of_a_killed_process_is_free(
    tmp_path: pathlib.Path, started: typing.Callable[..., multiprocessing.process.BaseProcess]
) -> None:
    inside = PROCESSES.Event()
    holder = started(_hold, tmp_path, inside)
    assert inside.wait(20)
    with pytest.raises(Stopped), Slots(tmp_path, "uploads", 1).one(lambda: "taken", print):
        pytest.fail("the other process has the slot")
    os.kill(typing.cast(int, holder.pid), signal.SIGKILL)
    holder.join()
    with Slots(tmp_path, "uploads", 1).one(lambda: "taken", print):
        pass


def _count(directory: pathlib.Path, tally: pathlib.Path) -> None:
    """Notes, while it has a slot, how many have one."""
    slots = Slots(directory, "uploads", 2)
    for _number in range(4):
        with slots.one(go_on, lambda _text: None):
            own = tally / f"{os.getpid()}"
            own.touch()
            inside = len(list(tally.glob("[0-9]*")))
            (tally / f"seen-{inside}").touch()
            time.sleep(0.02)
            own.unlink()


def test_never_more_than_the_slots(
    tmp_path: pathlib.Path, started: typing.Callable[..., multiprocessing.process.BaseProcess]
) -> None:
    (tmp_path / "tally").mkdir()
    processes = [started(_count, tmp_path / "slots", tmp_path / "tally") for _number in range(5)]
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert {path.name for path in (tmp_path / "tally").iterdir()} <= {"seen-1", "seen-2"}


def test_a_directory_that_can_not_be_used(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("")
    directory = tmp_path / "file" / "slots"
    with (
        pytest.raises(ControlError, match="can not be throttled") as caught,
        Slots(directory, "x", 1).one(go_on, print),
    ):
        pytest.fail("there is no such directory")
    assert str(directory) in caught.value.advice
    with pytest.raises(ControlError, match="can not be throttled"):
        SharedPace(directory, "x", 1).delay(1)


def test_the_pace_of_one_sender(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(throttle.time, "monotonic", lambda: clock[0])
    pace = SharedPace(tmp_path, "Berlin", 100)
    assert pace.delay(50) == 0
    assert pace.delay(50) == pytest.approx(0.45)  # half a second is taken, of which 50 ms were free
    assert pace.delay(50) == pytest.approx(0.95)
    clock[0] += 100
    assert pace.delay(1000) == 0  # a long silence does not save up
    assert pace.delay(1) == pytest.approx(9.95)


def test_each_name_has_its_own_pace(tmp_path: pathlib.Path) -> None:
    SharedPace(tmp_path, "Berlin", 1).delay(100)
    assert SharedPace(tmp_path, "Hamburg", 1).delay(100) == 0
    assert SharedPace(tmp_path, "Berlin", 1).delay(100) > 90


def _send(directory: pathlib.Path, ready: typing.Any, seconds: float, sent: typing.Any) -> None:
    pace = SharedPace(directory, "Berlin", 10_000_000)
    ready.wait()
    end = time.monotonic() + seconds
    total = 0
    while True:
        time.sleep(pace.delay(65536))
        if time.monotonic() >= end:
            break
        total += 65536
    sent.put(total)


def test_eight_processes_keep_one_pace(
    tmp_path: pathlib.Path, started: typing.Callable[..., multiprocessing.process.BaseProcess]
) -> None:
    seconds = 4.0
    ready, sent = PROCESSES.Barrier(8), PROCESSES.Queue()
    for _number in range(8):
        started(_send, tmp_path, ready, seconds, sent)
    total = sum(sent.get(timeout=60) for _number in range(8))
    assert total == pytest.approx(10_000_000 * seconds, rel=0.05)
