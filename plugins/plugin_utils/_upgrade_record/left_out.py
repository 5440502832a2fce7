# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device that a plan leaves out, where the plan is applied in one go: nobody has approved leaving it out."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Severity
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.candidate import Candidate
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import LeftOut
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import State as Why
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._upgrade_record.events import NO_PACKAGE_ADVICE
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._upgrade_record.record import Mapping, Record

_STATES: typing.Final[Mapping] = {
    Why.CURRENT: State.UNCHANGED,
    Why.REFUSED: Outcome.REFUSED,
    Why.NO_PACKAGE: Outcome.REFUSED,
    Why.AMBIGUOUS: Outcome.REFUSED,
    Why.UNKNOWN: Outcome.REFUSED,
    Why.UNREACHABLE: State.UNREACHABLE,
    Why.LOCKED: State.FAILED,
}


def left_out(candidate: Candidate, told: LeftOut) -> Record:
    """The record of a device that nothing is done to."""
    choice, snapshot = candidate.choice or {}, candidate.snapshot or {}
    return Record(
        state=_state(candidate, told),
        reason=told.reason,
        advice=NO_PACKAGE_ADVICE if told.state is Why.NO_PACKAGE else told.advice,
        model=candidate.identity.get("model"),
        kind=candidate.identity.get("kind"),
        before=snapshot.get("firmware"),
        after=snapshot.get("firmware"),
        target=choice.get("target"),
        findings=tuple(each for each in choice.get("findings") or () if each["severity"] != Severity.INFO),
        source=choice.get("source"),
        release_notes=choice.get("release_notes"),
    )


def _state(candidate: Candidate, told: LeftOut) -> State | Outcome:
    if told.state is Why.NO_PACKAGE and candidate.missing == "skip":
        return State.SKIPPED
    if told.state is Why.UNKNOWN and candidate.error:
        return State.FAILED
    state: State | Outcome = _STATES[told.state]
    return state
