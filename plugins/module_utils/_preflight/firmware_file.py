# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks need to know of a firmware file: plain values that one process can write down for the others."""

from __future__ import annotations

import dataclasses
import typing

from .._firmware.finding import Finding
from .._firmware.version import FirmwareVersion


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareFile:
    """A file as it is; ``None`` where its header is opaque or does not tell.

    ``member`` is the image in an archive, ``None`` when the file itself is the image. ``image_size`` and
    ``image_sha256`` are those of what a device would get, ``None`` when that can not be told. ``findings`` are about
    the file alone: FW001 to FW013. The numbers of the header are as written there.
    """

    path: str
    size: int
    sha256: str
    member: str | None = None
    image_size: int | None = None
    image_sha256: str | None = None
    container: str | None = None
    firmware: FirmwareVersion | None = None
    language: str | None = None
    languages: tuple[str, ...] = ()
    device_class: int | None = None
    oem_code: int | None = None
    upgrade_code: str | None = None
    findings: tuple[Finding, ...] = ()

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values; the counterpart of :meth:`from_result`."""
        told = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return told | {
            "firmware": self.firmware.as_result() if self.firmware else None,
            "languages": list(self.languages),
            "findings": [finding.as_result() for finding in self.findings],
        }

    @classmethod
    def from_result(cls, told: typing.Mapping[str, typing.Any]) -> FirmwareFile:
        """Read what :meth:`as_result` wrote."""
        changed = {
            "firmware": FirmwareVersion.from_result(told["firmware"]),
            "languages": tuple(told["languages"]),
            "findings": tuple(Finding.from_result(finding) for finding in told["findings"]),
        }
        return cls(**{**told, **changed})

    @property
    def image_name(self) -> str:
        """For messages: the member in its archive, or the file."""
        return f"{self.member} in {self.path}" if self.member else self.path
