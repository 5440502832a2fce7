# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the advisories say of a device. Nothing here calls one safe: rules know only what they were written about."""

from __future__ import annotations

import dataclasses
import enum
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.advisory import (
    Advisories,
    Advisory,
    Rule,
    Severity,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.bound import Place


class Standing(enum.StrEnum):
    """How a device stands to a rule; the worst comes first.

    ``FIXED``: a verified rule is about the model, and the firmware is not, or not any more, among the affected.
    ``UNKNOWN`` is everything that is neither certain.
    """

    AFFECTED = "affected"
    UNKNOWN = "unknown"
    FIXED = "fixed"


_ORDER = tuple(Standing)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What one advisory says of a device, by the ``rule`` that decided.

    ``indication`` is what a rule that is not verified would say if it were right; ``None`` for verified ones.
    """

    advisory: Advisory
    rule: Rule
    standing: Standing
    reason: str
    indication: Standing | None = None

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values for results and reports."""
        return {
            "id": self.advisory.id,
            "title": self.advisory.title,
            "standing": self.standing.value,
            "severity": self.advisory.severity.value,
            "cvss": self.advisory.cvss,
            "known_exploited": self.advisory.known_exploited,
            "reason": self.reason,
            "series": self.rule.series,
            "affected": f"firmware {self.rule.affected}",
            "fixed_in": self.rule.affected.fixed_in,
            "verified": self.rule.doubt is None,
            "indication": self.indication.value if self.indication else None,
            "source": self.advisory.source,
            "checked": self.advisory.checked,
        }


@dataclasses.dataclass(frozen=True, slots=True)
class Summary:
    """All assessments of a device, and what they come to."""

    standing: Standing
    reason: str
    assessments: tuple[Assessment, ...] = ()

    @property
    def worst_severity(self) -> Severity | None:
        """The worst among the assessments that decided; ``None`` for a device without open ones."""
        if self.standing is Standing.FIXED:
            return None
        open_ones = {entry.advisory.severity for entry in self.assessments if entry.standing is self.standing}
        return next((severity for severity in Severity if severity in open_ones), None)

    def as_result(self) -> dict[str, typing.Any]:
        """The counterpart in results of the filter ``advisories``."""
        worst = self.worst_severity
        return {
            "summary": self.standing.value,
            "reason": self.reason,
            "worst_severity": worst.value if worst else None,
            "assessments": [entry.as_result() for entry in self.assessments],
        }


def assess(device: Device, advisories: Advisories) -> tuple[Assessment, ...]:
    """What each advisory with a rule about ``device`` says, in the order of the document.

    A device that does not tell its model gets none: any rule could be about it.
    """
    if not device.model:
        return ()
    found = (judge(device, advisory) for advisory in advisories.listed)
    return tuple(assessment for assessment in found if assessment)


def judge(device: Device, advisory: Advisory) -> Assessment | None:
    """The worst that a rule of ``advisory`` says of ``device``; ``None`` when none is about it."""
    covering = [rule for rule in advisory.rules if device.model and rule.covers(device) is not False]
    found = [_by_rule(device, advisory, rule) for rule in covering]
    return min(found, key=lambda assessment: _ORDER.index(assessment.standing), default=None)


def standing_for(device: Device, advisories: Advisories, name: str) -> Standing:
    """How ``device`` stands to one advisory. Raises :class:`AdvisoryError` when there is no advisory of that name."""
    assessment = judge(device, advisories.named(name))
    return assessment.standing if assessment else Standing.UNKNOWN


def summarise(device: Device, advisories: Advisories) -> Summary:
    """Affected if any rule says so; fixed only if at least one rule is about the device and all of them say so."""
    found = assess(device, advisories)
    if not device.model:
        return Summary(Standing.UNKNOWN, "the device does not tell its model, so any rule could be about it")
    if not found:
        return Summary(Standing.UNKNOWN, f"no rule is about the model {device.model}")
    standing = min((assessment.standing for assessment in found), key=_ORDER.index)
    deciding = ", ".join(assessment.advisory.id for assessment in found if assessment.standing is standing)
    match standing:
        case Standing.AFFECTED:
            reason = f"affected by {deciding}"
        case Standing.UNKNOWN:
            reason = f"not known for {deciding}"
        case Standing.FIXED:
            reason = f"not, or not any more, affected by {deciding}; no other rule is about the model"
    return Summary(standing, reason, found)


def _by_rule(device: Device, advisory: Advisory, rule: Rule) -> Assessment:
    standing, reason = _place(device, rule)
    indication = None
    if rule.covers(device) is None:
        kinds = " or ".join(sorted(rule.kinds))
        standing, reason = Standing.UNKNOWN, f"the rule is for the kind {kinds}, and the device does not tell its kind"
    elif rule.doubt:
        indication, standing = standing, Standing.UNKNOWN
        reason = f"the rule is not verified: {rule.doubt}. By that rule: {reason}"
    return Assessment(advisory=advisory, rule=rule, standing=standing, reason=reason, indication=indication)


def _place(device: Device, rule: Rule) -> tuple[Standing, str]:
    """What the range says, whoever vouches for it."""
    told = f"affected is firmware {rule.affected} of {rule.series}"
    match rule.affected.place(device.firmware):
        case Place.WITHIN:
            return Standing.AFFECTED, f"{told}, and {_running(device)}"
        case Place.AFTER:
            return Standing.FIXED, f"{told}, and {_running(device)}"
        case Place.BEFORE if rule.earlier_is_safe:
            return Standing.FIXED, f"{told} and none before it, and {_running(device)}"
        case Place.BEFORE:
            return Standing.UNKNOWN, f"{told}; nothing is said of anything before it, and {_running(device)}"
        case _:
            return Standing.UNKNOWN, f"{told}, and {_running(device)}"


def _running(device: Device) -> str:
    if device.firmware is None:
        return "the device does not tell its firmware"
    return f"the device runs {device.firmware}{'' if device.firmware.build else ' and does not tell the build'}"
