# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the way of controlling a rollout."""

from __future__ import annotations

import typing


class ControlError(Exception):
    """``str(error)`` is a sentence that says what is wrong, ``advice`` one that says what to do about it."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice

    def as_result(self) -> dict[str, typing.Any]:
        """For module results."""
        return {"msg": str(self), "advice": self.advice}


class Stopped(ControlError):
    """The rollout was stopped while something waited for its turn. The message is the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "Once the reason is gone, run the rollout again: it goes on where it stopped.")
