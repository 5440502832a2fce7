# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The start of a wave: what keeps it from beginning, and what it waits for."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approval import Approvals, Request
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approving import NotApproved
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError, Stopped
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.wave_start import (
    Tripped,
    WaveStart,
    Wishes,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.waves import Wave
from ansible_collections.surveillance.hikvision.tests.unit.rollout.a_rollout import SECOND, Rollout

WAVES = [
    Wave(1, canary=True, hosts=("a", "b")),
    Wave(2, canary=False, hosts=("c", "d")),
    Wave(3, canary=False, hosts=("e",)),
]
HOSTS = ["a", "b", "c", "d", "e"]


class Time:
    """Passes when somebody sleeps. ``happens`` maps seconds from the beginning to what happens then."""

    def __init__(self, rollout, happens=None):
        self._rollout = rollout
        self._began = rollout.now
        self._happens = dict(happens or {})

    @property
    def passed(self):
        return (self._rollout.now - self._began).total_seconds()

    def now(self):
        return self._rollout.now

    def monotonic(self):
        return self.passed

    def sleep(self, seconds):
        assert seconds > 0
        self._rollout.now += datetime.timedelta(seconds=seconds)
        for due in [moment for moment in self._happens if moment <= self.passed]:
            self._happens.pop(due)()


@pytest.fixture
def rollout(tmp_path):
    """The first wave is through."""
    found = Rollout(tmp_path)
    found.begin()
    found.write(Kind.WAVE_BEGAN, wave=1, canary=True, hosts=["a", "b"])
    found.turn("a", "upgraded")
    found.turn("b", "upgraded")
    return found


class Start:
    """Begins wave two and keeps what was told."""

    def __init__(self, rollout, happens=None, number=2, hosts=None, limits=None, **wishes):
        self.time = Time(rollout, happens)
        self.told = []
        wave = WAVES[number - 1]
        self._start = WaveStart(
            context=rollout.context(wave=number, **(limits or {})),
            waves=WAVES,
            wave=wave,
            hosts=HOSTS if hosts is None else hosts,
            batch=[host for host in wave.hosts if host in (hosts or HOSTS)],
            wishes=Wishes(command="ansible-playbook go_on.yml", **wishes),
            clock=self.time,
            tell=self.told.append,
        )

    def begin(self):
        return self._start.begin()


def test_a_wave_against_which_nothing_speaks_begins_at_once(rollout):
    start = Start(rollout)
    assert start.begin() == {
        "c": [{"host": "a", "baseline": "baselines/a.json"}],
        "d": [{"host": "b", "baseline": "baselines/b.json"}],
    }
    assert start.time.passed == 0
    assert start.told == []
    assert rollout.events(Kind.WAVE_BEGAN)[-1] == ("", {"wave": 2, "canary": False, "hosts": ["c", "d"]})


def test_nobody_has_to_look_again(rollout):
    assert Start(rollout, reprobe=False).begin() == {}


@pytest.mark.parametrize("which", [0, 1], ids=["all rollouts", "this rollout"])
def test_the_kill_switch(rollout, which):
    rollout.place.stop_files[which].write_text("a camera burns")
    with pytest.raises(Stopped, match="is set: a camera burns"):
        Start(rollout).begin()
    [(_host, stopped)] = rollout.events(Kind.STOPPED)
    assert stopped["wave"] == 2
    assert "a camera burns" in stopped["reason"]
    assert rollout.events(Kind.RUN_ENDED) == [("", {"state": "stopped", "sentence": stopped["reason"]})]
    assert len(rollout.events(Kind.WAVE_BEGAN)) == 1


def test_the_variable_is_a_kill_switch_too(rollout):
    with pytest.raises(Stopped, match="rollout_stop is set"):
        Start(rollout, stop=True).begin()


def test_the_breaker(rollout):
    rollout.write(Kind.REGRESSED, "a", problems=["no picture"])
    with pytest.raises(Tripped) as caught:
        Start(rollout).begin()
    assert str(caught.value) == ("Wave 2 does not begin: 1 in trouble of 2 tried, 0 allowed: a regressed: no picture.")
    assert "rollout_set_aside" in caught.value.advice


def test_what_is_tried_again_does_not_trip_the_breaker(rollout):
    rollout.write(Kind.WAVE_BEGAN, wave=2, canary=False, hosts=["c", "d"])
    rollout.turn("c", "failed", 2)
    rollout.turn("d", None, 2)  # the controller was killed
    rollout.begin(SECOND)
    Start(rollout).begin()
    assert len(rollout.events(Kind.WAVE_BEGAN)) == 3


def test_what_is_not_tried_again_trips_it(rollout):
    rollout.turn("e", "failed", 3, "No picture.")
    rollout.begin(SECOND)
    with pytest.raises(Tripped, match="e failed: No picture"):
        Start(rollout, hosts=HOSTS[:-1]).begin()


def test_a_journal_that_does_not_know_the_run(rollout):
    rollout.place.journal.unlink()
    with pytest.raises(ControlError, match="does not know this run"):
        Start(rollout).begin()


@pytest.mark.parametrize(("passed", "seconds", "waited"), [(0, 300, 300), (100, 300, 200), (300, 300, 0), (9, 0, 0)])
def test_the_soak(rollout, passed, seconds, waited):
    rollout.now += datetime.timedelta(seconds=passed)
    start = Start(rollout, soak=seconds)
    start.begin()
    assert start.time.passed == waited
    assert len(start.told) == bool(waited)


def test_the_soak_says_until_when(rollout):
    start = Start(rollout, soak=300)
    start.begin()
    assert start.told == [
        "Wave 2 (2 devices) begins after a soak of 5 min. Waiting until 2026-03-02 12:05:00 UTC (5 min)."
    ]


def test_the_first_wave_has_nothing_to_soak(tmp_path):
    rollout = Rollout(tmp_path)
    rollout.begin()
    start = Start(rollout, number=1, soak=300)
    start.begin()
    assert start.time.passed == 0


def test_the_kill_switch_ends_a_soak(rollout):
    start = Start(rollout, {60: rollout.place.stop_files[1].touch}, soak=300)
    with pytest.raises(Stopped):
        start.begin()
    assert 60 <= start.time.passed <= 70


def test_a_wave_that_is_through_waits_for_nothing(rollout):
    rollout.turn("c", "upgraded", 2)
    rollout.turn("d", "upgraded", 2)
    rollout.begin(SECOND)
    start = Start(rollout, soak=300, approvals=Approvals.read("all"))
    start.begin()
    assert start.time.passed == 0
    assert not rollout.place.approval_request(2).exists()


ALL = {"approvals": Approvals.read("all")}


def test_without_approval_it_does_not_begin(rollout):
    start = Start(rollout, **ALL)
    with pytest.raises(NotApproved) as caught:
        start.begin()
    request = Request.read(rollout.place.approval_request(2).read_bytes())
    assert (request.hosts, dict(request.troubled), request.pending) == (("c", "d"), {}, ())
    assert start.told == [caught.value.advice], "the words are on the screen, line by line"
    assert start.time.passed == 0
    assert rollout.events(Kind.RUN_ENDED)[0][1]["state"] == "stopped"


def test_trouble_and_what_is_left_is_in_the_request(rollout):
    rollout.write(Kind.REGRESSED, "a", problems=["no picture"])
    rollout.turn("b", "deferred")
    with pytest.raises(NotApproved, match=r"in trouble: a\.$"):
        Start(rollout, limits={"failures": 1}, **ALL).begin()
    assert Request.read(rollout.place.approval_request(2).read_bytes()).troubled == {"a": "regressed"}


def test_what_was_put_off_is_in_the_request(tmp_path):
    rollout = Rollout(tmp_path)
    rollout.begin()
    rollout.write(Kind.WAVE_BEGAN, wave=1, canary=True, hosts=["a", "b"])
    rollout.turn("a", "upgraded")
    rollout.turn("b", "deferred")
    with pytest.raises(NotApproved, match="still to be done: b"):
        Start(rollout, **ALL).begin()


def digest(rollout, wave=2):
    return Request.read(rollout.place.approval_request(wave).read_bytes()).digest


def approve(rollout):
    rollout.place.approval(2).write_text(f"{digest(rollout)} Jane Doe")


def test_an_approval_ends_the_waiting(rollout):
    start = Start(rollout, {100: lambda: approve(rollout)}, approval_wait=600, **ALL)
    start.begin()
    assert 100 <= start.time.passed <= 110
    waiting, what_to_do = start.told
    assert waiting.endswith("Waiting until 2026-03-02 12:10:00 UTC (10 min).")
    assert what_to_do.startswith(f"Read {rollout.place.approval_request(2)}.")
    approved = {"wave": 2, "request": digest(rollout), "by": "Jane Doe"}
    assert rollout.events(Kind.APPROVED) == [("", approved)]


def test_the_waiting_has_an_end(rollout):
    start = Start(rollout, approval_wait=600, **ALL)
    with pytest.raises(NotApproved):
        start.begin()
    assert start.time.passed == 600


def test_the_kill_switch_ends_the_waiting(rollout):
    start = Start(rollout, {60: rollout.place.stop_files[0].touch}, approval_wait=600, **ALL)
    with pytest.raises(Stopped):
        start.begin()
    assert 60 <= start.time.passed <= 70


def test_an_approval_is_remembered_and_stands_while_nothing_gets_worse(rollout):
    with pytest.raises(NotApproved):
        Start(rollout, **ALL).begin()
    Start(rollout, approval=digest(rollout), **ALL).begin()
    rollout.begin(SECOND)
    rollout.turn("a", "unchanged")
    Start(rollout, **ALL).begin()
    assert len(rollout.events(Kind.APPROVED)) == 1
    rollout.write(Kind.REGRESSED, "a", problems=["no picture"])
    with pytest.raises(NotApproved, match="What the journal has as approved is an answer to an earlier request"):
        Start(rollout, limits={"failures": 1}, **ALL).begin()
