# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A procedure as a value: its steps in their order, and what each of them waits for."""

from __future__ import annotations

import dataclasses
import enum

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.errors import UnknownStep


class StepKind(enum.StrEnum):
    """Who does a step."""

    AUTOMATIC = "automatic"
    GATE = "gate"  # a person does it, and evidence shows it
    EITHER = "either"


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One step.

    ``optional`` steps may be skipped with a reason. ``needs`` names optional steps that must be done all the same.
    ``fresh_after`` names the steps that evidence must be newer than: the last of them that was done counts.
    """

    id: str
    title: str
    kind: StepKind = StepKind.AUTOMATIC
    optional: bool = False
    needs: tuple[str, ...] = ()
    fresh_after: tuple[str, ...] = ()

    @property
    def may_wait(self) -> bool:
        """Whether it can be a gate."""
        return self.kind is not StepKind.AUTOMATIC


@dataclasses.dataclass(frozen=True, slots=True)
class Procedure:
    """All steps. ``about_patch`` says whether a run of it is bound to one patch package."""

    name: str
    title: str
    steps: tuple[Step, ...]
    about_patch: bool

    def step(self, name: str) -> Step:
        """The step of a name. Raises :class:`UnknownStep`."""
        for step in self.steps:
            if step.id == name:
                return step
        raise UnknownStep(f"The procedure {self.name} has no step {name!r}.")

    def before(self, step: Step) -> tuple[Step, ...]:
        """The steps before it."""
        return self.steps[: self.steps.index(step)]
