# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that other people wrote talk to the simulator: pyHik and hikvisionapi from PyPI."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from hikvisionapi import AsyncClient, Client
from pyhik.hikvision import HikCamera
from requests import HTTPError

from simulator import DeviceSpec, RunningDevice

from .conftest import FleetOf

DeviceOf = Callable[..., RunningDevice]
DIGEST = ["camera-g0", "camera-g5", "nvr", "nvr-k2", "dvr"]


@pytest.fixture
def device_of(fleet_of: FleetOf) -> DeviceOf:
    def start(profile: str, **spec: Any) -> RunningDevice:
        return fleet_of(DeviceSpec(name="device", profile=profile, **spec), time_factor=1)["device"]

    return start


def camera(device: RunningDevice) -> HikCamera:
    return HikCamera(f"http://{device.address}", device.port, device.spec.username, device.spec.password)


def api(device: RunningDevice) -> Client:
    return Client(device.url, device.spec.username, device.spec.password)


@pytest.mark.parametrize("profile", ["camera-legacy", *DIGEST])
def test_pyhik_reads_identity_and_events(device_of: DeviceOf, profile: str) -> None:
    device = device_of(profile)
    it = camera(device)
    assert it.get_name == device.device_name
    assert it.get_device_info()["model"] == device.profile.model
    assert it.get_type == ("CAM" if profile.startswith("camera") else "NVR")
    assert it.current_event_states["Motion"][0][1] == 1
    it.hik_request.close()


def test_pyhik_sees_as_many_channels_as_the_recorder_has(device_of: DeviceOf) -> None:
    it = camera(device_of("nvr"))
    assert [entry[1] for entry in it.current_event_states["Motion"]] == [1, 2, 3, 4]


def test_pyhik_takes_a_picture(device_of: DeviceOf) -> None:
    for profile in ("camera-g5", "nvr"):
        assert camera(device_of(profile)).get_snapshot()[:2] == b"\xff\xd8"


def test_pyhik_switches_motion_detection(device_of: DeviceOf) -> None:
    it = camera(device_of("camera-g5"))
    assert it.current_motion_detection_state is True
    it.disable_motion_detection()
    assert it.get_motion_detection() is False


def test_pyhik_hears_an_event(device_of: DeviceOf) -> None:
    device = device_of("camera-g5")
    it = camera(device)
    connected = threading.Event()
    it.add_update_callback(lambda _unused: connected.set(), "stream")
    it.start_stream()
    try:
        assert connected.wait(10)
        deadline = time.monotonic() + 10
        while not it.fetch_attributes("Motion", 1)[0]:
            assert time.monotonic() < deadline
            device.act("emit_event", type="VMD", channel=1)
            time.sleep(0.1)
    finally:
        it.kill_thrd.set()
        device.act("power_off")
        it.thrd.join(20)
    assert not it.thrd.is_alive()


def test_pyhik_with_a_wrong_password_locks_a_device(device_of: DeviceOf) -> None:
    device = device_of("camera-g5", overrides={"lock": {"attempts": 2}})
    it = HikCamera(f"http://{device.address}", device.port, "admin", "wrong")
    assert it.get_name is None
    assert device.record.counters.locks == 1


@pytest.mark.parametrize("profile", ["camera-legacy", *DIGEST, "door-controller"])
def test_hikvisionapi_reads(device_of: DeviceOf, profile: str) -> None:
    device = device_of(profile)
    it = api(device)
    info = it.System.deviceInfo(method="get")["DeviceInfo"]
    assert info["firmwareVersion"] == device.firmware.version
    assert int(it.System.status(method="get")["DeviceStatus"]["deviceUpTime"]) > 800_000
    assert "localTime" in it.System.time(method="get", present="text")


def test_hikvisionapi_reads_lists_and_pictures(device_of: DeviceOf) -> None:
    it = api(device_of("camera-g5"))
    channels = it.Streaming.channels(method="get")["StreamingChannelList"]["StreamingChannel"]
    assert [channel["id"] for channel in channels] == ["101", "102"]
    picture = it.Streaming.channels[101].picture(method="get", type="opaque_data")
    assert picture.content.startswith(b"\xff\xd8")


def test_hikvisionapi_reads_the_alert_stream(device_of: DeviceOf) -> None:
    events = api(device_of("nvr")).Event.notification.alertStream(method="get", type="stream")
    assert events[0]["EventNotificationAlert"]["eventType"] == "videoloss"


def test_hikvisionapi_upgrades_and_reboots(device_of: DeviceOf) -> None:
    device = device_of("camera-g5", overrides={"timing": {"verify": 0, "flash": 0.1}})
    it = api(device)
    image = device.firmware_image("V5.7.18", "240826", size=100_000)
    answer = it.System.updateFirmware(method="put", data=image)
    assert answer["ResponseStatus"]["subStatusCode"] == "ok"
    while it.System.upgradeStatus(method="get")["upgradeStatus"]["upgrading"] == "true":
        pass
    it.System.reboot(method="put")
    device.fleet.advance(3600)
    device.fleet.advance(3600)
    assert device.firmware.version == "V5.7.18"


def test_hikvisionapi_reports_errors(device_of: DeviceOf) -> None:
    with pytest.raises(HTTPError, match="403"):
        api(device_of("camera-g5")).Nothing.here(method="get")


def test_hikvisionapi_asynchronously(device_of: DeviceOf) -> None:
    device = device_of("nvr")

    async def read() -> str:
        it = AsyncClient(device.url, device.spec.username, device.spec.password)
        return (await it.System.deviceInfo(method="get"))["DeviceInfo"]["model"]

    assert asyncio.run(read()) == "DS-7608NXI-I2/8P/S"
