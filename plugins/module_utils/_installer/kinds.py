# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What made an installer, told by what its maker leaves in every one.

Positions that only this maker uses prove it; words that could stand anywhere suggest it. Sources: the exehead of NSIS
3.08 (fileform.h, checked with a real file), Inno Setup's SetupLdr, the burn section of WiX, the 7-Zip SFX modules, the
Compound File Binary format, and InstallShield's manifests.
"""

from __future__ import annotations

import dataclasses
import enum
import typing
import uuid

from .executable import Executable
from .pieces import Pieces
from .resources import RCDATA, Resources

NSIS_SIGNATURE: typing.Final = b"\xef\xbe\xad\xdeNullsoftInst"
OLE: typing.Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SEVEN_ZIP = (b"7z\xbc\xaf\x27\x1c", b";!@Install@!UTF-8!")
_SEVEN_ZIP_REACH = 512  # bytes; the configuration may follow a few bytes of padding
_ALIGNMENT = 512  # of the data of NSIS
_NSIS_REACH = 1 << 20
_INNO_TABLE = b"rDlPtS"
_INNO_RESOURCE = 11111
_INNO_OLD = 0x30  # offset of its mark in the header for DOS, before version 5.1.5
_INSTALLSHIELD = (b"ISSetupStream\0", b"InstallShield\0")
_MSI: typing.Final = {
    uuid.UUID("000c1084-0000-0000-c000-000000000046"): "an installation package",
    uuid.UUID("000c1086-0000-0000-c000-000000000046"): "a patch package",
}


class Kind(enum.StrEnum):
    """The technology of an installer."""

    NSIS = "nsis"
    INNO = "inno"
    INSTALLSHIELD = "installshield"
    BURN = "burn"
    MSI = "msi"
    SEVEN_ZIP_SFX = "7z-sfx"
    UNKNOWN = "unknown"


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """``proves`` is false for what only suggests the kind. ``offset`` is a place in the file, where there is one."""

    kind: Kind
    what: str
    offset: int | None
    proves: bool


def judged(evidence: typing.Sequence[Evidence]) -> Kind:
    """The one kind that is proven, or else the one that is suggested. With two, nobody can tell."""
    for proves in (True, False):
        kinds = {each.kind for each in evidence if each.proves is proves}
        if kinds:
            return kinds.pop() if len(kinds) == 1 else Kind.UNKNOWN
    return Kind.UNKNOWN


def in_program(
    pieces: Pieces, executable: Executable, resources: Resources, words: typing.Iterable[str]
) -> typing.Iterator[Evidence]:
    """Evidence in a program. ``words`` are those of its manifest and version resource."""
    overlay = executable.overlay
    offset = nsis_header(pieces, executable)
    if offset is not None:
        yield Evidence(Kind.NSIS, "header of its data after the sections", offset, True)
    for section in executable.sections:
        if section.name == ".wixburn":
            yield Evidence(Kind.BURN, "section .wixburn", section.offset, True)
    if resources.first(RCDATA, _INNO_RESOURCE).startswith(_INNO_TABLE):
        yield Evidence(Kind.INNO, "table of SetupLdr in the resource 11111", None, True)
    if pieces.at(_INNO_OLD, 4) == b"Inno":
        yield Evidence(Kind.INNO, "mark of SetupLdr in the header for DOS", _INNO_OLD, True)
    start = pieces.at(overlay, _SEVEN_ZIP_REACH)
    for mark in _SEVEN_ZIP:
        if mark in start:
            yield Evidence(Kind.SEVEN_ZIP_SFX, "archive after the sections", overlay + start.index(mark), True)
            break
    for mark in _INSTALLSHIELD:
        if start.startswith(mark):
            yield Evidence(Kind.INSTALLSHIELD, "its stream after the sections", overlay, True)
    yield from _said(" ".join(words))


def in_compound_file(pieces: Pieces) -> typing.Iterator[Evidence]:
    """Evidence in a compound file: the class of its root, whose entry is the first one of the directory."""
    header = pieces.fields("HHH", 26), pieces.fields("I", 48)
    if header[0] is None or header[1] is None or header[0][2] not in (9, 12):
        return
    root = (header[1][0] + 1) << header[0][2]
    found = pieces.at(root + 80, 16)
    what = _MSI.get(uuid.UUID(bytes_le=found)) if len(found) == 16 else None
    if what:
        yield Evidence(Kind.MSI, f"class of {what} in the root of the compound file", root + 80, True)


def nsis_header(pieces: Pieces, executable: Executable) -> int | None:
    """Where the data of NSIS begins: after the sections, at a multiple of 512 bytes."""
    start = executable.overlay
    data = pieces.at(start, _NSIS_REACH)
    place = data.find(NSIS_SIGNATURE)
    while place != -1:
        if place >= 4 and (start + place - 4) % _ALIGNMENT == 0:
            return start + place - 4
        place = data.find(NSIS_SIGNATURE, place + 1)
    return None


def _said(words: str) -> typing.Iterator[Evidence]:
    for kind, mark in (
        (Kind.NSIS, "Nullsoft.NSIS"),
        (Kind.INNO, "JR.Inno.Setup"),
        (Kind.INNO, "built with Inno Setup"),
        (Kind.INSTALLSHIELD, "InstallShield"),
        (Kind.BURN, "WixToolset.Burn"),
        (Kind.SEVEN_ZIP_SFX, "7z Setup SFX"),
    ):
        if mark.casefold() in words.casefold():
            yield Evidence(kind, f"the words {mark}", None, False)
