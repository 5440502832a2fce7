# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A terminal small enough to check by eye: it understands what ``BottomLines`` sends and fails on anything else."""

from __future__ import annotations

import os
import re

_PART = re.compile(r"\x1b(?P<simple>[78D])|\x1b\[(?P<numbers>[\d;]*)(?P<final>[A-Za-z])|(?P<text>[^\x1b])")


class Screen:
    """``lines`` rows of text that scroll within a margin, and a cursor."""

    def __init__(self, columns: int = 40, lines: int = 10) -> None:
        self.size = os.terminal_size((columns, lines))
        self.rows = [""] * lines
        self.scrolled_out: list[str] = []
        self.bottom = lines
        self._row, self._column = 1, 1
        self._saved = (1, 1)
        self._incomplete = ""

    def write(self, text: str) -> None:
        """What a program sends, with line feeds as the terminal driver passes them on."""
        text = self._incomplete + text
        last = "\x1b" + text.rpartition("\x1b")[2]
        self._incomplete = last if "\x1b" in text and not _PART.match(last) else ""
        for part in _PART.finditer(text.removesuffix(self._incomplete)):
            if part["text"]:
                self._put(part["text"])
            elif part["simple"]:
                self._simple(part["simple"])
            else:
                self._sequence([int(number) for number in part["numbers"].split(";") if number], part["final"])

    def _put(self, character: str) -> None:
        if character in "\r\n":
            self._column = 1
            if character == "\n":
                self._down()
            return
        if self._column > self.size.columns:
            self._column = 1
            self._down()
        row = self.rows[self._row - 1].ljust(self._column - 1)
        self.rows[self._row - 1] = row[: self._column - 1] + character + row[self._column :]
        self._column += 1

    def _down(self) -> None:
        if self._row == self.bottom:
            self.scrolled_out.append(self.rows.pop(0))
            self.rows.insert(self.bottom - 1, "")
        else:
            self._row += 1

    def _simple(self, command: str) -> None:
        match command:
            case "7":
                self._saved = (self._row, self._column)
            case "8":
                self._row, self._column = self._saved
            case "D":
                self._down()

    def _sequence(self, numbers: list[int], final: str) -> None:
        match final, numbers:
            case "A", [count]:
                self._row = max(1, self._row - count)
            case "H", [row, column]:
                self._row, self._column = row, column
            case "K", [2]:
                self.rows[self._row - 1] = ""
            case "r", [1, last]:
                self.bottom, self._row, self._column = last, 1, 1
            case "r", []:
                self.bottom, self._row, self._column = self.size.lines, 1, 1
            case "m", _unused:
                pass
            case _unused:
                raise AssertionError(f"unknown sequence {numbers} {final}")
