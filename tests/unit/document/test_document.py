# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""YAML and JSON are read as what they say, and hostile ones are refused."""

from __future__ import annotations

import contextlib
import json

import hypothesis
import hypothesis.strategies as st
import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document import document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.errors import Unreadable


def parse(text: str, name: str = "catalogue.yml") -> document.Document:
    return document.parse(text.encode(), name)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("240826", 240826),
        ("'240826'", "240826"),
        ("010726", "010726"),  # a number in base 8 to YAML 1.1
        ("2026-01-10", "2026-01-10"),
        ("2026-01-10T08:00:00Z", "2026-01-10T08:00:00Z"),
        ("12:30:45", "12:30:45"),  # a number in base 60 to YAML 1.1
        ("NO", "NO"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("5.7", 5.7),
        ("1e3", "1e3"),
        ("~", None),
        ("", None),
        ("-12", -12),
        ("9" * 30, "9" * 30),
        ("[a, {b: 1}]", ["a", {"b": 1}]),
        ("é", "é"),
    ],
)
def test_a_value_is_what_it_says(written, value):
    assert parse(f"key: {written}\n").content == {"key": value}


def test_a_value_knows_its_line_and_how_it_was_written():
    read = parse("top: 1\nfirmware:\n  - id: a\n    build: 0x10\n  - id: b\n    build: 240826\n")
    assert read.line(("firmware",)) == 2
    assert read.line(("firmware", 1)) == 5
    assert read.line(("firmware", 1, "build")) == 6
    assert read.written(("firmware", 1, "build")) == "240826"
    assert read.line(("firmware", 7, "build")) is None
    assert read.written(("firmware",)) is None


@pytest.mark.parametrize("name", ["catalogue.json", "catalogue"])
def test_json_is_known_by_its_suffix_or_its_brace(name):
    text = json.dumps({"a": [{"b": "\U0001f600 \t"}], "c": 1.5}, indent="\t")
    read = parse(text, name)
    assert read.content == {"a": [{"b": "\U0001f600 \t"}], "c": 1.5}


def test_json_knows_its_lines_though_tabs_indent_it():
    read = parse('{\n\t"firmware": [\n\t\t{"build": 240826}\n\t]\n}')
    assert read.line(("firmware", 0, "build")) == 3
    assert read.written(("firmware", 0, "build")) == "240826"


def test_json_without_lines_is_better_than_none():
    assert parse('{"a": "\\ud83d\\ude00"}').content == {"a": "\U0001f600"}


def test_an_alias_stands_for_what_it_names():
    assert parse("a: &models [x, y]\nb: *models\n").content == {"a": ["x", "y"], "b": ["x", "y"]}


BILLION = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: 1\nb: 2\na: 3\n", "line 3, the key 'a' is given twice, first in line 1"),
        ("a: {b: 1, b: 2}\n", "line 1, the key 'b' is given twice"),
        ("1: a\n", "line 1, a key must be a word; put '1' in quotes"),
        ("true: a\n", "a key must be a word"),
        ("? [a]\n: b\n", "a key must be a word"),
        (
            "a: !!python/object:os.system x\n",
            "line 1, the tag tag:yaml.org,2002:python/object:os.system is not allowed",
        ),
        ("a: !!set {b}\n", "is not allowed here"),
        ("a: !!int b\n", "line 1, 'b' is not of the type that its tag says"),
        ("a: !!timestamp 2026-01-01\n", "is not allowed here"),
        ("a: &x [*x]\n", "lead round in a circle"),
        ("a: &x {b: *x}\n", "lead round in a circle"),
        ("a: *b\n", "not YAML: line 1"),
        ("a: [1\n", "not YAML: line 2"),
        ("a: 1\n\tb: 2\n", "not YAML: line 2"),
        ("a: 1\n---\nb: 2\n", "not YAML: line 2"),
        ("a: \x07\n", "not YAML"),
        ("", "is empty"),
        ("# nothing\n", "is empty"),
        (BILLION, "make the document too big"),
        ("[" * 50 + "]" * 50, "too deeply nested"),
        ("[" * 200_000, "too deeply nested"),
        ("- " * 60 + "a", "too deeply nested"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_with_its_line(text, reason):
    with pytest.raises(Unreadable) as refused:
        parse(text)
    assert reason in str(refused.value)


def test_too_many_values_are_refused(monkeypatch):
    monkeypatch.setattr(document, "MOST_VALUES", 100)
    assert len(parse("[" + "a," * 90 + "]").content) == 90
    with pytest.raises(Unreadable, match="too many"):
        parse("[" + "a," * 300 + "]")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1,}', "is not JSON: line 1"),
        ('{"a": 1, "a": 2}', "the key 'a' is given twice"),
        ('{"a": NaN}', "NaN is not a number"),
        ('{"a": ' + "9" * 10_000 + "}", "can not be read"),
        ('{"a": ' * 100_000, "can not be read"),
        ('{"a": "\\ud800"}', "can not be read: 'utf-8' codec can't encode"),
        ("a: 1", "is not JSON: line 1"),
    ],
)
def test_what_is_not_json_is_refused(text, reason):
    with pytest.raises(Unreadable, match=reason):
        parse(text, "catalogue.json")


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(Unreadable, match="UTF-8: byte 3"):
        document.parse(b"a: \xff", "catalogue.yml")


@hypothesis.given(st.text(st.sampled_from("ab:-[]{}&*!?|>%@'\"#,\n\t 10~<"), max_size=60))
def test_nonsense_is_read_or_refused(text):
    with contextlib.suppress(Unreadable):
        parse(text)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef", min_size=1), inner, max_size=4),
    max_leaves=20,
)


@hypothesis.given(st.dictionaries(st.text("abcdef", min_size=1), PLAIN))
def test_json_means_what_it_means_elsewhere(content):
    assert parse(json.dumps(content), "catalogue.json").content == content
