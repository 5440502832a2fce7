# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the table of devices under way says."""

from __future__ import annotations

import re

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._fleet import Fleet, Picture
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._live_table import LiveTable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_channel import Sighting


@pytest.fixture(autouse=True)
def a_terminal_with_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the environment of the test run says of its own terminal."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def fleet_of(count: int) -> Fleet:
    fleet = Fleet(now=iter(range(0, 10_000, 5)).__next__)
    fleet.begin_batch(f"cam-{number:02d}" for number in range(count))
    for number in range(count):
        fleet.saw(Sighting(f"cam-{number:02d}", Progress("upload", number, f"{number} of 99 MB")))
    return fleet


def drawn(picture: Picture, columns: int = 90, room: int = 20) -> list[str]:
    lines = LiveTable(colour=True).lines(picture, columns=columns, room=room)
    return [re.sub(r"\x1b\[[\d;]*m", "", line).rstrip() for line in lines]


def test_each_device_has_a_line() -> None:
    headline, first, second = drawn(fleet_of(2).picture())
    assert headline.startswith("0 of 2 devices through")
    assert re.fullmatch(r"cam-00 +upload +\S+ +0 % +\d:\d\d +0 of 99 MB", first)
    assert re.fullmatch(r"cam-01 +upload +\S+ +1 % +\d:\d\d +1 of 99 MB", second)


def test_what_has_no_percent_has_no_bar() -> None:
    fleet = fleet_of(1)
    fleet.saw(Sighting("cam-00", Progress("reboot", None, "no answer for 7 s")))
    assert re.fullmatch(r"cam-00 +reboot +\d:\d\d +no answer for 7 s", drawn(fleet.picture())[1])


@pytest.mark.parametrize(("room", "devices"), [(31, 30), (12, 10), (3, 1)])
def test_a_large_batch_is_cut_and_counted(room: int, devices: int) -> None:
    lines = drawn(fleet_of(30).picture(), room=room)
    assert len(lines) <= room
    assert sum(line.startswith("cam-") for line in lines) == devices
    assert (lines[-1] == f"... and {30 - devices} more") is (devices < 30)


@pytest.mark.parametrize("columns", [20, 40, 72])
def test_a_narrow_terminal_gets_narrow_lines(columns: int) -> None:
    fleet = fleet_of(3)
    fleet.saw(Sighting("cam-with-a-very-long-name-" * 3, Progress("verify", 50, "x" * 100)))
    assert all(len(line) <= columns for line in drawn(fleet.picture(), columns=columns))


def test_nothing_under_way_draws_nothing() -> None:
    fleet = fleet_of(1)
    fleet.ended("cam-00")
    assert drawn(fleet.picture()) == []


def test_a_task_without_progress_of_its_own_is_told() -> None:
    fleet = fleet_of(1)
    fleet.ended("cam-00")
    fleet.begin_task("Back up the configuration")
    (headline,) = drawn(fleet.picture())
    assert re.fullmatch(r"0 of 1 device through +\d:\d\d +Back up the configuration", headline)


def test_the_headline_counts_the_batch_and_the_trouble() -> None:
    fleet = fleet_of(3)
    fleet.ended("cam-00")
    fleet.finished("cam-00", in_trouble=True)
    assert drawn(fleet.picture())[0].startswith("1 of 3 devices through, 1 in trouble")
    fleet.begin_batch(["nvr-01"])
    fleet.saw(Sighting("nvr-01", Progress("upload", 0)))
    assert drawn(fleet.picture())[0].startswith("0 of 1 device through, 1 in trouble")


def test_names_are_text_and_not_markup() -> None:
    fleet = fleet_of(0)
    fleet.saw(Sighting("[red]cam[/]", Progress("[b]upload", None, "[/nonsense]")))
    line = drawn(fleet.picture())[1]
    assert "[red]cam[/]" in line
    assert "[/nonsense]" in line
