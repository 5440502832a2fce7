# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state machine, driven by a clock that stands still."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import DeviceSpec, DeviceState, Firmware
from simulator.clock import Clock
from simulator.device import Device
from simulator.faults import faults_from
from simulator.image_layout import ImageFacts


def device(profile: str = "camera-g5", **spec: Any) -> Device:
    return Device(DeviceSpec(name="device", profile=profile, **spec), Clock(source=lambda: 0.0))


def image(version: str = "V5.8.0", build: str = "250101") -> ImageFacts:
    return ImageFacts(
        container="hkws", version=version, build=build, platform="G5", language="en", device_class=2, models=("*",)
    )


def pass_time(it: Device, seconds: float) -> DeviceState:
    it.clock.advance(seconds)
    it.advance()
    return it.state


def test_manual_reboot_takes_every_state_in_turn() -> None:
    it = device(overrides={"timing": {"flash": 60, "shutdown": 2, "restart": 40, "boot": 15}})
    it.begin_upload()
    assert it.state is DeviceState.RECEIVING
    it.begin_verification()
    it.write(image())
    assert pass_time(it, 30) is DeviceState.WRITING
    assert it.progress().percent == 50
    assert pass_time(it, 30) is DeviceState.WAITING_FOR_REBOOT
    assert it.progress().reboot
    assert it.firmware == Firmware("V5.7.15", "240201")
    it.restart()
    assert pass_time(it, 1) is DeviceState.SHUTTING_DOWN
    assert it.reachable
    assert pass_time(it, 1) is DeviceState.RESTARTING
    assert not it.reachable
    assert pass_time(it, 40) is DeviceState.BOOTING
    assert it.reachable
    assert pass_time(it, 15) is DeviceState.RUNNING
    assert it.firmware == Firmware("V5.8.0", "250101")
    assert it.record.history == ["V5.7.15 build 240201", "V5.8.0 build 250101"]


def test_a_long_time_passes_through_all_states_at_once() -> None:
    it = device("camera-g0")
    it.write(image())
    assert pass_time(it, 3600) is DeviceState.RUNNING
    # Uptime counts from the moment of the restart, not from the moment somebody looked.
    timing = it.profile.timing
    assert it.uptime == 3600 - timing.flash - timing.shutdown - timing.restart


def test_uptime_starts_again() -> None:
    it = device()
    before = it.uptime
    it.restart()
    pass_time(it, 100)
    assert it.uptime < 100 < before
    assert it.reboot_count == 18


def test_an_aborted_upload_leaves_no_trace() -> None:
    it = device()
    it.begin_upload()
    it.abort_upload()
    assert it.state is DeviceState.RUNNING
    assert not it.progress().upgrading


@pytest.mark.parametrize(
    ("slots", "state", "version"), [(2, DeviceState.RUNNING, "V5.7.15"), (1, DeviceState.OFF, "V5.7.15")]
)
def test_power_cut_while_writing(slots: int, state: DeviceState, version: str) -> None:
    it = device(overrides={"upload": {"slots": slots}}, faults=["power_cut"])
    it.write(image())
    assert pass_time(it, 3600) is state
    assert it.firmware.version == version


def test_never_back() -> None:
    it = device("camera-g0", faults=["never_back"])
    it.write(image())
    assert pass_time(it, 36_000) is DeviceState.OFF
    it.power_on()
    assert pass_time(it, 3600) is DeviceState.RUNNING


def test_back_with_old_version() -> None:
    it = device("camera-g0", faults=["back_with_old_version"])
    it.write(image())
    assert pass_time(it, 3600) is DeviceState.RUNNING
    assert it.firmware.version == "V5.5.0"
    assert it.record.counters.reboots == 1


@pytest.mark.parametrize("finishes", [False, True])
def test_stuck_percent(finishes: bool) -> None:
    it = device("camera-g0", faults=[{"stuck_percent": {"percent": 20, "finishes": finishes}}])
    it.write(image())
    pass_time(it, 70)
    assert (it.progress().upgrading, it.progress().percent) == (True, 20)
    pass_time(it, 3600)
    assert it.state is (DeviceState.RUNNING if finishes else DeviceState.WRITING)
    assert it.firmware.version == ("V5.8.0" if finishes else "V5.5.0")


def test_flash_error_is_told_and_changes_nothing() -> None:
    it = device("camera-g0", faults=["flash_error"])
    it.write(image())
    assert pass_time(it, 3600) is DeviceState.RUNNING
    assert it.progress().error == "upgradeError"
    assert it.record.counters.reboots == 0
    assert it.firmware.version == "V5.5.0"


def test_flash_error_with_restart() -> None:
    it = device("camera-g0", faults=[{"flash_error": {"restarts": True}}])
    it.write(image())
    pass_time(it, 3600)
    assert it.record.counters.reboots == 1
    assert it.firmware.version == "V5.5.0"


def test_a_fault_is_used_up_unless_it_stays_always() -> None:
    once = device("camera-g0", faults=["back_with_old_version"])
    always = device("camera-g0", faults=[{"back_with_old_version": {"uses": "always"}}])
    for it in (once, always):
        for _unused in range(2):
            it.write(image())
            pass_time(it, 3600)
    assert (once.firmware.version, always.firmware.version) == ("V5.8.0", "V5.5.0")


def test_pending_reboot_ends_with_a_restart() -> None:
    it = device(faults=["pending_reboot"])
    assert it.reboot_pending
    assert it.progress().reboot
    it.restart()
    pass_time(it, 3600)
    assert not it.reboot_pending


def test_channels_come_back_one_after_the_other() -> None:
    it = device("nvr", overrides={"timing": {"services": 60, "boot": 10, "restart": 10, "shutdown": 0}})
    it.restart()
    pass_time(it, 20)
    while it.state is not DeviceState.RUNNING:
        pass_time(it, 1)
    seen = []
    for _unused in range(7):
        seen.append(sum(it.channel_online(index) for index in range(4)))
        pass_time(it, 10)
    assert seen == sorted(seen)
    assert seen[0] < 3 == seen[-1]


def test_partial_configuration_after_a_restart() -> None:
    it = device("nvr", faults=["back_with_partial_configuration"])
    it.settings.device_name = "Warehouse"
    it.restart()
    pass_time(it, 3600)
    assert it.settings.device_name == "Network Video Recorder"
    assert not any(it.settings.streams.values())
    assert not any(it.channel_online(index) for index in range(4))


def test_faults_given_later_work_at_once() -> None:
    it = device()
    for new in faults_from(["locked", {"wrong_password_lock": {"attempts_left": 2}}]):
        it.add_fault(new)
    assert it.guard.locked_seconds("anybody") == 1800
    assert it.accounts["admin"].password != it.spec.password


def test_a_device_is_the_same_on_every_start() -> None:
    assert device().identity == device().identity
    assert device().identity.serial.startswith("DS-2CD2386G2-IU2024")
