# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The persons of a HikCentral, whole, as a document that compares.

It is a copy for the safe, not a file that HikCentral's web client imports.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import typing

from .._artemis.client import Client
from .._artemis.errors import NotOffered
from .._artemis.paging import Listing, Record, count, read_all
from . import listings
from .person_table import person_table

SCHEMA = "hikcentral-persons/1"
DOCUMENT = "persons.json"
TABLE = "persons.csv"


class Part(enum.StrEnum):
    """What belongs to persons and is kept beside them."""

    ORGANIZATIONS = "organizations"
    ACCESS_LEVELS = "access_levels"


_LISTINGS: typing.Final = {Part.ORGANIZATIONS: listings.ORGANIZATIONS, Part.ACCESS_LEVELS: listings.ACCESS_LEVELS}


@dataclasses.dataclass(frozen=True, slots=True)
class PersonExport:
    """Records as the server sent them, ordered. ``parts`` holds ``None`` for what this version does not offer."""

    server: str
    persons: list[Record]
    parts: dict[Part, list[Record] | None]

    @property
    def counts(self) -> dict[str, int | None]:
        parts = {str(part): None if records is None else len(records) for part, records in self.parts.items()}
        return {"persons": len(self.persons), **parts}

    def files(self) -> dict[str, bytes]:
        """Content by name of the file. It holds no time, so that an unchanged list makes an unchanged file."""
        document = {
            "schema": SCHEMA,
            "server": self.server,
            "counts": self.counts,
            "persons": self.persons,
            **{str(part): records for part, records in self.parts.items()},
        }
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        # A lone half of a surrogate pair is valid in JSON and not in UTF-8.
        return {
            DOCUMENT: text.encode(errors="backslashreplace"),
            TABLE: person_table(self.persons),
        }


def read_export(client: Client, server: str, parts: typing.Iterable[Part], *, page_size: int) -> PersonExport:
    """Everything, each list complete. Raises any error of the tree."""
    persons = read_all(client, listings.PERSONS, page_size=page_size)
    return PersonExport(server, persons, {part: _read_part(client, part, page_size) for part in parts})


def read_export_counts(client: Client, parts: typing.Iterable[Part]) -> dict[str, int | None]:
    """What :attr:`PersonExport.counts` would say, without reading the lists."""
    counts: dict[str, int | None] = {"persons": count(client, listings.PERSONS)}
    for part in parts:
        counts[str(part)] = _count_part(client, _LISTINGS[part])
    return counts


def counts_in(document: bytes) -> dict[str, int | None] | None:
    """The counts that an earlier export holds; ``None`` if it is none."""
    try:
        parsed = json.loads(document)
    except ValueError:
        return None
    if not isinstance(parsed, dict) or parsed.get("schema") != SCHEMA:
        return None
    counts = parsed.get("counts")
    return counts if isinstance(counts, dict) else None


def _count_part(client: Client, listing: Listing) -> int | None:
    try:
        return count(client, listing)
    except NotOffered:
        return None


def _read_part(client: Client, part: Part, page_size: int) -> list[Record] | None:
    try:
        records = read_all(client, _LISTINGS[part], page_size=page_size)
        if part is Part.ACCESS_LEVELS:
            return [level | {"persons": _assigned(client, level, page_size)} for level in records]
    except NotOffered:
        return None
    return records


def _assigned(client: Client, level: Record, page_size: int) -> list[Record]:
    listing = listings.persons_of_access_level(str(level["privilegeGroupId"]))
    return read_all(client, listing, page_size=page_size)
