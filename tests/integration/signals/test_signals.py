# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is being written when a run is ended is followed until it is proven, and nothing else begins."""

from __future__ import annotations

import contextlib
import fcntl
import json
import signal
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.tests.integration.conftest import StartSite
from ansible_collections.surveillance.hikvision.tests.integration.signals.ended_run import (
    DEVICES,
    FLASHING,
    SENDING,
    WAITING,
    EndedRun,
)


@pytest.fixture
def begin(start_site: StartSite) -> typing.Iterator[typing.Callable[..., EndedRun]]:
    begun: list[EndedRun] = []

    def start(*, callback: bool) -> EndedRun:
        site = start_site(DEVICES, time_factor=100)
        run = EndedRun(site, callback=callback)
        begun.append(run)
        return run

    yield start
    for run in begun:
        run.kill_all()


@contextlib.contextmanager
def holding_the_only_slot(run: EndedRun) -> typing.Iterator[None]:
    """So that the third device waits for its turn."""
    slots = run.directory.parent / "slots"
    slots.mkdir()
    with (slots / "all-1.slot").open("w") as taken:
        fcntl.flock(taken, fcntl.LOCK_EX)
        yield


def assert_followed_to_the_proof(run: EndedRun) -> None:
    for name in (FLASHING, SENDING):
        [end] = run.of(name, Kind.FLASHED)
        assert end.details["outcome"] == "upgraded", end
        assert end.details["whole"]
        record = run.site.fleet[name].record.summary()
        assert [upload["outcome"] for upload in record["uploads"]] == ["accepted"]
        assert record["flashes"] == 1
        kinds = [event.kind for event in run.events() if event.host == name]
        assert kinds == [Kind.BEGAN, Kind.WRITING, Kind.SENT, Kind.SENT, Kind.FLASHING, Kind.REBOOTING, Kind.FLASHED]


def assert_never_begun(run: EndedRun) -> None:
    assert run.of(WAITING, Kind.WRITING) == []
    assert run.site.fleet[WAITING].record.summary()["uploads"] == []


@pytest.mark.parametrize(
    ("number", "group", "callback"),
    [
        (signal.SIGTERM, False, False),
        (signal.SIGTERM, False, True),
        (signal.SIGINT, True, True),
        (signal.SIGKILL, False, True),
    ],
    ids=["terminated", "terminated-with-callback", "interrupted", "killed"],
)
def test_a_run_that_is_ended(
    begin: typing.Callable[..., EndedRun], number: signal.Signals, *, group: bool, callback: bool
) -> None:
    run = begin(callback=callback)
    with holding_the_only_slot(run):
        run.wait_for_the_moment()
        code = run.end(number, group=group)
        run.wait_for_workers()
    assert code == (99 if number == signal.SIGINT else -number)
    assert_followed_to_the_proof(run)
    assert_never_begun(run)
    if callback and number == signal.SIGTERM:
        assert json.loads(run.report.read_text())["finished"] is None
        assert "2 devices are being written to" in run.output.read_text()


def test_what_a_crash_of_the_controller_left_behind_is_proven_later(begin: typing.Callable[..., EndedRun]) -> None:
    run = begin(callback=False)
    with holding_the_only_slot(run):
        run.wait_for_the_moment()
        run.kill_all()
    uploads = {name: run.site.fleet[name].record.summary()["uploads"] for name in (FLASHING, SENDING)}
    proofs = run.prove(FLASHING, SENDING)
    assert proofs[FLASHING]["outcome"] == "upgraded", proofs
    assert proofs[SENDING]["outcome"] == "failed_before_write", proofs
    for name in (FLASHING, SENDING):
        [settled] = run.of(name, Kind.SETTLED)
        assert settled.details["outcome"] == proofs[name]["outcome"]
        assert len(run.site.fleet[name].record.summary()["uploads"]) == len(uploads[name])
    assert run.site.fleet[SENDING].record.summary()["flashes"] == 0
    assert run.site.fleet[FLASHING].record.summary()["flashes"] == 1
