# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Persons as a table that no spreadsheet computes."""

from __future__ import annotations

import csv
import io
import typing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral.person_table import (
    COLUMNS,
    harmless,
    person_table,
)


def rows(*persons: dict[str, typing.Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(person_table(persons).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1", "\r=1", "\tx", "\n-1"])
def test_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ann", "1=1", "a@example.com", "'=1"])
def test_anything_else_stays(cell: str) -> None:
    assert harmless(cell) == cell


@settings(deadline=None)
@given(st.text())
def test_no_text_starts_a_formula_or_a_row(remark: str) -> None:
    text = remark.replace("\0", "").encode("utf-8", "replace").decode()
    [row] = rows({"personId": "1", "remark": text})
    assert row["remark"] in (text, f"'{text}")
    assert not row["remark"].lstrip().startswith(("=", "+", "-", "@"))


def test_both_spellings_of_custom_fields() -> None:
    guide = {"customFiledList": [{"customFiledName": "A", "customFiledValue": 1}]}
    seen = {"customFieldList": [{"customFieldName": "B", "customFieldValue": None}]}
    assert [row["custom_fields"] for row in rows(guide, seen)] == ["A=1", "B="]


def test_a_record_of_another_form_loses_no_row() -> None:
    [row] = rows({"personId": 5, "gender": 7, "cards": "none", "customFieldList": [1]})
    assert (row["person_id"], row["gender"], row["cards"], row["custom_fields"]) == ("5", "7", "", "")


def test_nobody_is_a_table_too() -> None:
    assert person_table([]).decode("utf-8-sig") == ",".join(f'"{column}"' for column in COLUMNS) + "\r\n"
