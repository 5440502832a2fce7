# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a report as text for a person."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._report import totals
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._run_record import HostRow, Version
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._text_table import lines

_WHOLE_FLEET = 40
_COLUMNS = ("device", "outcome", "before", "after", "seconds")


def outcome_line(row: HostRow) -> str:
    """``cam-01: upgraded, V5.7.15 build 240201 -> V5.7.18 build 240826, 42 s``."""
    words = row.outcome.replace("_", " ")
    seconds = f"{row.seconds:.0f} s" if row.seconds >= 1 else ""
    if not row.is_good:
        return f"{row.host}: {words}{f' after {seconds}' if seconds else ''}. {row.message}"
    versions = [version_text(row.before), version_text(row.after)]
    arrow = " -> ".join(versions if row.before != row.after else versions[:1])
    return ", ".join(filter(None, (f"{row.host}: {words}", arrow, seconds if row.before != row.after else "")))


def version_text(version: Version | None) -> str:
    """``V5.7.18 build 240826``, or a dash."""
    if not version or not version.get("version"):
        return "-"
    return f"{version['version']} build {version['build']}" if version.get("build") else str(version["version"])


def summary(rows: typing.Sequence[HostRow]) -> list[str]:
    """A table, and a line that counts. Of a large fleet the table shows only devices that need attention."""
    shown = [row for row in rows if not row.is_good or len(rows) <= _WHOLE_FLEET]
    table = lines(map(_cells, shown), _COLUMNS) if shown else []
    counted = ", ".join(f"{number} {outcome.replace('_', ' ')}" for outcome, number in totals(rows).items())
    return [*table, f"{len(rows)} devices: {counted}"]


def _cells(row: HostRow) -> dict[str, str]:
    return {
        "device": row.host,
        "outcome": row.outcome.replace("_", " "),
        "before": version_text(row.before),
        "after": version_text(row.after),
        "seconds": f"{row.seconds:.0f}" if row.phases else "",
    }
