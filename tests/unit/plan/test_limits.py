# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits as an operator writes them."""

from __future__ import annotations

import math
import typing

import pytest
from hypothesis import given, settings

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.error import PlanError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Amount, Limits, Share
from ansible_collections.surveillance.hikvision.tests.unit.plan.fleets import limits

AMOUNT = 'takes a number of devices (3) or a share from 1% to 100% ("50%"), not'


@pytest.mark.parametrize("told", [None, {}, {"sizes": None, "canaries": None, "per_site": None, "areas": None}])
def test_what_is_left_out_has_a_default(told: object) -> None:
    assert Limits.read(told) == Limits(
        sizes=(1, Share(10), Share(50), Share(100)), canaries=1, per_area=1, per_site=None, areas={}
    )


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ({"sizes": [1, "10%", "50%"]}, Limits(sizes=(1, Share(10), Share(50)))),
        ({"sizes": "50%"}, Limits(sizes=(Share(50),))),
        ({"sizes": 3}, Limits(sizes=(3,))),
        ({"sizes": ("3", " 7 ")}, Limits(sizes=(3, 7))),
        ({"canaries": 0}, Limits(canaries=0)),
        ({"canaries": "2"}, Limits(canaries=2)),
        ({"per_area": "100%"}, Limits(per_area=Share(100))),
        ({"per_area": "1%"}, Limits(per_area=Share(1))),
        ({"per_site": 10}, Limits(per_site=10)),
        ({"per_site": "10"}, Limits(per_site=10)),
        ({"areas": {"lobby": "50%", 12: 2}}, Limits(areas={"lobby": Share(50), "12": 2})),
    ],
)
def test_what_is_said_counts(told: object, read: Limits) -> None:
    assert Limits.read(told) == read


BAD_AMOUNTS = [
    True,
    False,
    0,
    -1,
    1.5,
    math.nan,
    math.inf,
    "0",
    "-1",
    "0%",
    "101%",
    "1000%",
    "10 %",
    "%",
    "",
    "ten",
    "12.5%",
]
BAD_AMOUNTS += ["nan", "+3", "007", "٣", "3\n%", b"3", [], {}, [1], "9" * 5000]


@pytest.mark.parametrize("told", BAD_AMOUNTS, ids=lambda told: repr(told)[:20])
@pytest.mark.parametrize(
    ("key", "wrap"),
    [
        ("per_area", lambda told: {"per_area": told}),
        ("sizes", lambda told: {"sizes": [1, told]}),
        ("areas[lobby]", lambda told: {"areas": {"lobby": told}}),
    ],
)
def test_what_is_no_amount_is_refused(key: str, wrap: typing.Callable[[object], object], told: object) -> None:
    with pytest.raises(PlanError) as refused:
        Limits.read(wrap(told))
    assert str(refused.value).startswith(f"{key} {AMOUNT} ")
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    "told", [True, -1, 1.0, math.nan, "-1", "10%", "one", [], "", "01", "9" * 5000], ids=lambda t: repr(t)[:20]
)
@pytest.mark.parametrize(("key", "example"), [("canaries", "(1), 0 for none"), ("per_site", "(10)")])
def test_what_is_no_number_is_refused(key: str, example: str, told: object) -> None:
    with pytest.raises(PlanError) as refused:
        Limits.read({key: told})
    assert str(refused.value).startswith(f"{key} takes a number of devices ")
    assert example in str(refused.value)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"per_site": 0}, "per_site takes a number of devices of a site (10), not 0"),
        ({"sizes": []}, 'sizes must name at least one size ([1, "10%", "50%"])'),
        ({"areas": ["lobby"]}, "areas must be a dictionary of areas and their limits ({lobby: 2}), not ['lobby']"),
        (
            {"areas": {True: 1}},
            "areas must be a dictionary of areas and their limits ({lobby: 2});"
            " the name of an area is a word or a number",
        ),
        ({"size": 3, 7: 1}, "limits do not know 7, size; they know sizes, canaries, per_area, per_site, areas"),
        ([1], "limits must be a dictionary ({per_area: 1}), not [1]"),
    ],
)
def test_what_can_not_be_meant_is_refused(told: object, sentence: str) -> None:
    with pytest.raises(PlanError) as refused:
        Limits.read(told)
    assert str(refused.value) == sentence


@settings(max_examples=100, deadline=None, derandomize=True)
@given(limits=limits())
def test_plain_values_are_read_back(limits: Limits) -> None:
    assert Limits.read(limits.as_result()) == limits


@pytest.mark.parametrize(
    ("limit", "devices", "at_once"),
    [
        (1, 10, 1),
        (7, 3, 7),
        (Share(50), 5, 2),
        (Share(50), 1, 1),
        (Share(1), 99, 1),
        (Share(29), 100, 29),
        (Share(100), 7, 7),
    ],
)
def test_areas_round_down(limit: Amount, devices: int, at_once: int) -> None:
    assert Limits(per_area=limit).of_area("lobby", devices) == at_once
    assert Limits(areas={"lobby": limit}).of_area("lobby", devices) == at_once


def test_sizes_round_up() -> None:
    told = Limits(sizes=(4, Share(10), Share(29), Share(100)))
    assert told.wave_sizes(101) == (4, 11, 30, 101)
    assert told.wave_sizes(100) == (4, 10, 29, 100)
    assert told.wave_sizes(1) == (4, 1, 1, 1)
    assert told.wave_sizes(0) == (4, 1, 1, 1)
