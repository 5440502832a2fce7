# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan for a fleet: who is in it, in which order, and what it adds up to."""

from __future__ import annotations

import dataclasses
import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planning import examined_once
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.error import PlanError
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet as sample


def test_every_host_is_in_it_exactly_once() -> None:
    fleet = sample.fleet()
    plan = sample.plan(fleet)
    told = [device.host for device in plan.devices] + [device.host for device in plan.left_out]
    assert sorted(told) == sorted(candidate.host for candidate in fleet)


def test_the_order_of_the_hosts_decides_nothing() -> None:
    assert sample.plan(sample.fleet()[::-1]) == sample.plan()


def test_devices_are_in_the_order_of_their_waves() -> None:
    plan = sample.plan()
    numbers = [device.wave for device in plan.devices]
    assert numbers == sorted(numbers)
    assert [wave.number for wave in plan.waves] == list(range(1, max(numbers) + 1))
    assert [wave.canary for wave in plan.waves] == sorted((wave.canary for wave in plan.waves), reverse=True)


def test_it_adds_up() -> None:
    plan = sample.plan()
    totals = plan.totals
    assert totals.devices == totals.upgrades + totals.left_out == 24
    assert totals.hops == sum(len(device.steps) for device in plan.devices) > totals.upgrades
    assert totals.upload_bytes == totals.hops * sample.SIZE
    assert totals.waves == len(plan.waves)
    for wave in plan.waves:
        devices = [device for device in plan.devices if device.wave == wave.number]
        assert wave.hosts == len(devices)
        assert wave.expected_duration == max(device.expected_duration for device in devices)
    assert totals.expected_duration == sum(wave.expected_duration for wave in plan.waves)


def test_it_says_what_it_was_made_from_and_how_long_it_holds() -> None:
    plan = sample.plan()
    assert (plan.created, plan.expires) == ("2026-03-02T07:30:00Z", "2026-03-09T07:30:00Z")
    assert plan.source is not None
    assert (plan.source.catalogue, plan.source.serial, plan.source.signature) == ("example", 7, "valid")


def test_release_notes_are_for_those_that_get_them_and_those_that_wait() -> None:
    door, camera = sample.plan().release_notes
    assert (door.package, door.acknowledge, door.devices, door.waiting) == (sample.DOOR["id"], True, 1, 1)
    assert (camera.package, camera.acknowledge, camera.waiting) == (sample.CAMERA["id"], True, 0)
    assert camera.devices == sum(device.target.package == camera.package for device in sample.plan().devices)
    assert camera.known_issues == ("line crossing has to be armed again after the upgrade",)


def test_a_fleet_that_is_in_order_makes_an_empty_plan() -> None:
    plan = sample.plan([sample.camera(number, "5.7.18 240826") for number in range(3)])
    assert (plan.devices, plan.waves, plan.release_notes) == ((), (), ())
    assert {device.state for device in plan.left_out} == {State.CURRENT}
    assert plan.totals.expected_duration == 0


def test_what_could_not_be_heeded_is_told() -> None:
    plan = sample.plan([sample.camera(1, parent="switch-7")])
    assert any("switch-7" in problem for problem in plan.problems)


def test_a_host_that_is_planned_twice_is_refused() -> None:
    with pytest.raises(PlanError):
        sample.plan([sample.camera(1), sample.camera(1)])


def test_a_host_that_is_left_out_twice_is_refused() -> None:
    with pytest.raises(PlanError, match="cam-1"):
        sample.plan([sample.silent("cam-1"), sample.silent("cam-1")])


def test_a_file_is_read_once_for_all_devices(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "digicap.dav"
    path.write_bytes(b"no firmware")
    package = Package(name="one", firmware=FirmwareVersion("V5.7.18", "240826"), src=str(path))
    examine = examined_once()
    first = examine(package)
    path.unlink()
    assert examine(dataclasses.replace(package, name="the same file")) is first
