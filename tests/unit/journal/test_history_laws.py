# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws that hold for any sequence of events, whoever was killed in between."""

from __future__ import annotations

import typing

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import GOOD, State
from ansible_collections.surveillance.hikvision.tests.unit.journal.story import FIRST, SECOND, event

HOSTS = ("cam-1", "cam-2")
STATES = sorted({*State, *Outcome})
CLOSES = frozenset({Kind.FLASHED, Kind.SETTLED, Kind.ENDED})
FOR_NOTHING = frozenset({Outcome.REFUSED, Outcome.FAILED_BEFORE_WRITE, Outcome.UNCHANGED, Outcome.WOULD_UPGRADE})


def _details(kind: Kind) -> st.SearchStrategy[dict[str, typing.Any]]:
    match kind:
        case Kind.ENDED | Kind.ROLLED_BACK:
            return st.fixed_dictionaries({"state": st.sampled_from(STATES)})
        case Kind.FLASHED | Kind.SETTLED:
            return st.fixed_dictionaries(
                {"outcome": st.sampled_from(sorted(Outcome))}, optional={"whole": st.booleans()}
            )
        case Kind.SENT:
            return st.fixed_dictionaries({"whole": st.booleans()}, optional={"refused": st.booleans()})
        case Kind.SET_ASIDE:
            return st.fixed_dictionaries({"hosts": st.lists(st.sampled_from(HOSTS), max_size=2)})
    return st.just({})


@st.composite
def journals(draw: st.DrawFn, kinds: typing.Sequence[Kind] = tuple(Kind)) -> list[Event]:
    told = []
    for second in range(draw(st.integers(0, 30))):
        kind = draw(st.sampled_from(kinds))
        host = draw(st.sampled_from(HOSTS)) if kind.is_of_device else None
        run = draw(st.sampled_from((FIRST, SECOND)))
        told.append(event(kind, host, run=run, second=second, **draw(_details(kind))))
    return told


OF_DEVICES = tuple(kind for kind in Kind if kind.is_of_device)


@settings(max_examples=150, deadline=None)
@given(journals())
def test_any_beginning_of_a_journal_makes_sense(events: list[Event]) -> None:
    for end in range(len(events) + 1):
        history = History.of(events[:end])
        assert all(device.standing in Standing for device in history.devices.values())
        assert [outcome.at for outcome in history.outcomes] == sorted(outcome.at for outcome in history.outcomes)


@settings(max_examples=150, deadline=None)
@given(journals(OF_DEVICES))
def test_a_file_that_was_begun_and_of_which_nothing_is_heard_is_a_riddle(events: list[Event]) -> None:
    history = History.of(events)
    for host in HOSTS:
        own = [told.kind for told in events if told.host == host and told.kind is not Kind.ROLLED_BACK]
        if Kind.ROLLED_BACK in {told.kind for told in events if told.host == host} or Kind.PROVEN in own:
            continue
        last = max((number for number, kind in enumerate(own) if kind is Kind.WRITING), default=None)
        if last is not None and CLOSES.isdisjoint(own[last:]):
            assert history.standing(host) is Standing.UNPROVEN


@settings(max_examples=150, deadline=None)
@given(journals(OF_DEVICES))
def test_done_stays_done_until_something_is_sent_or_speaks_against_it(events: list[Event]) -> None:
    for end in range(1, len(events)):
        told = events[end]
        assert told.host is not None
        before, after = History.of(events[:end]).device(told.host), History.of(events[: end + 1]).device(told.host)
        if before.standing is not Standing.DONE or after.standing is Standing.DONE:
            continue
        against = told.details.get("state") not in GOOD
        assert (
            told.kind in (Kind.WRITING, Kind.REGRESSED, Kind.ROLLED_BACK)
            or (told.kind is Kind.ENDED and against)
            or (told.kind in (Kind.FLASHED, Kind.SETTLED))
        )


@settings(max_examples=150, deadline=None)
@given(journals(OF_DEVICES))
def test_a_device_that_nothing_was_sent_to_is_no_riddle_unless_its_end_says_so(events: list[Event]) -> None:
    history = History.of(events)
    for host in HOSTS:
        own = [told for told in events if told.host == host]
        sent = {Kind.WRITING, Kind.FLASHED, Kind.SETTLED} & {told.kind for told in own}
        riddles = {Outcome.FAILED_UNKNOWN, Outcome.NOT_BACK, Outcome.LOST_ACCESS}
        if not sent and not any(told.details.get("state") in riddles for told in own):
            assert history.standing(host) is not Standing.UNPROVEN


@settings(max_examples=150, deadline=None)
@given(journals(OF_DEVICES))
def test_flashes_are_the_files_that_were_sent_whole(events: list[Event]) -> None:
    """Of each file that was begun, at most one; none of a file that is proven to have done nothing."""
    for end in range(1, len(events) + 1):
        told = events[end - 1]
        assert told.host is not None
        before, after = History.of(events[: end - 1]).device(told.host), History.of(events[:end]).device(told.host)
        begun = sum(each.kind is Kind.WRITING and each.host == told.host for each in events[:end])
        assert 0 <= after.flashes <= begun
        match after.flashes - before.flashes:
            case 0:
                taken = told.kind is Kind.SENT and told.details["whole"] and not told.details.get("refused")
                assert not taken or before.whole_file_sent or not begun
            case 1:
                assert told.kind in (Kind.SENT, Kind.FLASHED, Kind.SETTLED)
                assert told.details.get("outcome") not in FOR_NOTHING
            case -1:
                assert told.details["outcome"] in FOR_NOTHING
            case _:
                raise AssertionError("more than one at once")


@settings(max_examples=100, deadline=None)
@given(journals())
def test_devices_do_not_mix(events: list[Event]) -> None:
    alone = [told for told in events if told.host in (None, "cam-1")]
    assert History.of(events).device("cam-1") == History.of(alone).device("cam-1")
