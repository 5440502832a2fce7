# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A firmware package as a person or a catalogue describes it: which file, which firmware, for which devices."""

from __future__ import annotations

import dataclasses
import typing

from .version import FirmwareVersion


class PackageError(ValueError):
    """The description can not be used; the message says why."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One package. Empty and ``None`` mean that nothing is said about it, so nothing is checked.

    ``src`` is a path on the controller, ``image_name`` the member if that is a zip archive, ``sha256`` the digest of
    ``src`` and ``image_sha256`` that of the image inside. ``models`` and ``exclude_models`` are shell patterns for
    the whole model. ``platform``, ``hardware_versions``, ``upgrade_codes`` and ``device_classes`` (numbers in the
    file's header) tell the hardware. ``language`` is EN, ML (several), CN or OTHER; ``edition`` is STD (stock), NEU
    (neutral), GM, OEM or CUSTOM, and ``oem_codes`` lists the codes of the devices that an OEM or CUSTOM one is for.
    ``name`` is what messages call it: the catalogue's id, or its place in a list.
    """

    name: str
    firmware: FirmwareVersion
    src: str
    image_name: str | None = None
    sha256: str | None = None
    image_sha256: str | None = None
    models: tuple[str, ...] = ()
    exclude_models: tuple[str, ...] = ()
    kind: str | None = None
    platform: str | None = None
    hardware_versions: tuple[str, ...] = ()
    upgrade_codes: tuple[str, ...] = ()
    device_classes: tuple[int, ...] = ()
    component: str = "main"
    language: str | None = None
    edition: str | None = None
    oem_codes: tuple[str, ...] = ()

    @classmethod
    def from_options(cls, options: typing.Mapping[str, typing.Any]) -> Package:
        """Read options of the module ``firmware``, or an entry of the variable ``hikvision_firmware``.

        Raises :class:`PackageError` when version and build are not readable.
        """
        firmware = FirmwareVersion.parse(str(options["version"]), str(options["build"]))
        if firmware is None or firmware.build is None:
            told = f"version {options['version']!r} with build {options['build']!r}"
            raise PackageError(f"{told} is not a firmware; write V5.7.18 and '240826'")
        names = {field.name for field in dataclasses.fields(cls)} - {"name", "firmware"}
        given = {name: options[name] for name in names & set(options) if options[name] is not None}
        listed = {name: tuple(value) for name, value in given.items() if isinstance(value, (list, tuple))}
        return cls(name=options.get("package") or str(firmware), firmware=firmware, **(given | listed))

    def as_options(self) -> dict[str, typing.Any]:
        """Options of the module ``firmware``: plain values, and only what is said."""
        told = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        del told["name"], told["firmware"]
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in told.items() if value}
        version = {"version": self.firmware.numbers, "build": self.firmware.build}
        return {"package": self.name, **version, **plain}

    def __str__(self) -> str:
        return self.name if str(self.firmware) in self.name else f"{self.name} ({self.firmware})"
