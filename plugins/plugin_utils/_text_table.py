# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as aligned lines of text."""

from __future__ import annotations

import typing
import unicodedata

_GAP = "  "
_INDENT = "    "
_NARROWEST = 6

Row = typing.Mapping[str, typing.Any]


def lines(
    rows: typing.Iterable[Row], columns: typing.Sequence[str], *, width: int | None = None, below: str | None = None
) -> list[str]:
    """A heading and the rows, all columns as wide as their widest cell.

    Where that takes more than ``width`` places, the widest columns are narrowed and their cells continue on the next
    line. The text under the key ``below`` follows its row on lines of its own.
    """
    told = list(rows)
    heading = [_cell(name.replace("_", " ").upper()) for name in columns]
    table = [[_cell(row.get(name)) for name in columns] for row in told]
    widths = [max(map(_width, column)) for column in zip(heading, *table, strict=True)]
    if width is not None:
        widths = _narrowed(widths, width - len(_GAP) * (len(columns) - 1))
    found = _printed(heading, widths)
    for row, cells in zip(told, table, strict=True):
        found += _printed(cells, widths)
        found += _notes(row.get(below) if below else None, width)
    return found


def _narrowed(widths: list[int], room: int) -> list[int]:
    fitting = list(widths)
    while sum(fitting) > room and max(fitting) > _NARROWEST:
        fitting[fitting.index(max(fitting))] -= 1
    return fitting


def _printed(cells: typing.Sequence[str], widths: typing.Sequence[int]) -> list[str]:
    folded = [_folded(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, folded))
    parts = [[*cell, *[""] * (height - len(cell))] for cell in folded]
    return [_GAP.join(map(_padded, line, widths)).rstrip() for line in zip(*parts, strict=True)]


def _notes(value: object, width: int | None) -> list[str]:
    text = _cell(value)
    if not text:
        return []
    room = max(_NARROWEST, width - len(_INDENT)) if width is not None else _width(text)
    return [_INDENT + part for part in _folded(text, room)]


def _folded(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` places, broken at blanks where there are any."""
    found, line = [], ""
    for word in text.split(" "):
        if _width(f"{line} {word}".strip()) <= width:
            line = f"{line} {word}".strip()
            continue
        found += [line] if line else []
        *whole, line = _cut(word, width)
        found += whole
    return [*found, line]


def _cut(word: str, width: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and _width(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cell(value: object) -> str:
    """One line of letters that show: a terminal would obey the others."""
    text = "" if value is None else " ".join(str(value).split())
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    # East Asian letters, common in names of devices, take two places; accents of their own take none.
    return sum(0 if unicodedata.combining(x) else 2 if unicodedata.east_asian_width(x) in "WF" else 1 for x in text)
