# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service a device gives, as observations that can be kept and compared with later ones.

A device that answers is not yet a device that works: after an upgrade cameras come back without streams, recorders
without channels, controllers without persons. Every check is best effort; one that fails is an observation, too.
"""

from __future__ import annotations

import dataclasses
import enum
import typing

from .plain import plain_fields

#: The subject of an observation that stands for a whole check, which could not be made.
WHOLE_CHECK: typing.Final = "*"


class Rule(enum.StrEnum):
    """What must hold for a value between two observations, besides that nothing good turns bad."""

    NOTHING = "nothing"
    SAME = "same"
    NOT_FEWER = "not_fewer"
    STILL_SOME = "still_some"
    NEAR = "near"


@dataclasses.dataclass(frozen=True, slots=True)
class Observation:
    """One thing seen. ``good`` is ``None`` for a fact that is neither good nor bad, or can not be told.

    ``check`` and ``subject`` (``storage``, ``hdd1``) identify it over time, ``message`` says it in a sentence.
    """

    check: str
    subject: str
    message: str
    good: bool | None = None
    value: str | int | None = None
    rule: Rule = Rule.NOTHING

    @property
    def key(self) -> tuple[str, str]:
        return self.check, self.subject


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """All observations of one reading, and which device they are of. ``read_at`` is our time, ISO 8601 in UTC."""

    kind: str
    model: str | None
    serial: str | None
    firmware: str | None
    read_at: str
    checks: tuple[Observation, ...] = ()

    @property
    def problems(self) -> list[str]:
        """The sentences of everything that is bad by itself, without a comparison."""
        return [observation.message for observation in self.checks if observation.good is False]

    def as_result(self) -> dict[str, object]:
        """Plain types for a module result; :meth:`from_result` reads them back."""
        return {**plain_fields(self), "problems": self.problems}

    @classmethod
    def from_result(cls, result: typing.Mapping[str, typing.Any]) -> Health:
        """Read what :meth:`as_result` returned. Raises :class:`ValueError` when it is something else."""
        try:
            checks = tuple(_observation(entry) for entry in result["checks"])
            return cls(
                kind=str(result["kind"]),
                model=result["model"],
                serial=result["serial"],
                firmware=result["firmware"],
                read_at=str(result["read_at"]),
                checks=checks,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"this is no earlier value of `current` ({type(error).__name__}: {error})") from error


def _observation(entry: typing.Mapping[str, typing.Any]) -> Observation:
    return Observation(
        check=str(entry["check"]),
        subject=str(entry["subject"]),
        message=str(entry["message"]),
        good=entry["good"],
        value=entry["value"],
        rule=Rule(entry["rule"]),
    )
