# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of an audit: what needs somebody first comes first.

1. affected by an advisory, the worst severity first
2. runs a withdrawn firmware
3. behind, and the target brings security fixes
4. could not be read or judged: unreachable, locked, unknown
5. could be read, but the advisories can not tell whether it is affected
6. no package or several for it
7. behind
8. ahead
9. current

Devices of the same risk are sorted by name, numbers in names by their value.
"""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing as Exposure
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import SEVERITIES, Row, State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._host_order import Name, by_name

_OPEN = (State.UNREACHABLE, State.LOCKED, State.UNKNOWN)
_REST = ((State.AMBIGUOUS, State.NO_PACKAGE), (State.BEHIND,), (State.AHEAD,), (State.CURRENT,))

Risk = tuple[int, int]


def order(row: Row) -> tuple[Risk, tuple[Name, str]]:
    """The key that sorts rows."""
    return risk(row), by_name(row.host)


def risk(row: Row) -> Risk:
    """The place in the list above, and within the first place that of the severity."""
    if row.exposure is Exposure.AFFECTED:
        return 1, SEVERITIES.index(row.severity) if row.severity in SEVERITIES else len(SEVERITIES)
    if row.state is State.WITHDRAWN:
        return 2, 0
    if row.state is State.BEHIND and row.security_fixes:
        return 3, 0
    if row.state in _OPEN:
        return 4, 0
    if row.exposure is Exposure.UNKNOWN:
        return 5, 0
    return next(place for place, states in enumerate(_REST, 6) if row.state in states), 0
