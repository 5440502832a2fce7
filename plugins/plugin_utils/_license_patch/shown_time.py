# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times in a report, for people."""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import time_of


def shown(moment: str | None) -> str:
    """A time to the second; nothing for ``None``."""
    return f"{time_of(moment):%Y-%m-%d %H:%M:%S} UTC" if moment else ""


def shown_span(started: str | None, ended: str | None) -> str:
    """From when to when; one time where there is only one, or no second between them."""
    if not started or not ended or shown(started) == shown(ended):
        return shown(ended or started)
    first, last = time_of(started), time_of(ended)
    if first.date() != last.date():
        return f"{shown(started)} to {shown(ended)}"
    return f"{first:%Y-%m-%d %H:%M:%S} to {last:%H:%M:%S} UTC"
