# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file of a run: JSON that is read as strictly as it is written, so that a mistake by hand is no step."""

from __future__ import annotations

import dataclasses
import json
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.errors import RunUnusable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.procedure import Procedure
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import (
    Evidence,
    Milestone,
    Origin,
    Status,
    StepRecord,
    plain,
    time_of,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run import ProcedureRun

SCHEMA: typing.Final = "hikcentral-procedure-run/1"
LARGEST: typing.Final = 32 << 20  # bytes

_SHA256 = re.compile("[0-9a-f]{64}")

Told = dict[str, typing.Any]


class _Wrong(ValueError):
    """Something is not what was written."""


def to_bytes(run: ProcedureRun) -> bytes:
    """The content of the file. Raises :class:`RunUnusable` for facts that are no plain values, or too many."""
    told = {
        "schema": SCHEMA,
        **{field.name: plain(getattr(run, field.name)) for field in dataclasses.fields(run)},
        "procedure": run.procedure.name,
    }
    told["steps"] = told.pop("records")
    try:
        data = json.dumps(told, indent=2, allow_nan=False).encode() + b"\n"
    except (TypeError, ValueError, RecursionError) as error:
        raise RunUnusable(f"The facts can not be recorded: {error}.") from error
    if len(data) > LARGEST:
        raise RunUnusable("There are too many facts to record. Keep long lists in files and record those.")
    return data


def read(data: bytes, procedures: typing.Mapping[str, Procedure], name: str) -> ProcedureRun:
    """Read the content. ``name`` is what messages call the file. Raises :class:`RunUnusable`."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise RunUnusable(f"{name} is not JSON: {error}.") from error
    schema = told.get("schema") if isinstance(told, dict) else None
    if schema != SCHEMA:
        raise RunUnusable(f"{name} is no run of this version: its schema is {schema!r}, {SCHEMA!r} is known here.")
    try:
        return _run(told, procedures)
    except (_Wrong, KeyError, TypeError, ValueError) as error:
        raise RunUnusable(f"{name} is not as it was written: {_words(error)}.") from error


def _words(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _run(told: Told, procedures: typing.Mapping[str, Procedure]) -> ProcedureRun:
    _only(told, {field.name for field in dataclasses.fields(ProcedureRun)} - {"records"} | {"schema", "steps"})
    procedure = procedures.get(_text(told["procedure"]))
    if procedure is None:
        raise _Wrong(f"there is no procedure {told['procedure']!r}")
    records = tuple(_record(each, {step.id for step in procedure.steps}) for each in _list(told["steps"]))
    if len({record.step for record in records}) < len(records):
        raise _Wrong("a step is there twice")
    return ProcedureRun(
        procedure=procedure,
        run_id=_text(told["run_id"]),
        host=_text(told["host"]),
        patch=_optional(_text, told["patch"]),
        salt=_text(told["salt"]),
        created=_time(told["created"]),
        ended=_optional(_time, told["ended"]),
        records=records,
    )


def _record(told: Told, steps: typing.Container[str]) -> StepRecord:
    _only(told, {field.name for field in dataclasses.fields(StepRecord)})
    if _text(told["step"]) not in steps:
        raise _Wrong(f"there is no step {told['step']!r}")
    words = {name: _optional(_text, told[name]) for name in ("operator", "reference", "reason", "confirm")}
    if not isinstance(told["put_back"], bool):
        raise _Wrong("put_back is not true or false")
    return StepRecord(
        step=told["step"],
        status=Status(told["status"]),
        started=_optional(_time, told["started"]),
        ended=_optional(_time, told["ended"]),
        put_back=told["put_back"],
        attempts=_whole(told["attempts"]),
        evidence=tuple(map(_evidence, _list(told["evidence"]))),
        records=tuple(map(_evidence, _list(told["records"]))),
        milestones=tuple(map(_milestone, _list(told["milestones"]))),
        facts=_mapping(told["facts"]),
        **words,
    )


def _evidence(told: Told) -> Evidence:
    _only(told, {field.name for field in dataclasses.fields(Evidence)})
    if not _SHA256.fullmatch(_text(told["sha256"])):
        raise _Wrong("a digest is no SHA-256")
    return Evidence(
        path=_text(told["path"]),
        size=_whole(told["size"]),
        sha256=told["sha256"],
        mtime=_time(told["mtime"]),
        origin=Origin(told["origin"]),
    )


def _milestone(told: Told) -> Milestone:
    _only(told, {field.name for field in dataclasses.fields(Milestone)})
    return Milestone(_text(told["name"]), _time(told["time"]), _mapping(told["facts"]))


def _only(told: Told, known: typing.AbstractSet[str]) -> None:
    if unknown := sorted(_mapping(told).keys() - known):
        raise _Wrong(f"{', '.join(unknown)} is unknown")


def _optional(read_one: typing.Callable[[typing.Any], str], told: object) -> str | None:
    return None if told is None else read_one(told)


def _time(told: object) -> str:
    time_of(_text(told))
    return _text(told)


def _text(told: object) -> str:
    if not isinstance(told, str):
        raise _Wrong(f"{told!r} is no text")
    return told


def _whole(told: object) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or told < 0:
        raise _Wrong(f"{told!r} is no number from 0 on")
    return told


def _list(told: object) -> list[typing.Any]:
    if not isinstance(told, list):
        raise _Wrong(f"{told!r} is no list")
    return told


def _mapping(told: object) -> Told:
    if not isinstance(told, dict):
        raise _Wrong(f"{told!r} is no dictionary")
    return told
