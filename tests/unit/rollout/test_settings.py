# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was set for a rollout is read when it begins, and everything that is wrong is told at once."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import Mistake
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Limits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import Uploads
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.host_settings import (
    HostSettings,
    settings_of,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.knobs import OPTIONS, Knobs
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.mistakes import Collector, Mistakes
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet

PLAN = sample_fleet.plan()
HOST = PLAN.devices[0].host
OTHER = PLAN.devices[1].host


def knobs(**told: object) -> Knobs:
    return Knobs.read({**dict.fromkeys(OPTIONS), **told}, PLAN)


def test_without_a_word_no_failure_is_allowed_and_nothing_is_throttled() -> None:
    told = knobs()
    assert (told.breaker, told.uploads, told.set_aside) == (Limits(failures=0), Uploads(), frozenset())


@pytest.mark.parametrize(
    ("told", "rate"),
    [
        (2_000_000, 2_000_000),
        ("2MB", 2_000_000),
        ("2 mb/s", 2_000_000),
        ("1.5MB", 1_500_000),
        ("500kB", 500_000),
        ("1000", 1000),
        ("1GB", 10**9),
        (None, None),
        ("", None),
    ],
)
def test_a_rate_is_told_as_people_tell_it(told: object, rate: int | None) -> None:
    assert knobs(bytes_per_second=told).uploads.bytes_per_second == rate


def test_a_command_line_makes_texts_of_everything() -> None:
    told = knobs(uploads="8", uploads_per_site="4", max_failures="2", soak="60", set_aside=f"{HOST}, {OTHER}")
    assert (told.uploads.all, told.uploads.site, told.breaker.failures, told.soak) == (8, 4, 2, 60.0)
    assert told.set_aside == {HOST, OTHER}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("uploads", 0, "rollout_uploads can not be 0"),
        ("uploads", True, "rollout_uploads can not be True"),
        ("uploads_per_site", "many", "rollout_uploads_per_site can not be 'many'"),
        ("bytes_per_second", "2MiB", "rollout_bytes_per_second can not be '2MiB'"),
        ("bytes_per_second", 10, "rollout_bytes_per_second can not be 10"),
        ("bytes_per_second", [1], "rollout_bytes_per_second can not be [1]"),
        ("max_failures", "x", "rollout_max_failures can not be 'x'"),
        ("max_failure_share", 5, "rollout_max_failure_share can not be 5"),
        ("soak", -1, "rollout_soak can not be -1"),
        ("soak", "nan", "rollout_soak can not be 'nan'"),
        ("approval_wait", "soon", "rollout_approval_wait can not be 'soon'"),
        ("approval", "yes", "rollout_approval can not be 'yes'"),
        ("reprobe", "perhaps", "rollout_reprobe can not be 'perhaps'"),
        ("reprobe_retries", "abc", "rollout_reprobe_retries can not be 'abc'"),
        ("reprobe_retries", True, "rollout_reprobe_retries can not be True"),
        ("reprobe_interval", "soon", "rollout_reprobe_interval can not be 'soon'"),
        ("reprobe_interval", 1.5, "rollout_reprobe_interval can not be 1.5"),
        ("stop", "please", "rollout_stop can not be 'please'"),
        ("dead_run", "the last one", "rollout_dead_run can not be 'the last one'"),
        ("patience", "none", "rollout_patience can not be 'none'"),
        ("new", 2, "rollout_new can not be 2"),
        ("approve", 99, "rollout_approve names wave 99"),
        ("set_aside", ["nobody"], "rollout_set_aside names nobody, and the plan upgrades"),
        ("set_aside", {"a": 1}, "rollout_set_aside can not be {'a': 1}"),
    ],
)
def test_what_can_not_be_used_is_refused_by_the_name_of_the_variable(name: str, value: object, words: str) -> None:
    with pytest.raises(Mistakes) as caught:
        knobs(**{name: value})
    assert words in str(caught.value)
    assert caught.value.as_result()["advice"]


def test_what_waves_need_is_handed_on_in_its_type() -> None:
    assert knobs().of_waves() == {
        "soak": 300.0,
        "reprobe": True,
        "reprobe_retries": 3,
        "reprobe_interval": 15,
        "approval": "",
        "approval_wait": 0.0,
        "stop": False,
    }
    told = knobs(reprobe="no", reprobe_retries="0", reprobe_interval="7", approval="AB" * 32, stop="True")
    assert (told.reprobe, told.reprobe_retries, told.reprobe_interval, told.stop) == (False, 0, 7, True)
    assert told.approval == "AB" * 32
    assert knobs(dead_run=123456789012).dead_run == "123456789012"


def test_before_there_is_a_plan_all_is_checked_that_needs_none() -> None:
    unknown = {**dict.fromkeys(OPTIONS), "set_aside": "nobody", "approve": 99}
    assert Knobs.read(unknown).set_aside == {"nobody"}
    with pytest.raises(Mistakes):
        Knobs.read(unknown | {"soak": "x"})


def test_the_playbook_hands_on_every_knob_that_is_checked() -> None:
    playbook = (pathlib.Path(__file__).parents[3] / "playbooks" / "rollout.yml").read_text(encoding="utf-8")
    for name in OPTIONS:
        value = "rollout_failures_left" if name == "max_failures" else f"rollout_{name} | default(omit)"
        assert f'        {name}: "{{{{ {value} }}}}"\n' in playbook, name


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Mistakes) as caught:
        knobs(uploads="x", bytes_per_second="y", max_failures="z", soak="w")
    told = caught.value.as_result()
    assert len(told["mistakes"]) == 4
    for name in ("uploads", "bytes_per_second", "max_failures", "soak"):
        assert f"rollout_{name}" in told["msg"]


class Inventory:
    """The variables of a host; a value that is an error is raised."""

    def __init__(self, **told: object) -> None:
        self._told = told

    def get(self, name: str) -> object:
        value = self._told.get(name)
        if isinstance(value, Mistake):
            raise value
        return value


def settings(*hosts: tuple[str, Inventory]) -> dict[str, HostSettings]:
    with Collector() as mistakes:
        return settings_of(hosts, mistakes)


NIGHTLY = {"days": "daily", "from": "22:00", "to": "05:00", "zone": "Europe/Berlin"}


def test_settings_are_kept_as_the_inventory_has_them() -> None:
    told = settings(("a", Inventory(hikvision_window=[NIGHTLY], hikvision_ups="ups@host", hikvision_site="north")))
    assert told["a"].windows == (NIGHTLY,)
    assert told["a"].power is not None
    assert told["a"].power["hikvision_ups"] == "ups@host"
    assert told["a"].site == "north"
    assert settings(("b", Inventory())) == {"b": HostSettings()}
    assert settings(("c", Inventory(hikvision_window=NIGHTLY)))["c"].windows == (NIGHTLY,)


def test_mistakes_of_all_hosts_name_host_and_variable() -> None:
    with pytest.raises(Mistakes) as caught:
        settings(
            ("a", Inventory(hikvision_window=[{"from": "25:00"}], hikvision_site=[1])),
            ("b", Inventory(hikvision_ups="no ups")),
            ("c", Inventory(hikvision_window=Mistake("hikvision_window can not be evaluated: x is undefined"))),
            ("d", Inventory(hikvision_window=[NIGHTLY])),
        )
    told = str(caught.value)
    for words in ("hikvision_window of a", "hikvision_site of a", "hikvision_ups", "c: hikvision_window can not be"):
        assert words in told, words
    assert " b" in told
    assert len(caught.value.errors) == 4


def test_a_mistake_of_many_hosts_is_one_sentence_and_one_advice() -> None:
    wrong = Inventory(hikvision_window="at night", hikvision_ups="no ups")
    with pytest.raises(Mistakes) as caught:
        settings(*((f"cam-{number}", wrong) for number in range(1, 41)))
    told = caught.value.as_result()
    assert [each["sentence"] for each in told["mistakes"]] == [
        "hikvision_window of cam-1, cam-2, cam-3, cam-4, cam-5 and 35 more (40 hosts) must be a list of windows, not "
        "'at night'.",
        "hikvision_ups of cam-1, cam-2, cam-3, cam-4, cam-5 and 35 more (40 hosts) must be a name of NUT (ups@host), "
        "not 'no ups'.",
    ]
    assert told["advice"].count("A window looks like this") == 1
    assert told["advice"].endswith("Correct hikvision_ups of each of them.")


def test_mistakes_of_several_places_are_told_together() -> None:
    with pytest.raises(Mistakes) as caught, Collector() as mistakes:
        with mistakes.kept():
            knobs(soak="w", uploads="x")
        settings_of([("a", Inventory(hikvision_site=[1]))], mistakes)
    assert len(caught.value.errors) == 3
