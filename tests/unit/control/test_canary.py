# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rule of the canaries."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.canary import waiting_for
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import GOOD, REGRESSED, State

NOT_GOOD = sorted({*State, REGRESSED} - GOOD)


def test_a_device_without_canaries_may_begin() -> None:
    assert waiting_for((), {}) is None


@pytest.mark.parametrize("state", sorted(GOOD))
def test_a_canary_in_order(state: str) -> None:
    assert waiting_for(("cam-1",), {"cam-1": state}) is None


@pytest.mark.parametrize("state", NOT_GOOD)
def test_a_canary_that_is_not_in_order(state: str) -> None:
    assert waiting_for(("cam-1",), {"cam-1": state}) == f"Its canary cam-1 is {state.replace('_', ' ')}."


def test_a_canary_that_has_not_had_its_turn() -> None:
    assert waiting_for(("cam-1",), {"cam-2": "upgraded"}) == "Its canary cam-1 has not been upgraded yet."


def test_all_canaries_must_be_in_order() -> None:
    states = {"cam-1": "upgraded", "cam-2": "failed"}
    assert waiting_for(("cam-1", "cam-2"), states) == "Its canary cam-2 is failed."


def test_a_canary_that_is_set_aside_is_not_waited_for() -> None:
    assert waiting_for(("cam-1", "cam-2"), {"cam-1": "failed", "cam-2": "upgraded"}, {"cam-1"}) is None
