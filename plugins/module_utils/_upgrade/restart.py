# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A restart as a purpose of its own, or as the end of a configuration import: what came of it, in words."""

from __future__ import annotations

import dataclasses
import typing

from .outcome import ADVICE, Outcome
from .settling import End, Settled


@dataclasses.dataclass(frozen=True, slots=True)
class Restart:
    """``failure`` is ``None`` for a proven boot, else the outcome word for what happened instead."""

    failure: Outcome | None
    reason: str
    settled: Settled

    def as_result(self) -> dict[str, typing.Any]:
        """The common part of the module results."""
        settled = self.settled
        result: dict[str, typing.Any] = {"msg": self.reason, "boot": None}
        if settled.proof is not None:
            result["boot"] = {"by": settled.rebooted_by, "proof": settled.proof.value}
        if self.failure is not None:
            result |= {"failed": True, "outcome": self.failure.value, "advice": ADVICE[self.failure]}
        return result


def judge_restart(settled: Settled) -> Restart:
    """Read the end of a watch as the end of a restart."""
    match settled.end:
        case End.BOOTED:
            return Restart(None, f"The device is back, as its {settled.proof} shows.", settled)
        case End.SILENT:
            return Restart(Outcome.NOT_BACK, "The device has not answered since it was told to restart.", settled)
        case End.LOCKED_OUT:
            return Restart(Outcome.LOST_ACCESS, f"The device is back but does not let us in: {settled.error}.", settled)
        case End.STUCK:
            return Restart(Outcome.FAILED_UNKNOWN, "The device reports an upgrade in progress.", settled)
        case End.FLASH_FAILED:
            return Restart(Outcome.FAILED_UNKNOWN, f"The device reports a failed upgrade: {settled.error}.", settled)
        case End.UNTOUCHED:
            return Restart(Outcome.FAILED_UNKNOWN, "The device was told to restart and did not.", settled)
