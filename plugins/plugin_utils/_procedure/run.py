# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of a procedure as a value: every step that is taken makes a new one, or is refused."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.errors import NotAllowed
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.procedure import (
    Procedure,
    Step,
    StepKind,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import (
    Evidence,
    Facts,
    Milestone,
    Status,
    StepRecord,
)


@dataclasses.dataclass(frozen=True, slots=True)
class ProcedureRun:
    """``records`` are in the order in which their steps were first taken.

    ``salt`` belongs to digests of secrets that this run keeps, ``patch`` is the SHA-256 of the patch package.
    """

    procedure: Procedure
    run_id: str
    host: str
    patch: str | None
    salt: str
    created: str
    ended: str | None = None
    records: tuple[StepRecord, ...] = ()

    def record(self, step: str) -> StepRecord | None:
        """What is known of a step."""
        return next((record for record in self.records if record.step == step), None)

    def is_over(self, step: str) -> bool:
        """Whether a step is done or skipped."""
        record = self.record(step)
        return record is not None and record.is_over

    def is_done(self, step: str) -> bool:
        """Whether a step is done."""
        record = self.record(step)
        return record is not None and record.status is Status.DONE

    def check_turn(self, step: Step, *, skips: bool = False) -> None:
        """Whether it is this step's turn to be done, or to be skipped. Raises :class:`NotAllowed`."""
        if self.ended:
            raise NotAllowed(f"The run ended at {self.ended}; nothing is recorded in it any more.")
        for earlier in self.procedure.before(step):
            wanted = not earlier.optional or (earlier.id in step.needs and not skips)
            if wanted and not self.is_done(earlier.id):
                raise NotAllowed(f"The step {step.id} comes after {earlier.id}, which is not done.")

    def started(self, step: Step, now: str, operator: str, facts: Facts) -> ProcedureRun:
        """The step begins, or begins again.

        What was known before the first attempt stays, unless a failure was put back: after a power cut the services
        are stopped and disabled, and that is not how they were. Facts that are new are added. Raises
        :class:`NotAllowed`.
        """
        self._refuse_over(step)
        if step.kind is StepKind.GATE:
            raise NotAllowed(f"The step {step.id} is a gate: it is passed with evidence, not started.")
        old = self.record(step.id) or StepRecord(step.id, Status.STARTED)
        kept = old if repeats(old) else dataclasses.replace(old, facts={}, milestones=(), records=())
        return self._with(
            dataclasses.replace(
                kept,
                facts={**facts, **kept.facts},
                status=Status.STARTED,
                started=now,
                ended=None,
                operator=operator,
                reason=None,
                put_back=False,
                attempts=old.attempts + 1,
            )
        )

    def noted(self, step: Step, milestone: Milestone) -> ProcedureRun:
        """Something within a step was reached; the same once more takes its place. Raises :class:`NotAllowed`."""
        old = self.record(step.id)
        if old is None or old.status not in (Status.STARTED, Status.FAILED):
            raise NotAllowed(f"The step {step.id} is not under way.")
        others = tuple(each for each in old.milestones if each.name != milestone.name)
        return self._with(dataclasses.replace(old, milestones=(*others, milestone)))

    def keeping(self, step: Step, records: typing.Sequence[Evidence]) -> ProcedureRun:
        """With digests of what a step leaves behind; a file that was known already is known anew."""
        if not records:
            return self
        old = self.record(step.id) or StepRecord(step.id, Status.STARTED)
        return self._with(dataclasses.replace(old, records=_joined(old.records, records)))

    def done(self, step: Step, now: str, operator: str, facts: Facts) -> ProcedureRun:
        """The step is done, whether its start was recorded or not. Raises :class:`NotAllowed`."""
        self._refuse_over(step)
        old = self.record(step.id)
        if step.kind is StepKind.GATE:
            raise NotAllowed(f"The step {step.id} is a gate: it is passed with evidence, not done.")
        begun = old or StepRecord(step.id, Status.STARTED, started=now, operator=operator, attempts=1)
        return self._with(
            dataclasses.replace(
                begun,
                status=Status.DONE,
                ended=now,
                reason=None,
                confirm=None,
                put_back=False,
                facts={**begun.facts, **facts},
            )
        )

    def failed(self, step: Step, now: str, reason: str, facts: Facts, *, put_back: bool) -> ProcedureRun:
        """The step went wrong. Raises :class:`NotAllowed`."""
        self._refuse_over(step)
        old = self.record(step.id) or StepRecord(step.id, Status.FAILED, started=now, attempts=1)
        merged = {**old.facts, **facts}
        return self._with(
            dataclasses.replace(old, status=Status.FAILED, ended=now, reason=reason, put_back=put_back, facts=merged)
        )

    def skipped(self, step: Step, now: str, operator: str, reason: str) -> ProcedureRun:
        """The step is not needed here. Raises :class:`NotAllowed`."""
        self._refuse_over(step)
        if not step.optional:
            raise NotAllowed(f"The step {step.id} can not be skipped.")
        return self._with(StepRecord(step.id, Status.SKIPPED, ended=now, operator=operator, reason=reason))

    def waiting(self, step: Step, now: str, operator: str, confirm: str | None) -> ProcedureRun:
        """The gate waits for a person. Since when and for which word stays, however often it is asked."""
        self._refuse_over(step)
        old = self.record(step.id) or StepRecord(step.id, Status.WAITING, started=now, operator=operator)
        return self._with(
            dataclasses.replace(
                old,
                status=Status.WAITING,
                started=old.started or now,
                confirm=old.confirm or confirm,
                attempts=old.attempts + 1,
            )
        )

    def passed(
        self,
        step: Step,
        now: str,
        *,
        operator: str,
        reference: str | None,
        evidence: typing.Sequence[Evidence],
        facts: Facts | None = None,
    ) -> ProcedureRun:
        """The gate has its evidence. Raises :class:`NotAllowed`."""
        self._refuse_over(step)
        if not step.may_wait:
            raise NotAllowed(f"The step {step.id} is no gate.")
        old = self.record(step.id) or StepRecord(step.id, Status.WAITING, started=now)
        return self._with(
            dataclasses.replace(
                old,
                status=Status.DONE,
                ended=now,
                operator=operator,
                reference=reference,
                reason=None,
                confirm=None,
                put_back=False,
                attempts=old.attempts + 1,
                evidence=tuple(evidence),
                facts={**old.facts, **(facts or {})},
            )
        )

    def finished(self, now: str) -> ProcedureRun:
        """The run is complete. Raises :class:`NotAllowed` while steps are open."""
        still = [step.id for step in self.procedure.steps if not self.is_over(step.id)]
        if still:
            raise NotAllowed(f"The run can not end: {', '.join(still)} not done.")
        return self if self.ended else dataclasses.replace(self, ended=now)

    def _refuse_over(self, step: Step) -> None:
        record = self.record(step.id)
        if record is not None and record.is_over:
            raise NotAllowed(f"The step {step.id} is {record.status} already, since {record.ended}.")

    def _with(self, changed: StepRecord) -> ProcedureRun:
        if self.record(changed.step) is None:
            return dataclasses.replace(self, records=(*self.records, changed))
        records = tuple(changed if old.step == changed.step else old for old in self.records)
        return dataclasses.replace(self, records=records)


def repeats(record: StepRecord) -> bool:
    """Whether a new attempt goes on from what an earlier one left behind."""
    return record.attempts > 0 and not record.is_over and not record.put_back


def _joined(old: typing.Sequence[Evidence], new: typing.Sequence[Evidence]) -> tuple[Evidence, ...]:
    paths = {each.path for each in new}
    return (*(each for each in old if each.path not in paths), *new)
