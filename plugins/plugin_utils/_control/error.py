# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the way of controlling a rollout."""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError


class ControlError(RolloutError):
    """Base of this branch. The advice is that of the moment."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


class Stopped(ControlError):
    """The rollout was stopped while something waited for its turn. The message is the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "Once the reason is gone, run the rollout again: it goes on where it stopped.")
