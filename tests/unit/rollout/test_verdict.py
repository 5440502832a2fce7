# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a rollout goes on after a wave, and what is said then."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import (
    BREAKER_SAYS,
    Ending,
    Limits,
    tally,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.progress import Progress
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.verdict import Verdict

FLEET = frozenset("abcde")


def judge(states, wave, limits=None):
    """Judges a rollout of five devices; ``states`` has those that were started."""
    endings = tuple(Ending(host, state, reason=f"{state}, for some reason.") for host, state in states.items())
    counted = tally(endings)
    return Verdict(
        limits=limits or Limits(),
        counted=counted,
        wave=tuple(ending for ending in endings if ending.host in wave),
        progress=Progress.of(FLEET, FLEET - states.keys(), counted),
    )


@pytest.mark.parametrize(
    ("states", "wave", "allowed", "stop"),
    [
        pytest.param({"a": "upgraded"}, "a", 0, False, id="canary well"),
        pytest.param({"a": "failed"}, "a", 0, True, id="canary failed"),
        pytest.param({"a": "failed"}, "a", 3, True, id="a wave without success stops whatever is allowed"),
        pytest.param({"a": "upgraded", "b": "failed", "c": "upgraded"}, "bc", 1, False, id="as many as allowed"),
        pytest.param({"a": "failed", "b": "upgraded", "c": "failed", "d": "unchanged"}, "cd", 1, True, id="cumulative"),
        pytest.param({"a": "upgraded", "b": "started", "c": "upgraded"}, "bc", 0, True, id="vanished"),
        pytest.param({"a": "upgraded", "b": "started", "c": "refused"}, "bc", 2, True, id="vanished and refused"),
        pytest.param({"a": "unchanged", "b": "skipped"}, "b", 0, False, id="nothing to do"),
        pytest.param({"a": "rolled_back", "b": "upgraded"}, "ab", 0, True, id="rolled back"),
        pytest.param({"a": "upgraded", "b": "deferred", "c": "deferred"}, "bc", 0, False, id="a wave put off"),
        pytest.param({"a": "deferred"}, "a", 0, False, id="the canary put off"),
        pytest.param({"a": "upgraded", "b": "deferred", "c": "failed"}, "bc", 9, True, id="put off and failed"),
        pytest.param({"a": "failed", "b": "upgraded", "c": "deferred"}, "c", 1, False, id="trouble of an earlier wave"),
        pytest.param({"a": "upgraded", "b": "upgraded", "c": "stopped"}, "bc", 1, True, id="stopped in the wave"),
        pytest.param({"a": "upgraded", "b": "stopped", "c": "upgraded"}, "c", 1, False, id="stopped some time ago"),
    ],
)
def test_the_rollout_stops_when_more_are_in_trouble_than_allowed(states, wave, allowed, stop):
    assert judge(states, wave, Limits(failures=allowed)).stop is stop


@pytest.mark.parametrize(
    ("states", "wave", "limits", "sentence"),
    [
        ({"a": "upgraded"}, "a", Limits(), "1 of 5 devices through, 4 to come, none in trouble."),
        (dict.fromkeys("abcde", "deferred"), "abcde", Limits(), "0 of 5 devices through, 5 waiting, none in trouble."),
        (
            {"a": "upgraded", "b": "deferred", "c": "skipped"},
            "bc",
            Limits(),
            "2 of 5 devices through, 1 waiting, 2 to come, none in trouble.",
        ),
        (
            {"a": "upgraded", "b": "deferred", "c": "failed"},
            "bc",
            Limits(),
            "The rollout stops before the next 2 devices, with 1 in trouble of 2 tried, 1 waiting (0 allowed): "
            "c failed: failed, for some reason.",
        ),
        (
            {"a": "upgraded", "b": "rolled_back", "c": "upgraded"},
            "bc",
            Limits(),
            "The rollout stops before the next 2 devices, with 1 in trouble of 3 tried (0 allowed): "
            "b rolled back: rolled_back, for some reason.",
        ),
        (
            {"a": "upgraded", "b": "started", "c": "refused"},
            "bc",
            Limits(failures=5),
            "The rollout stops before the next 2 devices, with 2 in trouble of 3 tried (5 allowed, but "
            "nothing in this wave speaks for going on): b vanished: it left the play without an outcome; c refused: "
            "refused, for some reason.",
        ),
        (
            {"a": "upgraded", "b": "failed", "c": "upgraded"},
            "bc",
            Limits(failures=1),
            "The rollout goes on with 1 in trouble of 3 tried (1 allowed): b failed: failed, for some reason.",
        ),
        (
            {"a": "upgraded", "b": "failed", "c": "failed", "d": "upgraded"},
            "bcd",
            Limits(failures=None, share=20.0, minimum=4),
            "The rollout stops before the next 1 device, with 2 in trouble of 4 tried (20% from 4 devices on "
            "allowed): b failed: failed, for some reason; c failed: failed, for some reason.",
        ),
        (
            {"a": "upgraded", "b": "failed", "c": "failed"},
            "abc",
            Limits(failures=None, consecutive=1),
            "The rollout stops before the next 2 devices, with 2 in trouble of 3 tried (2 of them in a row, "
            "1 in a row allowed): b failed: failed, for some reason; c failed: failed, for some reason.",
        ),
        (
            {"a": "upgraded", "b": "stopped", "c": "upgraded"},
            "bc",
            Limits(),
            "The rollout stops before the next 2 devices. 1 device of this wave did not begin: b stopped: "
            "stopped, for some reason.",
        ),
        (
            dict.fromkeys("abcd", "upgraded") | {"e": "unreachable"},
            "de",
            Limits(),
            "The rollout ends with 1 in trouble of 5 tried (0 allowed): e unreachable: unreachable, for some reason.",
        ),
    ],
)
def test_one_sentence_says_who_and_why(states, wave, limits, sentence):
    assert judge(states, wave, limits).sentence == sentence


def test_of_many_devices_in_trouble_some_are_named():
    endings = [Ending(f"cam-{number}", State.FAILED, reason="No picture.") for number in range(50)]
    verdict = Verdict(limits=Limits(), counted=tally(endings), wave=tuple(endings), progress=Progress())
    assert verdict.sentence.endswith("cam-19 failed: No picture; and 30 more.")


def test_the_first_device_in_trouble_speaks_for_the_rollout():
    states = {"a": "upgraded", "b": "started", "c": "failed", "d": "refused", "e": "upgraded"}
    verdict = judge(states, "bcde")
    assert verdict.messages("cde") == {"c": verdict.sentence, "d": "d refused: refused, for some reason."}


def test_where_the_rollout_goes_on_everybody_speaks_for_himself():
    verdict = judge({"a": "failed", "b": "upgraded"}, "ab", Limits(failures=1))
    assert verdict.messages("ab") == {"a": "a failed: failed, for some reason."}


def test_a_record_without_a_reason_is_no_stumbling_block():
    ending = Ending("a", State.FAILED)
    verdict = Verdict(limits=Limits(), counted=tally([ending]), wave=(ending,), progress=Progress())
    assert "a failed: no reason given" in verdict.sentence


def test_the_kill_switch_is_named_before_the_trouble():
    endings = (Ending("a", "failed", reason="No picture."), Ending("b", "stopped", reason="rollout_stop is set."))
    verdict = Verdict(limits=Limits(failures=1), counted=tally(endings), wave=endings, progress=Progress())
    assert verdict.sentence == (
        "The rollout ends. 1 device of this wave did not begin: b stopped: rollout_stop is set. "
        "1 in trouble of 1 tried (1 allowed, but nothing in this wave speaks for going on): a failed: No picture."
    )


def test_a_limit_is_named_before_those_that_it_kept_from_beginning():
    because = f"{BREAKER_SAYS}1 in trouble of 1 tried, 0 allowed."
    endings = (Ending("a", "failed", reason="No picture."), Ending("b", "stopped", reason=because))
    verdict = Verdict(limits=Limits(), counted=tally(endings), wave=endings, progress=Progress(to_come=2))
    assert verdict.sentence == (
        "The rollout stops before the next 2 devices, with 1 in trouble of 1 tried (0 allowed): a failed: No picture. "
        f"1 device of this wave did not begin: b stopped: {because}"
    )
