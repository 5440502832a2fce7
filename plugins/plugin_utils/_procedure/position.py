# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a run stands, and what is next."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import Evidence, Origin, Status
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run import ProcedureRun


@dataclasses.dataclass(frozen=True, slots=True)
class Position:
    """Names of steps, in the order of the procedure. ``open`` holds all that are neither done nor skipped.

    ``waiting`` is the gate that has begun to wait last: where a choice was changed, the one of before may wait, too.
    """

    done: tuple[str, ...]
    skipped: tuple[str, ...]
    open: tuple[str, ...]
    interrupted: str | None
    failed: str | None
    waiting: str | None

    @property
    def next(self) -> str | None:
        """The step to go on with: the one that was cut off or failed, else the first open one."""
        return self.interrupted or self.failed or self.waiting or next(iter(self.open), None)

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do."""
        return not self.open

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values."""
        fields = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        lists = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
        return {**lists, "next": self.next, "complete": self.complete}


def position(run: ProcedureRun) -> Position:
    """Where the run stands."""
    return Position(
        done=_with(run, Status.DONE),
        skipped=_with(run, Status.SKIPPED),
        open=tuple(step.id for step in run.procedure.steps if not run.is_over(step.id)),
        interrupted=next(iter(_with(run, Status.STARTED)), None),
        failed=next(iter(_with(run, Status.FAILED)), None),
        waiting=_waiting(run),
    )


def evidence_of(run: ProcedureRun, origin: Origin) -> list[Evidence]:
    """All files that steps have passed on or left behind, at one place."""
    return [each for record in run.records for each in (*record.evidence, *record.records) if each.origin is origin]


def _waiting(run: ProcedureRun) -> str | None:
    waiting = [record for record in run.records if record.status is Status.WAITING]
    return max(waiting, key=lambda record: record.started or "").step if waiting else None


def _with(run: ProcedureRun, status: Status) -> tuple[str, ...]:
    records = {record.step for record in run.records if record.status is status}
    return tuple(step.id for step in run.procedure.steps if step.id in records)
