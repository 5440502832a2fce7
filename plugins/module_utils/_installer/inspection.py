# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at an installer as a whole. Nothing in it is run, unpacked or trusted."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import pathlib
import re
import typing

from .executable import Executable, NotExecutable, read_headers
from .kinds import OLE, Evidence, Kind, in_compound_file, in_program, judged, nsis_header
from .pieces import Pieces
from .resources import MANIFEST, VERSION, Resources
from .signer import signer
from .switches import candidates
from .version_info import VersionInfo, read_version

_CHUNK = 1 << 20
_LEVEL = re.compile(r"requestedExecutionLevel\b[^>]{0,500}?\blevel\s*=\s*[\"']([A-Za-z]{1,30})[\"']")
_PAGE = re.compile(rb"\s*<(?:!doctype html|html|head|\?xml)", re.IGNORECASE)
_NSIS_HEADER = "4x16xII"  # flags, signature, and two lengths; the second counts from the beginning of this header


class Severity(enum.StrEnum):
    """Whether a finding keeps the installer from being used."""

    ERROR = "error"
    WARNING = "warning"


class Finding(typing.NamedTuple):
    """Something that speaks against an installer."""

    code: str
    severity: Severity
    sentence: str


@dataclasses.dataclass(frozen=True, slots=True)
class Installer:
    """``executable`` is ``None`` for anything that is no program for Windows, an installation package among it."""

    name: str
    size: int
    sha256: str
    kind: Kind
    evidence: tuple[Evidence, ...]
    executable: Executable | None
    version: VersionInfo
    execution_level: str | None
    publisher: str | None
    findings: tuple[Finding, ...]

    @property
    def is_signed(self) -> bool:
        """Whether there is a table of certificates. Whether they are good is for Windows to say."""
        return self.executable is not None and self.executable.certificates.size > 0

    def as_result(self) -> dict[str, typing.Any]:
        """For module results."""
        program, strings = self.executable, self.version.strings
        return {
            "name": self.name,
            "size": self.size,
            "sha256": self.sha256,
            "is_pe": program is not None,
            "kind": self.kind.value,
            "evidence": [dataclasses.asdict(each) | {"kind": each.kind.value} for each in self.evidence],
            "candidate_switches": [each._asdict() for each in candidates(self.kind)],
            "machine": program.machine if program else None,
            "subsystem": program.subsystem if program else None,
            "file_version": self.version.file_version,
            "product_version": strings.get("ProductVersion") or self.version.product_version,
            "product_name": strings.get("ProductName") or None,
            "company_name": strings.get("CompanyName") or None,
            "signed": self.is_signed,
            "publisher": self.publisher,
            "execution_level": self.execution_level,
        }


def inspect(path: str) -> Installer:
    """Read a file. Raises :class:`OSError` when that is not possible."""
    with open(path, "rb") as file:
        return inspect_open(file, pathlib.Path(path).name)


def inspect_open(file: typing.BinaryIO, name: str) -> Installer:
    """Read an open file. Raises :class:`OSError`."""
    pieces = Pieces(file, file.seek(0, 2))
    digest = _sha256(file)
    try:
        program = read_headers(pieces)
    except NotExecutable as error:
        return _no_program(pieces, name, digest, str(error))
    return _program(pieces, name, digest, program)


def _program(pieces: Pieces, name: str, digest: str, program: Executable) -> Installer:
    resources = Resources(pieces, program)
    version = read_version(resources.first(VERSION))
    manifest = _decoded(resources.first(MANIFEST))
    evidence = tuple(in_program(pieces, program, resources, [manifest, *version.strings.values()]))
    level = _LEVEL.search(manifest)
    kind = judged(evidence)
    return Installer(
        name=name,
        size=pieces.size,
        sha256=digest,
        kind=kind,
        evidence=evidence,
        executable=program,
        version=version,
        execution_level=level[1] if level else None,
        publisher=signer(pieces.at(program.certificates.start, program.certificates.size)),
        findings=tuple(_findings(pieces, name, program, kind)),
    )


def _findings(pieces: Pieces, name: str, program: Executable, kind: Kind) -> typing.Iterator[Finding]:
    needed = _needed(pieces, program)
    if needed > pieces.size:
        yield Finding("WI003", Severity.ERROR, f"{name} is cut short: it needs {needed} bytes and has {pieces.size}.")
    if program.is_dll:
        yield Finding("WI004", Severity.ERROR, f"{name} is a library, which can not be run.")
    if kind is Kind.UNKNOWN:
        sentence = f"What made {name} is not known, so nobody can say which switches it has."
        yield Finding("WI005", Severity.WARNING, sentence)
    if not program.certificates.size:
        yield Finding("WI006", Severity.WARNING, f"{name} is not signed. Only its digest vouches for it.")


def _needed(pieces: Pieces, program: Executable) -> int:
    """How long the file must be by what it says itself."""
    certificates = program.certificates
    needed = max(program.overlay, certificates.start + certificates.size if certificates.size else 0)
    start = nsis_header(pieces, program)
    lengths = pieces.fields(_NSIS_HEADER, start) if start is not None else None
    return max(needed, start + lengths[1]) if start is not None and lengths else needed


def _no_program(pieces: Pieces, name: str, digest: str, why: str) -> Installer:
    start = pieces.at(0, 512)
    evidence = tuple(in_compound_file(pieces)) if start.startswith(OLE) else ()
    findings = () if evidence else (Finding("WI002", Severity.ERROR, f"{name} {_impression(start, why)}."),)
    if not pieces.size:
        findings = (Finding("WI001", Severity.ERROR, f"{name} is empty."),)
    return Installer(
        name=name,
        size=pieces.size,
        sha256=digest,
        kind=judged(evidence),
        evidence=evidence,
        executable=None,
        version=VersionInfo(),
        execution_level=None,
        publisher=None,
        findings=findings,
    )


def _impression(start: bytes, why: str) -> str:
    if start.startswith(OLE):
        return "is a compound file, and no package of Windows Installer"
    if _PAGE.match(start):
        return "is a web page, perhaps what a server answered instead of the file"
    if start.startswith(b"PK\x03\x04"):
        return "is a zip archive: unpack it first"
    if start and not start.strip(b"\0"):
        return "begins with nothing but zeros"
    return why


def _decoded(manifest: bytes) -> str:
    if manifest.startswith((b"\xff\xfe", b"\xfe\xff")):
        return manifest.decode("utf-16", "replace")
    return manifest.decode("utf-8", "replace")


def _sha256(file: typing.BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
