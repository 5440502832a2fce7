# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums over ranges, and the small things that images are read with."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._package import reading
from ansible_collections.surveillance.hikvision.plugins.module_utils._package.name_hint import NameHint
from ansible_collections.surveillance.hikvision.plugins.module_utils._package.names import printable, trick_in
from ansible_collections.surveillance.hikvision.plugins.module_utils._package.reading import Span
from ansible_collections.surveillance.hikvision.plugins.module_utils._package.sums import byte_sum, byte_sums


@given(data=st.binary(max_size=2000))
def test_the_fast_sum_is_the_sum(data: bytes) -> None:
    assert byte_sum(data) == sum(data)


def test_the_fast_sum_does_not_wrap() -> None:
    assert byte_sum(b"\xff" * 100_000) == 25_500_000
    assert byte_sum(b"\xff" * 17_000_000) == 17_000_000 * 255 - (1 << 32)


@given(data=st.binary(min_size=1, max_size=500), edges=st.lists(st.tuples(st.integers(0), st.integers(0)), max_size=9))
def test_sums_of_any_ranges_in_one_pass(data: bytes, edges: list[tuple[int, int]]) -> None:
    ranges = {tuple(sorted((start % (len(data) + 1), end % (len(data) + 1)))) for start, end in edges}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "BLOCK", 7)
        sums = byte_sums(Span.of(io.BytesIO(data)), list(ranges))
    assert sums == {(start, end): sum(data[start:end]) for start, end in ranges}


def test_a_span_ends_where_it_ends() -> None:
    span = Span.of(io.BytesIO(bytes(range(100)))).part(10, 20)
    assert span.read(15, 50) == bytes(range(25, 30))
    assert span.read(50, 5) == b""
    assert span.part(15, 50).size == 5
    assert not span.holds(15, 6)


def test_a_file_that_becomes_shorter_is_told() -> None:
    file = io.BytesIO(bytes(100))
    span = Span.of(file)
    file.truncate(50)
    with pytest.raises(OSError, match="shorter"):
        list(span.blocks())


@pytest.mark.parametrize("name", ["digicap.dav", "a/b.dav", "a\\b.dav", "Release Notes.pdf", "ä.txt", "..a", "a..b"])
def test_names_that_are_harmless(name: str) -> None:
    assert trick_in(name) is None


@pytest.mark.parametrize(
    "name", ["", "/a", "\\a", "..", "../a", "a\\..\\b", "a/..", "c:a", "C:\\a", "a\0b", "a\x1b[2J"]
)
def test_names_that_are_not(name: str) -> None:
    assert trick_in(name) is not None


def test_what_can_not_be_printed_is_spelled_out() -> None:
    assert printable("a\x1b[2J\n") == "a\\x1b[2J\\x0a"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("IPC_G1_EN_STD_5.5.83_190221.zip", ("V5.5.83", "190221", "EN", "STD", None, None)),
        ("NVR_K51_BL_ML_STD_V4.21.008_190625.zip", ("V4.21.008", "190625", "ML", "STD", None, None)),
        ("DVR-K72_ML_STD_V3.5.51_Build_181108.zip", ("V3.5.51", "181108", "ML", "STD", None, None)),
        ("ACS_DS-K260X_GML_GM_V2.0.4_build180913_Net.bin", ("V2.0.4", "180913", "GML", "GM", "Net", None)),
        (
            "Firmware__V4.84.100_250918_S3000597013.zip",
            ("V4.84.100", "250918", None, None, None, "S3000597013"),
        ),
        ("digicap.dav", (None, None, None, None, None, None)),
        ("DS-K2M060_Net.bin", (None, None, None, None, "Net", None)),
    ],
)
def test_hints_in_names(name: str, told: tuple[str | None, ...]) -> None:
    hint = NameHint.of(name)
    version = hint.firmware.numbers if hint.firmware else None
    build = hint.firmware.build if hint.firmware else None
    assert (version, build, hint.language, hint.edition, hint.delivery, hint.material) == told
