# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions, activation codes, and the place of the database: what must be sure before anything is touched."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.activation_codes import examine
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.data_directory import (
    DataDirectoryError,
    candidates,
    choose,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.patch_scope import (
    PATCHED,
    Verdict,
    parse,
    scope,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.services import Service

ELEVEN = "1.1.0 1.1.1 1.2.0 1.2.1 1.3.0 1.3.1 1.3.2 1.4.0 1.4.1 1.4.2 1.5.0".split()


@pytest.mark.parametrize("version", ELEVEN)
def test_the_patch_is_for_eleven_versions(version: str) -> None:
    found = scope({"programs": version, "operator": f"V{version}.0 build20190520"}).as_result()
    assert (found["applies"], found["verdict"], found["version"]) == (True, "applies", version)


def test_and_for_no_others() -> None:
    assert len(PATCHED) == len(ELEVEN)
    others = {f"{a}.{b}.{c}" for a, b, c in itertools.product(range(4), range(7), range(5))} - set(ELEVEN)
    verdicts = {version: scope({"a": version, "b": version}).verdict for version in others}
    newer = {version for version in others if tuple(map(int, version.split("."))) >= (1, 5, 1)}
    assert {version for version, verdict in verdicts.items() if verdict is Verdict.NOT_NEEDED} == newer
    assert set(verdicts.values()) == {Verdict.NOT_NEEDED, Verdict.UNSUPPORTED}


@pytest.mark.parametrize(
    "text",
    [
        "V1.4.2.0 build20190520",
        "1.4.2",
        "v1.4.2",
        "1.4.2.0",
        "1, 4, 2, 0",
        "1,4,2,0",
        "01.04.02",
        "HikCentral Professional V1.4.2_build20190520",
        "HikCentral_V1.4.2",
        " 1.4.2 ",
        "1.4.2 (1.4.2.0)",
        "1.4.2.20190520",
    ],
)
def test_odd_spellings_of_one_version(text: str) -> None:
    assert parse(text) == (1, 4, 2)


@pytest.mark.parametrize(
    "text", ["V1.4", "1", "latest", "1.4.2 or 1.5.0", "1.4.2 on 10.0.17763", "", "1.2.3.4.5.6", "V1..4.2"]
)
def test_what_tells_no_version(text: str) -> None:
    assert parse(text) is None


@given(st.text(max_size=60))
def test_any_text_is_a_version_or_none(text: str) -> None:
    found = parse(text)
    assert found is None or len(found) == 3
    scope({"a": text, "b": text})


@pytest.mark.parametrize(
    ("told", "verdict", "words"),
    [
        ({}, "unknown", "No source"),
        ({"a": None, "b": " "}, "unknown", "No source"),
        ({"a": "1.4.2"}, "unconfirmed", "Only one source tells the version: a says 1.4.2"),
        ({"a": "1.4.2", "b": None}, "unconfirmed", "Only one source"),
        ({"a": "1.4.2", "b": "1.4.1"}, "disagree", "a says 1.4.2, b says 1.4.1"),
        ({"a": "1.4.2", "b": "1.4.2.7", "c": "1.5.1"}, "disagree", "c says 1.5.1"),
        ({"a": "1.4.2", "b": "1.4"}, "unknown", r"three numbers: b \('1.4'\)"),
        ({"a": "1.6.0", "b": "1.6.0"}, "not_needed", "not applicable"),
        ({"a": "1.0.9", "b": "1.0.9"}, "unsupported", "not applicable"),
    ],
)
def test_two_sources_must_agree(told: dict[str, str | None], verdict: str, words: str) -> None:
    found = scope(told)
    assert found.verdict == verdict
    assert not found.as_result()["applies"]
    with pytest.raises(ValueError, match=words):
        raise ValueError(found.sentence)


CODES = ["HIKC-0001-ABCD-7F3A", "HIKC-0002-ABCD-9Q1Z"]


def test_codes_are_counted_and_never_shown() -> None:
    found = examine(CODES, "salt")
    assert (found.count, found.problems) == (2, ())
    assert not any(code in repr(found) for code in CODES)


def test_the_digest_is_salted_and_does_not_depend_on_the_order() -> None:
    digest = examine(CODES, "salt").digest
    assert digest == examine(CODES[::-1], "salt").digest
    assert digest != examine(CODES, "other").digest
    assert digest != examine(CODES[:1], "salt").digest
    assert examine(CODES).digest is None


@pytest.mark.parametrize("count", [1, 109, 110])
def test_one_to_110_codes(count: int) -> None:
    assert examine([f"CODE-{number:04}-X" for number in range(count)]).problems == ()


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([], "There are no activation codes"),
        ([f"CODE-{number:04}-X" for number in range(111)], "There are 111"),
        (["CANARY-1234", "OTHER-5678", "canary1234"], "code 3 is the same as number 1"),
        (["CANARY-1234", 12345678], "code 2 is no text"),
        (["CANARY-1234", None], "code 2 is no text"),
        (["CANARY 1234"], "code 1 can not be one"),
        (["CANARY-1234\n"], "code 1 can not be one"),
        (["CANARY"], "code 1 can not be one"),
        (["XXXXXXXXXXXX"], "code 1 can not be one"),
        ([""], "code 1 can not be one"),
        (["CANARY-1234" * 20], "code 1 can not be one"),
        ("CANARY-1234", "no list"),
        (None, "no list"),
        ({"CANARY-1234": 1}, "no list"),
    ],
)
def test_problems_name_places_and_no_codes(codes: object, words: str) -> None:
    found = examine(codes, "salt")
    assert found.digest is None
    assert any(words in problem for problem in found.problems)
    assert "CANARY" not in repr(found)
    assert "canary" not in repr(found)


ROOT = r"C:\HikCentral\VSM Servers"
OLD, NEW = ROOT + r"\PostgreSQL\data", ROOT + r"\PGData"


def postgresql(arguments: str) -> Service:
    return Service("PostgreSQL", "", ROOT + r"\PostgreSQL\bin\pg_ctl.exe", arguments, ())


def test_where_to_look_for_the_database() -> None:
    assert candidates([], ROOT) == [OLD, NEW]
    assert candidates([postgresql(r'-D "E:\Hik\Data"')], ROOT) == [r"E:\Hik\Data", OLD, NEW]
    assert candidates([postgresql(rf'-D "{NEW.upper()}"')], ROOT) == [NEW.upper(), OLD]
    other = Service("SYS", "", ROOT + r"\SYS\sys.exe", r"-D E:\x", ())
    assert candidates([other], ROOT) == [OLD, NEW], "only PostgreSQL says it with -D"


def test_one_directory_is_the_one() -> None:
    assert choose([OLD, NEW], [NEW]) == NEW
    assert choose([OLD], [OLD, OLD.upper()]).casefold() == OLD.casefold()


def test_two_or_none_are_for_somebody_who_knows() -> None:
    with pytest.raises(DataDirectoryError, match="PG_VERSION was looked for in C:"):
        choose([OLD, NEW], [])
    with pytest.raises(DataDirectoryError, match="There are 2 data directories: .*PGData"):
        choose([OLD, NEW], [OLD, NEW])


def test_the_operators_word_holds_only_for_a_directory_of_postgresql() -> None:
    assert choose([OLD, NEW], [OLD, NEW], NEW.replace("\\", "/")) == NEW
    with pytest.raises(DataDirectoryError, match="PG_VERSION was not found in it"):
        choose([OLD, NEW], [OLD], NEW)
