# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as a table for a terminal."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _text_table
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing as Exposure
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import Row

_COLUMNS = ("host", "state", "advisories", "model", "runs", "target", "backup")
_NOTES = "notes"


def as_table(rows: typing.Iterable[Row], width: int) -> list[str]:
    """Lines of at most ``width`` places; what a device needs said stands below it."""
    return _text_table.lines(map(_cells, rows), _COLUMNS, width=width, below=_NOTES)


def _cells(row: Row) -> dict[str, str]:
    return {
        "host": row.host,
        "state": row.state.value,
        "advisories": (row.severity or "affected") if row.exposure is Exposure.AFFECTED else row.exposure.value,
        "model": row.model or "-",
        "runs": _short(row.firmware),
        "target": _short(row.target),
        "backup": "-" if row.backup_age is None else f"{row.backup_age:.0f} d",
        _NOTES: " ".join(filter(None, _notes(row))),
    }


def _notes(row: Row) -> typing.Iterator[str]:
    if row.advisories:
        yield f"Affected by {', '.join(row.advisories)}."
    if row.security_fixes:
        yield f"The target fixes {', '.join(row.security_fixes)}."
    if row.customised:
        yield "Customised firmware."
    yield _sentence(row.reason)
    yield _sentence(row.advice)


def _sentence(text: str) -> str:
    """Names of variables and codes stay as they are."""
    first, blank, rest = text.rstrip(".").partition(" ")
    return f"{first.capitalize() if first.islower() and first.isalpha() else first}{blank}{rest}." if text else ""


def _short(firmware: str | None) -> str:
    """``V5.7.15 240201``: the word between would cost a tenth of the line."""
    return firmware.replace(" build ", " ") if firmware else "-"
