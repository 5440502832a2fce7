# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources of a program: a tree of three levels, kind, name and language, as Microsoft's "PE Format" describes it."""

from __future__ import annotations

import typing

from .executable import Executable
from .pieces import MOST, Pieces, unpacked

RCDATA: typing.Final = 10
VERSION: typing.Final = 16
MANIFEST: typing.Final = 24

_BELOW = 0x80000000
_MOST_ENTRIES = 1024  # in one table; what Windows ships has a few hundred
_MOST_TABLES = 256


class Resources:
    """The resources of one program. What is not where it should be is not there."""

    def __init__(self, pieces: Pieces, executable: Executable) -> None:
        self._pieces = pieces
        self._executable = executable
        start = executable.offset_of(executable.resources.start) if executable.resources.size else None
        self._table = pieces.at(start, executable.resources.size) if start is not None else b""
        self._tables_left = _MOST_TABLES

    def first(self, kind: int, name: int | None = None) -> bytes:
        """The first resource of a kind, of any name or of this one; empty where there is none."""
        for place in self._below(0, kind):
            for named in self._below(place, name):
                for leaf in self._entries(named):
                    return self._data(leaf)
        return b""

    def _below(self, table: int, wanted: int | None) -> typing.Iterator[int]:
        """Tables one level down whose number is the wanted one."""
        for number, place in self._raw(table):
            if place & _BELOW and wanted in (None, number):
                yield place & ~_BELOW

    def _entries(self, table: int) -> typing.Iterator[int]:
        for _number, place in self._raw(table):
            if not place & _BELOW:
                yield place

    def _raw(self, table: int) -> typing.Iterator[tuple[int, int]]:
        counts = unpacked("12xHH", self._table, table)
        self._tables_left -= 1
        if counts is None or self._tables_left < 0:
            return
        for number in range(min(sum(counts), _MOST_ENTRIES)):
            entry = unpacked("II", self._table, table + 16 + 8 * number)
            if entry is None:
                return
            yield entry[0], entry[1]

    def _data(self, leaf: int) -> bytes:
        found = unpacked("II", self._table, leaf)
        offset = self._executable.offset_of(found[0]) if found else None
        if found is None or offset is None or found[1] > MOST:
            return b""
        return self._pieces.at(offset, found[1])
