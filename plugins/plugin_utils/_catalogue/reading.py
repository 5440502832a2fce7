# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the path of a catalogue to a :class:`Catalogue` that may be used, or to the error that says why not."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import errors
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue, Verification
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.freshness import check_time
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.meaning import contradictions, doubts
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.serials import (
    SerialMemory,
    check_minimum,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.signature import (
    SUFFIX,
    Evidence,
    verify,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.signature_facts import (
    holds_keys,
    holds_only_keys,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.document import Document, parse
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.errors import LibraryMissing, Unreadable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.schema import SCHEMAS, schema_problems

SCHEMA: typing.Final = SCHEMAS / "catalogue.schema.json"

LARGEST: typing.Final = 16 << 20  # bytes of a catalogue, or of a revocation list
LARGEST_SIGNATURE: typing.Final = 64 << 10
_BINARY_REVOCATIONS = b"SSHKRL\n\0"

# Keeps the answer for a key while a run lasts: ``once(key, compute)``.
Once = typing.Callable[[str, typing.Callable[[], str]], str]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a catalogue must prove. ``signature`` off means that nobody vouches for it."""

    signature: bool = True
    allowed_signers: pathlib.Path | None = None
    revoked: pathlib.Path | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """``doubts`` are sentences about things that a person should look at."""

    catalogue: Catalogue
    doubts: tuple[str, ...] = ()


def open_catalogue(
    path: pathlib.Path, trust: Trust, files: pathlib.Path, once: Once = lambda _key, new: new()
) -> Opened:
    """Verify and read a catalogue; its firmware files are in the directory ``files``.

    Raises :class:`errors.Unreadable`, :class:`errors.Malformed`, :class:`errors.NotTrusted`,
    :class:`errors.NotVerifiable`. Neither time nor serial number have been looked at: see :func:`admit`.
    """
    data = read_file(path, LARGEST, str(path))
    evidence = _evidence(path, data, trust) if trust.signature else None
    told = json.loads(once(_key(data, evidence), lambda: json.dumps(_examined(path, data, evidence))))
    return Opened(
        catalogue=_catalogue(told["content"], Verification(**told["verification"]), data, files),
        doubts=tuple(told["doubts"]),
    )


def admit(
    catalogue: Catalogue,
    now: datetime.datetime,
    *,
    minimum_serial: int | None = None,
    memory: SerialMemory | None = None,
    remember: bool = True,
) -> None:
    """See that a catalogue is the current one. An unverified one is not compared with the memory, nor kept there.

    Raises :class:`errors.Expired`, :class:`errors.IssuedInFuture`, :class:`errors.BelowMinimum`,
    :class:`errors.RolledBack`, :class:`errors.Reissued`, :class:`errors.MemoryUnusable`.
    """
    check_minimum(catalogue, minimum_serial)
    verified = catalogue.verification.signature == "valid"
    if memory is not None and verified:
        memory.check(catalogue)
    check_time(catalogue.id, catalogue.issued, catalogue.expires, now)
    if memory is not None and verified and remember:
        memory.check_and_remember(catalogue)


def examine(data: bytes, name: str) -> Document:
    """Parse a catalogue and see that it is one.

    Raises :class:`errors.Unreadable`, :class:`errors.Malformed`, :class:`errors.LibraryMissing`.
    """
    try:
        parsed = parse(data, name)
        problems = schema_problems(parsed, SCHEMA) or contradictions(parsed)
    except Unreadable as error:
        raise errors.Unreadable(str(error)) from error
    except LibraryMissing as error:
        raise errors.LibraryMissing(str(error)) from error
    if problems:
        raise errors.Malformed(name, problems)
    return parsed


def read_file(path: pathlib.Path, largest: int, name: str) -> bytes:
    """The bytes of a file that must not be larger than it may. Raises :class:`errors.Unreadable`."""
    try:
        with open(path, "rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise errors.Unreadable(f"{name} can not be read: {error.strerror}.") from error
    if len(data) > largest:
        raise errors.Unreadable(f"{name} is larger than {largest >> 10} KiB.")
    return data


def _examined(path: pathlib.Path, data: bytes, evidence: Evidence | None) -> dict[str, typing.Any]:
    verification = verify(evidence) if evidence else Verification(signature="off")
    parsed = examine(data, str(path))
    return {
        "verification": verification.as_result(),
        "content": parsed.content,
        "doubts": [str(doubt) for doubt in doubts(parsed)],
    }


def _key(data: bytes, evidence: Evidence | None) -> str:
    """Names everything that the examination depends on."""
    parts = [data, SCHEMA.read_bytes()]
    if evidence:
        parts += [b"signed", evidence.signature, evidence.allowed_signers]
        parts += [] if evidence.revoked is None else [b"revoked", evidence.revoked]
    return ":".join(hashlib.sha256(part).hexdigest() for part in parts)


def _catalogue(
    content: dict[str, typing.Any], verification: Verification, data: bytes, files: pathlib.Path
) -> Catalogue:
    return Catalogue(
        id=content["catalogue_id"],
        serial=content["serial"],
        issued=content["issued"],
        expires=content["expires"],
        digest=hashlib.sha256(data).hexdigest(),
        verification=verification,
        files=files,
        entries=tuple(Entry.read(entry, files) for entry in content["firmware"]),
    )


def _evidence(path: pathlib.Path, data: bytes, trust: Trust) -> Evidence:
    signature = path.with_name(path.name + SUFFIX)
    if not signature.exists():
        raise errors.Unsigned(f"{path} is not signed: there is no {signature.name} beside it.")
    if trust.allowed_signers is None:
        raise errors.SignersNotGiven(f"It is not said who may sign {path}: allowed_signers is not set.")
    return Evidence(
        name=str(path),
        data=data,
        signature=_signature(signature),
        allowed_signers=_allowed_signers(trust.allowed_signers),
        revoked=_revoked(trust.revoked) if trust.revoked else None,
        signers=str(trust.allowed_signers),
    )


def _signature(path: pathlib.Path) -> bytes:
    data = read_file(path, LARGEST, str(path))
    if len(data) > LARGEST_SIGNATURE:
        raise errors.NotASignature(f"{path} is too large for a signature.")
    return data


def _allowed_signers(path: pathlib.Path) -> bytes:
    try:
        data = read_file(path, LARGEST, f"The list of signers {path}")
    except errors.Unreadable as error:
        raise errors.SignersUnreadable(str(error)) from error
    if not holds_keys(data.decode(errors="replace")):
        raise errors.SignersUnreadable(f"The list of signers {path} holds no key.")
    return data


def _revoked(path: pathlib.Path) -> bytes:
    try:
        data = read_file(path, LARGEST, f"The revocation list {path}")
    except errors.Unreadable as error:
        raise errors.RevokedUnreadable(str(error)) from error
    if not data.startswith(_BINARY_REVOCATIONS) and not holds_only_keys(data.decode(errors="replace")):
        raise errors.RevokedUnreadable(f"The revocation list {path} holds something that is no public key.")
    return data
