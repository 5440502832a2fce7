# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known about each step of a run. All values are as they stand in the file of the run."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import typing

Facts = typing.Mapping[str, typing.Any]

_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"


class Status(enum.StrEnum):
    """How far a step is."""

    WAITING = "waiting"  # a gate without its evidence
    STARTED = "started"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


class Origin(enum.StrEnum):
    """Where a file of evidence lies."""

    CONTROLLER = "controller"
    SERVER = "server"


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """A file as it was when it counted.

    ``path`` is relative to the directory of the run, or, on the server, absolute. ``mtime`` is a :func:`moment`, on the
    clock of the controller.
    """

    path: str
    size: int
    sha256: str
    mtime: str
    origin: Origin


@dataclasses.dataclass(frozen=True, slots=True)
class Milestone:
    """Something within a step that was reached."""

    name: str
    time: str
    facts: Facts


@dataclasses.dataclass(frozen=True, slots=True)
class StepRecord:
    """One step.

    ``confirm`` is the word that a waiting gate asks for, ``put_back`` whether a failure left things as they were before
    the step, ``attempts`` how often it was begun.
    """

    step: str
    status: Status
    started: str | None = None
    ended: str | None = None
    operator: str | None = None
    reference: str | None = None
    reason: str | None = None
    confirm: str | None = None
    put_back: bool = False
    attempts: int = 0
    evidence: tuple[Evidence, ...] = ()
    records: tuple[Evidence, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    facts: Facts = dataclasses.field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do in it."""
        return self.status in (Status.DONE, Status.SKIPPED)

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values."""
        told: dict[str, typing.Any] = plain(self)
        return told


def plain(value: typing.Any) -> typing.Any:
    """Records as dictionaries, lists and words."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, enum.StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value


def moment(time: datetime.datetime) -> str:
    """A time in UTC with microseconds; such texts sort as the times do."""
    return time.astimezone(datetime.UTC).strftime(_TIME)


def time_of(text: str) -> datetime.datetime:
    """The other way. Raises :class:`ValueError`."""
    return datetime.datetime.strptime(text, _TIME).replace(tzinfo=datetime.UTC)
