# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What got worse, and only that."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.observation import (
    WHOLE_CHECK,
    Health,
    Observation,
    Rule,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.regression import compare


def health(*checks: Observation, serial: str | None = "S1") -> Health:
    return Health(kind="camera", model="M", serial=serial, firmware="V1.0", read_at="now", checks=checks)


def state(good: bool | None, message: str = "state") -> Observation:
    return Observation("storage", "hdd1", message, good)


def valued(value: str | int | None, rule: Rule) -> Observation:
    return Observation("clock", "drift", f"value {value}", None, value, rule)


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        (True, True, False),
        (True, False, True),
        (True, None, True),
        (False, True, False),
        (False, False, False),
        (None, False, False),
        (None, None, False),
    ],
)
def test_good_turned_bad(before: bool | None, after: bool | None, worse: bool) -> None:
    found = compare(health(state(before, "was ok")), health(state(after, "is broken")))
    assert [regression.message for regression in found] == (["is broken; before: was ok"] if worse else [])


@pytest.mark.parametrize(
    ("rule", "before", "after", "worse"),
    [
        (Rule.SAME, "yard", "yard", False),
        (Rule.SAME, "yard", "IP CAMERA", True),
        (Rule.SAME, "yard", None, True),
        (Rule.SAME, None, "yard", False),
        (Rule.NOT_FEWER, 5, 5, False),
        (Rule.NOT_FEWER, 5, 6, False),
        (Rule.NOT_FEWER, 5, 4, True),
        (Rule.NOT_FEWER, 5, None, True),
        (Rule.NOT_FEWER, None, 0, False),
        (Rule.STILL_SOME, 5, 1, False),
        (Rule.STILL_SOME, 5, 0, True),
        (Rule.STILL_SOME, 0, 0, False),
        (Rule.NEAR, 0, 60, False),
        (Rule.NEAR, 0, -61, True),
        (Rule.NEAR, 3600, 3590, False),
        (Rule.NEAR, 0, 3600, True),
        (Rule.NEAR, 0, None, True),
        (Rule.NEAR, None, 9999, False),
        (Rule.NOTHING, 10, 0, False),
    ],
)
def test_values(rule: Rule, before: str | int | None, after: str | int | None, worse: bool) -> None:
    found = compare(health(valued(before, rule)), health(valued(after, rule)))
    assert bool(found) is worse


def test_what_is_gone_was_better_before() -> None:
    (found,) = compare(health(state(True, "hdd1 is ok")), health())
    assert (found.check, found.subject) == ("storage", "hdd1")
    assert found.message == "hdd1 is not seen any more; before: hdd1 is ok"
    assert compare(health(valued(5, Rule.NOT_FEWER)), health()) != []


def test_what_was_bad_may_go_and_what_is_new_may_come() -> None:
    assert compare(health(state(False)), health()) == []
    assert compare(health(valued(5, Rule.NOTHING)), health()) == []
    assert compare(health(), health(state(False))) == []


def test_a_check_that_fails_as_a_whole_is_said_once() -> None:
    many = [Observation("channels", f"channel {number}", "online", True) for number in range(16)]
    failed = Observation("channels", WHOLE_CHECK, "channels could not be checked: busy", False)
    (found,) = compare(health(*many, state(True)), health(failed, state(True)))
    assert found.message == "channels could not be checked: busy; it could be before"


def test_a_check_that_failed_before_is_no_measure() -> None:
    failed = Observation("channels", WHOLE_CHECK, "channels could not be checked", False)
    working = Observation("channels", "channel 1", "online", True)
    assert compare(health(failed), health(working)) == []
    assert compare(health(failed), health(failed)) == []


def test_another_device_is_no_baseline() -> None:
    with pytest.raises(ValueError, match="the baseline is of S1, the device is S2"):
        compare(health(), health(serial="S2"))
    assert compare(health(serial=None), health(serial="S2")) == []
