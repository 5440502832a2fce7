# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which device, which step of it, in which rollout: what a task's variables tell, and how the journal names it."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.passage import Undertaking
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context_of_task import context_of

Mapping = typing.Mapping[str, typing.Any]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A task for a device in a rollout.

    ``step`` counts from 1 and is ``None`` outside the steps of the role. ``step_seconds`` is how long the step is
    expected to take. ``going_back``: the role brings the device back to what it was.
    """

    context: RolloutContext
    step: int | None
    step_seconds: float
    going_back: bool

    @classmethod
    def of(cls, variables: Mapping) -> Turn | None:
        """``None`` for a task that belongs to no rollout. Raises :class:`ControlError` for a broken fact."""
        context = context_of(variables)
        if context is None:
            return None
        index = variables.get("firmware_upgrade_step")
        return cls(
            context=context,
            step=index + 1 if isinstance(index, int) else None,
            step_seconds=_step_seconds(context, variables, index),
            going_back=variables.get("__firmware_upgrade_going_back") is True,
        )

    def of_undertaking(self, undertaking: Undertaking) -> dict[str, typing.Any]:
        """Details of the event ``writing``."""
        return {
            **self.target(undertaking),
            "before": undertaking.before,
            "sha256": undertaking.sha256,
            "size": undertaking.size,
            "wave": self.context.wave,
        }

    def target(self, undertaking: Undertaking) -> dict[str, typing.Any]:
        """What is installed, and as which step."""
        target = undertaking.target
        return {
            "step": self.step,
            "package": undertaking.package,
            "version": target.numbers,
            "build": target.build,
        }


_OF_RESULT: typing.Final = ("outcome", "before", "after", "msg", "advice", "phases", "boot")


def of_result(result: Mapping) -> dict[str, typing.Any]:
    """What the journal keeps of the result of a module."""
    return {key: result.get(key) for key in _OF_RESULT}


def _step_seconds(context: RolloutContext, variables: Mapping, index: object) -> float:
    """The estimate for all steps is the better one, as it may be learned, but one step of several takes less."""
    record = variables.get("firmware_upgrade_outcome")
    steps = record.get("steps", ()) if isinstance(record, typing.Mapping) else ()
    if not isinstance(index, int) or len(steps) < 2 or index >= len(steps):
        return context.expected_seconds
    alone = steps[index].get("expected_duration")
    return float(alone or context.expected_seconds / len(steps))
