# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What needs somebody first comes first."""

from __future__ import annotations

import random

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.risk import order
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import State
from ansible_collections.surveillance.hikvision.tests.unit.audit.device_results import row

# In the order that the documentation promises. The names say nothing about it.
RANKED = [
    [row("f", state=State.CURRENT, exposure=Standing.AFFECTED, severity="critical")],
    [row("e", state=State.BEHIND, exposure=Standing.AFFECTED, severity="high", security_fixes=("CVE-1",))],
    [row("d", state=State.WITHDRAWN, exposure=Standing.AFFECTED, severity="medium")],
    [row("c", exposure=Standing.AFFECTED, severity="low")],
    [row("z", state=State.WITHDRAWN)],
    [row("y", state=State.BEHIND, security_fixes=("CVE-1",), exposure=Standing.UNKNOWN)],
    [
        row("a", state=State.UNKNOWN, exposure=Standing.UNKNOWN),
        row("b", state=State.LOCKED, exposure=Standing.UNKNOWN),
        row("cam-2", state=State.UNREACHABLE, exposure=Standing.UNKNOWN),
        row("cam-10", state=State.UNREACHABLE, exposure=Standing.UNKNOWN),
    ],
    [row("g", exposure=Standing.UNKNOWN), row("h", state=State.BEHIND, exposure=Standing.UNKNOWN)],
    [row("i", state=State.NO_PACKAGE), row("j", state=State.AMBIGUOUS)],
    [row("k", state=State.BEHIND)],
    [row("l", state=State.AHEAD)],
    [row("m"), row("n")],
]


def test_rows_are_sorted_by_risk_and_then_by_name():
    wanted = [each for group in RANKED for each in group]
    for seed in range(20):
        mixed = random.Random(seed).sample(wanted, len(wanted))
        assert [each.host for each in sorted(mixed, key=order)] == [each.host for each in wanted]


def test_every_state_has_a_place():
    for state in State:
        for exposure in Standing:
            assert order(row(state=state, exposure=exposure))
