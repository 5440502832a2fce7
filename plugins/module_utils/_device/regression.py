# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What got worse between two readings of a device's health. What got better, or is new, is no news here."""

from __future__ import annotations

import dataclasses

from .._isapi.xml import to_integer
from .observation import WHOLE_CHECK, Health, Observation, Rule

_CLOCK_TOLERANCE = 60  # seconds that two readings of a drift may differ by


@dataclasses.dataclass(frozen=True, slots=True)
class Regression:
    """One thing that was better before, as a sentence in ``message``."""

    check: str
    subject: str
    message: str


def compare(baseline: Health, current: Health) -> list[Regression]:
    """Everything that got worse, in the order of the baseline.

    Raises :class:`ValueError` when the two are of different devices.
    """
    if baseline.serial and current.serial and baseline.serial != current.serial:
        raise ValueError(f"the baseline is of {baseline.serial}, the device is {current.serial}")
    now = {observation.key: observation for observation in current.checks}
    regressions: list[Regression] = []
    failed_checks: set[str] = set()
    for old in baseline.checks:
        failure = now.get((old.check, WHOLE_CHECK))
        if failure is None:
            regressions += _against(old, now.get(old.key))
        elif old.subject != WHOLE_CHECK and old.check not in failed_checks:
            # Its single observations are all gone; one sentence about the check says it.
            failed_checks.add(old.check)
            regressions.append(Regression(old.check, WHOLE_CHECK, f"{failure.message}; it could be before"))
    return regressions


def _against(old: Observation, new: Observation | None) -> list[Regression]:
    matters = old.good is True or (old.rule is not Rule.NOTHING and old.value is not None)
    if not matters:
        return []
    if new is None:
        return [Regression(*old.key, f"{old.subject} is not seen any more; before: {old.message}")]
    turned_bad = old.good is True and new.good is not True
    if turned_bad or not _holds(old, new):
        return [Regression(*old.key, f"{new.message}; before: {old.message}")]
    return []


def _holds(old: Observation, new: Observation) -> bool:
    if old.value is None:
        return True
    before, after = to_integer(old.value), to_integer(new.value)
    match old.rule:
        case Rule.SAME:
            return str(old.value) == str(new.value)
        case Rule.NOT_FEWER:
            return before is None or (after is not None and after >= before)
        case Rule.STILL_SOME:
            return not before or bool(after)
        case Rule.NEAR:
            return before is None or (after is not None and abs(after - before) <= _CLOCK_TOLERANCE)
        case Rule.NOTHING:
            return True
