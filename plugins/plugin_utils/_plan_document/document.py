# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan as a file: one plan has exactly one form, so the SHA-256 of the file stands for everything in it.

The form is JSON with sorted keys, an indent of two blanks, ASCII with escapes, and a line feed at the end. The digest
is what ``sha256sum`` prints for the file.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import pathlib
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import atomic_file
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.freshness import (
    CLOCK_DIFFERENCE,
    moment,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import SCHEMA, Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import errors
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document.consistency import contradictions
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document.plain_form import plain, reader
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document.strict_values import Misfit

LARGEST: typing.Final = 256 << 20  # bytes; a plan for 10,000 devices has some 20 MiB

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NAME = "The plan"


def to_bytes(plan: Plan) -> bytes:
    """The one form of a plan."""
    return _written({"schema": SCHEMA, **plain(plan)})


def digest_of(data: bytes) -> str:
    """The digest of a plan, from the bytes of its file."""
    return hashlib.sha256(data).hexdigest()


def read(data: bytes, digest: str | None = None, *, name: str = _NAME) -> Plan:
    """Read a plan, which must be the one with the approved ``digest`` if that is given. Its age is not looked at.

    Raises :class:`errors.Truncated`, :class:`errors.NotJson`, :class:`errors.InvalidDigest`, :class:`errors.Tampered`,
    :class:`errors.UnknownSchema`, :class:`errors.Malformed`, :class:`errors.Rewritten`.
    """
    content = _parsed(data, name)
    if digest is not None:
        _compare_digest(data, digest, name)
    told = _without_schema(content, name)
    try:
        plan: Plan = reader(Plan)(told)
    except Misfit as misfit:
        raise errors.Malformed(f"{name} can not be used: {misfit}.") from misfit
    if sentence := next(contradictions(plan, told), None):
        raise errors.Malformed(f"{name} contradicts itself: {sentence}.")
    if to_bytes(plan) != data:
        raise errors.Rewritten(f"{name} is not as it was written: it was edited or formatted by hand.")
    return plan


def load(path: pathlib.Path, digest: str | None = None) -> Plan:
    """Read the plan at ``path``. Raises :class:`errors.Unreadable` and what :func:`read` raises."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise errors.Unreadable(f"The plan {path} can not be read: {error.strerror}.") from error
    if len(data) > LARGEST:
        raise errors.Unreadable(f"The plan {path} is larger than {LARGEST >> 20} MiB.")
    return read(data, digest, name=f"The plan {path}")


def write(path: pathlib.Path, plan: Plan) -> str:
    """Write a plan in one step, so that nobody sees half of it, and return its digest. Raises :class:`OSError`.

    An approver has to read the file, and it holds no secrets, so its mode is left to the umask: 0644 as a rule.
    """
    data = to_bytes(plan)
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_file.replace(path, data)
    return digest_of(data)


def check_time(plan: Plan, now: datetime.datetime) -> None:
    """Raises :class:`errors.Expired` and :class:`errors.CreatedInFuture`."""
    if moment(plan.expires) <= now:
        raise errors.Expired(f"The plan has expired: it was good until {plan.expires}, and now it is {_utc(now)}.")
    if moment(plan.created) > now + CLOCK_DIFFERENCE:
        raise errors.CreatedInFuture(f"The plan says that it was made at {plan.created}, and now it is {_utc(now)}.")


def _parsed(data: bytes, name: str) -> object:
    try:
        content: object = json.loads(data.decode(), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise errors.NotJson(f"{name} is not a text in UTF-8: byte {error.start} does not belong there.") from error
    except json.JSONDecodeError as error:
        if error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated"):
            raise errors.Truncated(f"{name} is not whole: it ends after {len(data)} bytes, in the middle.") from error
        raise errors.NotJson(f"{name} is not JSON: line {error.lineno}, {error.msg}.") from error
    except (ValueError, RecursionError) as error:
        raise errors.NotJson(f"{name} is not JSON that can be read: {error}.") from error
    return content


def _no_number(text: str) -> typing.NoReturn:
    raise ValueError(f"{text} is not a number")


def _compare_digest(data: bytes, digest: str, name: str) -> None:
    approved, found = digest.strip().casefold(), digest_of(data)
    if not _DIGEST.fullmatch(approved):
        raise errors.InvalidDigest(f"{digest!r} is not the digest of a plan.")
    if found != approved:
        raise errors.Tampered(
            f"{name} is not the one that was approved: its digest is {found}, approved is {approved}."
        )


def _without_schema(content: object, name: str) -> dict[str, typing.Any]:
    schema = content.get("schema") if isinstance(content, dict) else None
    if not isinstance(content, dict) or schema != SCHEMA:
        told = f"its schema is {schema!r}" if schema is not None else "it names no schema"
        raise errors.UnknownSchema(f"{name} is no plan of this version: {told}, and {SCHEMA!r} is known here.")
    return {key: value for key, value in content.items() if key != "schema"}


def _written(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, indent=2, allow_nan=False).encode() + b"\n"


def _utc(now: datetime.datetime) -> str:
    return f"{now.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
