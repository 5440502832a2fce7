# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as aligned lines of text."""

from __future__ import annotations

import typing
import unicodedata

_GAP = "  "


def lines(rows: typing.Iterable[typing.Mapping[str, typing.Any]], columns: typing.Sequence[str]) -> list[str]:
    """A heading and one line for each row, all columns as wide as their widest cell."""
    table = [[_cell(name.replace("_", " ").upper()) for name in columns]]
    table += [[_cell(row.get(name)) for name in columns] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    return [_GAP.join(map(_padded, row, widths)).rstrip() for row in table]


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    # East Asian letters, common in names of devices, take two places.
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
