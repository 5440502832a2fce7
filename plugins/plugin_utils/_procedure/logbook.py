# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries out orders on a run: read, judge, write, all in one task and under its lock."""

from __future__ import annotations

import datetime
import pathlib
import secrets
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure import lock
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.errors import (
    EvidenceChanged,
    NoRun,
    NotAllowed,
    RunUnusable,
    WrongRun,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.evidence_file import (
    NoEvidence,
    changed_since,
    look_at,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.gate import Gate
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.order import Entry, Operation, Order
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.position import evidence_of, position
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.procedure import Procedure, Step
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import (
    Evidence,
    Milestone,
    Origin,
    Status,
    moment,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run import ProcedureRun, repeats
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run_directory import RunDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.secrets_guard import refuse_secrets

# A failed or waiting host is out of the play, and a run that has ended needs nobody. The next run may be on another
# machine, from where nobody can tell whether this one lives.
_LEAVING: typing.Final = (Operation.FAILED, Operation.LEAVE)


class Logbook:
    """The logbook of one host. In a dry run nothing is written, and whose turn it is does not matter."""

    def __init__(
        self,
        directory: RunDirectory,
        procedures: typing.Mapping[str, Procedure],
        me: Process,
        now: datetime.datetime,
        *,
        dry: bool,
    ) -> None:
        self._directory = directory
        self._procedures = procedures
        self._me = me
        self._now = now
        self._dry = dry

    def carry_out(self, order: Order) -> Entry:
        """Raises :class:`ProcedureError`."""
        try:
            if self._dry or order.operation is Operation.STATUS:
                return self._kept(order)
            if order.operation is Operation.BEGIN:
                self._directory.make()
            elif not self._directory.top.is_dir():
                raise self._no_run()
            with lock.held(self._directory.lock, self._me, take_over=order.take_over) as hold:
                entry = self._kept(order)
                hold.stays = not (entry.waiting or entry.run.ended or order.operation in _LEAVING)
                return entry
        except OSError as error:
            raise RunUnusable(f"{error.filename or self._directory.top}: {error.strerror}.") from error

    def _kept(self, order: Order) -> Entry:
        entry = self._answer(order)
        refuse_secrets(entry.as_result(self._directory), order.secrets)
        if entry.changed and not self._dry:
            self._directory.save(entry.run)
        return entry

    def _no_run(self) -> NoRun:
        return NoRun(f"There is no run in {self._directory.top}.")

    def _answer(self, order: Order) -> Entry:
        run = self._directory.load()
        if order.operation is Operation.BEGIN:
            return self._begin(order, run)
        if run is None:
            if not self._dry or order.operation is Operation.STATUS:
                raise self._no_run()
            run = self._new(order)
        if run.host != order.host:
            raise WrongRun(f"The run in {self._directory.top} is one of {run.host}, not of {order.host}.")
        if order.operation in (Operation.STATUS, Operation.TAKE, Operation.LEAVE):
            return Entry(run, _standing(run))
        if order.operation is Operation.END:
            ended = run if self._dry else run.finished(moment(self._now))
            return Entry(ended, _standing(ended), changed=ended != run)
        step = run.procedure.step(order.step)
        if not self._dry:
            run.check_turn(step, skips=order.operation is Operation.SKIPPED)
        return self._gate(order, run, step) if order.operation is Operation.GATE else self._step(order, run, step)

    def _begin(self, order: Order, run: ProcedureRun | None) -> Entry:
        if run is None:
            new = self._new(order)
            return Entry(new, f"The run of {new.procedure.title} on {order.host} begins.", changed=True)
        for name, found, wanted in (
            ("procedure", run.procedure.name, order.procedure),
            ("host", run.host, order.host),
            ("patch", run.patch, order.patch),
        ):
            if found != wanted:
                raise WrongRun(f"The run in {self._directory.top} is for the {name} {found}, not {wanted}.")
        changed = changed_since(evidence_of(run, Origin.CONTROLLER), self._directory.top)
        if changed and not run.ended:
            raise EvidenceChanged(" ".join(changed))
        return Entry(run, _standing(run))

    def _new(self, order: Order) -> ProcedureRun:
        procedure = self._procedures[order.procedure]
        if procedure.about_patch and order.patch is None and not self._dry:
            raise WrongRun(f"A run of {procedure.name} is bound to a patch: give the SHA-256 of the package.")
        return ProcedureRun(
            procedure=procedure,
            run_id="" if self._dry else secrets.token_hex(16),
            host=order.host,
            patch=order.patch,
            salt="" if self._dry else secrets.token_hex(16),
            created=moment(self._now),
        )

    def _step(self, order: Order, run: ProcedureRun, step: Step) -> Entry:
        now, old = moment(self._now), run.record(step.id)
        repeated = old is not None and repeats(old)
        match order.operation:
            case Operation.STARTED:
                new = run.started(step, now, order.operator, order.facts)
            case Operation.NOTED:
                if self._dry and old is None:
                    run = run.started(step, now, order.operator, {})
                new = run.noted(step, Milestone(order.milestone, now, order.facts))
                new = new.keeping(step, self._records(order))
            case Operation.DONE:
                new = run.done(step, now, order.operator, order.facts)
                new = new.keeping(step, self._records(order))
            case Operation.FAILED:
                new = run.failed(step, now, order.reason, order.facts, put_back=order.put_back)
            case _:
                new = run.skipped(step, now, order.operator, order.reason)
        record = new.record(step.id)
        verb = "would be" if self._dry else "is"
        msg = f"{step.title} ({step.id}) {verb} recorded as {order.operation}."
        return Entry(new, msg, changed=True, record=record, repeated=repeated)

    def _gate(self, order: Order, run: ProcedureRun, step: Step) -> Entry:
        now, old = moment(self._now), run.record(step.id)
        if not step.may_wait:
            raise NotAllowed(f"The step {step.id} is no gate.")
        if old is not None and old.status is Status.DONE:
            return Entry(run, f"{step.title} ({step.id}) is done.", record=old, repeated=True, passed=True)
        answer = Gate(run, step, self._directory.top, self._now).judge(order.demand, order.said)
        if answer.passes:
            new = run.passed(
                step,
                now,
                operator=order.said.operator or order.operator,
                reference=order.said.reference or None,
                evidence=answer.evidence,
                facts=order.facts,
            )
            new = new.keeping(step, self._records(order))
            msg = f"{step.title} ({step.id}) is done."
            return Entry(new, msg, changed=True, record=new.record(step.id), passed=True, refused=answer.refused)
        word = _word() if order.demand.confirmation and not self._dry else None
        new = run.waiting(step, now, order.operator, word)
        record = new.record(step.id)
        lines = order.instructions.lines(step, run.host, answer, record.confirm if record else None)
        return Entry(
            new,
            " ".join(line.strip() for line in lines),
            changed=True,
            record=record,
            passed=False,
            waiting=True,
            missing=answer.missing,
            refused=answer.refused,
            lines=tuple(lines),
        )

    def _records(self, order: Order) -> list[Evidence]:
        """Digests of the files that a step leaves behind, and writes those that the order brings.

        Raises :class:`NotAllowed`, :class:`SecretRefused` and :class:`OSError`.
        """
        refuse_secrets(order.contents, order.secrets)
        if not self._dry:
            self._directory.keep(order.contents)
        found = []
        for name in (*order.records, *order.contents):
            path = self._directory.records / pathlib.Path(name)
            if self._dry and not path.exists():
                continue
            try:
                seen = look_at(path, self._directory.top)
            except NoEvidence as error:
                raise NotAllowed(f"A record can not be kept: {error}") from error
            if not seen.path.startswith(f"{self._directory.records.name}/"):
                raise NotAllowed(f"{seen.path} does not lie in {self._directory.records}.")
            found.append(seen.as_evidence())
        return found


def _word() -> str:
    """Of letters only: YAML makes numbers of some words with digits. Without vowels it is no word of a language."""
    return "".join(secrets.choice("bcdfghjkmnpqrstvwxz") for _place in range(8))


def _standing(run: ProcedureRun) -> str:
    where = position(run)
    if run.ended:
        return f"The run on {run.host} ended at {run.ended}."
    if where.complete:
        return f"All steps on {run.host} are done."
    done, every = len(where.done) + len(where.skipped), len(run.procedure.steps)
    return f"{done} of {every} steps on {run.host} are done; {where.next} is next."
