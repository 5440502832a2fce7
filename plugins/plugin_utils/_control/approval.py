# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Approval of a wave by a person: what is asked, and whether an answer is one to that.

The request is a file whose SHA-256 is its digest, as with a plan: it stands for the plan, the wave, its devices, and
what the waves before it have shown. The answer, a file or a variable, names that digest.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import json
import re
import textwrap
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError

SCHEMA: typing.Final = "hikvision-rollout-approval-request/1"
LONGEST_NAME: typing.Final = 200  # characters of name and comment that are kept

_DIGEST = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{64}(?![0-9A-Za-z])", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_CANARIES: typing.Final = "canaries"
_ALL: typing.Final = "all"
_EXAMPLES: typing.Final = 'Give numbers of waves ([2, 4]), "canaries" for the first wave after the canaries, or "all".'


class Wave(typing.Protocol):
    """What has to be known of a wave of the plan."""

    @property
    def number(self) -> int: ...

    @property
    def canary(self) -> bool: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Approvals:
    """Before which waves a person is asked: ``numbers``, the first one after the canaries, or all."""

    numbers: frozenset[int] = frozenset()
    after_canaries: bool = False
    always: bool = False

    @classmethod
    def read(cls, told: object) -> Approvals:
        """Read the value of ``rollout_approve``. Raises :class:`ControlError`."""
        words = _words(told)
        if wrong := [word for word in words if not (_NUMBER.fullmatch(word) or word in (_CANARIES, _ALL))]:
            shown = textwrap.shorten(", ".join(wrong), 60)
            raise ControlError(f"rollout_approve can not have {shown}.", _EXAMPLES)
        return cls(frozenset(int(word) for word in words if word.isdigit()), _CANARIES in words, _ALL in words)

    def check(self, waves: typing.Sequence[Wave]) -> None:
        """Raises :class:`ControlError` for a wave that the plan does not have."""
        known = {wave.number for wave in waves}
        if unknown := sorted(self.numbers - known):
            raise ControlError(
                f"rollout_approve names wave {', '.join(map(str, unknown))}, and the last one is "
                f"{max(known, default=0)}.",
                _EXAMPLES,
            )

    def before(self, number: int, waves: typing.Sequence[Wave]) -> bool:
        """Whether a person is asked before wave ``number``."""
        if self.always or number in self.numbers:
            return True
        others = (wave.number for wave in waves if not wave.canary)
        return self.after_canaries and number == min(others, default=None)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a person is asked to approve.

    ``plan`` is its digest. ``troubled`` has the state of each device of earlier waves that is in trouble, ``pending``
    names those of them that are still to be done. All others of the earlier waves are in order.
    """

    plan: str
    wave: int
    hosts: tuple[str, ...]
    troubled: typing.Mapping[str, str] = dataclasses.field(default_factory=dict)
    pending: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """The one form of a request: JSON with sorted keys and a line feed at the end."""
        told = {"schema": SCHEMA, **dataclasses.asdict(self)}
        return json.dumps(told, indent=2, sort_keys=True).encode() + b"\n"

    @classmethod
    def read(cls, data: bytes) -> Request | None:
        """The request that was written, ``None`` for anything else."""
        try:
            told = json.loads(data)
            found = cls(
                plan=told["plan"],
                wave=told["wave"],
                hosts=tuple(told["hosts"]),
                troubled=dict(told["troubled"]),
                pending=tuple(told["pending"]),
            )
        except (ValueError, KeyError, TypeError):
            return None
        return found if found.to_bytes() == data else None

    @property
    def digest(self) -> str:
        """What ``sha256sum`` prints for the file."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def covers(self, other: Request) -> bool:
        """Whether who approved this has approved ``other``, too: the same wave, and nothing is worse than it was."""
        return (
            (self.plan, self.wave) == (other.plan, other.wave)
            and set(other.hosts) <= set(self.hosts)
            and set(other.troubled) <= set(self.troubled)
            and set(other.pending) <= {*self.pending, *self.troubled}
        )


class Answer(enum.Enum):
    """What an answer is to a request."""

    NONE = enum.auto()
    YES = enum.auto()
    OLD = enum.auto()  # to an earlier request for this wave: something has got worse since
    OTHER_WAVE = enum.auto()
    WRONG = enum.auto()  # to nothing that this rollout has asked
    UNREADABLE = enum.auto()  # names no digest


@dataclasses.dataclass(frozen=True, slots=True)
class Reply:
    """An answer, the digest that it names, and the name and comment that came with it."""

    answer: Answer
    digest: str = ""
    by: str = ""


def reply(text: str | None, request: Request, asked: typing.Iterable[Request]) -> Reply:
    """What ``text``, the content of a file or of a variable, is to ``request``.

    ``asked`` are all requests that this rollout has ever made. The first digest in the text counts; the rest of it is
    name and comment.
    """
    if text is None or not text.strip():
        return Reply(Answer.NONE if text is None else Answer.UNREADABLE)
    found = _DIGEST.search(text)
    if found is None:
        return Reply(Answer.UNREADABLE)
    digest, by = found[0].lower(), _name(f"{text[: found.start()]} {text[found.end() :]}")
    approved = next((each for each in (request, *asked) if each.digest == digest), None)
    if approved is None:
        return Reply(Answer.WRONG, digest, by)
    if approved.wave != request.wave:
        return Reply(Answer.OTHER_WAVE, digest, by)
    return Reply(Answer.YES if approved.covers(request) else Answer.OLD, digest, by)


def _name(text: str) -> str:
    """One line without anything that does not show."""
    return textwrap.shorten("".join(letter if letter.isprintable() else " " for letter in text), LONGEST_NAME)


def _words(told: object) -> list[str]:
    """The command line makes one word of a list."""
    match told:
        case None | False | "":
            return []
        case str():
            return [word.strip().casefold() for word in told.split(",") if word.strip()]
        case list() | tuple():
            return [str(word).strip().casefold() for word in told]
    return [str(told)]
