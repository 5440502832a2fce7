# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes to the text of a YAML file: what is to change does, and nothing else."""

from __future__ import annotations

import copy
import difflib
import typing

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.text_edit import NotEditable, edited
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.document import parse

INDENTED = """\
---
# Reviewed every quarter.
catalogue_id:   'example'   # never changes
serial: 7  # raised by the playbook
issued: "2026-01-10T08:00:00Z"

firmware:
  # cameras
  - id: one   # the first
    models: {include: [DS-2CD*], exclude: []}
    status: candidate  # under test
    approval:
      by: ops
      tested_on:
        - lab-1

  - id: two
    note: |
      Two lines
      of text.
    supersedes: [one]
    # still about two

# The end.
"""
FLUSH = """\
serial: 7
firmware:
- id: one
  models:
    include:
    - DS-2CD*
- id: two
"""
WIDE = """\
serial: 7
firmware:
    -   id: one
        models:
            include:
                - DS-2CD*
"""
NEW = {"id": "new", "models": {"include": ["A: b"]}, "build": "240826", "note": "a\nb\n", "rings": ["lab", "yes"]}


def read(text: str) -> typing.Any:
    return parse(text.encode(), "catalogue.yml").content


def change(text: str, **values: typing.Any) -> tuple[str, list[str]]:
    """The text with values at dotted paths, and the lines that differ: ``-old``, ``+new``."""
    wanted = copy.deepcopy(read(text))
    for path, value in values.items():
        *parents, last = (int(step) if step.isdigit() else step for step in path.split("."))
        place = wanted
        for step in parents:
            place = place[step]
        if value is None:
            del place[last]
        elif last == "append":
            place.append(value)
        else:
            place[last] = value
    result = edited(text, wanted, read)
    assert read(result) == wanted
    lines = list(difflib.ndiff(text.splitlines(), result.splitlines()))
    return result, [line[0] + line[2:] for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({"serial": 8}, ["-serial: 7  # raised by the playbook", "+serial: 8  # raised by the playbook"]),
        (
            {"catalogue_id": "other"},
            ["-catalogue_id:   'example'   # never changes", "+catalogue_id:   'other'   # never changes"],
        ),
        ({"issued": "x"}, ['-issued: "2026-01-10T08:00:00Z"', '+issued: "x"']),
        (
            {"firmware.0.status": "approved"},
            ["-    status: candidate  # under test", "+    status: approved  # under test"],
        ),
        ({"firmware.0.approval.by": "me"}, ["-      by: ops", "+      by: me"]),
        ({"firmware.0.approval.tested_on.append": "lab-2"}, ["+        - lab-2"]),
        ({"firmware.1.supersedes.append": "x"}, ["-    supersedes: [one]", "+    supersedes: [one, x]"]),
        (
            {"firmware.0.models.exclude": ["*(CN)"]},
            [
                "-    models: {include: [DS-2CD*], exclude: []}",
                '+    models: {include: [DS-2CD*], exclude: ["*(CN)"]}',
            ],
        ),
        (
            {"firmware.0.models.more": 1},
            [
                "-    models: {include: [DS-2CD*], exclude: []}",
                "+    models: {include: [DS-2CD*], exclude: [], more: 1}",
            ],
        ),
        ({"firmware.0.approval": None}, ["-    approval:", "-      by: ops", "-      tested_on:", "-        - lab-1"]),
        ({"firmware.1.note": None}, ["-    note: |", "-      Two lines", "-      of text."]),
        (
            {"firmware.1.note": "One."},
            ["-    note: |", "+    note: One.", "-      Two lines", "-      of text."],
        ),
        ({"firmware.1.security": {"fixes": []}}, ["+    security:", "+      fixes: []"]),
    ],
    ids=str,
)
def test_only_what_changes_is_touched(values, lines):
    assert change(INDENTED, **values)[1] == lines


def test_a_new_entry_comes_after_the_comments_of_the_last_one_and_before_those_of_the_file():
    result, lines = change(INDENTED, **{"firmware.append": NEW})

    assert [line[1:] for line in lines if line[0] == "-"] == []
    assert result.endswith("""\
    supersedes: [one]
    # still about two

  - id: new
    models:
      include: ["A: b"]
    build: "240826"
    note: |
      a
      b
    rings: [lab, "yes"]

# The end.
""")


@pytest.mark.parametrize(
    ("text", "added"),
    [
        (FLUSH, '- id: new\n  models:\n    include: ["A: b"]\n  build: "240826"\n'),
        (WIDE, '\n    -   id: new\n        models:\n            include: ["A: b"]\n        build: "240826"\n'),
        (
            "serial: 7\nfirmware: []  # none yet\n",
            '  - id: new\n    models:\n      include: ["A: b"]\n    build: "240826"\n',
        ),
    ],
    ids=["flush", "wide", "empty"],
)
def test_a_new_entry_is_laid_out_like_the_file(text, added):
    entry = {key: NEW[key] for key in ("id", "models", "build")}

    result, _lines = change(text, **{"firmware.append": entry})

    assert result.replace("firmware:  # none yet", "firmware: []  # none yet") == text + added


def test_line_ends_and_a_missing_last_one_stay():
    windows = FLUSH.replace("\n", "\r\n").rstrip()

    result, _lines = change(windows, serial=8, **{"firmware.append": NEW})

    assert result.count("\n") == result.count("\r\n")
    assert result.startswith("serial: 8\r\nfirmware:\r\n- id: one\r\n")
    assert not result.endswith("\n")


def test_new_keys_come_after_the_one_before_them():
    wanted = {"a": 1, "b": {"c": 2}, "d": 3, "e": 4}

    assert edited("a: 1  # one\n# about e\ne: 4\n", wanted, read) == "a: 1  # one\nb:\n  c: 2\nd: 3\n# about e\ne: 4\n"


def test_nothing_to_change_changes_nothing():
    assert edited(INDENTED, read(INDENTED), read) == INDENTED


@pytest.mark.parametrize(
    ("text", "wanted", "why"),
    [
        ("a: &x [1]\nb: *x\n", {"a": [1], "b": [2]}, "aliases"),
        ("- 1\n", {"a": 1}, "not a mapping"),
        ("a: 1\nb: 2\n", {"b": 2}, "outermost"),
        ("a: |+\n  text\n\n\nb: 1\n", {"a": "text\n\n\n", "c": 2, "b": 1}, "by hand"),
    ],
)
def test_what_can_not_be_changed_safely_is_refused(text, wanted, why):
    with pytest.raises(NotEditable, match=why):
        edited(text, wanted, read)


WORDS = st.text(alphabet="ab:#-*&'\"{}[]|>%@! \n0é", max_size=8) | st.sampled_from(
    ["yes", "1.0", "~", "0x1", "2026-01-01"]
)
VALUES = st.recursive(
    WORDS | st.integers(-5, 5) | st.booleans() | st.none(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from("pqrst"), inside, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.fixed_dictionaries({"first": st.integers(), "firmware": st.lists(VALUES, max_size=3), "rest": VALUES})


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS, DOCUMENTS, st.sampled_from([2, 3, 4]), st.sampled_from([True, False, None]))
def test_whatever_is_wanted_is_what_the_text_says_then(before, wanted, indent, flow):
    text = yaml.safe_dump(before, indent=indent, default_flow_style=flow, sort_keys=False, allow_unicode=True)

    assert yaml.safe_load(edited(text, wanted, yaml.safe_load)) == wanted
