# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report tells about a run: put together once, written in several forms."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.position import Position, position
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.procedure import Step
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import (
    Facts,
    Status,
    StepRecord,
    plain,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run import ProcedureRun

SCHEMA: typing.Final = "hikcentral-procedure-report/1"

_CHANGES: typing.Final = {
    "missing": "removed",
    "extra": "added",
    "size": "changed",
    "hash": "changed",
    "no_hash": "unread",
}


@dataclasses.dataclass(frozen=True, slots=True)
class ServiceChange:
    """A service before and after, as state and start mode; ``None`` where it was not there."""

    name: str
    before: str | None
    after: str | None

    @property
    def same(self) -> bool:
        """Whether it is as it was."""
        return self.before == self.after


@dataclasses.dataclass(frozen=True, slots=True)
class NumberChange:
    """How many of something the OpenAPI told before and after; ``None`` where it did not tell."""

    name: str
    before: int | None
    after: int | None

    @property
    def same(self) -> bool:
        """Whether there are as many as before."""
        return self.before == self.after


@dataclasses.dataclass(frozen=True, slots=True)
class FileChange:
    """A file that the patch has added, removed or changed; ``unread`` where nobody can tell."""

    path: str
    what: str


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """A run and what follows from its records."""

    run: ProcedureRun
    position: Position
    services: tuple[ServiceChange, ...] | None
    numbers: tuple[NumberChange, ...] | None
    files: tuple[FileChange, ...] | None

    @property
    def headline(self) -> str:
        """How the run ended, or where it stands, in a sentence."""
        where, host = self.position, self.run.host
        if where.complete or self.run.ended:
            return f"All steps on {host} are done."
        done, every = len(where.done) + len(where.skipped), len(self.run.procedure.steps)
        told = f"{done} of {every} steps on {host} are done"
        if where.failed:
            return f"{told}. The step {where.failed} failed."
        if where.interrupted and where.interrupted != "report":  # which is under way while this is written
            return f"{told}. The step {where.interrupted} was begun, and has not ended."
        return f"{told}. The run waits at {where.waiting}." if where.waiting else f"{told}."

    @property
    def steps(self) -> list[tuple[Step, StepRecord | None]]:
        """All steps of the procedure with what is known of them."""
        return [(step, self.run.record(step.id)) for step in self.run.procedure.steps]

    @property
    def license(self) -> StepRecord | None:
        """The step in which somebody confirmed the state of the licenses, once it is done."""
        record = self.run.record("license_confirmed")
        return record if record is not None and record.status is Status.DONE else None

    @property
    def version(self) -> str | None:
        """The version of HikCentral as it was found."""
        record = self.run.record("preflight")
        found = record.facts.get("version") if record else None
        return str(found) if found else None

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values, the form for programs."""
        confirmed = self.license
        run = {field.name: getattr(self.run, field.name) for field in dataclasses.fields(self.run)}
        del run["records"], run["salt"]  # a digest of secrets is worth less to whoever has its salt
        return {
            "schema": SCHEMA,
            **run,
            "procedure": self.run.procedure.name,
            "headline": self.headline,
            "version": self.version,
            "license": _confirmation(confirmed) if confirmed else None,
            "services": None if self.services is None else plain(self.services),
            "numbers": None if self.numbers is None else plain(self.numbers),
            "files": None if self.files is None else plain(self.files),
            "position": self.position.as_result(),
            "steps": [{"title": step.title, **_told(step, record)} for step, record in self.steps],
        }


def report(run: ProcedureRun) -> Report:
    """The report of a run, which need not have ended."""
    before, after = _services_before(run), _services_after(run)
    known = before is not None and after is not None
    services = _service_changes(before or {}, after or {}) if known else None
    return Report(run, position(run), services, _number_changes(run), _file_changes(run))


def _confirmation(record: StepRecord) -> dict[str, typing.Any]:
    evidence = [each.sha256 for each in record.evidence]
    return {"by": record.operator, "at": record.ended, "reference": record.reference, "evidence": evidence}


def _told(step: Step, record: StepRecord | None) -> dict[str, typing.Any]:
    told = record.as_result() if record else {"step": step.id, "status": None}
    told.pop("confirm", None)
    return told


def _services_before(run: ProcedureRun) -> dict[str, str] | None:
    """The first that was recorded, before anything was touched."""
    found = (_services(record.facts, "services_before", "services") for record in run.records)
    return next((services for services in found if services), None)


def _services_after(run: ProcedureRun) -> dict[str, str] | None:
    """The last that was recorded after something was touched."""
    last = run.record("verification")
    facts = [milestone.facts for record in run.records for milestone in record.milestones]
    found = [_services(each, "services") for each in ([*facts, last.facts] if last else facts)]
    return next((services for services in reversed(found) if services), None)


def _services(facts: Facts, *names: str) -> dict[str, str] | None:
    for name in names:
        told = facts.get(name)
        if isinstance(told, list):
            rows = [each for each in told if isinstance(each, dict) and each.get("name")]
            return {str(each["name"]): f"{each.get('state')}, {each.get('start_mode')}" for each in rows}
    return None


def _service_changes(before: dict[str, str], after: dict[str, str]) -> tuple[ServiceChange, ...]:
    names = sorted(before.keys() | after.keys(), key=str.casefold)
    return tuple(ServiceChange(name, before.get(name), after.get(name)) for name in names)


def _number_changes(run: ProcedureRun) -> tuple[NumberChange, ...] | None:
    before, after = _counts(run, "preflight"), _counts(run, "verification")
    if before is None or after is None:
        return None
    return tuple(NumberChange(name.replace("_", " "), number, after.get(name)) for name, number in before.items())


def _counts(run: ProcedureRun, step: str) -> dict[str, int | None] | None:
    record = run.record(step)
    told = record.facts.get("openapi") if record else None
    counts = told.get("counts") if isinstance(told, dict) and told.get("available") else None
    return counts if isinstance(counts, dict) else None


def _file_changes(run: ProcedureRun) -> tuple[FileChange, ...] | None:
    record = run.record("patch_verified")
    told = record.facts.get("changes") if record else None
    if not isinstance(told, dict):
        return None
    found = [FileChange(str(path), what) for key, what in _CHANGES.items() for path in told.get(key) or () if path]
    return tuple(sorted(found, key=lambda each: each.path.casefold()))
