# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists, which come in pages. All of a list, or an error: never a part that passes for the whole."""

from __future__ import annotations

import dataclasses
import json
import typing

from .call import Call
from .errors import AnswerTooLong, BadAnswer, IncompleteList

if typing.TYPE_CHECKING:
    from .client import Client

LARGEST_PAGE = 500  # what the OpenAPI guide allows

Record = dict[str, typing.Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """A list in HikCentral. ``identity`` is the key that tells its records apart; without one, all of a record does."""

    path: str
    identity: str | None = None
    condition: typing.Mapping[str, typing.Any] = dataclasses.field(default_factory=dict)

    def page(self, number: int, size: int) -> Call:
        return Call(self.path, {**self.condition, "pageNo": number, "pageSize": size})

    def name_of(self, record: Record) -> str:
        """What may occur only once. Raises :class:`BadAnswer` for a record without its identity."""
        if self.identity is None:
            return json.dumps(record, sort_keys=True)
        name = record.get(self.identity)
        if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
            raise BadAnswer(f"a record of {self.path} has no {self.identity}")
        return str(name)


def count(client: Client, listing: Listing) -> int:
    """How many records there are, asked with a page of one."""
    return _Page.of(client.call(listing.page(1, 1)), listing).total


def read_all(client: Client, listing: Listing, *, page_size: int) -> list[Record]:
    """All records, ordered by identity, so that the same list reads the same twice.

    A page that is too long for the server is halved. Smaller pages have other borders, so the list is read from its
    start then. Raises :class:`IncompleteList` and any other error of the tree.
    """
    size = min(page_size, LARGEST_PAGE)
    while True:
        try:
            records = _read(client, listing, size)
        except AnswerTooLong:
            if size == 1:
                raise
            size //= 2
        else:
            return [records[name] for name in sorted(records, key=_by_number)]


def _read(client: Client, listing: Listing, size: int) -> dict[str, Record]:
    first = _Page.of(client.call(listing.page(1, size)), listing)
    records: dict[str, Record] = {}
    page, number = first, 1
    while page.records:
        _add(records, page, listing)
        if len(records) >= first.total:
            break
        number += 1
        page = _Page.of(client.call(listing.page(number, size)), listing)
        if page.total != first.total:
            raise IncompleteList(
                f"{listing.path} held {first.total} records at first and {page.total} while it was read"
            )
    if len(records) != first.total:
        raise IncompleteList(f"{listing.path} says it holds {first.total} records and sent {len(records)}")
    return records


def _add(records: dict[str, Record], page: _Page, listing: Listing) -> None:
    for record in page.records:
        name = listing.name_of(record)
        if name in records:
            raise IncompleteList(f"{listing.path} sent a record twice, so that another may be missing")
        records[name] = record


@dataclasses.dataclass(frozen=True, slots=True)
class _Page:
    total: int
    records: list[Record]

    @classmethod
    def of(cls, data: typing.Any, listing: Listing) -> _Page:
        """Decode a page. Raises :class:`BadAnswer`."""
        total, records = (data.get("total"), data.get("list")) if isinstance(data, dict) else (None, None)
        if isinstance(total, str) and total.isdecimal():
            total = int(total)
        if isinstance(total, bool) or not isinstance(total, int) or total < 0:
            raise BadAnswer(f"the answer to {listing.path} does not say how many records there are")
        if records is None and total == 0:
            records = []
        if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
            raise BadAnswer(f"the answer to {listing.path} has no list of records")
        return cls(total, records)


def _by_number(name: str) -> tuple[int, int, str]:
    return (0, int(name), name) if name.isascii() and name.isdecimal() and len(name) < 20 else (1, 0, name)
