# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an upgrade can end: one closed set of words, and what goes with each."""

from __future__ import annotations

import dataclasses
import enum
import typing

from .._firmware.finding import Finding
from .._firmware.version import FirmwareVersion


class Outcome(enum.StrEnum):
    """The end of an attempt to run a certain firmware.

    The first three are success. Deferred and stopped say nothing for or against the device: its turn is still to come.
    """

    UNCHANGED = "unchanged"  # it runs already; nothing was sent
    WOULD_UPGRADE = "would_upgrade"  # check mode: the checks pass, nothing was sent
    UPGRADED = "upgraded"  # version and build read back after a proven boot
    DEFERRED = "deferred"  # a rollout says that its time has not come; nothing was sent
    STOPPED = "stopped"  # the rollout was stopped before its turn; nothing was sent
    REFUSED = "refused"  # by our checks or by the device; the old firmware runs on
    FAILED_BEFORE_WRITE = "failed_before_write"  # the transfer broke; the old firmware runs on
    FAILED_UNKNOWN = "failed_unknown"  # nothing proves what runs
    NOT_BACK = "not_back"  # silent since the flash
    WRONG_VERSION = "wrong_version"  # booted, and runs something else
    LOST_ACCESS = "lost_access"  # back, but it does not let us in: password, activation, scheme, certificate

    @property
    def is_success(self) -> bool:
        """Whether nothing went wrong."""
        return self in (Outcome.UNCHANGED, Outcome.WOULD_UPGRADE, Outcome.UPGRADED) or self.is_pending

    @property
    def is_pending(self) -> bool:
        """Whether the work is still to be done, later."""
        return self in (Outcome.DEFERRED, Outcome.STOPPED)

    @property
    def is_change(self) -> bool:
        """Whether the device is, or may be, different from before."""
        as_before = (Outcome.UNCHANGED, Outcome.REFUSED, Outcome.FAILED_BEFORE_WRITE)
        return self not in as_before and not self.is_pending


ADVICE: typing.Final[dict[Outcome, str]] = {
    Outcome.REFUSED: "Nothing was written. Resolve the reason and run again.",
    Outcome.FAILED_BEFORE_WRITE: "The device runs its old firmware. Check the network path and run again.",
    Outcome.FAILED_UNKNOWN: (
        "Do not cut the power. Read the version with surveillance.hikvision.device_info until the device has settled, "
        "then decide; do not flash again before that."
    ),
    Outcome.NOT_BACK: (
        "Wait a little longer, then check power, cabling and whether the device came back on another address "
        "(192.168.1.64 after a reset). If it stays silent, recover it with the vendor's TFTP procedure and restore "
        "the configuration from the backup."
    ),
    Outcome.WRONG_VERSION: (
        "The device works but the flash did not take. Look at the device's log, check that the file is for its "
        "platform, and that no intermediate version is required."
    ),
    Outcome.LOST_ACCESS: (
        "Do not try passwords, the account would lock. If only the certificate or the authentication has changed, "
        "check the device and adjust the connection options. If it has lost its password or configuration, activate "
        "it and restore the configuration from the backup."
    ),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Phase:
    """One phase and how long it took, in seconds."""

    name: str
    seconds: float


@dataclasses.dataclass(frozen=True, slots=True)
class UpgradeResult:
    """Everything known at the end. ``reason`` is a sentence; ``upload`` and ``boot`` are facts for the result.

    ``findings`` are those of the checks before anything was sent.
    """

    outcome: Outcome
    reason: str
    before: FirmwareVersion | None
    after: FirmwareVersion | None
    target: FirmwareVersion
    phases: tuple[Phase, ...] = ()
    upload: dict[str, typing.Any] | None = None
    boot: dict[str, typing.Any] | None = None
    findings: tuple[Finding, ...] = ()

    def as_result(self) -> dict[str, typing.Any]:
        """The module result."""
        result: dict[str, typing.Any] = {
            "outcome": self.outcome.value,
            "msg": _sentence(self.reason),
            "changed": self.outcome.is_change or (self.boot or {}).get("by") == "us",
            "before": version_as_result(self.before),
            "after": version_as_result(self.after),
            "target": version_as_result(self.target),
            "phases": [{"name": phase.name, "seconds": round(phase.seconds, 1)} for phase in self.phases],
            "upload": self.upload,
            "boot": self.boot,
            "findings": [finding.as_result() for finding in self.findings],
        }
        if not self.outcome.is_success:
            result |= {"failed": True, "advice": ADVICE[self.outcome]}
        return result


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def version_as_result(version: FirmwareVersion | None) -> dict[str, str | None] | None:
    """A version in module results: ``{"version": "V5.7.18", "build": "240826"}``."""
    return {"version": version.numbers, "build": version.build} if version else None
