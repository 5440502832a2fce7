# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a rollout goes on after a wave."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.filter.rollout_verdict import rollout_verdict
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import GOOD, State

FLEET = ["a", "b", "c", "d", "e"]


def judge(states, wave, max_failures=0):
    """Judges a rollout of five devices; ``states`` has those that were started."""
    outcomes = {host: {"state": state, "reason": f"{state}, for some reason."} for host, state in states.items()}
    hostvars = {host: {"firmware_upgrade_outcome": outcomes[host]} if host in outcomes else {} for host in FLEET}
    return rollout_verdict(FLEET, hostvars, wave=wave, max_failures=max_failures)


@pytest.mark.parametrize("state", State)
def test_every_state_either_counts_or_does_not(state):
    verdict = judge({"a": "upgraded", "b": state}, wave=["b", "a"])
    assert verdict["stop"] is (state not in GOOD)


@pytest.mark.parametrize(
    ("states", "wave", "allowed", "stop"),
    [
        pytest.param({"a": "upgraded"}, "a", 0, False, id="canary well"),
        pytest.param({"a": "failed"}, "a", 0, True, id="canary failed"),
        pytest.param({"a": "failed"}, "a", 3, True, id="a wave without success stops whatever is allowed"),
        pytest.param({"a": "upgraded", "b": "failed", "c": "upgraded"}, "bc", 1, False, id="as many as allowed"),
        pytest.param({"a": "failed", "b": "upgraded", "c": "failed", "d": "unchanged"}, "cd", 1, True, id="cumulative"),
        pytest.param({"a": "upgraded", "b": "started", "c": "upgraded"}, "c", 0, True, id="vanished"),
        pytest.param({"a": "upgraded", "b": "started", "c": "refused"}, "c", 2, True, id="vanished and refused"),
        pytest.param({"a": "unchanged", "b": "skipped"}, "b", 0, False, id="nothing to do"),
        pytest.param({"a": "rolled_back", "b": "upgraded"}, "ab", "0", True, id="rolled back, number as text"),
    ],
)
def test_the_rollout_stops_when_more_are_in_trouble_than_allowed(states, wave, allowed, stop):
    assert judge(states, list(wave), allowed)["stop"] is stop


@pytest.mark.parametrize(
    ("states", "wave", "allowed", "sentence"),
    [
        ({"a": "upgraded"}, "a", 0, "1 device through, 4 to come, none in trouble."),
        (
            {"a": "upgraded", "b": "rolled_back", "c": "upgraded"},
            "bc",
            0,
            "The rollout stops before the next 2 devices, with 1 of 3 devices so far in trouble (0 allowed): "
            "b rolled back: rolled_back, for some reason.",
        ),
        (
            {"a": "upgraded", "b": "started", "c": "refused"},
            "c",
            5,
            "The rollout stops before the next 2 devices, with 2 of 3 devices so far in trouble (5 allowed): "
            "b vanished: it left the play without an outcome; c refused: refused, for some reason.",
        ),
        (
            {"a": "upgraded", "b": "failed", "c": "upgraded"},
            "bc",
            1,
            "The rollout goes on with 1 of 3 devices so far in trouble (1 allowed): b failed: failed, for some reason.",
        ),
        (
            dict.fromkeys("abcd", "upgraded") | {"e": "unreachable"},
            "de",
            0,
            "The rollout ends with 1 of 5 devices so far in trouble (0 allowed): "
            "e unreachable: unreachable, for some reason.",
        ),
    ],
)
def test_one_sentence_says_who_and_why(states, wave, allowed, sentence):
    assert judge(states, list(wave), allowed)["sentence"] == sentence


def test_the_first_device_in_trouble_speaks_for_the_rollout():
    states = {"a": "upgraded", "b": "started", "c": "failed", "d": "refused", "e": "upgraded"}
    verdict = judge(states, ["c", "d", "e"])
    assert verdict["messages"] == {"c": verdict["sentence"], "d": "d refused: refused, for some reason."}


def test_where_the_rollout_goes_on_everybody_speaks_for_himself():
    verdict = judge({"a": "failed", "b": "upgraded"}, ["a", "b"], max_failures=1)
    assert verdict["messages"] == {"a": "a failed: failed, for some reason."}


def test_a_record_without_a_reason_is_no_stumbling_block():
    verdict = rollout_verdict(["a"], {"a": {"firmware_upgrade_outcome": {"state": "failed"}}}, wave=["a"])
    assert "a failed: no reason given" in verdict["sentence"]
