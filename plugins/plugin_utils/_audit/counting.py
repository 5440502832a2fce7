# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An audit in numbers."""

from __future__ import annotations

import collections
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing as Exposure
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import SEVERITIES, Row, State


def counts(rows: typing.Sequence[Row]) -> dict[str, typing.Any]:
    """How many devices are in each state, exposed, customised and without a backup. Every word has a number."""
    states = collections.Counter(row.state for row in rows)
    exposures = collections.Counter(row.exposure for row in rows)
    severities = collections.Counter(row.severity for row in rows)
    return {
        "devices": len(rows),
        "states": {state.value: states[state] for state in State},
        "exposures": {exposure.value: exposures[exposure] for exposure in Exposure},
        "severities": {severity: severities[severity] for severity in SEVERITIES},
        "customised": sum(row.customised is True for row in rows),
        "no_backup": sum(row.backup_age is None for row in rows),
    }


def sentence(told: typing.Mapping[str, typing.Any]) -> str:
    """The counts for a person; what is zero is left out."""
    devices = "1 device" if told["devices"] == 1 else f"{told['devices']} devices"
    parts = [
        f"{devices}: {_listed(told['states']) or 'none'}.",
        f"Advisories: {_listed(told['exposures']) or 'none'}.",
    ]
    if any(told["severities"].values()):
        parts.append(f"Worst of the affected: {_listed(told['severities'])}.")
    parts.append(f"{told['customised']} customised, {told['no_backup']} without a backup.")
    return " ".join(parts)


def _listed(numbers: typing.Mapping[str, int]) -> str:
    return ", ".join(f"{number} {word.replace('_', ' ')}" for word, number in numbers.items() if number)
