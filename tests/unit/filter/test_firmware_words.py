# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A firmware taken apart and compared in playbooks."""

from __future__ import annotations

import typing

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.filter.firmware_version import FilterModule
from ansible_collections.surveillance.hikvision.plugins.test import older_firmware_than, same_firmware_as

firmware_version = FilterModule().filters()["firmware_version"]
same = same_firmware_as.TestModule().tests()["same_firmware_as"]
older = older_firmware_than.TestModule().tests()["older_firmware_than"]


@pytest.mark.parametrize(
    ("told", "version", "build", "numbers"),
    [
        ("V5.7.15 build 240201", "V5.7.15", "240201", [5, 7, 15]),
        ("V5.5.82build 190910", "V5.5.82", "190910", [5, 5, 82]),
        ("V5.7.13_230822", "V5.7.13", "230822", [5, 7, 13]),
        ("4.61.025", "V4.61.025", None, [4, 61, 25]),
        ("V2.2.0D build 200101", "V2.2.0", "200101", [2, 2, 0]),
        ({"version": "V5.7.15", "build": "240201"}, "V5.7.15", "240201", [5, 7, 15]),
        ({"version": "V5.7.15", "build": "build 240201"}, "V5.7.15", "240201", [5, 7, 15]),
        ({"version": "V5.7.15", "build": 240201}, "V5.7.15", "240201", [5, 7, 15]),
        ({"version": "V5.7.15", "build": None}, "V5.7.15", None, [5, 7, 15]),
        ({"version": "V5.7.15"}, "V5.7.15", None, [5, 7, 15]),
    ],
)
def test_the_parts_of_a_firmware(told: object, version: str, build: str | None, numbers: list[int]) -> None:
    assert firmware_version(told) == {"version": version, "build": build, "numbers": numbers}


RUBBISH = [None, "", "newest", 5.7, [], {}, {"version": None}, {"version": 5.7}, {"version": "V5.7.15", "build": 29141}]


@pytest.mark.parametrize("told", RUBBISH, ids=repr)
def test_rubbish_is_an_error(told: object) -> None:
    calls: list[typing.Callable[[], object]] = [
        lambda: firmware_version(told),
        lambda: same(told, "V5.7.15 build 240201"),
        lambda: older("V5.7.15 build 240201", told),
    ]
    for call in calls:
        with pytest.raises(AnsibleFilterError, match="is not a firmware; write V5.7.15 build 240201"):
            call()


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("V5.7.15 build 240201", {"version": "V5.7.15", "build": "240201"}, True),
        ("V5.07.015 build 240201", "V5.7.15_240201", True),
        ("V5.7.15 build 240201", "V5.7.15 build 240202", False),
        ("V5.7.15 build 240201", "V5.7.15", False),
        ("V5.7.15", "V5.7.15", False),
    ],
)
def test_the_same_firmware(one: object, other: object, *, agree: bool) -> None:
    assert same(one, other) is same(other, one) is agree


@pytest.mark.parametrize(
    ("one", "other", "is_older"),
    [
        ("V5.9.24", "V5.10.0", True),
        ("V5.5.98", "V5.5.820", True),
        ("V5.7.15 build 240201", "V5.7.15 build 240202", True),
        ("V5.7.15 build 240201", {"version": "V5.7.14", "build": "250101"}, False),
        ("V5.7.15", "V5.7.15 build 240202", False),
        ("V5.7.15 build 240201", "V5.7.15 build 240201", False),
    ],
)
def test_an_older_firmware(one: object, other: object, *, is_older: bool) -> None:
    assert older(one, other) is is_older
    assert not (is_older and older(other, one))
