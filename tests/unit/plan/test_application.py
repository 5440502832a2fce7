# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan, or a part of it, as a run applies it; and what the planner says of it in few lines."""

from __future__ import annotations

import dataclasses
import hashlib
import pathlib

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.application import (
    Application,
    sums,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.briefing import (
    MOST_WAVES,
    briefing,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet as sample

PLAN = sample.plan()
DIGEST = "ab" * 32


def test_a_whole_plan_is_applied_in_its_waves_and_order() -> None:
    whole = Application(PLAN, DIGEST, PLAN.hosts | {"cam-x"})
    assert whole.devices == PLAN.devices
    assert [(wave.number, wave.canary, len(wave.hosts)) for wave in whole.waves] == [
        (wave.number, wave.canary, wave.hosts) for wave in PLAN.waves
    ]
    assert [host for wave in whole.waves for host in wave.hosts] == [device.host for device in PLAN.devices]
    assert whole.sentence.startswith(f"The plan {DIGEST} holds: {len(PLAN.devices)} devices in ")
    told = whole.as_result()
    assert [device["host"] for device in told["devices"]] == [device.host for device in PLAN.devices]
    assert told["devices"][0]["planned"]["source"] == sample.catalogue().source
    assert [device["host"] for device in told["left_out"]] == ["cam-x"]


def test_a_part_keeps_the_numbers_of_the_waves() -> None:
    last = PLAN.devices[-1]
    first = PLAN.devices[0]
    part = Application(PLAN, DIGEST, frozenset({last.host, first.host}))
    assert [(wave.number, wave.hosts) for wave in part.waves] == [
        (first.wave, (first.host,)),
        (last.wave, (last.host,)),
    ]
    assert f"2 of {len(PLAN.devices)} devices in 2 waves" in part.sentence


def test_a_run_may_have_nothing_of_the_plan() -> None:
    none = Application(PLAN, DIGEST, frozenset({"cam-x"}))
    assert (none.devices, none.waves) == ((), ())
    assert none.sentence == f"The plan {DIGEST} holds, and upgrades none of the hosts of this run."


def test_the_sums_of_the_files(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "a.dav"
    file.write_bytes(b"firmware")
    device = PLAN.devices[0]
    there, gone = (
        dataclasses.replace(step, package=dataclasses.replace(step.package, src=str(tmp_path / name)))
        for step, name in ((device.steps[0], "a.dav"), (device.steps[0], "gone.dav"))
    )
    plan = dataclasses.replace(PLAN, devices=(dataclasses.replace(device, steps=(there, gone)),))
    assert sums(plan) == {str(file): hashlib.sha256(b"firmware").hexdigest(), str(tmp_path / "gone.dav"): None}


def test_the_briefing_has_the_waves_and_the_digest() -> None:
    lines = briefing(PLAN, DIGEST)
    waves = [line for line in lines if line.startswith("Wave ")]
    assert len(waves) == len(PLAN.waves)
    assert waves[0].startswith("Wave 1, canaries: ")
    assert PLAN.devices[0].host in waves[0]
    assert lines[-1] == f"Digest: {DIGEST}, good until {PLAN.expires}."


def test_the_briefing_of_many_waves_is_short() -> None:
    plan = sample.plan(sample.fleet(60), limits=Limits(sizes=(1,)))
    lines = briefing(plan, DIGEST)
    assert len([line for line in lines if line.startswith("Wave ")]) == MOST_WAVES
    assert f"... and {len(plan.waves) - MOST_WAVES} waves more." in lines


def test_the_briefing_of_nothing() -> None:
    lines = briefing(sample.plan([sample.silent("cam-1")]), DIGEST)
    assert lines[0] == "Nothing is upgraded: all of 1 device are left out."
    assert not any("upload" in line for line in lines)
