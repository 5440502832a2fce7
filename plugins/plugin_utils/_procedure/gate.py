# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a gate wants, and whether it is there."""

from __future__ import annotations

import dataclasses
import datetime
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.evidence_file import (
    NoEvidence,
    SeenFile,
    look_at,
    matching,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.procedure import Step
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import (
    Evidence,
    Status,
    StepRecord,
    time_of,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run import ProcedureRun

# Clocks of controllers, servers and workstations differ; a file of tomorrow was dated by somebody.
CLOCK_DIFFERENCE: typing.Final = datetime.timedelta(minutes=5)


@dataclasses.dataclass(frozen=True, slots=True)
class WantedFile:
    """A file in the directory of evidence: a shell pattern for its name, and what it is."""

    name: str
    what: str


@dataclasses.dataclass(frozen=True, slots=True)
class Demand:
    """Everything that a gate wants. ``on_server`` is ``None`` where nothing is expected there."""

    files: tuple[WantedFile, ...] = ()
    on_server: tuple[SeenFile, ...] | None = None
    on_server_what: str = "the files"
    statement: bool = False
    confirmation: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What the operator says with the run, and the names of the variables that say it, for sentences."""

    operator: str | None = None
    reference: str | None = None
    confirm: str | None = None
    operator_variable: str = "operator"
    reference_variable: str = "reference"


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """``missing`` says what is still wanted, ``refused`` why something that is there does not count."""

    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    refused: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


class Gate:
    """The judgement on one gate of a run, whose directory is ``top``."""

    def __init__(self, run: ProcedureRun, step: Step, top: pathlib.Path, now: datetime.datetime) -> None:
        self._run = run
        self._step = step
        self._top = top
        self._now = now
        self._evidence: list[Evidence] = []
        self._missing: list[str] = []
        self._refused: list[str] = []

    def judge(self, demand: Demand, said: Said) -> Answer:
        """Look at everything that is wanted."""
        for wanted in demand.files:
            self._look_for(wanted)
        if demand.on_server is not None:
            self._look_on_server(demand.on_server, demand.on_server_what)
        self._listen(demand, said)
        return Answer(tuple(self._evidence), tuple(self._missing), tuple(self._refused))

    def _look_for(self, wanted: WantedFile) -> None:
        good = []
        for path in matching(self._top / "evidence", wanted.name):
            try:
                seen = look_at(path, self._top)
            except NoEvidence as error:
                self._refused.append(str(error))
                continue
            if self._counts(seen):
                good.append(seen)
        if len(good) == 1:
            self._evidence.append(good[0].as_evidence())
            return
        place = self._top / "evidence"
        if good:
            names = ", ".join(seen.path for seen in good)
            self._refused.append(f"Several files fit the name {wanted.name}: {names}. Leave the right one.")
        self._missing.append(f"Put {wanted.what} into {place} under the name {wanted.name}.")

    def _look_on_server(self, seen: typing.Sequence[SeenFile], what: str) -> None:
        good = [each.as_evidence() for each in seen if self._counts(each)]
        self._evidence += good
        if not good:
            self._missing.append(f"Not seen on the server yet: {what}.")

    def _listen(self, demand: Demand, said: Said) -> None:
        if (demand.statement or demand.confirmation) and not (said.operator or "").strip():
            self._missing.append(f"Say who you are: {said.operator_variable} is empty.")
        if demand.statement and not (said.reference or "").strip():
            self._missing.append(f"Name what is asked for above: {said.reference_variable} is empty.")
        if demand.confirmation:
            record = self._run.record(self._step.id)
            asked = record.confirm if record else None
            if not asked or said.confirm != asked:
                self._missing.append("Confirm it with the word that this run asks for.")
            if asked and said.confirm and said.confirm != asked:
                self._refused.append("The word of confirmation is not the one that this run asks for.")

    def _counts(self, seen: SeenFile) -> bool:
        """Whether a file counts; if not, that is said."""
        objection = self._objection(seen)
        if objection:
            self._refused.append(f"{seen.path} {objection}.")
        return not objection

    def _objection(self, seen: SeenFile) -> str | None:
        if not seen.size:
            return "is empty"
        if seen.mtime > self._now + CLOCK_DIFFERENCE:
            return "is dated in the future"
        after = _newest(self._run, self._step)
        if after is not None and seen.mtime <= after[1]:
            return f"is not newer than the step {after[0]}, which was at {after[1]:%Y-%m-%d %H:%M:%S} UTC"
        used = [(record.step, each) for record in self._run.records for each in record.evidence]
        for step, each in used:
            if step != self._step.id and (each.sha256 == seen.sha256 or each.path == seen.path):
                return f"was evidence for the step {step} already"
        if any(each.sha256 == seen.sha256 for each in self._evidence):
            return "has the same content as another file that is wanted here"
        return None


def _newest(run: ProcedureRun, step: Step) -> tuple[str, datetime.datetime] | None:
    """The last of the steps that evidence must be newer than, and when it was."""
    records = [run.record(name) for name in step.fresh_after]
    times = [(time_that_counts(record), record.step) for record in records if record and record.status is Status.DONE]
    known = [(time, name) for time, name in times if time is not None]
    return (max(known)[1], max(known)[0]) if known else None


def time_that_counts(record: StepRecord) -> datetime.datetime | None:
    """When a step happened.

    For a gate with files that is when they were made, not when somebody had this program look at them: who makes a
    request and gets its response in one go may hand in both at once.
    """
    if record.evidence:
        return max(time_of(each.mtime) for each in record.evidence)
    return time_of(record.ended) if record.ended else None
