# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which devices are canaries."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits, Share
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.waves import compute_waves
from ansible_collections.surveillance.hikvision.tests.unit.plan.fleets import hosts_of, recorder, unit

FLEET = [unit(f"cam-{number}") for number in (1, 2, 10)]
REST = (Share(100),)


@pytest.mark.parametrize(
    ("other", "variety"),
    [
        ({"model": "DS-2DE"}, "model"),
        ({"platform": "G5"}, "platform"),
        ({"firmware": "V5.5.0"}, "firmware"),
        ({"site": "north"}, "site"),
    ],
)
def test_every_variety_has_its_own(other: dict[str, str], variety: str) -> None:
    waves = compute_waves([*FLEET, unit("odd-1", **other), unit("odd-2", **other)], Limits(sizes=REST))
    assert hosts_of(waves) == ["canary: cam-1 odd-1", "cam-2 cam-10 odd-2"], variety


def test_no_canaries_are_wanted() -> None:
    assert hosts_of(compute_waves(FLEET, Limits(sizes=REST, canaries=0))) == ["cam-1 cam-2 cam-10"]


def test_several_are_wanted() -> None:
    fleet = [*FLEET, unit("odd", model="DS-2DE")]
    assert hosts_of(compute_waves(fleet, Limits(sizes=REST, canaries=2))) == ["canary: cam-1 cam-2 odd", "cam-10"]


def test_they_keep_out_of_each_others_way() -> None:
    """The speed dome has no choice, so the camera is not one of the lobby."""
    fleet = [unit("cam-1", "lobby"), unit("cam-2", "yard"), unit("dome", "lobby", model="DS-2DE")]
    assert hosts_of(compute_waves(fleet, Limits(sizes=REST))) == ["canary: cam-2 dome", "cam-1"]


def test_they_are_the_first_by_name_where_there_is_room() -> None:
    fleet = [unit("cam-1", "lobby"), unit("cam-2", "yard"), unit("dome", "lobby", model="DS-2DE")]
    assert hosts_of(compute_waves(fleet, Limits(sizes=REST, per_area=2))) == ["canary: cam-1 dome", "cam-2"]


def test_several_of_one_variety_are_from_different_areas() -> None:
    fleet = [unit("cam-1", "lobby"), unit("cam-2", "lobby"), unit("cam-3", "yard"), unit("cam-4", "yard")]
    assert hosts_of(compute_waves(fleet, Limits(sizes=REST, canaries=2))) == ["canary: cam-1 cam-3", "cam-2 cam-4"]


def test_constraints_hold_for_them_too() -> None:
    fleet = [unit("cam-1", "lobby"), unit("dome", "lobby", model="DS-2DE"), recorder("nvr", "yard")]
    assert hosts_of(compute_waves(fleet, Limits())) == ["canary: cam-1 nvr", "canary: dome"]


def test_a_site_limit_holds_for_them_too() -> None:
    fleet = [unit(f"cam-{number}", model=f"DS-{number}", site="north") for number in range(1, 6)]
    assert hosts_of(compute_waves(fleet, Limits(per_site=2))) == [
        "canary: cam-1 cam-2",
        "canary: cam-3 cam-4",
        "canary: cam-5",
    ]


def test_a_recorder_with_few_cameras_is_taken_before_one_with_many() -> None:
    fleet = [recorder("nvr-1"), recorder("nvr-2"), unit("cam-1", parent="nvr-1"), unit("cam-2", parent="nvr-1")]
    waves = compute_waves(fleet, Limits(sizes=REST))
    assert hosts_of(waves) == ["canary: cam-1 nvr-2", "cam-2", "nvr-1"]
    assert waves.problems == ()


def test_devices_behind_devices_count() -> None:
    switch = unit("switch", kind="unknown", model="DS-3E", parent="nvr-1")
    far = [unit(f"cam-{number}", parent="switch") for number in (1, 2, 3)]
    near = [unit(f"cam-{number}", parent="nvr-2") for number in (4, 5)]
    waves = compute_waves([recorder("nvr-1"), recorder("nvr-2"), switch, *far, *near], Limits(sizes=REST))
    assert hosts_of(waves) == ["canary: cam-1 nvr-2", "canary: switch", "cam-2 cam-3 cam-4 cam-5", "nvr-1"]


def test_a_recorder_that_must_go_before_its_cameras_is_told() -> None:
    fleet = [recorder("nvr"), unit("cam-1", parent="nvr"), unit("cam-2", parent="nvr")]
    waves = compute_waves(fleet, Limits(sizes=REST))
    assert hosts_of(waves) == ["canary: cam-1", "canary: nvr", "cam-2"]
    assert waves.problems == ("nvr goes before devices behind, as canaries for others of that model and firmware",)
