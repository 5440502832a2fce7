# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as CSV (RFC 4180, lines end with LF) that a spreadsheet shows and does not run."""

from __future__ import annotations

import csv
import dataclasses
import io
import typing
import unicodedata

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import Row

COLUMNS = tuple(field.name for field in dataclasses.fields(Row))
# What a spreadsheet takes for the start of a formula, according to OWASP.
_FORMULA = "=+-@"


def as_csv(rows: typing.Iterable[Row]) -> str:
    """A heading and a line for each row. Lists are separated by blanks, what is not known is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(row, name)) for name in COLUMNS] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple():
            return _harmless(" ".join(map(str, value)))
        case _:
            return _harmless(str(value))


def _harmless(text: str) -> str:
    """One line, with an apostrophe before what would be a formula, also in letters of full width."""
    line = " ".join(text.split())
    return f"'{line}" if unicodedata.normalize("NFKC", line[:1]).startswith(tuple(_FORMULA)) else line
