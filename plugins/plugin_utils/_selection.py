# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which firmware file a device gets: the operator's list of packages and the device's own words decide, nothing else.

Exactly one package must fit. None or several is a refusal with its reasons, never a guess.
"""

from __future__ import annotations

import dataclasses
import enum
import fnmatch
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import (
    FirmwareVersion,
    parse_build,
)

_REQUIRED = frozenset({"models", "version", "build", "src"})
_OPTIONAL = frozenset({"platform", "sha256", "allow_downgrade"})


class PackageListError(ValueError):
    """The list of packages is malformed; the message names the entry."""


class Standing(enum.StrEnum):
    """How a device stands to the package that is meant for it."""

    CURRENT = "current"
    UPGRADE = "upgrade"
    DOWNGRADE = "downgrade"
    NO_PACKAGE = "no_package"
    AMBIGUOUS = "ambiguous"


@dataclasses.dataclass(frozen=True, slots=True)
class Device:
    """What the choice depends on; ``platform`` and ``firmware`` are ``None`` where the device does not tell them."""

    model: str
    platform: str | None
    firmware: FirmwareVersion | None

    @classmethod
    def from_snapshot(cls, snapshot: typing.Mapping[str, typing.Any]) -> Device:
        """Read the ``device`` that the module ``device_info`` returns."""
        identity = snapshot.get("identity") or {}
        return cls(
            model=str(identity.get("model") or ""),
            platform=identity.get("platform"),
            firmware=firmware_of(snapshot.get("firmware")),
        )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One entry of the list. ``models`` are shell patterns for the whole model as the device tells it."""

    number: int
    models: tuple[str, ...]
    platform: str | None
    firmware: FirmwareVersion
    src: str
    sha256: str | None
    allow_downgrade: bool

    @classmethod
    def parse(cls, number: int, entry: typing.Mapping[str, typing.Any]) -> Package:
        """Read entry ``number`` (from 1). Raises :class:`PackageListError` for a missing, unknown or unreadable key."""
        problem = _problem(entry)
        firmware = None if problem else FirmwareVersion.parse(str(entry["version"]), _build(entry["build"]))
        if problem or firmware is None or firmware.build is None:
            raise PackageListError(f"entry {number}: {problem or _unreadable(entry)}")
        return cls(
            number=number,
            models=tuple(entry["models"]),
            platform=entry.get("platform"),
            firmware=firmware,
            src=str(entry["src"]),
            sha256=entry.get("sha256"),
            allow_downgrade=bool(entry.get("allow_downgrade", False)),
        )

    def names(self, model: str) -> bool:
        """Whether one of the patterns covers the whole model, in any case of letters."""
        return any(fnmatch.fnmatchcase(model.lower(), pattern.lower()) for pattern in self.models)

    def obstacle(self, device: Device) -> str | None:
        """Why a package that names the model is not for this device after all."""
        if self.platform is None or self.platform.lower() == (device.platform or "").lower():
            return None
        told = f"is {device.platform}" if device.platform else "does not tell its platform"
        return f"{self} is for platform {self.platform}, the device {told}"

    def for_module(self) -> dict[str, typing.Any]:
        """The entry as options of the module ``firmware``."""
        return {
            "models": list(self.models),
            "version": self.firmware.numbers,
            "build": self.firmware.build,
            "src": self.src,
            "sha256": self.sha256,
            "allow_downgrade": self.allow_downgrade,
        }

    def __str__(self) -> str:
        return f"entry {self.number} ({self.firmware})"


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """The package for a device, and the reasons for anything but :attr:`Standing.CURRENT`."""

    standing: Standing
    package: Package | None
    reasons: tuple[str, ...] = ()

    @classmethod
    def of(cls, package: Package, device: Device) -> Choice:
        """The choice of a package that fits. A device that does not tell its firmware is in for an upgrade."""
        running, wanted = device.firmware, package.firmware
        if running and running.same_as(wanted):
            return cls(Standing.CURRENT, package)
        standing = Standing.DOWNGRADE if running and wanted.older_than(running) else Standing.UPGRADE
        return cls(standing, package, (f"it runs {running or 'an untold firmware'}, its package brings {wanted}",))


def parse_packages(entries: typing.Iterable[typing.Mapping[str, typing.Any]]) -> tuple[Package, ...]:
    """Read the whole list. Raises :class:`PackageListError`."""
    return tuple(Package.parse(number, entry) for number, entry in enumerate(entries, 1))


def firmware_of(told: typing.Mapping[str, typing.Any] | None) -> FirmwareVersion | None:
    """A firmware as module results and backups write it: ``{"version": "V5.7.18", "build": "240826"}``."""
    return FirmwareVersion.parse(told.get("version") or "", told.get("build")) if told else None


def choose(device: Device, packages: typing.Iterable[Package]) -> Choice:
    """The one package that fits ``device``."""
    named = [package for package in packages if package.names(device.model)]
    obstacles = {package: package.obstacle(device) for package in named}
    fitting = [package for package, obstacle in obstacles.items() if obstacle is None]
    if len(fitting) == 1:
        return Choice.of(fitting[0], device)
    if fitting:
        listed = " and ".join(str(package) for package in fitting)
        return Choice(Standing.AMBIGUOUS, None, (f"{listed} are both for {device.model}",))
    if named:
        return Choice(Standing.NO_PACKAGE, None, tuple(obstacle for obstacle in obstacles.values() if obstacle))
    return Choice(Standing.NO_PACKAGE, None, (f"no package is for the model {device.model or '(not told)'}",))


def choose_former(device: Device, packages: typing.Iterable[Package], firmware: FirmwareVersion) -> Choice:
    """The one package that brings ``firmware``, which the device had before, back to it."""
    choice = choose(device, (package for package in packages if package.firmware.same_as(firmware)))
    if choice.standing is Standing.NO_PACKAGE:
        reasons = tuple(f"no package holds {firmware}: {reason}" for reason in choice.reasons)
        return dataclasses.replace(choice, reasons=reasons)
    return choice


def _problem(entry: object) -> str | None:
    if not isinstance(entry, typing.Mapping):
        return "is not a mapping with models, version, build and src"
    if missing := sorted(_REQUIRED - set(entry)):
        return f"{', '.join(missing)} missing"
    if unknown := sorted(set(entry) - _REQUIRED - _OPTIONAL):
        return f"{', '.join(map(str, unknown))} unknown; known are {', '.join(sorted(_REQUIRED | _OPTIONAL))}"
    models = entry["models"]
    if isinstance(models, str) or not isinstance(models, typing.Sequence) or not models:
        return "models must be a list of shell patterns"
    return None


def _build(value: object) -> str | None:
    # YAML reads an unquoted 170725 as that number, but 070725 as octal: what has lost its zero is not a build.
    return parse_build(str(value))


def _unreadable(entry: typing.Mapping[str, typing.Any]) -> str:
    return f"version {entry['version']!r} with build {entry['build']!r} is not a firmware; write V5.7.18 and '240826'"
