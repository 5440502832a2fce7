# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a schema can not say about a catalogue."""

from __future__ import annotations

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.meaning import contradictions, doubts
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.reading import SCHEMA
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.document import parse
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.problem import dotted
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.schema import schema_problems
from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample


def read(changes):
    """Two entries, ``old`` and ``new``, changed; of a form that the schema accepts."""
    old = sample.entry({"file.name": "old.dav", "file.sha256": "a" * 64}, id="old", version="V5.5.0", build="170725")
    new = sample.entry({"file.name": "new.dav", "file.sha256": "b" * 64}, id="new")
    text = yaml.safe_dump(sample.catalogue(old, new, changes=changes), sort_keys=False)
    document = parse(text.encode(), "catalogue.yml")
    assert schema_problems(document, SCHEMA) == []
    return document


def test_there_is_nothing_to_say_about_the_sample():
    assert contradictions(read({})) == doubts(read({})) == []


ZIP = sample.archive("new.zip")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"firmware.1.id": "old"}, "firmware[1].id: firmware[0] is called 'old' already"),
        (
            {"firmware.1.requires": {"via": ["older"]}},
            "firmware[1].requires.via[0]: there is no entry 'older'",
        ),
        ({"firmware.1.requires": {"via": ["new"]}}, "via[0]: an entry can not name itself here"),
        ({"firmware.1.supersedes": ["older"]}, "firmware[1].supersedes[0]: there is no entry 'older'"),
        ({"firmware.1.supersedes": ["new"]}, "supersedes[0]: an entry can not name itself here"),
        (
            {"firmware.1.requires": {"via": ["old"]}, "firmware.0.requires": {"via": ["new"]}},
            "requires.via leads round in a circle: ",
        ),
        (
            {"firmware.1.supersedes": ["old"], "firmware.0.supersedes": ["new"]},
            "supersedes leads round in a circle: ",
        ),
        ({"issued": "2026-01-10"}, "issued: '2026-01-10' is not a date with time and zone, such as"),
        ({"issued": "2026-01-10T08:00:00"}, "issued: '2026-01-10T08:00:00' is not a date with time and zone"),
        ({"issued": "2026-02-30T08:00:00Z"}, "issued: there is no moment '2026-02-30T08:00:00Z'"),
        ({"expires": "soon"}, "expires: 'soon' is not a date with time and zone"),
        ({"expires": "9999-12-31T23:59:59-23:59"}, "expires: there is no moment"),
        ({"expires": "2020-01-10T08:00:00Z"}, "expires: 2020-01-10T08:00:00Z is not after issued"),
        ({"firmware.0.source.obtained": "20260105"}, "source.obtained: '20260105' is not a date such as"),
        ({"firmware.0.approval.date": "2026-13-05"}, "approval.date: there is no day '2026-13-05'"),
        (
            {"firmware.1.file.name": "new.ZIP", "firmware.1.file.container": sample.REMOVED},
            "the file is a zip archive, so the key 'image' must describe the image inside",
        ),
        (
            {"firmware.1.file": {**ZIP, "container": "HK20"}},
            "file.container: in a zip archive, it is the image that has a container",
        ),
        ({"firmware.1.file": {**ZIP, "name": "new.dav"}}, "new.dav is not a zip archive, so there is no image inside"),
        (
            {"firmware.1.file.name": "OLD.dav"},
            "firmware[1].file.sha256: old has a file OLD.dav with another sha256; rename one",
        ),
        (
            {"firmware.1.file.sha256": "a" * 64},
            "old has the same image and says that it is V5.5.0 build 170725, not V5.7.18 build 240826",
        ),
    ],
)
def test_a_contradiction_is_told_with_its_place(changes, expected):
    document = read(changes)
    [told] = contradictions(document)
    assert expected in f"{dotted(told.path)}: {told.sentence}"
    assert told.line == document.line(told.path)
    assert told.line


@pytest.mark.parametrize(
    "changes",
    [
        {"firmware.1.requires": {"via": ["old"]}, "firmware.1.supersedes": ["old"]},
        {"firmware.1.file": ZIP},
        {"firmware.1.file.sha256": "a" * 64, "firmware.1.version": "V5.5.0", "firmware.1.build": "170725"},
        {"issued": "2026-01-10T08:00:00+02:00"},
        {"issued": "2026-01-10 08:00Z"},
    ],
)
def test_what_is_no_contradiction(changes):
    assert contradictions(read(changes)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"firmware.1.build": "241345"}, "builds are dates, and there is no day 241345 (yymmdd)"),
        (
            {"firmware.1.requires": {"min": {"version": "V5.8.0"}}},
            "firmware[1].requires.min: V5.8.0 is above the package itself, V5.7.18 build 240826",
        ),
        ({"firmware.1.downgrade": {"floor": {"version": "V6.0"}}}, "V6.0 is above the package itself"),
        (
            {
                "firmware.1.requires": {"via": ["old"]},
                "firmware.0.status": "withdrawn",
                "firmware.0.status_reason": "broke the clock",
            },
            "requires.via[0]: old is withdrawn, so no device can take this way",
        ),
        ({"firmware.1.edition": "CUSTOM"}, "oem_codes does not say whose devices the package is for"),
        ({"firmware.1.models.include": ["DS-*"]}, "'DS-*' matches very many models"),
    ],
)
def test_what_a_person_should_look_at(changes, expected):
    document = read(changes)
    assert contradictions(document) == []
    [told] = doubts(document)
    assert expected in f"{dotted(told.path)}: {told.sentence}"
