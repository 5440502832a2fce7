# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manifests of files and their differences: what is not proven to be the same is not the same."""

from __future__ import annotations

import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.manifest import (
    Manifest,
    ManifestError,
    difference,
    from_find,
    read,
)

A, B = "a" * 64, "b" * 64


def found(path: str, size: int = 1, checksum: str | None = A) -> dict[str, typing.Any]:
    """A file as ``win_find`` tells it; one that is locked has no checksum at all."""
    entry: dict[str, typing.Any] = {"path": path, "size": size, "isdir": False}
    return entry | ({"checksum": checksum} if checksum else {})


def manifest(**files: tuple[int, str | None]) -> Manifest:
    return from_find([found(rf"D:\x\{name}", *facts) for name, facts in files.items()], r"D:\x")


def test_paths_become_relative_and_directories_are_left_out() -> None:
    entries = [found(r"D:\Data\base\1"), found("d:/data/PG_VERSION", 4, B), {"path": r"D:\Data\base", "isdir": True}]
    result = from_find(entries, "D:\\DATA\\").as_result()
    assert [file["path"] for file in result["files"]] == [r"base\1", "PG_VERSION"]
    assert (result["count"], result["size"], result["no_hash"]) == (2, 5, [])


def test_a_locked_file_is_listed_without_a_hash() -> None:
    result = manifest(a=(1, None), b=(1, A)).as_result()
    assert result["no_hash"] == ["a"]
    assert read(result) == manifest(a=(1, None), b=(1, A))


def test_the_digest_stands_for_the_content_and_not_for_the_order_or_the_case() -> None:
    first = from_find([found(r"D:\x\A"), found(r"D:\x\b", 2, B)], r"D:\x")
    second = from_find([found(r"E:\y\B", 2, B.upper()), found(r"E:\y\a")], r"E:\y")
    assert first.digest == second.digest
    assert first.digest != manifest(a=(1, A), b=(3, B)).digest
    assert first.digest != manifest(a=(1, A), c=(2, B)).digest


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([found(r"D:\y\a")], r"does not lie below D:\\x\\"),
        ([found(r"D:\xa\b")], "does not lie below"),
        ([found(r"D:\x\a", checksum="ab" * 20)], "no SHA-256"),
        ([{"path": r"D:\x\a", "checksum": A}], "no size"),
        ([found(r"D:\x\a"), found(r"D:\x\A")], "twice"),
    ],
)
def test_what_is_no_list_of_files_is_refused(entries: list[dict[str, typing.Any]], words: str) -> None:
    with pytest.raises(ManifestError, match=words):
        from_find(entries, r"D:\x")


@pytest.mark.parametrize("told", ["text", 3, None, {"files": "x"}, [{"path": "a", "size": 1}], ["x"]])
def test_what_is_no_manifest_is_refused(told: object) -> None:
    with pytest.raises(ManifestError):
        read(told)


def test_every_kind_of_difference() -> None:
    before = manifest(same=(1, A), gone=(1, A), longer=(1, A), other=(1, A), locked=(1, A), unread=(1, None))
    after = manifest(same=(1, A), new=(1, A), longer=(2, A), other=(1, B), locked=(1, None), unread=(1, A))
    result = difference(before, after).as_result()
    lists = {key: value for key, value in result.items() if isinstance(value, list)}
    assert lists == {
        "missing": ["gone"],
        "extra": ["new"],
        "size": ["longer"],
        "hash": ["other"],
        "no_hash": ["locked", "unread"],
    }
    assert not result["same"]
    assert "1 missing (gone)" in result["sentence"]


def test_two_files_that_could_not_be_read_are_not_the_same() -> None:
    both = manifest(a=(1, None))
    assert not difference(both, both).same


def test_what_is_ignored_does_not_count() -> None:
    first = from_find([found(r"D:\x\logs\a.log"), found(r"D:\x\a")], r"D:\x")
    second = from_find([found(r"D:\x\a")], r"D:\x")
    assert not difference(first, second).same
    assert difference(first, second, ["LOGS/*"]).same
    assert difference(first, second, [r"logs\*"]).same


def test_a_long_list_is_named_in_part() -> None:
    many = from_find([found(rf"D:\x\{number}") for number in range(9)], r"D:\x")
    assert difference(many, Manifest(())).sentence == "The trees differ: 9 missing (0, 1, 2 and 6 more)."


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 2), st.sampled_from([A, B, None]))))
def test_a_tree_is_the_same_as_itself_if_all_of_it_was_read(files: dict[str, tuple[int, str | None]]) -> None:
    tree = manifest(**files)
    assert difference(tree, tree).same is all(checksum for _size, checksum in files.values())
