# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Persons as a table for people: one row each, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import typing

from .._artemis.paging import Record

_PLAIN: typing.Final = {
    "person_id": "personId",
    "person_code": "personCode",
    "name": "personName",
    "family_name": "personFamilyName",
    "given_name": "personGivenName",
    "gender": "gender",
    "organization": "orgIndexCode",
    "phone": "phoneNo",
    "email": "email",
    "valid_from": "beginTime",
    "valid_until": "endTime",
    "remark": "remark",
}
_GENDERS: typing.Final = {"0": "unknown", "1": "male", "2": "female"}
_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet takes for the start of a formula

COLUMNS: typing.Final = (*_PLAIN, "cards", "custom_fields")


def person_table(persons: typing.Iterable[Record]) -> bytes:
    """CSV in UTF-8. The mark at its start is what spreadsheets recognise UTF-8 by."""
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([harmless(cell) for cell in _row(person)] for person in persons)
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def harmless(cell: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet could compute it; also before ``+`` of phone numbers."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell.startswith(("\t", "\r")) else cell


def _row(person: Record) -> list[str]:
    cells = {column: _text(person.get(key)) for column, key in _PLAIN.items()}
    cells["gender"] = _GENDERS.get(cells["gender"], cells["gender"])
    cards = [_text(card.get("cardNo")) for card in _records(person, "cards")]
    fields = [f"{_field_word(field, 'Name')}={_field_word(field, 'Value')}" for field in _custom_fields(person)]
    return [*cells.values(), "; ".join(cards), "; ".join(fields)]


def _custom_fields(person: Record) -> list[Record]:
    return _records(person, "customFieldList") or _records(person, "customFiledList")


def _field_word(field: Record, part: str) -> str:
    """The guide spells "filed" where answers spell "field", and the other way round."""
    return _text(field.get(f"customField{part}", field.get(f"customFiled{part}")))


def _records(person: Record, key: str) -> list[Record]:
    found = person.get(key)
    return [record for record in found if isinstance(record, dict)] if isinstance(found, list) else []


def _text(value: object) -> str:
    return "" if value is None else str(value)
