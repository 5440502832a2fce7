# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a rollout stops itself."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import (
    Ending,
    Limits,
    tally,
    tripped,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import REGRESSED, State

OFTEN = Limits(failures=None, share=5.0)
IN_A_ROW = Limits(failures=None, consecutive=2)


def endings(text, run=""):
    """``a+ b- c.``: a in order, b in trouble, c deferred."""
    words = {"+": State.UPGRADED, "-": State.FAILED, ".": State.DEFERRED}
    return [Ending(word[:-1], words[word[-1]], run) for word in text.split()]


def numbered(good, bad):
    return [Ending(f"g{number}", State.UPGRADED) for number in range(good)] + [
        Ending(f"b{number}", State.FAILED) for number in range(bad)
    ]


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (State.STARTED, True),
        (State.REFUSED, True),
        (State.UNREACHABLE, True),
        (State.FAILED, True),
        (State.ROLLED_BACK, True),
        (State.CONFIG_RESTORED, True),
        (REGRESSED, True),
        ("unknown", True),
        ("a word of a later version", True),
        (State.UNCHANGED, False),
        (State.SKIPPED, False),
        (State.WOULD_UPGRADE, False),
        (State.UPGRADED, False),
        (State.DEFERRED, False),
        (State.STOPPED, False),
        (State.SET_ASIDE, False),
    ],
)
def test_what_counts_against_a_rollout(state, counts):
    counted = tally([Ending("a", state)])
    assert bool(counted.troubled) is counts
    assert (tripped(Limits(), counted) is not None) is counts


def test_every_state_is_decided():
    """A new state must not slip through as one that counts by accident."""
    silent = {state for state in State if not tally([Ending("a", state)]).known}
    assert silent == {State.DEFERRED, State.STOPPED, State.SET_ASIDE}


@pytest.mark.parametrize(("failures", "bad", "stops"), [(0, 0, False), (0, 1, True), (2, 2, False), (2, 3, True)])
def test_the_count_may_be_reached_and_not_exceeded(failures, bad, stops):
    assert (tripped(Limits(failures=failures), tally(numbered(5, bad))) is not None) is stops


@pytest.mark.parametrize(
    ("good", "bad", "stops"),
    [
        pytest.param(1, 1, False, id="half of a sample that is too small"),
        pytest.param(0, 9, False, id="all of a sample that is too small"),
        pytest.param(9, 1, True, id="a tenth of the smallest sample"),
        pytest.param(19, 1, False, id="as much as allowed"),
        pytest.param(18, 1, True, id="a little more"),
        pytest.param(97, 5, False, id="a little less"),
        pytest.param(94, 6, True, id="more in a large sample"),
    ],
)
def test_a_share_is_looked_at_from_a_sample_on(good, bad, stops):
    assert (tripped(OFTEN, tally(numbered(good, bad))) is not None) is stops


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("", 0),
        ("a- b-", 2),
        ("a- b+ c-", 1),
        ("a- b. c-", 2),
        ("a+ b- c- d-", 3),
        ("a- b- c- d+", 3),
        ("a- b- c+ d-", 2),
        ("a- a- a-", 1),
    ],
)
def test_in_a_row_counts_devices_in_the_order_of_time(text, row):
    counted = tally(endings(text))
    assert counted.in_a_row == row
    assert (tripped(IN_A_ROW, counted) is not None) is (row > 2)


def test_a_device_proven_once_more_does_not_break_a_row():
    earlier = endings("a+ b- c-", "earlier")
    assert tally([*earlier, *endings("a+ d-")], hosts=()).in_a_row == 3


def test_the_last_word_about_a_device_counts():
    earlier = endings("a- b+ c-", "earlier")
    counted = tally([*earlier, *endings("a+"), Ending("b", REGRESSED, "now")], run="now", hosts=["c"])
    assert {ending.host: ending.state for ending in counted.known} == {"a": State.UPGRADED, "b": REGRESSED}


def test_trouble_of_an_earlier_run_does_not_count_until_the_device_has_ended_again():
    earlier = endings("a+ b- c-", "earlier")
    limits = Limits(failures=1)
    assert tripped(limits, tally(earlier, run="now", hosts=["b", "c"])) is None
    assert tripped(limits, tally([*earlier, *endings("b-", "now")], run="now", hosts=["b", "c"])) is None
    assert tripped(limits, tally([*earlier, *endings("b- c-", "now")], run="now", hosts=["b", "c"]))


@pytest.mark.parametrize("state", [State.DEFERRED, State.STOPPED])
def test_a_device_that_was_put_off_is_still_to_be_tried(state):
    earlier = endings("a+ b-", "earlier")
    again = Ending("b", state, "now")
    assert tally([*earlier, again], run="now", hosts=["b"]).troubled == ()
    assert tally([*earlier, again, *endings("b-", "now")], run="now", hosts=["b"]).troubled
    assert tally([*endings("b-", "now"), again], run="now", hosts=["b"]).troubled, "it has failed in this run"


def test_a_device_that_somebody_brought_back_is_in_no_trouble():
    back = Ending("b", State.ROLLED_BACK, "rollback", on_purpose=True)
    assert [one.host for one in tally([*endings("a+ b-", "earlier"), back], run="now", hosts=()).known] == ["a"]
    assert tally([back, *endings("b-", "now")], run="now", hosts=["b"]).troubled


def test_a_device_that_is_not_tried_again_keeps_counting():
    earlier = endings("a+ b- c-", "earlier")
    assert tripped(Limits(failures=1), tally(earlier, hosts=["a"]))
    assert tripped(Limits(failures=1), tally(earlier)) is None, "nobody said which hosts are in the run"


def test_a_device_that_was_set_aside_does_not_count():
    counted = tally(endings("a- b+"), set_aside=["a"])
    assert counted.troubled == ()
    assert len(counted.known) == 1


@pytest.mark.parametrize(
    ("told", "limits"),
    [
        ({}, Limits()),
        ({"failures": "3"}, Limits(failures=3)),
        ({"failures": None, "share": ""}, Limits()),
        ({"share": "5%"}, Limits(failures=None, share=5.0)),
        ({"share": "2.5 %", "failures": 4, "minimum": "20"}, Limits(failures=4, share=2.5, minimum=20)),
        ({"consecutive": 0}, Limits(failures=None, consecutive=0)),
        ({"minimum": 1}, Limits(minimum=1)),
    ],
)
def test_limits_are_read(told, limits):
    assert Limits.read(told) == limits
    assert Limits.read(limits.as_fact()) == limits


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"failures": -1}, "rollout_max_failures can not be -1."),
        ({"failures": "few"}, "rollout_max_failures can not be 'few'."),
        ({"failures": True}, "rollout_max_failures can not be True."),
        ({"consecutive": 1.5}, "rollout_max_consecutive can not be 1.5."),
        ({"share": 5}, "rollout_max_failure_share can not be 5."),
        ({"share": "101%"}, "rollout_max_failure_share can not be '101%'."),
        ({"share": "5"}, "rollout_max_failure_share can not be '5'."),
        ({"minimum": [3]}, "rollout_minimum_sample can not be [3]."),
    ],
)
def test_a_limit_that_can_not_be_used_is_named(told, words):
    with pytest.raises(ControlError) as caught:
        Limits.read(told)
    assert str(caught.value) == words
    assert "for example" in caught.value.advice


@pytest.mark.parametrize(
    ("limits", "text", "words"),
    [
        (Limits(failures=1), "a+ b- c-", "2 in trouble of 3 tried, 1 allowed"),
        (Limits(failures=None, share=20.0, minimum=3), "a+ b- c+", "1 in trouble of 3 tried, 20% allowed"),
        (Limits(failures=None, consecutive=1), "a+ b- c-", "2 devices in a row in trouble, 1 allowed"),
    ],
)
def test_what_is_exceeded_is_said(limits, text, words):
    assert tripped(limits, tally(endings(text))) == words
