# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The next issue of a catalogue: one entry changed, the serial number raised, the dates set. Pure."""

from __future__ import annotations

import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.file_facts import Document

SCHEMA: typing.Final = "hikvision-firmware-catalogue/1"
# Long enough for two quarterly reviews, short enough that a forgotten catalogue is noticed.
DAYS: typing.Final = 180


def new_catalogue(identifier: str, now: datetime.datetime, days: int | None) -> Document:
    """A catalogue before its first issue: it has no entry yet, so it must not be used or written."""
    return {
        "schema": SCHEMA,
        "catalogue_id": identifier,
        "serial": 0,
        "issued": moment(now),
        "expires": end_of_day(now, days or DAYS),
        "firmware": [],
    }


def with_entry(catalogue: typing.Mapping[str, typing.Any], entry: Document) -> Document:
    """The catalogue with the entry in the place of the one with its name, or at the end."""
    entries = [entry if other["id"] == entry["id"] else other for other in catalogue["firmware"]]
    if entry not in entries:
        entries.append(entry)
    return {**catalogue, "firmware": entries}


def reissued(
    before: typing.Mapping[str, typing.Any], after: Document, now: datetime.datetime, days: int | None
) -> Document:
    """``after`` as the next issue, or as it was if nothing is different. ``days`` sets a new date of expiry."""
    if days is not None:
        after = {**after, "expires": end_of_day(now, days)}
    if after == before:
        return after
    return {**after, "serial": before["serial"] + 1, "issued": moment(now)}


def moment(now: datetime.datetime) -> str:
    return now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def end_of_day(now: datetime.datetime, days: int) -> str:
    """The last second of the day, so that repeating a command on one day says the same."""
    return (now.astimezone(datetime.UTC) + datetime.timedelta(days=days)).strftime("%Y-%m-%dT23:59:59Z")
