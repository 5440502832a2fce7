# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of the progress becomes plain lines, and how many datagrams a worker sends."""

from __future__ import annotations

import itertools

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress
from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _progress
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress import RateLimit
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_channel import VARIABLE, Sighting
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_lines import PlainLines


class Clock:
    """Time that passes only when told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lines(clock: Clock) -> PlainLines:
    return PlainLines(interval=10, now=clock)


def told(lines: PlainLines, *progress: Progress) -> list[str]:
    return [line for each in progress if (line := lines.line(Sighting("cam-01", each)))]


def test_a_fast_upload_has_a_line_for_each_quarter(lines: PlainLines) -> None:
    assert told(lines, *(Progress("upload", percent) for percent in range(101))) == [
        "cam-01: upload 0 %",
        "cam-01: upload 25 %",
        "cam-01: upload 50 %",
        "cam-01: upload 75 %",
        "cam-01: upload 100 %",
    ]


def test_a_new_phase_has_a_line_at_once(lines: PlainLines) -> None:
    phases = [Progress("upload", 100, "4 of 4 MB"), Progress("flash"), Progress("reboot", None, "no answer for 3 s")]
    assert told(lines, *phases) == [
        "cam-01: upload 100 %, 4 of 4 MB",
        "cam-01: flash",
        "cam-01: reboot, no answer for 3 s",
    ]


def test_slow_progress_has_a_line_each_interval(lines: PlainLines, clock: Clock) -> None:
    shown = []
    for second in range(60):
        clock.seconds += 1
        shown += told(lines, Progress("flash", second // 4))
    assert shown == [f"cam-01: flash {percent} %" for percent in (0, 2, 5, 7, 10, 12)]


def test_nothing_new_has_no_line_however_long_it_takes(lines: PlainLines, clock: Clock) -> None:
    assert told(lines, Progress("flash", 99)) == ["cam-01: flash 99 %"]
    clock.seconds += 3600
    assert told(lines, Progress("flash", 99)) == []


def test_hosts_do_not_hide_each_other(lines: PlainLines) -> None:
    sightings = [Sighting(host, Progress("upload", 0)) for host in ("cam-01", "cam-02", "cam-01")]
    assert [lines.line(sighting) for sighting in sightings] == ["cam-01: upload 0 %", "cam-02: upload 0 %", None]


def test_the_next_task_of_a_host_starts_afresh(lines: PlainLines) -> None:
    assert told(lines, Progress("verify")) == ["cam-01: verify"]
    lines.forget("cam-01")
    assert told(lines, Progress("verify")) == ["cam-01: verify"]


def test_a_worker_sends_four_datagrams_a_second_and_every_milestone(clock: Clock) -> None:
    limit = RateLimit(0.25, now=clock)
    sent = []
    for percent in range(101):
        clock.seconds += 1 / 64
        if limit.allows(Progress("upload", percent)):
            sent.append(percent)
    assert sent == [0, 16, 32, 48, 64, 80, 96, 100]
    assert limit.allows(Progress("flash", 0))
    assert not limit.allows(Progress("flash", 0))


def test_without_the_callback_a_worker_prints_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(_progress.Display, "display", lambda display, line: printed.append(line))
    report = _progress.reporter("nvr-01")
    for percent in itertools.chain(range(0, 101, 10), [100]):
        report(Progress("upload", percent))
    assert printed == [f"nvr-01: upload {percent} %" for percent in (0, 30, 60, 90)]


def test_a_socket_that_is_gone_does_not_silence_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    monkeypatch.setenv(VARIABLE, "/nowhere/progress")
    monkeypatch.setattr(_progress.Display, "display", lambda display, line: printed.append(line))
    _progress.reporter("nvr-01")(Progress("reboot"))
    assert printed == ["nvr-01: reboot"]
