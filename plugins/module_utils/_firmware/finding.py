# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check found: a code to look up, a severity, the evidence, and a sentence for the operator."""

from __future__ import annotations

import dataclasses
import enum
import typing


class Severity(enum.StrEnum):
    """What a finding means for an upgrade."""

    ERROR = "error"  # stops it, and no option helps
    BLOCKED = "blocked"  # stops it unless the operator allows exactly this
    WARNING = "warning"
    INFO = "info"


class Permission(enum.StrEnum):
    """What an operator may allow for a run: the words of the option ``allow``."""

    CANDIDATE = "candidate"  # a package that is not approved yet
    CONFIG_RESET = "config_reset"  # a package that resets the device's settings
    DEVICE_CONFIRMATION = "device_confirmation"  # the device itself asks whether we are sure
    DOWNGRADE = "downgrade"
    LANGUAGE_MISMATCH = "language_mismatch"
    OTHER_EDITION = "other_edition"  # custom builds on stock devices and the other way round
    UNCATALOGUED = "uncatalogued"  # a file that no catalogue vouches for
    UNKNOWN_FORMAT = "unknown_format"


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is documented in docs/checks.md. ``evidence`` holds plain values of both sides of a comparison.

    ``allow`` is what lifts a finding that is :attr:`Severity.BLOCKED`; release notes, which are acknowledged instead,
    and all other findings have none.
    """

    code: str
    severity: Severity
    sentence: str
    evidence: typing.Mapping[str, typing.Any] = dataclasses.field(default_factory=dict)
    allow: Permission | None = None

    def stops(self, allowed: typing.Collection[str] = ()) -> bool:
        """Whether nothing may be sent because of this."""
        if self.severity is Severity.BLOCKED:
            return self.allow not in allowed
        return self.severity is Severity.ERROR

    @classmethod
    def from_result(cls, told: typing.Mapping[str, typing.Any]) -> Finding:
        """The counterpart of :meth:`as_result`."""
        allow = Permission(told["allow"]) if told["allow"] else None
        return cls(told["code"], Severity(told["severity"]), told["sentence"], told["evidence"], allow)

    def as_result(self) -> dict[str, typing.Any]:
        """For module results."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "sentence": self.sentence,
            "evidence": dict(self.evidence),
            "allow": self.allow.value if self.allow else None,
        }

    def __str__(self) -> str:
        hint = f" (allow: {self.allow})" if self.allow else ""
        return f"{self.code}: {self.sentence}{hint}"


def blocked(code: str, allow: Permission, sentence: str, **evidence: typing.Any) -> Finding:
    return Finding(code, Severity.BLOCKED, sentence, evidence, allow)


def error(code: str, sentence: str, **evidence: typing.Any) -> Finding:
    return Finding(code, Severity.ERROR, sentence, evidence)


def warning(code: str, sentence: str, **evidence: typing.Any) -> Finding:
    return Finding(code, Severity.WARNING, sentence, evidence)


def info(code: str, sentence: str, **evidence: typing.Any) -> Finding:
    return Finding(code, Severity.INFO, sentence, evidence)
