# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of each device last, and how it is kept beside the journal."""

from __future__ import annotations

import json
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control import kept_standings
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.kept_standings import current_standings
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.standings import Standings
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import NewerSchema, Unreadable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Limits, tripped
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.experience import counted
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import GOOD
from ansible_collections.surveillance.hikvision.tests.unit.rollout.a_rollout import FIRST, NOON, SECOND, Rollout

HOSTS = ("a", "b", "c")
STATES = ("upgraded", "unchanged", "failed", "rolled_back", "unreachable", "deferred", "stopped", "not_back")
BACK = "cccccccccccc"
Turns = list[tuple[str, str | None]]


def events_of_devices() -> st.SearchStrategy[Event]:
    hosts, runs = st.sampled_from(HOSTS), st.sampled_from([FIRST, SECOND])
    ended = st.builds(
        lambda host, run, state: Event(NOON, run, Kind.ENDED, host, {"state": state}),
        hosts,
        runs,
        st.sampled_from(STATES),
    )
    others = st.builds(
        lambda host, run, kind: Event(NOON, run, kind, host),
        hosts,
        runs,
        st.sampled_from([Kind.BEGAN, Kind.DEFERRED, Kind.REGRESSED, Kind.PROVEN, Kind.WRITING, Kind.FLASHED]),
    )
    return st.one_of(ended, others)


def events() -> st.SearchStrategy[Event]:
    of_runs = st.one_of(
        st.just(Event(NOON, SECOND, Kind.RUN_BEGAN)),
        st.builds(
            lambda hosts: Event(NOON, SECOND, Kind.SET_ASIDE, None, {"hosts": hosts}), st.lists(st.sampled_from(HOSTS))
        ),
    )
    return st.one_of(events_of_devices(), of_runs)


@given(st.lists(events(), max_size=30), st.integers(0, 30), st.sampled_from([None, (), ("a",), HOSTS]))
def test_it_does_not_matter_where_the_reading_was_interrupted(
    told: list[Event], place: int, hosts: tuple[str, ...] | None
) -> None:
    whole = Standings().after(told)
    first = Standings().after(told[:place])
    assert first.after(told[place:]) == whole
    parts = first.compact().after(told[place:])
    assert parts.counted(SECOND, hosts) == whole.counted(SECOND, hosts)
    assert in_order(parts) == in_order(whole)
    assert (parts.attempts, parts.under_way, parts.set_aside) == (whole.attempts, whole.under_way, whole.set_aside)
    assert parts.rollouts == whole.rollouts


def in_order(standings: Standings) -> dict[str, str | bool]:
    """The states of the devices; which of the good ones it is does not matter."""
    return {host: state in GOOD or state for host, state in standings.states(HOSTS).items()}


def turns() -> st.SearchStrategy[list[Event]]:
    """Turns of devices in two runs of a rollout, between which some are brought back on purpose; some do not end."""

    def turn(host: str, state: str | None, run: str) -> list[Event]:
        began = Event(NOON, run, Kind.BEGAN, host)
        return [began] if state is None else [began, Event(NOON, run, Kind.ENDED, host, {"state": state})]

    def back(host: str, state: str, kind: Kind) -> Event:
        return Event(NOON, BACK, kind, host, {"state": state})

    one = st.lists(st.tuples(st.sampled_from(HOSTS), st.sampled_from([*STATES, None])), max_size=6)
    returns = st.builds(
        back,
        st.sampled_from(HOSTS),
        st.sampled_from(["rolled_back", "config_restored", "failed"]),
        st.sampled_from([Kind.ENDED, Kind.ROLLED_BACK]),
    )

    def told(first: Turns, brought_back: list[Event], second: Turns) -> list[Event]:
        return [
            Event(NOON, FIRST, Kind.RUN_BEGAN),
            *(event for host, state in first for event in turn(host, state, FIRST)),
            *brought_back,
            Event(NOON, SECOND, Kind.RUN_BEGAN),
            *(event for host, state in second for event in turn(host, state, SECOND)),
        ]

    return st.builds(told, one, st.lists(returns, max_size=4), one)


@given(turns(), st.sampled_from([None, (), ("a",), HOSTS]), st.integers(0, 3))
def test_the_breaker_says_what_it_says_of_the_whole_history(
    told: list[Event], hosts: tuple[str, ...] | None, failures: int
) -> None:
    limits = Limits(failures=failures)
    history = counted(History.of(told, SECOND), SECOND, hosts=hosts, under_way=True)
    assert tripped(limits, Standings().after(told).counted(SECOND, hosts)) == tripped(limits, history)


def test_a_canary_that_was_brought_back_on_purpose_is_not_in_order(tmp_path: pathlib.Path) -> None:
    rollout = Rollout(tmp_path)
    rollout.begin()
    rollout.turn("a", "upgraded")
    rollout.run = BACK
    rollout.write(Kind.ENDED, "a", state="rolled_back")
    standings = current_standings(rollout.place.journal).compact()
    assert standings.counted(SECOND, ()).known == ()
    assert standings.states("a") == {"a": "rolled_back"}


def test_a_turn_that_an_earlier_run_did_not_end_was_lost(tmp_path: pathlib.Path) -> None:
    rollout = Rollout(tmp_path)
    rollout.turn("a", None)
    standings = current_standings(rollout.place.journal)
    assert standings.counted(FIRST, ()).troubled == ()
    assert [ending.host for ending in standings.counted(SECOND, ()).troubled] == ["a"]
    assert standings.attempts == {"a": 1}


def test_a_device_that_is_healthy_again_is_in_order(tmp_path: pathlib.Path) -> None:
    rollout = Rollout(tmp_path)
    rollout.turn("a", "upgraded")
    rollout.write(Kind.REGRESSED, "a", problems=["no pictures"])
    assert current_standings(rollout.place.journal).states("a") == {"a": "regressed"}
    rollout.write(Kind.PROVEN, "a")
    assert current_standings(rollout.place.journal).states("a") == {"a": "upgraded"}


def test_a_device_that_has_waited_is_through(tmp_path: pathlib.Path) -> None:
    rollout = Rollout(tmp_path)
    rollout.turn("a", "failed")
    rollout.turn("a", "deferred")
    assert current_standings(rollout.place.journal).states("a") == {"a": "deferred"}
    rollout.turn("a", "upgraded")
    assert current_standings(rollout.place.journal).states("a") == {"a": "upgraded"}


def test_each_run_says_anew_what_it_goes_on_without(tmp_path: pathlib.Path) -> None:
    rollout = Rollout(tmp_path)
    rollout.begin()
    rollout.write(Kind.SET_ASIDE, hosts=["a"])
    assert current_standings(rollout.place.journal).set_aside == {"a"}
    rollout.begin(SECOND)
    assert current_standings(rollout.place.journal).set_aside == frozenset()


@pytest.fixture
def long_journal(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Rollout:
    """A rollout whose standings have been kept, after which one device more has failed."""
    monkeypatch.setattr(kept_standings, "_FAR_BEHIND", 500)
    rollout = Rollout(tmp_path)
    for number in range(5):
        rollout.turn(f"cam-{number}", "upgraded")
    rollout.write(Kind.SET_ASIDE, hosts=["cam-8"])
    rollout.turn("cam-9", "deferred")
    current_standings(rollout.place.journal)
    rollout.turn("cam-5", "failed")
    return rollout


def beside(rollout: Rollout) -> pathlib.Path:
    return rollout.place.path / "journal.standings.json"


def test_only_what_was_added_is_read(long_journal: Rollout, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    read = Event.read
    monkeypatch.setattr(Event, "read", lambda line: seen.append(line) or read(line))
    standings = current_standings(long_journal.place.journal)
    assert [json.loads(line)["event"] for line in seen] == ["began", "ended"]
    assert standings.states(["cam-1", "cam-5", "cam-9"]) == {
        "cam-1": "upgraded",
        "cam-5": "failed",
        "cam-9": "deferred",
    }
    assert standings.set_aside == {"cam-8"}
    assert standings.attempts["cam-9"] == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
        lambda path: path.write_bytes(b"\xff"),
        lambda path: path.write_text("[]"),
        lambda path: path.write_text(path.read_text().replace("standings/2", "standings/1")),
        lambda path: path.write_text(path.read_text().replace('"pending"', '"waiting"')),
    ],
)
def test_what_is_kept_is_never_needed(long_journal: Rollout, damage: object) -> None:
    before = current_standings(long_journal.place.journal)
    assert callable(damage)
    damage(beside(long_journal))
    again = current_standings(long_journal.place.journal)
    assert again.compact() == before.compact()


def test_what_is_kept_of_another_journal_does_not_count(long_journal: Rollout) -> None:
    journal = long_journal.place.journal
    journal.write_bytes(journal.read_bytes().replace(b"upgraded", b"unproven"))
    assert current_standings(journal).states(["cam-1"]) == {"cam-1": "unproven"}


def test_a_journal_that_was_cut_does_not_fit_what_is_kept(long_journal: Rollout) -> None:
    journal = long_journal.place.journal
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:2]))
    assert current_standings(journal).states(["cam-0", "cam-1"]) == {}


def test_a_directory_that_can_not_be_written_does_no_harm(long_journal: Rollout) -> None:
    beside(long_journal).unlink()
    beside(long_journal).mkdir()
    assert current_standings(long_journal.place.journal).states(["cam-5"]) == {"cam-5": "failed"}


def test_torn_lines_are_passed_over(long_journal: Rollout) -> None:
    with long_journal.place.journal.open("ab") as file:
        file.write(b'{"schema": "hikvision-roll\xff\n\n{"half a line')
    assert current_standings(long_journal.place.journal).states(["cam-5"]) == {"cam-5": "failed"}
    long_journal.turn("cam-6", "failed")  # its writer puts an end to the half line
    assert current_standings(long_journal.place.journal).states(["cam-6"]) == {"cam-6": "failed"}


def test_a_line_that_is_being_written_is_read_when_it_is_whole(long_journal: Rollout) -> None:
    journal = long_journal.place.journal
    beside(long_journal).unlink()
    long_journal.turn("cam-6", "failed")
    whole = journal.read_bytes()
    journal.write_bytes(whole[:-20])
    assert current_standings(journal).states(["cam-6"]) == {}
    assert beside(long_journal).exists()
    journal.write_bytes(whole)
    assert current_standings(journal).states(["cam-6"]) == {"cam-6": "failed"}


def test_a_journal_that_is_not_there_can_not_be_judged(tmp_path: pathlib.Path) -> None:
    with pytest.raises(Unreadable):
        current_standings(tmp_path / "journal.jsonl")


def test_a_journal_of_a_later_version_can_not_be_judged(long_journal: Rollout) -> None:
    with long_journal.place.journal.open("a") as file:
        file.write('{"schema": "hikvision-rollout-journal/2"}\n')
    with pytest.raises(NewerSchema):
        current_standings(long_journal.place.journal)
