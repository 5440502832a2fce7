# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions in every shape that devices, recorders, file names and advisories use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import (
    FirmwareVersion,
    parse_build,
)

numbers = st.lists(st.integers(0, 9999), min_size=2, max_size=5)
builds = st.dates().map(lambda day: day.strftime("%y%m%d"))
alphabet = "Vv0123456789._- \nbuildBUILD:()\u0660\u00b2\ud800\x00"
versions = st.builds(lambda parts, build: FirmwareVersion("V" + ".".join(map(str, parts)), build), numbers, builds)


@pytest.mark.parametrize(
    "version, build, expected",
    [
        ("V5.7.15", "build 240201", ("V5.7.15", "240201")),
        ("V5.7.15", "build240201", ("V5.7.15", "240201")),
        ("V5.7.15", "BUILD 240201", ("V5.7.15", "240201")),
        ("V5.7.15", "240201", ("V5.7.15", "240201")),
        ("V5.7.15", " 20240201 ", ("V5.7.15", "240201")),
        ("V5.7.15", None, ("V5.7.15", None)),
        ("V5.7.15", "", ("V5.7.15", None)),
        ("V5.7.15", "unknown", ("V5.7.15", None)),
        ("5.7.15", "build 240201", ("V5.7.15", "240201")),
        (" V5.7.15 ", "build 240201", ("V5.7.15", "240201")),
        ("V5.7.15 build 240201", None, ("V5.7.15", "240201")),
        ("V5.5.82build 190910", None, ("V5.5.82", "190910")),
        ("V1.4.0_build221212", None, ("V1.4.0", "221212")),
        ("V5.7.13_230822", None, ("V5.7.13", "230822")),
        ("V5.7.7build241203", None, ("V5.7.7", "241203")),
        ("V6.26 build 150513", None, ("V6.26", "150513")),
        ("V1.0.0 build230824", None, ("V1.0.0", "230824")),
        ("V4.61.025", "build 220520", ("V4.61.025", "220520")),
        ("V5.04.085", "build 240101", ("V5.04.085", "240101")),
        ("V5.10.0", "build 240101", ("V5.10.0", "240101")),
        ("IPC_G3_EN_STD_5.5.820_220520", None, ("V5.5.820", "220520")),
        ("Firmware__V1.2.7_240102_S3000549629", None, ("V1.2.7", "240102")),
        ("V5.7.15 build 240201", "build 240305", ("V5.7.15", "240305")),
    ],
)
def test_shapes(version: str, build: str | None, expected: tuple[str, str | None]) -> None:
    found = FirmwareVersion.parse(version, build)
    assert found is not None
    assert (found.numbers, found.build) == expected


@pytest.mark.parametrize("text", ["", "V5", "unknown", "33685581", "build 240201", "V..", "none"])
def test_what_holds_no_version(text: str) -> None:
    assert FirmwareVersion.parse(text) is None


@pytest.mark.parametrize("text", ["build 24020", "build 2402011", "24.02.01", "S3000549629", "x240201"])
def test_what_is_no_build(text: str) -> None:
    assert parse_build(text) is None


def test_a_third_party_camera_behind_a_recorder() -> None:
    found = FirmwareVersion.parse("V1.0.0014 - 20210517 15:00:00")
    assert found is not None and found.tuple == (1, 0, 14)


@pytest.mark.parametrize(
    "one, other, same",
    [
        (("V5.7.15", "240201"), ("V5.7.15", "240201"), True),
        (("V4.61.025", "220520"), ("V4.61.25", "220520"), True),
        (("V4.62.210", "230612"), ("V4.62.210", "230619"), False),
        (("V5.7.15", "240201"), ("V5.7.18", "240201"), False),
        (("V5.7.15", None), ("V5.7.15", "240201"), False),
        (("V5.7.15", None), ("V5.7.15", None), False),
        (("V5.7", "240201"), ("V5.7.0", "240201"), False),
    ],
)
def test_the_same_firmware_needs_version_and_build(
    one: tuple[str, str | None], other: tuple[str, str | None], *, same: bool
) -> None:
    assert FirmwareVersion(*one).same_as(FirmwareVersion(*other)) is same
    assert FirmwareVersion(*other).same_as(FirmwareVersion(*one)) is same


@pytest.mark.parametrize(
    "older, newer",
    [
        (("V5.9.24", "240101"), ("V5.10.0", "230101")),
        (("V5.5.98", None), ("V5.5.820", None)),
        (("V4.62.210", "230612"), ("V4.62.210", "230619")),
        (("V4.61.25", "220520"), ("V4.61.026", "220520")),
        (("V5.7", "240201"), ("V5.7.1", "240201")),
    ],
)
def test_older(older: tuple[str, str | None], newer: tuple[str, str | None]) -> None:
    assert FirmwareVersion(*older).older_than(FirmwareVersion(*newer))
    assert not FirmwareVersion(*newer).older_than(FirmwareVersion(*older))


def test_without_a_build_an_equal_version_is_not_older() -> None:
    assert not FirmwareVersion("V5.7.15").older_than(FirmwareVersion("V5.7.15", "240201"))
    assert not FirmwareVersion("V5.7.15", "240201").older_than(FirmwareVersion("V5.7.15"))


@given(versions)
def test_what_is_printed_is_read_again(version: FirmwareVersion) -> None:
    assert FirmwareVersion.parse(str(version)) == version
    assert FirmwareVersion.parse(version.numbers, f"build {version.build}") == version


@given(versions, versions)
def test_two_versions_are_the_same_or_one_is_older(one: FirmwareVersion, other: FirmwareVersion) -> None:
    assert [one.same_as(other), one.older_than(other), other.older_than(one)].count(True) == 1


@given(versions, versions, versions)
def test_older_is_transitive(a: FirmwareVersion, b: FirmwareVersion, c: FirmwareVersion) -> None:
    if a.older_than(b) and b.older_than(c):
        assert a.older_than(c)


@given(numbers, st.integers(1, 4))
def test_leading_zeros_change_nothing(parts: list[int], width: int) -> None:
    padded = "V" + ".".join(str(part).zfill(width) for part in parts)
    plain = "V" + ".".join(map(str, parts))
    assert FirmwareVersion(padded, "240201").same_as(FirmwareVersion(plain, "240201"))


@given(st.text(alphabet, max_size=80), st.none() | st.text(alphabet, max_size=40))
def test_no_text_makes_it_raise(version: str, build: str | None) -> None:
    found = FirmwareVersion.parse(version, build)
    if found is not None:
        assert len(found.tuple) >= 2
        assert found.build is None or (len(found.build) == 6 and found.build.isdigit())


def test_numbers_of_thousands_of_digits_are_no_version() -> None:
    found = FirmwareVersion.parse("V1." + "9" * 6000)
    assert found is None or found.tuple
