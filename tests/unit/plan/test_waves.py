# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The waves of small fleets, told device by device."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.error import PlanError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits, Share
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.waves import compute_waves
from ansible_collections.surveillance.hikvision.tests.unit.plan.fleets import (
    LONE_LIMITS,
    door,
    hosts_of,
    recorder,
    unit,
)


def test_nothing_takes_no_wave() -> None:
    assert hosts_of(compute_waves([], Limits())) == []


def test_one_device_is_its_own_canary() -> None:
    assert hosts_of(compute_waves([unit("cam-1", "lobby")], Limits())) == ["canary: cam-1"]


def test_devices_of_one_area_take_turns() -> None:
    fleet = [unit("cam-1", "lobby"), unit("cam-2", "lobby"), unit("cam-10", "lobby"), unit("cam-3", "yard")]
    assert hosts_of(compute_waves(fleet, LONE_LIMITS)) == ["cam-1 cam-3", "cam-2", "cam-10"]


def test_a_device_that_watches_two_areas_counts_in_both() -> None:
    fleet = [unit("cam-1", "lobby"), unit("cam-2", "lobby", "yard"), unit("cam-3", "yard")]
    assert hosts_of(compute_waves(fleet, LONE_LIMITS)) == ["cam-1 cam-3", "cam-2"]


def test_two_doors_of_one_area_never_go_together() -> None:
    fleet = [door("door-1", "lobby"), door("door-2", "lobby"), unit("cam-1", "lobby")]
    generous = Limits(sizes=LONE_LIMITS.sizes, canaries=0, per_area=Share(100), areas={"lobby": 3})
    assert hosts_of(compute_waves(fleet, generous)) == ["cam-1 door-1", "door-2"]


def test_poe_recorder_goes_after_its_cameras() -> None:
    fleet = [recorder("a-nvr"), *(unit(f"cam-{number}", parent="a-nvr") for number in (1, 2, 10))]
    assert hosts_of(compute_waves(fleet, LONE_LIMITS)) == ["cam-1 cam-2 cam-10", "a-nvr"]


def test_the_farthest_go_first() -> None:
    fleet = [
        unit("core", kind="unknown"),
        recorder("nvr", parent="core"),
        unit("cam-1", parent="nvr"),
        unit("cam-2", parent="core"),
    ]
    assert hosts_of(compute_waves(fleet, LONE_LIMITS)) == ["cam-1 cam-2", "nvr", "core"]


def test_others_between_a_canary_and_what_it_hangs_on_change_nothing() -> None:
    """The camera reaches the network through both, so its wave is not that of the last one."""
    fleet = [recorder("core", site="hub"), recorder("nvr", parent="core"), recorder("nvr-2"), unit("cam", parent="nvr")]
    waves = compute_waves(fleet, Limits(sizes=(Share(100),)))
    assert hosts_of(waves) == ["canary: cam nvr-2", "canary: core", "nvr"]
    assert waves.problems == ("core goes before devices behind, as canaries for others of that model and firmware",)


def test_a_share_of_an_area_is_rounded_down_to_one_at_least() -> None:
    fleet = [unit(f"cam-{number}", "lobby") for number in range(1, 6)] + [unit("cam-6", "yard")]
    half = Limits(sizes=LONE_LIMITS.sizes, canaries=0, per_area=Share(50))
    assert hosts_of(compute_waves(fleet, half)) == ["cam-1 cam-2 cam-6", "cam-3 cam-4", "cam-5"]


def test_an_area_has_its_own_limit() -> None:
    fleet = [unit(f"cam-{number}", "lobby") for number in (1, 2)] + [unit(f"cam-{number}", "yard") for number in (3, 4)]
    own = Limits(sizes=LONE_LIMITS.sizes, canaries=0, areas={"yard": 2})
    assert hosts_of(compute_waves(fleet, own)) == ["cam-1 cam-3 cam-4", "cam-2"]


def test_a_site_does_not_lose_more_than_its_limit() -> None:
    fleet = [unit(f"cam-{number}", site="north") for number in range(1, 6)] + [unit("cam-6"), unit("cam-7")]
    two = Limits(sizes=LONE_LIMITS.sizes, canaries=0, per_site=2)
    assert hosts_of(compute_waves(fleet, two)) == ["cam-1 cam-2 cam-6 cam-7", "cam-3 cam-4", "cam-5"]


def test_the_last_size_is_repeated() -> None:
    fleet = [unit(f"cam-{number}") for number in range(1, 11)]
    sized = Limits(sizes=(1, Share(25)), canaries=0)
    assert [len(wave.hosts) for wave in compute_waves(fleet, sized).waves] == [1, 3, 3, 3]


def test_shares_are_of_the_devices_that_are_not_canaries() -> None:
    fleet = [unit(f"cam-{number}") for number in range(1, 12)]
    sized = Limits(sizes=(Share(50),))
    assert [len(wave.hosts) for wave in compute_waves(fleet, sized).waves] == [1, 5, 5]


def test_small_waves_are_for_areas_that_need_many() -> None:
    """Had the cameras of the yard waited for all others, there would be three waves more."""
    fleet = [unit(f"cam-{number}") for number in range(1, 9)]
    fleet += [unit(f"cam-{number}", "yard") for number in range(10, 14)]
    three = Limits(sizes=(3,), canaries=0)
    waves = hosts_of(compute_waves(fleet, three))
    assert waves == ["cam-1 cam-2 cam-10", "cam-3 cam-4 cam-11", "cam-5 cam-6 cam-12", "cam-7 cam-8 cam-13"]


def test_devices_that_others_wait_for_are_the_first_of_their_area() -> None:
    fleet = [unit("cam-1", "lobby"), unit("cam-2", "lobby", parent="nvr"), recorder("nvr")]
    assert hosts_of(compute_waves(fleet, LONE_LIMITS)) == ["cam-2", "cam-1 nvr"]


def test_parents_elsewhere_are_a_note() -> None:
    fleet = [unit("cam-7", parent="nvr-10"), *(unit(f"cam-{number}", parent="nvr-9") for number in range(12, 7, -1))]
    waves = compute_waves(fleet, LONE_LIMITS)
    assert waves.problems == (
        "cam-8, cam-9, cam-10 and 2 more name the parent nvr-9, which is not in this rollout",
        "cam-7 names the parent nvr-10, which is not in this rollout",
    )
    assert len(waves.waves) == 1


def test_a_limit_for_an_area_that_nobody_is_in_is_a_note() -> None:
    limits = Limits(areas={"lobbby": 2, "lobby": 2})
    problem = "limits are set for areas without a device in this rollout: lobbby"
    assert compute_waves([unit("cam-1", "lobby")], limits).problems == (problem,)


@pytest.mark.parametrize(
    ("parents", "cycle"),
    [
        ({"a": "a"}, "a -> a"),
        ({"cam-10": "cam-2", "cam-2": "nvr", "nvr": "cam-10"}, "cam-2 -> nvr -> cam-10 -> cam-2"),
        ({"a": "b", "b": "d", "c": "d", "d": "c", "e": None}, "c -> d -> c"),
        ({"y": "z", "z": "y", "m": "n", "n": "m"}, "m -> n -> m"),
    ],
)
def test_parents_in_a_circle_are_named(parents: dict[str, str | None], cycle: str) -> None:
    fleet = [unit(host, parent=parent) for host, parent in parents.items()]
    with pytest.raises(PlanError) as refused:
        compute_waves(fleet, Limits())
    assert str(refused.value) == (
        f"hosts that are their own parents have no order: {cycle}; correct hikvision_parent of one of them"
    )


def test_a_host_is_in_a_rollout_once() -> None:
    with pytest.raises(PlanError, match=r"\Aa host can be in a rollout once only: cam-1\Z"):
        compute_waves([unit("cam-1"), unit("cam-2"), unit("cam-1", "lobby")], Limits())


def test_numbers_in_names_count() -> None:
    """Also those that are too long for a number, and signs that only look like one."""
    names = ["cam", "cam-02", "cam-2", "cam-2a", "cam-10", f"cam-1{'0' * 5000}", "cam-²", "cam-٣"]
    waves = compute_waves([unit(name) for name in reversed(names)], LONE_LIMITS)
    assert waves.waves[0].hosts == tuple(names)
