# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One package in a catalogue, as a value. The document has passed its schema before anything is read here."""

from __future__ import annotations

import dataclasses
import enum
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion

Mapping = typing.Mapping[str, typing.Any]


class Status(enum.StrEnum):
    """How far a package is trusted."""

    CANDIDATE = "candidate"  # under test: only for the rings that the entry names
    APPROVED = "approved"
    DEPRECATED = "deprecated"  # no longer a target, still a step on the way to one
    WITHDRAWN = "withdrawn"  # must not be installed; a device that runs it is to be moved on


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What a device must run first. At least ``minimum`` goes straight to the package; all others go through ``via``.

    Without ``minimum``, every device goes through ``via`` except one that runs a firmware of that list already.
    """

    minimum: FirmwareVersion | None = None
    via: tuple[str, ...] = ()
    config_reset: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WayBack:
    """Where a device that runs the package can go back to: to ``floor`` and above, or, if ``one_way``, nowhere."""

    floor: FirmwareVersion | None = None
    one_way: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseNotes:
    """``acknowledge``: somebody must state to have read them before the package is installed."""

    url: str | None = None
    sha256: str | None = None
    fixes: tuple[str, ...] = ()
    known_issues: tuple[str, ...] = ()
    acknowledge: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry. ``package`` says which file it is and for which devices; the rest says when it may be used.

    ``expected_duration`` is in seconds, from the upload to the proof. ``document`` is the entry as written.
    """

    id: str
    package: Package
    status: Status
    status_reason: str | None = None
    rings: tuple[str, ...] = ()
    requires: Requirements = Requirements()
    downgrade: WayBack = WayBack()
    supersedes: tuple[str, ...] = ()
    release_notes: ReleaseNotes = ReleaseNotes()
    security_fixes: tuple[str, ...] = ()
    urgency: str | None = None
    expected_duration: float | None = None
    document: Mapping = dataclasses.field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def read(cls, entry: Mapping, files: pathlib.PurePath) -> Entry:
        """Read an entry; the file that it names is in the directory ``files``."""
        security = entry.get("security", {})
        return cls(
            id=entry["id"],
            package=_package(entry, files),
            status=Status(entry["status"]),
            status_reason=entry.get("status_reason"),
            rings=tuple(entry.get("rings", ())),
            requires=_requirements(entry.get("requires", {})),
            downgrade=_way_back(entry.get("downgrade", {})),
            supersedes=tuple(entry.get("supersedes", ())),
            release_notes=_release_notes(entry.get("release_notes", {})),
            security_fixes=tuple(security.get("fixes", ())),
            urgency=security.get("urgency"),
            expected_duration=entry.get("expected_duration"),
            document=entry,
        )

    @property
    def firmware(self) -> FirmwareVersion:
        return self.package.firmware

    def __str__(self) -> str:
        return str(self.package)


def _package(entry: Mapping, files: pathlib.PurePath) -> Package:
    file, hardware = entry["file"], entry.get("hardware", {})
    image = file.get("image", {})
    return Package(
        name=entry["id"],
        firmware=_firmware(entry),
        src=str(files / file["name"]),
        image_name=image.get("name"),
        sha256=file["sha256"],
        image_sha256=image.get("sha256"),
        models=tuple(entry["models"]["include"]),
        exclude_models=tuple(entry["models"].get("exclude", ())),
        kind=entry["kind"],
        platform=hardware.get("platform"),
        hardware_versions=tuple(hardware.get("hardware_versions", ())),
        upgrade_codes=tuple(hardware.get("upgrade_codes", ())),
        device_classes=tuple(hardware.get("device_classes", ())),
        component=entry.get("component", "main"),
        language=entry["language"],
        edition=entry.get("edition"),
        oem_codes=tuple(entry.get("oem_codes", ())),
    )


def _firmware(told: Mapping) -> FirmwareVersion:
    """The schema has seen to it that there is one."""
    firmware = FirmwareVersion.parse(told["version"], told.get("build"))
    if firmware is None:
        raise ValueError(f"{told['version']!r} is not a version")
    return firmware


def _requirements(told: Mapping) -> Requirements:
    return Requirements(
        minimum=_firmware(told["min"]) if "min" in told else None,
        via=tuple(told.get("via", ())),
        config_reset=told.get("config_reset", False),
    )


def _way_back(told: Mapping) -> WayBack:
    floor = _firmware(told["floor"]) if "floor" in told else None
    return WayBack(floor=floor, one_way=told.get("one_way", False))


def _release_notes(told: Mapping) -> ReleaseNotes:
    return ReleaseNotes(
        url=told.get("url"),
        sha256=told.get("sha256"),
        fixes=tuple(told.get("fixes", ())),
        known_issues=tuple(told.get("known_issues", ())),
        acknowledge=told.get("acknowledge", False),
    )
