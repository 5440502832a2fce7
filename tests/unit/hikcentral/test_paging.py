# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All of a list, or an error."""

from __future__ import annotations

import typing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis import errors
from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.call import Answer
from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.paging import Listing, count, read_all
from ansible_collections.surveillance.hikvision.tests.unit.hikcentral.scripted import (
    ScriptedTransport,
    client_of,
    data,
    page,
    refused,
)

LISTING = Listing("resource/v1/person/personList", "personId", {"type": 1})


def records(*numbers: int) -> list[dict[str, typing.Any]]:
    return [{"personId": str(number)} for number in numbers]


def read(*answers: Answer, size: int = 2, listing: Listing = LISTING) -> list[dict[str, typing.Any]]:
    wire = ScriptedTransport(*answers)
    found = read_all(client_of(wire), listing, page_size=size)
    wire.assert_played()
    return found


def test_pages_are_asked_for_until_all_is_there() -> None:
    wire = ScriptedTransport(page(3, *records(3, 1)), page(3, *records(2)))
    assert read_all(client_of(wire), LISTING, page_size=2) == records(1, 2, 3)
    assert [sent.body for sent in wire.sent] == [
        {"type": 1, "pageNo": 1, "pageSize": 2},
        {"type": 1, "pageNo": 2, "pageSize": 2},
    ]


def test_numbers_sort_as_numbers_and_words_after_them() -> None:
    mixed = [{"personId": name} for name in ("b", "10", 9, "a")]
    assert [record["personId"] for record in read(page(4, *mixed))] == [9, "10", "a", "b"]


@pytest.mark.parametrize("empty", [page(0), data({"total": 0, "list": None}), data({"total": "0", "list": []})])
def test_an_empty_list_is_complete(empty: Answer) -> None:
    assert read(empty) == []


def test_a_short_page_in_the_middle_does_no_harm() -> None:
    assert len(read(page(3, *records(1)), page(3, *records(2)), page(3, *records(3)))) == 3


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([page(3, *records(1, 2)), page(4, *records(3, 4))], "held 3 records at first and 4"),
        ([page(3, *records(1, 2)), page(2)], "held 3 records at first and 2"),
        ([page(3, *records(1, 2)), page(3)], "says it holds 3 records and sent 2"),
        ([page(1)], "says it holds 1 records and sent 0"),
        ([page(1, *records(1, 2))], "says it holds 1 records and sent 2"),
        ([page(0, *records(1))], "says it holds 0 records and sent 1"),
        ([page(3, *records(1, 2)), page(3, *records(2))], "sent a record twice"),
    ],
)
def test_a_part_is_never_taken_for_the_whole(answers: list[Answer], words: str) -> None:
    with pytest.raises(errors.IncompleteList, match=words):
        read(*answers)


def test_a_server_that_always_sends_the_first_page_comes_to_an_end() -> None:
    with pytest.raises(errors.IncompleteList, match="twice"):
        read(*[page(1000, *records(1, 2))] * 2)


def test_records_without_a_known_identity_are_told_apart_whole() -> None:
    listing = Listing("acs/v1/privilege/group/single/personList")
    assert len(read(page(2, {"id": "1"}, {"id": "2"}), listing=listing)) == 2
    with pytest.raises(errors.IncompleteList, match="twice"):
        read(page(3, {"id": "1"}, {"id": "1"}), listing=listing)


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        {"list": []},
        {"total": 1},
        {"total": True, "list": [{}]},
        {"total": -1, "list": []},
        {"total": 1.5, "list": []},
        {"total": "many", "list": []},
        {"total": 1, "list": {}},
        {"total": 1, "list": ["x"]},
        {"total": 1, "list": [{"name": "no identity"}]},
        {"total": 1, "list": [{"personId": ""}]},
        {"total": 1, "list": [{"personId": None}]},
        {"total": 1, "list": [{"personId": True}]},
    ],
)
def test_what_is_no_page_is_refused(broken: object) -> None:
    with pytest.raises(errors.BadAnswer):
        read(data(broken))


def test_a_page_that_is_too_long_is_halved_and_the_list_read_again() -> None:
    wire = ScriptedTransport(
        page(4, *records(1, 2, 3)),
        refused("0x00072004"),
        page(4, *records(1)),
        *[page(4, *records(n)) for n in (2, 3, 4)],
    )
    assert read_all(client_of(wire), LISTING, page_size=3) == records(1, 2, 3, 4)
    assert [(sent.body["pageNo"], sent.body["pageSize"]) for sent in wire.sent] == [
        (1, 3),
        (2, 3),
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 1),
    ]


def test_one_record_that_is_too_long_is_an_error() -> None:
    wire = ScriptedTransport(*[refused("0x00072004")] * 3)
    with pytest.raises(errors.AnswerTooLong):
        read_all(client_of(wire), LISTING, page_size=4)
    assert [sent.body["pageSize"] for sent in wire.sent] == [4, 2, 1]


def test_no_page_is_larger_than_the_guide_allows() -> None:
    wire = ScriptedTransport(page(0))
    read_all(client_of(wire), LISTING, page_size=9999)
    assert wire.sent[0].body["pageSize"] == 500


def test_counting_reads_one_record() -> None:
    wire = ScriptedTransport(page("77", *records(1)))
    assert count(client_of(wire), LISTING) == 77
    assert wire.sent[0].body == {"type": 1, "pageNo": 1, "pageSize": 1}


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(1, 9))
def test_any_size_of_page_yields_the_same(total: int, size: int) -> None:
    everything = records(*range(total))
    pages = [page(total, *everything[start : start + size]) for start in range(0, max(total, 1), size)]
    assert read(*pages, size=size) == everything
