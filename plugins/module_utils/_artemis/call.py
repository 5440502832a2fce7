# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls and answers as values, and the envelope that every answer comes in."""

from __future__ import annotations

import dataclasses
import json
import typing

from .codes import SUCCESS, code_of, refusal
from .errors import BadAnswer, NotOffered
from .redaction import redacted
from .signing import AccessKey

_ROOT = "/artemis/api/"
_OTHER_SERVER: typing.Final = frozenset({301, 302, 303, 307, 308, 404, 405})


@dataclasses.dataclass(frozen=True, slots=True)
class Call:
    """One call; ``path`` is what follows ``/artemis/api/``. All calls of this collection read, though all are POST."""

    path: str
    body: typing.Mapping[str, typing.Any] = dataclasses.field(default_factory=dict)

    @property
    def target(self) -> str:
        """The path as it goes over the wire, and into the signature."""
        return _ROOT + self.path

    @property
    def content(self) -> bytes:
        return json.dumps(self.body, separators=(",", ":")).encode()

    def __str__(self) -> str:
        return self.path


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP."""

    status: int
    body: bytes

    @property
    def is_html(self) -> bool:
        head = self.body[:512].lower()
        return b"<html" in head or b"<!doctype html" in head


def opened(answer: Answer, call: Call, access_key: AccessKey) -> typing.Any:
    """The ``data`` of an answer with code 0.

    The code decides, whatever the HTTP status: gateways send refusals with 200 as well as with 401 or 500. Raises
    :class:`NotOffered` for an answer that is no envelope and tells that something else than an OpenAPI answered,
    :class:`BadAnswer` for any other, and for a code other than 0 what :func:`.codes.refusal` makes of it.
    """
    envelope = _envelope(answer)
    code = None if envelope is None else code_of(envelope.get("code"))
    if envelope is None or code is None:
        raise _no_envelope(answer, call)
    if code != SUCCESS:
        raise refusal(
            str(call), redacted(code, access_key).lower(), redacted(str(envelope.get("msg") or ""), access_key)
        )
    return envelope.get("data")


def _envelope(answer: Answer) -> dict[str, typing.Any] | None:
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _no_envelope(answer: Answer, call: Call) -> BadAnswer | NotOffered:
    status = f"HTTP status {answer.status}"
    if answer.is_html:
        return NotOffered(f"a web page answered {call} ({status}), not the OpenAPI", http_status=answer.status)
    if answer.status in _OTHER_SERVER:
        return NotOffered(f"the server has no {call} ({status})", http_status=answer.status)
    return BadAnswer(f"the answer to {call} ({status}) is not one of the OpenAPI")
