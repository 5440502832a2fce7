# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the schema objects to is told with its place, its line, and words that help."""

from __future__ import annotations

import pathlib

import hypothesis
import hypothesis.strategies as st
import jsonschema
import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.errors import (
    CatalogueError,
    Malformed,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.reading import SCHEMA, examine
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document import schema
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.document import parse
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.errors import LibraryMissing
from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample


def problems(changes: sample.Changes) -> list[str]:
    text = yaml.safe_dump(sample.catalogue(changes=changes), sort_keys=False)
    return [str(problem) for problem in schema.schema_problems(parse(text.encode(), "catalogue.yml"), SCHEMA)]


def test_the_schema_is_a_schema():
    checker = schema.jsonschema.Draft202012Validator
    content = parse(SCHEMA.read_bytes(), "schema.json").content
    checker.check_schema(content)
    assert content["$id"].startswith("urn:")


def test_every_key_is_explained_to_an_editor():
    content = parse(SCHEMA.read_bytes(), "schema.json").content
    unexplained = []

    def look(place: dict, path: str) -> None:
        for key, value in place.get("properties", {}).items():
            target = {**content["$defs"].get(value.get("$ref", "").rpartition("/")[2], {}), **value}
            if not (target.get("title") and target.get("description")):
                unexplained.append(f"{path}.{key}")
            look(value, f"{path}.{key}")

    look(content, "")
    look(content["$defs"]["entry"], "entry")
    assert unexplained == []


def test_every_mapping_is_closed():
    def look(place: object) -> None:
        if isinstance(place, dict):
            if place.get("type") == "object":
                assert place.get("additionalProperties") is False, place.get("title")
            for value in place.values():
                look(value)

    look(parse(SCHEMA.read_bytes(), "schema.json").content)


FULL = {
    "note": "of the lab",
    "firmware.0.hardware": {
        "platform": "R6",
        "hardware_versions": ["0x0"],
        "device_classes": [31],
        "upgrade_codes": ["1200050031111110011"],
    },
    "firmware.0.component": "main",
    "firmware.0.regions": ["EU", "NO"],
    "firmware.0.oem_codes": ["1"],
    "firmware.0.file": sample.archive(),
    "firmware.0.release_notes": {
        "url": "https://example.org/notes.pdf",
        "sha256": "a" * 64,
        "fixes": ["Streams no longer stop."],
        "known_issues": ["The first start takes long."],
        "acknowledge": True,
    },
    "firmware.0.requires": {"min": {"version": "V5.5.0", "build": "170725"}, "via": [], "config_reset": True},
    "firmware.0.downgrade": {"floor": {"version": "V5.4.41"}, "one_way": False},
    "firmware.0.supersedes": [],
    "firmware.0.status_reason": "tested",
    "firmware.0.rings": ["lab"],
    "firmware.0.security": {"fixes": ["CVE-2021-36260", "HSRC-202109-01"], "urgency": "critical"},
    "firmware.0.expected_duration": 420,
    "firmware.0.note": "twice",
}


def test_a_catalogue_with_every_key_is_right():
    assert problems(FULL) == []


ENTRY = "firmware[0]"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"firmware.0.build": 240826}, f"{ENTRY}.build (line 17): 240826 is a number; quote it: '240826'"),
        ({"firmware.0.version": 5.7}, f"{ENTRY}.version (line 16): 5.7 is a number; quote it: '5.7'"),
        ({"catalogue_id": True}, "catalogue_id (line 2): true is a truth value; quote it: 'true'"),
        ({"serial": "7"}, "serial (line 3): '7' is text; write the number without quotes"),
        ({"serial": "seven"}, "serial (line 3): 'seven' is not a whole number. Wanted: A whole number from 1 on"),
        ({"serial": 0}, "serial (line 3): 0 does not fit. Wanted: A whole number from 1 on"),
        ({"serial": None}, "serial (line 3): there is no value. Wanted: A whole number"),
        ({"serial": sample.REMOVED}, "the document (line 1): the key 'serial' is missing"),
        (
            {"schema": "other/1"},
            "schema (line 1): 'other/1' is not supported; it must be 'hikvision-firmware-catalogue/1'",
        ),
        ({"firmware": []}, "firmware (line 6): an empty list does not fit. Wanted: At least one firmware package"),
        ({"firmware": {}}, "firmware (line 6): a mapping is not a list; one value, too, is written as a list"),
        (
            {"firmware.0.kind": "camra"},
            "'camra' is not one of camera, recorder, access_control, intercom, other; did you mean 'camera'?",
        ),
        ({"firmware.0.kind": None}, f"{ENTRY}.kind (line 8): no value is not one of camera"),
        ({"firmware.0.language": "en"}, "'en' is not one of EN, ML, CN, OTHER; did you mean 'EN'?"),
        ({"firmware.0.modells": []}, f"{ENTRY}.modells (line 35): there is no such key; did you mean 'models'?"),
        ({"firmware.0.file.xyz": 1}, "there is no such key; there are name, size, sha256, container, image"),
        (
            {"firmware.0.approval": sample.REMOVED},
            f"{ENTRY} (line 7): the key 'approval' is missing: an approved entry says who",
        ),
        ({"firmware.0.status": "withdrawn"}, "the key 'status_reason' is missing: a withdrawn entry says why"),
        (
            {"firmware.0.models.include": ["*"]},
            f"{ENTRY}.models.include[0] (line 11): '*' does not fit. Wanted: At least four",
        ),
        (
            {"firmware.0.models.include": ["????*"]},
            "'????*' does not fit. Wanted: At least four characters, not all of them",
        ),
        ({"firmware.0.models.include": ["[A-Z]*[0-9]"]}, "does not fit. Wanted: At least four"),
        ({"firmware.0.models.exclude": ["****"]}, "models.exclude[0] (line 13): '****' does not fit"),
        ({"firmware.0.models.include": "DS-2CD*"}, "'DS-2CD*' is not a list; one value, too, is written as a list"),
        ({"firmware.0.models.include": ["DS-2CD*", "DS-2CD*"]}, "the list names something twice"),
        ({"firmware.0.build": "2408"}, "'2408' does not fit. Wanted: Six digits yymmdd in quotes, such as '240826'"),
        ({"firmware.0.build": "240826\n"}, "'240826\\n' does not fit"),
        ({"firmware.0.version": "5.7.18"}, "'5.7.18' does not fit. Wanted: V and two to four numbers, such as V5.7.18"),
        ({"firmware.0.file.sha256": "A" * 64}, "does not fit. Wanted: 64 hexadecimal digits in small letters"),
        (
            {"firmware.0.file.name": "../digicap.dav"},
            "'../digicap.dav' does not fit. Wanted: A name without directories",
        ),
        ({"firmware.0.file.name": ".."}, "'..' does not fit"),
        ({"firmware.0.source.url": "http://example.org"}, "Wanted: An address that begins with https://"),
        ({"firmware.0.security": {"fixes": ["CVE-21"]}}, "'CVE-21' does not fit. Wanted: Such as CVE-2021-36260"),
        ({"firmware.0.requires": {"min": {}}}, f"{ENTRY}.requires.min (line 36): the key 'version' is missing"),
        ({"firmware.0.release_notes": {"acknowledge": "yes"}}, "'yes' is not true or false"),
        ({"firmware.0.expected_duration": -1}, "-1 does not fit. Wanted: Seconds"),
    ],
)
def test_a_mistake_is_told_with_its_line(changes, expected):
    [told] = problems(changes)
    assert expected in told


def test_a_document_that_is_something_else_altogether():
    [told] = schema.schema_problems(parse(b"- a\n- b\n", "catalogue.yml"), SCHEMA)
    assert str(told).startswith("the document (line 1): a list is not a mapping of keys to values")


def test_all_mistakes_are_told_those_near_the_top_first():
    told = problems({"firmware.0.build": 1, "serial": "7", "firmware.0.modells": 1, "issued": 3})
    assert [line.partition(" ")[0] for line in told] == ["serial", "issued", "firmware[0].build", "firmware[0].modells"]


def test_the_number_of_mistakes_is_bounded():
    entries = [sample.entry(id=f"cam-{number}", build=number) for number in range(300)]
    text = yaml.safe_dump(sample.catalogue(*entries))
    with pytest.raises(Malformed) as refused:
        examine(text.encode(), "catalogue.yml")
    assert len(refused.value.problems) == schema.MOST_OBJECTIONS
    assert str(refused.value).endswith(f"and {schema.MOST_OBJECTIONS - 20} more")


def test_without_the_library_it_is_said_what_is_missing(monkeypatch):
    monkeypatch.setattr(schema, "MISSING_LIBRARY", ImportError("No module named 'jsonschema'"))
    with pytest.raises(LibraryMissing, match="jsonschema is missing"):
        problems({})


def test_the_sentences_do_not_depend_on_what_the_library_says():
    """The validator of the library itself agrees about what is right and wrong."""
    content = parse(SCHEMA.read_bytes(), "schema.json").content
    validator = jsonschema.Draft202012Validator(content)
    assert validator.is_valid(sample.catalogue(changes=FULL))
    assert not validator.is_valid(sample.catalogue(serial="7"))


KEYS = st.sampled_from(
    ["schema", "serial", "issued", "firmware", "firmware.0", *(f"firmware.0.{key}" for key in sample.entry())]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "min", "via", "name"]), inner),
    max_leaves=6,
)


@hypothesis.settings(max_examples=150, deadline=None)
@hypothesis.given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=3))
def test_a_random_document_is_a_catalogue_or_refused(changes):
    document = sample.catalogue()
    for path, value in sorted(changes.items(), key=lambda change: change[0].count("."), reverse=True):
        document = sample.changed(document, {path: value})
    data = yaml.safe_dump(document).encode()
    try:
        examine(data, "catalogue.yml")
    except CatalogueError as error:
        assert error.as_result()["msg"]


def test_the_schema_is_part_of_the_collection():
    assert pathlib.Path("data", "catalogue.schema.json").parts == SCHEMA.parts[-2:]
