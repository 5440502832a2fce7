# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The record of a device that is upgraded by a plan begins with what the plan has for it, or with its drift."""

from __future__ import annotations

import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.filter.upgrade_record import upgrade_record
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.application import Application
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet as sample
from ansible_collections.surveillance.hikvision.tests.unit.selection import documents

PLAN = sample.plan([sample.camera(1, "5.7.10 220315")])
[PLANNED] = Application(PLAN, "ab" * 32, PLAN.hosts).as_result()["devices"]
SERIAL = PLAN.devices[0].serial
BRIDGE = {"version": "V5.7.12", "build": "230508"}
TARGET = {"version": "V5.7.18", "build": "240826"}


def record(runs: str, **device: typing.Any) -> dict[str, typing.Any]:
    snapshot = documents.device(runs, **{"serial": SERIAL, "platform": "G5", **device})
    return upgrade_record({"state": "started"}, "planned", plan=PLANNED["planned"], device=snapshot)


@pytest.mark.parametrize(
    ("runs", "state", "steps"),
    [
        ("5.7.10 220315", "started", [BRIDGE, TARGET]),
        ("5.7.12 230508", "started", [TARGET]),
        ("5.7.18 240826", "unchanged", []),
        ("5.7.16 240501", "refused", []),
    ],
)
def test_the_steps_are_those_of_the_plan_that_are_left(runs: str, state: str, steps: list[dict[str, str]]) -> None:
    told = record(runs)
    assert told["state"] == state
    assert [{key: step["package"][key] for key in ("version", "build")} for step in told["steps"]] == steps
    assert all(step["package"]["sha256"] for step in told["steps"])
    assert told["target"] == {"package": "ipc-g5-5.7.18-240826", **TARGET}
    assert told["source"] == sample.catalogue().source
    assert told["in_order"] is (state == "unchanged")


def test_how_long_a_step_takes_is_kept() -> None:
    assert [step["expected_duration"] for step in record("5.7.10 220315")["steps"]] == [260, 240]


@pytest.mark.parametrize(
    ("device", "sides"),
    [
        ({"serial": "ANOTHER"}, ("its serial number is ANOTHER", str(SERIAL))),
        ({"model": "DS-2CD2386G2-IUX"}, ("its model is DS-2CD2386G2-IUX", PLAN.devices[0].model)),
        ({"platform": "G3"}, ("its platform is G3", "G5")),
    ],
)
def test_another_device_is_refused_with_both_sides(device: dict[str, str], sides: tuple[str, str]) -> None:
    told = record("5.7.10 220315", **device)
    assert told["state"] == "refused"
    assert told["reason"].startswith("It has drifted from its plan: ")
    assert all(side in told["reason"] for side in sides)
    assert "Nothing was done" in told["advice"]
    assert told["steps"] == []


def resumed(version: str, build: str) -> dict[str, typing.Any]:
    told = {"plan": PLANNED["planned"], "backup": "/backups/a.cfg", "version": version, "build": build}
    return upgrade_record({}, "resumed", **told)


def test_a_step_that_was_cut_off_is_the_current_one() -> None:
    record = resumed("V5.7.18", "240826")
    assert [step["state"] for step in record["steps"]] == ["upgraded", "pending"]
    result = {"outcome": "upgraded", "before": BRIDGE, "after": TARGET, "msg": "it runs V5.7.18 build 240826"}
    proven = upgrade_record(
        upgrade_record(record, "flashed", result=result), "proven", health={"firmware": "V5.7.18 build 240826"}
    )
    assert (proven["state"], proven["steps_done"], proven["in_order"]) == ("upgraded", 2, True)


def test_a_first_step_that_is_proven_later_leaves_the_rest_to_do() -> None:
    record = resumed("V5.7.12", "230508")
    result = {"outcome": "upgraded", "before": None, "after": BRIDGE, "msg": "it runs V5.7.12 build 230508"}
    proven = upgrade_record(
        upgrade_record(record, "flashed", result=result), "proven", health={"firmware": "V5.7.12 build 230508"}
    )
    assert (proven["state"], proven["steps_done"]) == ("started", 1)


def test_a_step_that_was_cut_off_and_failed_has_its_outcome() -> None:
    failed = upgrade_record(
        resumed("V5.7.12", "230508"), "failed", result={"outcome": "not_back", "msg": "silent"}, task="Find out"
    )
    assert (failed["state"], failed["steps"][0]["state"], failed["return_to"]) == ("not_back", "not_back", None)


def test_a_device_that_has_to_wait_keeps_what_it_has() -> None:
    waits = {"outcome": "deferred", "msg": "its window closes at 05:00", "changed": False}
    first = upgrade_record(record("5.7.10 220315"), "flashed", result=waits)
    assert (first["state"], first["steps_done"], first["in_order"]) == ("deferred", 0, False)
    assert first["reason"] == "Step 1 of 2, to V5.7.12 build 230508: its window closes at 05:00."

    done = upgrade_record(
        upgrade_record(
            record("5.7.10 220315"),
            "flashed",
            result={"outcome": "upgraded", "before": None, "after": BRIDGE, "msg": ""},
        ),
        "proven",
        health={"firmware": "V5.7.12 build 230508"},
    )
    second = upgrade_record(done, "held_back", result={"msg": "the power: the UPS is on battery"})
    assert (second["state"], second["steps_done"]) == ("deferred", 1)
    assert second["reason"] == (
        "Step 2 of 2, to V5.7.18 build 240826: the power: the UPS is on battery. Until then it keeps "
        "V5.7.12 build 230508."
    )
    assert [step["state"] for step in second["steps"]] == ["upgraded", "pending"]
