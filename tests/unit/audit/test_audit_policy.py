# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a policy and who breaks them."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.policy import (
    PolicyError,
    rules,
    violations,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import State
from ansible_collections.surveillance.hikvision.tests.unit.audit.device_results import row

ROWS = [
    row("critical", exposure=Standing.AFFECTED, severity="critical"),
    row("medium", exposure=Standing.AFFECTED, severity="medium"),
    row("open", exposure=Standing.UNKNOWN),
    row("behind", state=State.BEHIND, customised=True),
    row("dark", state=State.UNREACHABLE, exposure=Standing.UNKNOWN, backup_age=None),
    row("old", backup_age=30.1),
    row("good", backup_age=30.0),
]


@pytest.mark.parametrize(
    ("word", "hosts"),
    [
        ("critical", ["critical"]),
        ("high", ["critical"]),
        ("medium", ["critical", "medium"]),
        ("low", ["critical", "medium"]),
        ("affected", ["critical", "medium"]),
        ("affected_unknown", ["open", "dark"]),
        ("behind", ["behind"]),
        ("unreachable", ["dark"]),
        ("withdrawn", []),
        ("customised", ["behind"]),
        ("no_backup", ["dark"]),
        ("backup_older_than:30", ["dark", "old"]),
        ("backup_older_than:31", ["dark"]),
    ],
)
def test_who_breaks_a_word(word, hosts):
    found = violations(ROWS, rules([word]))
    assert [list(each.hosts) for each in found] == ([hosts] if hosts else [])


@pytest.mark.parametrize("state", State)
def test_every_state_is_a_word(state):
    (found,) = violations([row("it", state=state)], rules([str(state)]))
    assert found.sentence == f"1 device is in state {state} ({state}): it."


@pytest.mark.parametrize("word", ["crtical", "", "backup_older_than", "backup_older_than:", "backup_older_than:-1", 7])
def test_a_word_that_is_not_known_is_refused_with_those_that_are(word):
    with pytest.raises(PolicyError, match=r"is not known; known are current, .*backup_older_than:DAYS"):
        rules(["critical", word])


def test_a_policy_counts_each_word_once_and_keeps_its_order():
    found = violations(ROWS, rules(["no_backup", "high", "no_backup"]))
    assert [each.rule.word for each in found] == ["no_backup", "high"]
    assert found[1].sentence == "1 device is affected by an advisory rated critical or high (high): critical."


def test_a_sentence_does_not_name_a_thousand_devices():
    (found,) = violations([row(f"cam-{n}", backup_age=None) for n in range(1000)], rules(["no_backup"]))
    assert len(found.hosts) == 1000
    assert found.sentence.endswith("cam-98, cam-99 and 900 more.")
    assert found.sentence.startswith("1000 devices are without a backup (no_backup): cam-0, cam-1,")
