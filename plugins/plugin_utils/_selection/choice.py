# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is decided for one device: how it stands to its target, the steps to it, and why."""

from __future__ import annotations

import dataclasses
import enum
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Finding
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry, ReleaseNotes


class Standing(enum.StrEnum):
    """How a device stands to the package that is meant for it."""

    CURRENT = "current"
    UPGRADE = "upgrade"
    DOWNGRADE = "downgrade"
    NO_PACKAGE = "no_package"  # none is meant for it
    AMBIGUOUS = "ambiguous"  # several are, and nothing says which
    UNKNOWN = "unknown"  # it does not tell enough of what it runs


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One installation. ``allow`` is what it needs of the operator, ``expected_duration`` is in seconds."""

    package: Package
    allow: tuple[str, ...] = ()
    expected_duration: float | None = None
    config_reset: bool = False

    def as_options(self) -> dict[str, typing.Any]:
        """Options of the module ``firmware``."""
        return {**self.package.as_options(), "allow": list(self.allow)}

    def as_result(self) -> dict[str, typing.Any]:
        return {
            **self.as_options(),
            "expected_duration": self.expected_duration,
            "config_reset": self.config_reset,
        }


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """``target`` is the package that is meant, installable or not, and ``package`` what can be installed next.

    A device that is :attr:`Standing.CURRENT` has a ``package`` and no ``steps``. ``running`` is the catalogue's entry
    for what the device runs. ``reasons`` is empty only for a device that is current and whose target is in order.
    """

    standing: Standing
    target: Package | None = None
    package: Step | None = None
    steps: tuple[Step, ...] = ()
    reasons: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    running: Entry | None = None
    release_notes: ReleaseNotes | None = None
    source: typing.Mapping[str, typing.Any] | None = None

    def with_finding(self, finding: Finding, allowed: typing.Collection[str]) -> Choice:
        """The same choice with something else to be said about it, which may stop it."""
        more = dataclasses.replace(self, findings=(finding, *self.findings))
        if not finding.stops(allowed):
            return more
        return dataclasses.replace(more, package=None, steps=(), reasons=(*self.reasons, str(finding)))

    def as_result(self) -> dict[str, typing.Any]:
        """For the filter ``select_firmware``."""
        return {
            "standing": self.standing.value,
            "package": self.package.as_options() if self.package else None,
            "steps": [step.as_result() for step in self.steps],
            "target": _target(self.target),
            "reasons": list(self.reasons),
            "findings": [finding.as_result() for finding in self.findings],
            "running": _running(self.running),
            "release_notes": _release_notes(self.release_notes),
            "source": dict(self.source) if self.source else None,
        }


def _target(package: Package | None) -> dict[str, str | None] | None:
    return {"package": package.name, **package.firmware.as_result()} if package else None


def _running(entry: Entry | None) -> dict[str, str | None] | None:
    if entry is None:
        return None
    return {"id": entry.id, "status": entry.status.value, "status_reason": entry.status_reason}


def _release_notes(notes: ReleaseNotes | None) -> dict[str, typing.Any] | None:
    if notes is None or notes == ReleaseNotes():
        return None
    told = dataclasses.asdict(notes)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in told.items()}
