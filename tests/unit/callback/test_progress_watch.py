# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From workers to the screen with the real thread and socket; above all, that nobody ever waits for nobody."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from ansible.utils.display import Display

from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress
from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _progress_watch
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._fleet import Fleet
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress import reporter
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_channel import VARIABLE, Inbox
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_watch import (
    LiveScreen,
    PlainScreen,
    Watch,
    can_draw,
)

MakeWatch = Callable[[LiveScreen | PlainScreen], Watch]


@pytest.fixture
def fleet() -> Fleet:
    return Fleet()


@pytest.fixture
def start(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeWatch]:
    monkeypatch.setenv(VARIABLE, "")  # so that it is put back afterwards
    watches = []

    def make(screen: LiveScreen | PlainScreen) -> Watch:
        watches.append(Watch(Inbox(), fleet, screen))
        return watches[-1]

    yield make
    for watch in watches:
        watch.stop()


def eventually(fact: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not fact() and time.monotonic() < deadline:
        time.sleep(0.01)
    return fact()


def upgrade(host: str) -> None:
    report = reporter(host)
    for percent in range(0, 101, 10):
        report(Progress("upload", percent))
    report(Progress("reboot", None, "no answer"))


def test_progress_becomes_lines_and_rows(start: MakeWatch, fleet: Fleet) -> None:
    lines: list[str] = []
    start(PlainScreen(lines.append, interval=10))
    upgrade("cam-01")
    assert eventually(lambda: "cam-01: reboot, no answer" in lines)
    assert lines[0] == "cam-01: upload 0 %"
    assert [(device.host, device.progress.phase) for device in fleet.picture().under_way] == [("cam-01", "reboot")]


def test_a_result_that_overtakes_progress_leaves_no_row_behind(start: MakeWatch, fleet: Fleet) -> None:
    watch = start(PlainScreen(lambda line: None, interval=10))
    for number in range(200):
        host = f"cam-{number}"
        reporter(host)(Progress("verify"))
        watch.ended(host)
        assert host not in {device.host for device in fleet.picture().under_way}
    time.sleep(0.3)
    assert fleet.picture().under_way == ()


def test_stopping_is_quick_and_leaves_no_thread(start: MakeWatch) -> None:
    watch = start(PlainScreen(lambda line: None, interval=10))
    began = time.monotonic()
    watch.stop()
    assert time.monotonic() - began < 1
    assert "hikvision-progress" not in {thread.name for thread in threading.enumerate()}
    assert VARIABLE not in os.environ


def _worker(host: str) -> None:
    upgrade(host)
    Display().display(f"{host}: printed by a fork")
    os._exit(0)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # which is the point
@pytest.mark.parametrize("live", [False, True])
def test_forks_and_both_printing_threads_never_wait_for_each_other(start: MakeWatch, fleet: Fleet, live: bool) -> None:
    """Ansible forks while its own thread prints; the thread here prints as well. The deadline is the assertion."""
    reading, writing = os.pipe()
    threading.Thread(target=_drain, args=(reading,), daemon=True).start()
    display = Display()
    screen = LiveScreen(writing, colour=True) if live else PlainScreen(display.display, interval=0)
    watch = start(screen)
    fleet.begin_batch(f"cam-{number}" for number in range(20))
    forks = multiprocessing.get_context("fork")
    for number in range(20):
        with display._lock:  # as ansible-core does around each fork
            process = forks.Process(target=_worker, args=(f"cam-{number}",))
            process.start()
        display.display("task line")
        upgrade(f"local-{number}")
        process.join(timeout=20)
        assert process.exitcode == 0
        watch.ended(f"cam-{number}")


def _drain(descriptor: int) -> None:
    while os.read(descriptor, 1 << 16):
        pass


@pytest.mark.parametrize(
    ("environment", "terminal", "expected"),
    [
        ({"TERM": "xterm-256color"}, True, True),
        ({"TERM": "xterm-256color"}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({}, True, False),
        ({"TERM": "xterm", "AWX_ISOLATED_DATA_DIR": "/runner/artifacts/1"}, True, False),
    ],
)
def test_a_table_is_drawn_only_for_a_person(
    environment: dict[str, str], terminal: bool, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TERM", "AWX_ISOLATED_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("os.isatty", lambda descriptor: terminal)
    assert can_draw() is expected


def test_without_rich_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("AWX_ISOLATED_DATA_DIR", raising=False)
    monkeypatch.setattr("os.isatty", lambda descriptor: True)
    monkeypatch.setattr(_progress_watch, "HAS_RICH", False)
    assert not can_draw()
