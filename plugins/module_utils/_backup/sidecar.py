# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known about a configuration backup, kept as JSON beside the file."""

from __future__ import annotations

import dataclasses
import datetime
import json
import pathlib
import typing

from .._device.identity import Identity
from .._firmware.version import FirmwareVersion

SCHEMA = 1
SUFFIX = ".json"


class BadSidecar(Exception):
    """The JSON beside a backup is missing, broken or about another file. ``str()`` is a sentence part."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """``created`` is UTC, ISO 8601; ``size`` in bytes; ``account`` the user name on the device."""

    file: str
    size: int
    sha256: str
    created: str
    account: str
    host: str
    kind: str
    model: str
    serial: str | None
    mac: str | None
    name: str | None
    version: str | None
    build: str | None
    needs_secret_key: bool
    schema: int = SCHEMA

    @property
    def firmware(self) -> FirmwareVersion | None:
        return FirmwareVersion.parse(self.version, self.build) if self.version else None

    @property
    def made(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.created)

    def as_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), indent=2, sort_keys=True) + "\n"

    def same_device_state(self, other: Sidecar) -> bool:
        """Whether both are of the same device with the same firmware."""
        keys = ("model", "serial", "version", "build", "needs_secret_key")
        return all(getattr(self, key) == getattr(other, key) for key in keys)


def describe(
    identity: Identity,
    *,
    file: str,
    size: int,
    sha256: str,
    created: datetime.datetime,
    account: str,
    host: str,
    needs_secret_key: bool,
) -> Sidecar:
    """The sidecar for a configuration that was exported just now."""
    return Sidecar(
        file=file,
        size=size,
        sha256=sha256,
        created=created.isoformat(timespec="seconds"),
        account=account,
        host=host,
        kind=identity.kind.value,
        model=identity.model or "",
        serial=identity.serial,
        mac=identity.mac,
        name=identity.name,
        version=identity.firmware.numbers if identity.firmware else None,
        build=identity.firmware.build if identity.firmware else None,
        needs_secret_key=needs_secret_key,
    )


def read_sidecar(path: pathlib.Path) -> Sidecar:
    """The sidecar at ``path``. Raises :class:`BadSidecar`."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSidecar(f"{path} can not be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BadSidecar(f"{path} is not JSON") from error
    if not _fits(fields):
        raise BadSidecar(f"{path} is not the description of a configuration backup, or of another version of it")
    return Sidecar(**fields)


def _fits(fields: object) -> bool:
    kinds = typing.get_type_hints(Sidecar)
    if not isinstance(fields, dict) or fields.get("schema") != SCHEMA or set(fields) != set(kinds):
        return False
    return all(isinstance(fields[name], kind) for name, kind in kinds.items()) and _is_utc_time(fields["created"])


def _is_utc_time(text: str) -> bool:
    try:
        return datetime.datetime.fromisoformat(text).utcoffset() == datetime.timedelta()
    except ValueError:
        return False
