# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The dates of a catalogue: readable, with a zone, and their time is now."""

from __future__ import annotations

import datetime
import re

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.errors import Expired, IssuedInFuture

CLOCK_DIFFERENCE = datetime.timedelta(days=1)

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def moment(text: str) -> datetime.datetime:
    """Date and time with a zone, as UTC. Raises :class:`ValueError` with the reason."""
    if not _MOMENT.fullmatch(text):
        raise ValueError(f"{text!r} is not a date with time and zone, such as '2026-01-10T08:00:00Z'")
    try:
        return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"there is no moment {text!r}") from error


def day(text: str) -> datetime.date:
    """A date. Raises :class:`ValueError` with the reason."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text!r} is not a date such as '2026-01-09'")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"there is no day {text!r}") from error


def check_time(name: str, issued: str, expires: str, now: datetime.datetime) -> None:
    """Raises :class:`Expired` and :class:`IssuedInFuture`. Both dates have been found readable."""
    if moment(expires) <= now:
        days = (now - moment(expires)).days
        ago = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
        raise Expired(f"{name} has expired: it was good until {expires}, which was {ago}.")
    if moment(issued) > now + CLOCK_DIFFERENCE:
        raise IssuedInFuture(f"{name} says that it was issued at {issued}, and here it is {now:%Y-%m-%dT%H:%M:%SZ}.")
