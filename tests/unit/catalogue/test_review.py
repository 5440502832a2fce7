# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the people who maintain a catalogue are told."""

from __future__ import annotations

import datetime
import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.review import (
    days_left,
    has_expired,
    review,
    superseded,
)
from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample

NOW = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)


def catalogue(*entries, **keys) -> Catalogue:
    told = sample.catalogue(*entries, **keys)
    verification = {"signature": "off", "signer": None, "key": None}
    return Catalogue.from_result({**told, "digest": "", "verification": verification, "files": str(pathlib.Path())})


def remarks(*entries) -> list[tuple[str, str, str]]:
    found = review(catalogue(*entries), NOW, datetime.timedelta(days=200))
    return [(remark.entry, remark.remark, remark.sentence) for remark in found]


def entry(name, changes=None, **keys):
    return sample.entry(changes, id=name, **keys)


def test_there_is_nothing_to_say_about_a_good_entry():
    assert remarks(entry("a")) == []


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([entry("b", supersedes=["a"])], [("a", "superseded", "b takes its place")]),
        (
            [entry("b", supersedes=["a"]), entry("c", supersedes=["a"])],
            [("a", "superseded", "b, c takes its place")],
        ),
        (
            [entry("b", supersedes=["a"], status="deprecated")],
            [("b", "deprecated", "no step to anything; it can be removed")],
        ),
        ([entry("b", status="candidate")], [("b", "candidate", "waits for approval; without rings it is for nobody")]),
        (
            [entry("b", status="candidate", rings=["lab", "pilot"])],
            [("b", "candidate", "waits for approval, in the rings lab, pilot")],
        ),
        (
            [entry("b", status="deprecated"), entry("c", requires={"via": ["b"]})],
            [("b", "deprecated", "still a step to c")],
        ),
        ([entry("b", status="withdrawn", status_reason="It stops.")], [("b", "withdrawn", "It stops.")]),
        (
            [entry("b", status="withdrawn", status_reason="It stops."), entry("c", requires={"via": ["b"]})],
            [("b", "withdrawn", "It stops.; still a step to c")],
        ),
        ([entry("b", {"approval.date": "2025-11-13"})], []),
        ([entry("b", {"approval.date": "2025-11-12"})], [("b", "old", "approved 201 days ago")]),
    ],
)
def test_what_is_told(others, expected):
    assert remarks(entry("a"), *others) == expected


def test_what_is_superseded():
    gone = entry("gone", status="withdrawn", status_reason="It stops.")
    waiting = entry("c", supersedes=["b"], status="candidate")
    read = catalogue(gone, entry("a"), entry("b", supersedes=["a", "gone"]), waiting)
    assert superseded(read) == {"a": ["b"]}


def test_a_remark_is_a_row():
    [remark] = review(catalogue(entry("b", status="candidate")), NOW)
    assert remark.as_result() == {
        "entry": "b",
        "remark": "candidate",
        "firmware": "V5.7.18 build 240826",
        "status": "candidate",
        "sentence": "waits for approval; without rings it is for nobody",
    }


@pytest.mark.parametrize(
    ("expires", "days", "over"),
    [("2026-06-11T12:00:00Z", 10, False), ("2026-06-01T12:00:00Z", 0, True), ("2026-05-30T14:00:00+02:00", -2, True)],
)
def test_the_days_that_are_left(expires, days, over):
    read = catalogue(expires=expires)
    assert (days_left(read, NOW), has_expired(read, NOW)) == (days, over)
