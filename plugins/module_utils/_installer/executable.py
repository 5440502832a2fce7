# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Headers of a program for Windows, by Microsoft's "PE Format" specification."""

from __future__ import annotations

import dataclasses
import typing

from .pieces import Pieces, unpacked

_MACHINES: typing.Final = {0x014C: "x86", 0x8664: "x64", 0xAA64: "arm64", 0x01C4: "arm", 0x0200: "ia64"}
_SUBSYSTEMS: typing.Final = {1: "native", 2: "gui", 3: "console", 9: "windows_ce", 10: "efi"}
_DLL = 0x2000
_PE32, _PE32_PLUS = 0x10B, 0x20B
_DIRECTORIES: typing.Final = {_PE32: 96, _PE32_PLUS: 112}  # where the data directories begin in the optional header
_RESOURCES, _CERTIFICATES, _DOTNET = 2, 4, 14
_MOST_SECTIONS = 96  # what the loader of Windows takes


class NotExecutable(Exception):
    """The file is no program for Windows, or ends in its headers; ``str(error)`` is part of a sentence."""


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """A part of the file: ``virtual`` and ``offset`` are where it lies in memory and in the file."""

    name: str
    virtual: int
    size: int
    offset: int

    @property
    def end(self) -> int:
        """The first offset after it in the file."""
        return self.offset + self.size


class Span(typing.NamedTuple):
    """A stretch of the file, or of memory."""

    start: int
    size: int


@dataclasses.dataclass(frozen=True, slots=True)
class Executable:
    """``resources`` lies in memory, ``certificates`` in the file. Either has the size 0 where there is none."""

    machine: str
    subsystem: str
    is_dll: bool
    is_dotnet: bool
    sections: tuple[Section, ...]
    resources: Span
    certificates: Span

    @property
    def overlay(self) -> int:
        """Where the data begins that belongs to no section; installers keep what they install there."""
        return max((section.end for section in self.sections if section.size), default=0)

    def offset_of(self, virtual: int) -> int | None:
        """The place in the file of an address in memory."""
        for section in self.sections:
            if section.virtual <= virtual < section.virtual + section.size:
                return section.offset + virtual - section.virtual
        return None


def read_headers(pieces: Pieces) -> Executable:
    """Raises :class:`NotExecutable`, :class:`OSError`."""
    if pieces.at(0, 2) != b"MZ":
        raise NotExecutable("is no program for Windows")
    start = _fields(pieces, "I", 0x3C)[0]
    if pieces.at(start, 4) != b"PE\0\0":
        raise NotExecutable("begins like a program for DOS, and no header for Windows follows")
    machine, count, optional_size, flags = _fields(pieces, "HH12xHH", start + 4)
    optional = pieces.at(start + 24, optional_size)
    if len(optional) < optional_size or len(optional) < 72:
        raise NotExecutable("ends in its headers")
    magic, subsystem = (unpacked("H", optional, 0) or (0,))[0], (unpacked("H", optional, 68) or (0,))[0]
    if magic not in _DIRECTORIES:
        raise NotExecutable(f"has a header of the unknown kind {magic:#x}")
    directories = optional[_DIRECTORIES[magic] :]
    return Executable(
        machine=_MACHINES.get(machine, f"{machine:#06x}"),
        subsystem=_SUBSYSTEMS.get(subsystem, str(subsystem)),
        is_dll=bool(flags & _DLL),
        is_dotnet=_directory(directories, _DOTNET).size > 0,
        sections=_sections(pieces, start + 24 + optional_size, count),
        resources=_directory(directories, _RESOURCES),
        certificates=_directory(directories, _CERTIFICATES),
    )


def _sections(pieces: Pieces, start: int, count: int) -> tuple[Section, ...]:
    if count > _MOST_SECTIONS:
        raise NotExecutable(f"claims to have {count} sections")
    sections = []
    for number in range(count):
        name, virtual, size, offset = _fields(pieces, "8s4xIII", start + 40 * number)
        sections.append(Section(name.rstrip(b"\0").decode("latin-1"), virtual, size, offset))
    return tuple(sections)


def _directory(directories: bytes, number: int) -> Span:
    return Span(*(unpacked("II", directories, 8 * number) or (0, 0)))


def _fields(pieces: Pieces, form: str, offset: int) -> tuple[typing.Any, ...]:
    found = pieces.fields(form, offset)
    if found is None:
        raise NotExecutable("ends in its headers")
    return found
