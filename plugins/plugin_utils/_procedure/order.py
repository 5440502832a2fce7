# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task wants with a run of a procedure, and what it gets back."""

from __future__ import annotations

import dataclasses
import enum
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.gate import Demand, Said
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.instructions import Instructions
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.position import evidence_of, position
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import (
    Facts,
    Origin,
    StepRecord,
    plain,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run import ProcedureRun
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run_directory import RunDirectory


class Operation(enum.StrEnum):
    """What is to be done. ``TAKE`` and ``LEAVE`` say who works with the run, and judge nothing that it keeps."""

    BEGIN = "begin"
    TAKE = "take"
    LEAVE = "leave"
    STATUS = "status"
    STARTED = "started"
    NOTED = "noted"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    GATE = "gate"
    END = "end"


@dataclasses.dataclass(frozen=True, slots=True)
class Order:
    """One task.

    ``secrets`` are texts that must not be written. ``records`` are paths of files to keep digests of, ``contents`` are
    values to be written as such files first, by name.
    """

    operation: Operation
    procedure: str
    host: str
    operator: str
    step: str = ""
    patch: str | None = None
    milestone: str = ""
    reason: str = ""
    put_back: bool = False
    take_over: bool = False
    facts: Facts = dataclasses.field(default_factory=dict)
    records: tuple[str, ...] = ()
    contents: Facts = dataclasses.field(default_factory=dict)
    demand: Demand = dataclasses.field(default_factory=Demand)
    said: Said = dataclasses.field(default_factory=Said)
    instructions: Instructions = dataclasses.field(default_factory=lambda: Instructions((), "", ""))
    secrets: tuple[str, ...] = dataclasses.field(default=(), repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """What became of an order. ``waiting`` is only ever true of a gate."""

    run: ProcedureRun
    msg: str
    changed: bool = False
    record: StepRecord | None = None
    repeated: bool = False
    passed: bool | None = None
    waiting: bool = False
    missing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    def as_result(self, directory: RunDirectory) -> dict[str, typing.Any]:
        """For a module result."""
        told: dict[str, typing.Any] = {"changed": self.changed, "msg": self.msg, "run": run_result(self.run, directory)}
        if self.record is not None:
            told |= {"step": self.record.as_result(), "repeated": self.repeated}
        if self.passed is not None:
            told |= {
                "passed": self.passed,
                "waiting": self.waiting,
                "missing": list(self.missing),
                "refused": list(self.refused),
                "lines": list(self.lines),
                "confirm": self.record.confirm if self.record else None,
            }
        return told


def run_result(run: ProcedureRun, directory: RunDirectory) -> dict[str, typing.Any]:
    """A run, and where it stands."""
    return {
        "run_id": run.run_id or None,
        "procedure": run.procedure.name,
        "host": run.host,
        "patch": run.patch,
        "created": run.created,
        "ended": run.ended,
        "directory": str(directory.top),
        "state": str(directory.state),
        "evidence_directory": str(directory.evidence),
        "records_directory": str(directory.records),
        "steps": {record.step: record.as_result() for record in run.records},
        "on_server": [plain(each) for each in evidence_of(run, Origin.SERVER)],
        **position(run).as_result(),
    }
