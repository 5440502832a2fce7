# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ContentMgmt: cameras behind a recorder, disks, recording."""

from __future__ import annotations

from typing import Any

from ..answers import Answer
from ..device import Device
from ..documents import HIKVISION_OLD
from ..profiles import Kind
from .context import Context
from .routes import route


@route("GET", "/ISAPI/ContentMgmt/InputProxy/channels", "proxied")
def channels(context: Context) -> Answer:
    device = context.device
    rows = [_channel(device, index) for index in _added(device)]
    size = len(rows) if device.profile.proxied_size is None else device.profile.proxied_size
    return context.document("InputProxyChannelList", {"@size": size, "InputProxyChannel": rows})


def _added(device: Device) -> list[int]:
    """Proxied cameras that are still in the configuration."""
    return [index for index in range(len(device.profile.proxied)) if device.settings.channel_names[index]]


def _channel(device: Device, index: int) -> dict[str, Any]:
    camera = device.profile.proxied[index]
    serial = None if camera.model is None else f"{camera.model}20230101AAWRK{index:09d}"
    return {
        "id": index + 1,
        "name": device.settings.channel_names[index],
        "sourceInputPortDescriptor": {
            "proxyProtocol": camera.protocol,
            "addressingFormatType": "ipaddress",
            "ipAddress": f"192.168.254.{index + 2}",
            "managePortNo": 8000,
            "srcInputPort": 1,
            "userName": "admin",
            "connMode": "plugplay",
            "streamType": "auto",
            "model": camera.model,
            "serialNumber": serial,
            "firmwareVersion": camera.firmware,
            "deviceID": None,
        },
        "enableTiming": True,
    }


@route("GET", "/ISAPI/ContentMgmt/InputProxy/channels/{}", "proxied")
def channel(context: Context) -> Answer:
    index = int(context.ids[0]) - 1
    if index not in _added(context.device):
        return context.error("badParameters")
    return context.document("InputProxyChannel", _channel(context.device, index))


@route("GET", "/ISAPI/ContentMgmt/InputProxy/channels/status", "proxied")
def channel_statuses(context: Context) -> Answer:
    device = context.device
    if not device.profile.status_list:
        return context.error("notSupport", http=404)
    rows = [_status(device, index) for index in _added(device)]
    return context.document("InputProxyChannelStatusList", {"InputProxyChannelStatus": rows})


@route("GET", "/ISAPI/ContentMgmt/InputProxy/channels/{}/status", "proxied")
def channel_status(context: Context) -> Answer:
    index = int(context.ids[0]) - 1
    if index not in _added(context.device):
        return context.error("badParameters")
    return context.document("InputProxyChannelStatus", _status(context.device, index))


def _status(device: Device, index: int) -> dict[str, Any]:
    online = device.channel_online(index)
    return {
        "id": index + 1,
        "sourceInputPortDescriptor": {"ipAddress": f"192.168.254.{index + 2}", "managePortNo": 8000},
        "online": online,
        "streamingProxyChannelIdList": {"streamingProxyChannelId": [f"{index + 1}01", f"{index + 1}02"]},
        "chanDetectResult": "connect" if online else "networkUnreachable",
    }


@route("GET", "/ISAPI/ContentMgmt/Storage", "storage")
def storage(context: Context) -> Answer:
    device = context.device
    disks: dict[str, Any] = {"hdd": _disks(device)}
    if device.profile.kind is Kind.CAMERA:
        # An older namespace inside, and a size that counts slots instead of disks.
        disks = {"@version": "1.0", "@xmlns": HIKVISION_OLD, "@size": 8, **disks}
    return context.document("storage", {"hddList": disks, "nasList": {}, "workMode": "quota"})


@route("GET", "/ISAPI/ContentMgmt/Storage/hdd", "storage")
def hard_disks(context: Context) -> Answer:
    return context.document("hddList", {"hdd": _disks(context.device)})


def _disks(device: Device) -> list[dict[str, Any]]:
    return [
        {
            "id": number,
            "hddName": disk.name,
            "hddPath": None,
            "hddType": "SATA",
            "status": disk.status if device.services_up else "offline",
            "capacity": disk.capacity,
            "freeSpace": disk.free,
            "property": "RW",
        }
        for number, disk in enumerate(device.profile.disks, start=1)
    ]


@route("GET", "/ISAPI/ContentMgmt/record/tracks", "recording")
def tracks(context: Context) -> Answer:
    device = context.device
    rows = [
        {"id": number, "Channel": number, "Enable": enabled, "Description": f"trackType=standard,{number}"}
        for number, enabled in device.settings.streams.items()
        if number.endswith("01")
    ]
    return context.document("TrackList", {"Track": rows})


@route("GET", "/ISAPI/System/workingstatus", "working_status")
def working_status(context: Context) -> Answer:
    device = context.device
    numbers = _added(device) if device.profile.proxied else range(device.profile.analog_inputs)
    channels = [_working_channel(device, index) for index in numbers]
    disks = [
        {
            "hdNo": number,
            "status": 0 if disk.status == "ok" and device.services_up else 2,
            "volume": disk.capacity,
            "freeSpace": disk.free,
        }
        for number, disk in enumerate(device.profile.disks, start=1)
    ]
    return context.document(
        "WorkingStatus", {"devStatus": 0, "ChanStatus": channels, "HDStatus": disks}, always_json=True
    )


def _working_channel(device: Device, index: int) -> dict[str, Any]:
    online = device.channel_online(index) if device.profile.proxied else device.services_up
    return {
        "chanNo": index + 1,
        "online": int(online),
        "record": int(online),
        "signal": 0 if online else 1,
        "linkNum": 0,
        "bitRate": 3_145_728 if online else 0,
    }
