# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a catalogue says about a firmware file, taken from the file itself."""

from __future__ import annotations

import dataclasses
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Finding
from ansible_collections.surveillance.hikvision.plugins.module_utils._package.archive import survey
from ansible_collections.surveillance.hikvision.plugins.module_utils._package.contents import Container
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.examination import examine
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.file_match import mismatches
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.firmware_file import FirmwareFile
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry

Document = dict[str, typing.Any]

# What a catalogue calls a format that nobody outside the vendor can read.
_OPAQUE = "OPAQUE"
_READABLE = {container.value for container in Container} - {Container.NEWER.value, Container.UNKNOWN.value}


class UnfitFile(ValueError):
    """The file can not be catalogued; ``findings`` say why."""

    def __init__(self, findings: typing.Sequence[Finding]) -> None:
        super().__init__(" ".join(f"{finding.code}: {finding.sentence}." for finding in findings))
        self.findings = tuple(findings)


@dataclasses.dataclass(frozen=True, slots=True)
class FileFacts:
    """``file`` is the entry's key of that name, ``header`` what the image says about itself: keys of an entry too."""

    seen: FirmwareFile
    file: Document
    header: Document

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """Findings on the file that do not keep it out of a catalogue."""
        return self.seen.findings

    def contradictions(self, entry: typing.Mapping[str, typing.Any]) -> tuple[Finding, ...]:
        """Where a whole, valid entry says something else than the file."""
        package = Entry.read(entry, pathlib.PurePath(self.seen.path).parent).package
        return tuple(finding for finding in mismatches(self.seen, package, Device()) if finding.stops())


def facts_of(path: pathlib.Path, image_name: str | None = None) -> FileFacts:
    """Read and judge the file. Raises :class:`UnfitFile`, and :class:`OSError` when it can not be read."""
    seen = examine(str(path), image_name, vouched=True)
    # What an operator may allow for an upgrade is a remark here: to vouch for such a file is the catalogue's purpose.
    errors = [finding for finding in seen.findings if finding.stops([finding.allow] if finding.allow else [])]
    if errors or seen.container is None:
        raise UnfitFile(errors or seen.findings)
    return FileFacts(seen, _file(path, image_name, seen), _header(seen))


def _file(path: pathlib.Path, image_name: str | None, seen: FirmwareFile) -> Document:
    file: Document = {"name": path.name, "size": seen.size, "sha256": seen.sha256}
    container = {"container": seen.container if seen.container in _READABLE else _OPAQUE}
    if seen.member is None:
        return file | container
    image = {"name": _member(path, image_name), "size": seen.image_size, "sha256": seen.image_sha256}
    return file | {"image": image | container}


def _member(path: pathlib.Path, image_name: str | None) -> str | None:
    """The whole name of the image in its archive: another directory there may hold one of the same name."""
    with path.open("rb") as file:
        chosen = survey(file, path.name).choose(image_name)
    return chosen.name if chosen else None


def _header(seen: FirmwareFile) -> Document:
    """Only what the image tells."""
    hardware = {
        "device_classes": [] if seen.device_class is None else [seen.device_class],
        "upgrade_codes": [seen.upgrade_code] if seen.upgrade_code else [],
    }
    told = {
        "hardware": {name: codes for name, codes in hardware.items() if codes},
        "version": seen.firmware and seen.firmware.numbers,
        "build": seen.firmware and seen.firmware.build,
        "language": "ML" if len(seen.languages) > 1 else seen.language,
    }
    return {name: value for name, value in told.items() if value}
