# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The side of the device in every comparison with a package."""

from __future__ import annotations

import dataclasses
import typing

from .._device.identity import DeviceKind, Identity
from .._firmware.version import FirmwareVersion


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What the choice of a package depends on; ``None`` where the device does not tell it.

    ``language`` is what the device tells or, where it tells nothing, what the operator knows. ``customised`` and
    ``oem_code`` are those of :class:`Identity`.
    """

    model: str = ""
    kind: DeviceKind = DeviceKind.UNKNOWN
    firmware: FirmwareVersion | None = None
    platform: str | None = None
    hardware_version: str | None = None
    language: str | None = None
    customised: bool | None = None
    oem_code: str | None = None

    @classmethod
    def of(cls, identity: Identity) -> Device:
        return cls(
            model=identity.model or "",
            kind=identity.kind,
            firmware=identity.firmware,
            platform=identity.platform,
            hardware_version=identity.hardware_version,
            language=identity.language,
            customised=identity.customised,
            oem_code=identity.oem_code,
        )

    @classmethod
    def from_snapshot(cls, snapshot: typing.Mapping[str, typing.Any]) -> Device:
        """Read the ``device`` that the module ``device_info`` returns."""
        identity = snapshot.get("identity") or {}
        kind = identity.get("kind")
        return cls(
            model=str(identity.get("model") or ""),
            kind=DeviceKind(kind) if kind in set(DeviceKind) else DeviceKind.UNKNOWN,
            firmware=FirmwareVersion.from_result(snapshot.get("firmware")),
            platform=identity.get("platform"),
            hardware_version=identity.get("hardware_version"),
            language=identity.get("language"),
            customised=identity.get("customised"),
            oem_code=identity.get("oem_code"),
        )
