# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at a firmware file and says what it is and what is wrong with it. Needs no device and sends nothing."""

from __future__ import annotations

import dataclasses
import io
import os
import pathlib
import typing

from .._firmware.finding import Finding, Permission, Severity
from . import archive_checks, file_checks
from .archive import Archive, opened, survey
from .containers import LARGEST_HEADER, read_contents
from .contents import Contents
from .members import with_sums
from .name_hint import NameHint
from .names import printable
from .reading import Span, is_archive, open_regular
from .zip_stream import UnusableArchive


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What came of looking at a file.

    ``name`` and ``size`` are those of the file. ``archive`` tells about the zip if it is one, and ``image`` about the
    image, or is ``None`` when the archive does not yield one. ``image_sha256`` is the digest of the image inside an
    archive, known when sums were asked for; of a bare image it is the digest of the file, which is not computed here.
    """

    name: str
    size: int
    findings: tuple[Finding, ...]
    archive: Archive | None = None
    image: Contents | None = None
    image_sha256: str | None = None

    @property
    def name_hint(self) -> NameHint:
        """What the file's name says. A hint for people; names are wrong too often to decide anything."""
        return NameHint.of(self.name)

    def findings_when_vouched(self) -> tuple[Finding, ...]:
        """The findings on a file whose digest a catalogue tells and that has been compared.

        The digest then answers for a format that is newer than these readers (FW006), so that is a warning only.
        """
        return tuple(
            dataclasses.replace(finding, severity=Severity.WARNING, allow=None) if finding.code == "FW006" else finding
            for finding in self.findings
        )

    def usable(self, allowed: typing.Collection[Permission] = ()) -> bool:
        """Whether nothing that was found keeps the image from being sent."""
        return self.image is not None and not any(finding.stops(allowed) for finding in self.findings)

    def as_result(self) -> dict[str, typing.Any]:
        """For module results: plain values."""
        return {
            "name": self.name,
            "size": self.size,
            "name_hint": self.name_hint.as_result(),
            "archive": self.archive.as_result() if self.archive else None,
            "image": self.image.as_result() if self.image else None,
            "image_sha256": self.image_sha256,
            "findings": [finding.as_result() for finding in self.findings],
        }


def inspect(path: str | os.PathLike[str], image_name: str | None = None, *, sums: bool = True) -> Inspection:
    """Inspect a firmware file, or the image in a zip archive.

    ``image_name`` says which image of an archive is meant. With ``sums`` all data is read and compared with the sums
    and digests in the tables; without, only headers are. Raises :class:`OSError` when the file can not be read;
    whatever is wrong with its content is a finding.
    """
    with open_regular(path) as file:
        return inspect_open(file, printable(pathlib.Path(path).name), image_name, sums=sums)


def inspect_open(file: typing.BinaryIO, name: str, image_name: str | None = None, *, sums: bool = True) -> Inspection:
    """The same for a file that is open already, called ``name``."""
    span = Span.of(file)
    if is_archive(span):
        return _inspect_archive(file, name, span.size, image_name, sums=sums)
    image, findings = _inspect_image(span, name, sums=sums)
    needless = archive_checks.needless_image_name(name, image_name)
    return Inspection(name=name, size=span.size, findings=(*needless, *findings), image=image)


def _inspect_archive(file: typing.BinaryIO, name: str, size: int, image_name: str | None, *, sums: bool) -> Inspection:
    archive = survey(file, name)
    findings = tuple(archive_checks.findings(archive, image_name))
    result = Inspection(name=name, size=size, archive=archive, findings=findings)
    entry = archive.choose(image_name)
    if entry is None or any(finding.severity is Severity.ERROR for finding in findings):
        return result
    try:
        with opened(file, entry) as member:
            digest = member.sha256() if sums else None
            # Headers are read in several steps. Without a buffer, each step back would unpack from the start again.
            span = Span(io.BufferedReader(member, LARGEST_HEADER), 0, member.size)
            image, found = _inspect_image(span, entry.base_name, sums=sums)
    except UnusableArchive as damage:
        return dataclasses.replace(result, findings=(*findings, archive_checks.damaged(archive, entry, damage)))
    return dataclasses.replace(result, findings=(*findings, *found), image=image, image_sha256=digest)


def _inspect_image(span: Span, name: str, *, sums: bool) -> tuple[Contents, tuple[Finding, ...]]:
    image = read_contents(span, name)
    if sums:
        image = with_sums(image, span)
    return image, tuple(file_checks.findings(image))
