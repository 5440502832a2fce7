# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From findings to a decision: send the file, refuse it, or leave the device alone."""

from __future__ import annotations

import dataclasses
import enum
import typing

from .._firmware.finding import Finding
from .._firmware.version import FirmwareVersion
from .._preflight.device import Device


class Decision(enum.Enum):
    NOTHING_TO_DO = enum.auto()
    REFUSE = enum.auto()
    UPGRADE = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """The decision, all its reasons as sentences, and what was found on the way."""

    decision: Decision
    reasons: tuple[str, ...]
    findings: tuple[Finding, ...] = ()

    def with_finding(self, finding: Finding | None, allowed: typing.Collection[str]) -> Plan:
        """The plan after one more finding, which may turn it into a refusal."""
        if finding is None:
            return self
        findings = (*self.findings, finding)
        if finding.stops(allowed):
            return Plan(Decision.REFUSE, (str(finding),), findings)
        return dataclasses.replace(self, findings=findings)


def nothing_to_do(device: Device, target: FirmwareVersion, findings: tuple[Finding, ...]) -> Plan:
    """For a device that runs the target."""
    return Plan(Decision.NOTHING_TO_DO, (f"this {device.model} already runs {target}",), findings)


def make_plan(
    device: Device, target: FirmwareVersion, findings: tuple[Finding, ...], allowed: typing.Collection[str]
) -> Plan:
    """Decide on a device that is to get ``target``. ``allowed`` are the words that lift findings."""
    against = tuple(str(finding) for finding in findings if finding.stops(allowed))
    if against:
        return Plan(Decision.REFUSE, against, findings)
    step = f"this {device.model} would go from {device.firmware or 'an unknown version'} to {target}"
    reboot = tuple(finding.sentence for finding in findings if finding.evidence.get("reboot_wanted"))
    return Plan(Decision.UPGRADE, (step, *reboot), findings)
