# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A restart as a purpose of its own, or as the end of a configuration import: what came of it, in words."""

from __future__ import annotations

import dataclasses
import typing

from .outcome import ADVICE, Outcome
from .settled import End, Settled, boot_facts


@dataclasses.dataclass(frozen=True, slots=True)
class Restart:
    """``failure`` is ``None`` for a proven boot, else the outcome word for what happened instead."""

    failure: Outcome | None
    reason: str
    settled: Settled

    def as_result(self) -> dict[str, typing.Any]:
        """The common part of the module results."""
        result: dict[str, typing.Any] = {"msg": self.reason, "boot": boot_facts(self.settled)}
        if self.failure is not None:
            result |= {"failed": True, "outcome": self.failure.value, "advice": ADVICE[self.failure]}
        return result


_FAILURES: typing.Final[dict[End, tuple[Outcome, str]]] = {
    End.SILENT: (Outcome.NOT_BACK, "The device has not answered properly since it went down"),
    End.SHUT_OUT: (Outcome.LOST_ACCESS, "The device is back but does not let us in"),
    End.STUCK: (Outcome.FAILED_UNKNOWN, "The device reports an upgrade in progress"),
    End.FLASH_FAILED: (Outcome.FAILED_UNKNOWN, "The device reports a failed upgrade"),
    End.RESTLESS: (Outcome.FAILED_UNKNOWN, "The device keeps going up and down"),
    End.UNTOUCHED: (Outcome.FAILED_UNKNOWN, "The device did not restart"),
}


def judge_restart(settled: Settled) -> Restart:
    """Read the end of a watch as the end of a restart."""
    if settled.end is End.BOOTED:
        return Restart(None, f"The device is back, as its {settled.proof} shows.", settled)
    outcome, words = _FAILURES[settled.end]
    why = f": {settled.trouble}" if settled.trouble else ""
    return Restart(outcome, f"{words}{why}.", settled)
