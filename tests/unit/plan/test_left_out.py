# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of the devices that a plan leaves out, where it is applied in one go."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.candidate import Candidate
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._upgrade_record.left_out import left_out
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet as sample

BROKEN = Candidate(host="cam-broken", error={"msg": "it answers with web pages"})
MODEL_WITHOUT_PACKAGE = sample.fleet()[8]


def record(candidate: Candidate) -> dict[str, object]:
    plan = sample.plan([candidate])
    [told] = plan.left_out
    fact = left_out(candidate, told).as_fact()
    assert fact["reason"] == told.reason
    assert fact["steps"] == []
    return {key: fact[key] for key in ("state", "in_order")}


@pytest.mark.parametrize(
    ("candidate", "state", "in_order"),
    [
        pytest.param(sample.camera(1, "5.7.18 240826"), "unchanged", True, id="current"),
        pytest.param(sample.silent("cam-roof"), "unreachable", False, id="unreachable"),
        pytest.param(sample.locked("cam-x"), "failed", False, id="locked"),
        pytest.param(BROKEN, "failed", False, id="can not be read"),
        pytest.param(sample.door(1), "refused", False, id="stopped by a check"),
        pytest.param(MODEL_WITHOUT_PACKAGE, "refused", False, id="no package"),
        pytest.param(
            dataclasses.replace(MODEL_WITHOUT_PACKAGE, missing="skip"), "skipped", True, id="no package, on purpose"
        ),
    ],
)
def test_leaving_out_has_a_word_and_may_be_trouble(candidate: Candidate, state: str, in_order: bool) -> None:
    assert record(candidate) == {"state": state, "in_order": in_order}


def test_what_is_known_of_it_is_kept() -> None:
    candidate = sample.camera(1, "5.7.18 240826")
    [told] = sample.plan([candidate]).left_out
    fact = left_out(candidate, told).as_fact()
    assert fact["before"] == fact["after"] == {"version": "V5.7.18", "build": "240826"}
    assert fact["source"] == sample.catalogue().source
    assert fact["model"] == candidate.identity["model"]
