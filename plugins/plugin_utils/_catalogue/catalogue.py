# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A catalogue that has been verified and read, as a value that travels through module results."""

from __future__ import annotations

import dataclasses
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Who vouches for the catalogue: ``signature`` is ``valid`` or, where checking was turned off, ``off``."""

    signature: str
    signer: str | None = None
    key: str | None = None

    def as_result(self) -> dict[str, str | None]:
        return dataclasses.asdict(self)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """``entries`` are in the order of the file. ``digest`` is the SHA-256 of exactly the bytes that were verified."""

    id: str
    serial: int
    issued: str
    expires: str
    digest: str
    verification: Verification
    files: pathlib.PurePath
    entries: tuple[Entry, ...]

    @classmethod
    def from_result(cls, told: typing.Mapping[str, typing.Any]) -> Catalogue:
        """Read the ``catalogue`` that the module ``catalogue_info`` returns."""
        files = pathlib.PurePath(told["files"])
        return cls(
            id=told["catalogue_id"],
            serial=told["serial"],
            issued=told["issued"],
            expires=told["expires"],
            digest=told["digest"],
            verification=Verification(**told["verification"]),
            files=files,
            entries=tuple(Entry.read(entry, files) for entry in told["firmware"]),
        )

    def as_result(self) -> dict[str, typing.Any]:
        """The counterpart of :meth:`from_result`."""
        return {
            "catalogue_id": self.id,
            "serial": self.serial,
            "issued": self.issued,
            "expires": self.expires,
            "digest": self.digest,
            "verification": self.verification.as_result(),
            "files": str(self.files),
            "firmware": [dict(entry.document) for entry in self.entries],
        }

    @property
    def source(self) -> dict[str, typing.Any]:
        """Where a choice comes from, for results and reports."""
        signature = self.verification.signature
        return {"catalogue": self.id, "serial": self.serial, "digest": self.digest, "signature": signature}

    def entry(self, identifier: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.id == identifier), None)
