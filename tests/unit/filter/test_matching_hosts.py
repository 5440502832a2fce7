# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Patterns that match somebody, and those that do not."""

from __future__ import annotations

import pytest
from ansible import context
from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.filter.matching_hosts import matching_hosts

GROUPS = {"all": ["a", "b", "c"], "hikvision": ["a", "b"], "doors": ["c"], "ungrouped": [], "empty": []}


@pytest.mark.parametrize(
    ("pattern", "limit"),
    [("hikvision", ""), ("a,c", ""), (["a", "doors"], ""), ("all:!doors", ""), ("hikvision", "b,c"), ("~[ab]", "a")],
)
def test_a_pattern_that_matches_is_returned(pattern: str | list[str], limit: str) -> None:
    assert matching_hosts(pattern, GROUPS, limit) == pattern


@pytest.mark.parametrize(
    ("pattern", "limit", "words"),
    [
        ("tyop", "", "matches 'tyop'. Nothing was done"),
        ("empty", "", "matches 'empty'"),
        ("all:!all", "", "matches 'all:!all'"),
        ("hikvision", "doors", "matches 'hikvision' within --limit doors"),
        (["d", "e"], "", r"matches \['d', 'e'\]"),
    ],
)
def test_one_that_matches_nobody_is_an_error(pattern: str | list[str], limit: str, words: str) -> None:
    with pytest.raises(AnsibleFilterError, match=words):
        matching_hosts(pattern, GROUPS, limit)


def test_a_syntax_check_has_no_inventory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "CLIARGS", {"syntax": True})
    assert matching_hosts("tyop", {"all": []}) == "tyop"
