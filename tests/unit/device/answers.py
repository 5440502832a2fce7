# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of small made-up devices, for tests that need a whole one."""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.wire import Expect

JPEG = b"\xff\xd8\xff\xe0" + bytes(400) + b"\xff\xd9"


def identity(device_type: str = "IPCamera", model: str = "DS-2CD2000", *, name: str = "yard", **more: str) -> Expect:
    fields = {
        "deviceName": name,
        "model": model,
        "serialNumber": "S1",
        "firmwareVersion": "V5.7.1",
        "firmwareReleasedDate": "build 240101",
        "deviceType": device_type,
        **more,
    }
    inner = "".join(f"<{key}>{value}</{key}>" for key, value in fields.items())
    return Expect("GET", "/ISAPI/System/deviceInfo", wire.xml(f"<DeviceInfo>{inner}</DeviceInfo>"))


def status(uptime: int = 1000) -> Expect:
    text = f"<DeviceStatus><deviceUpTime>{uptime}</deviceUpTime></DeviceStatus>"
    return Expect("GET", "/ISAPI/System/status", wire.xml(text))


def time(local: str = "2026-03-01T12:00:00Z", *, zone: str = "CST-8:00:00", mode: str = "NTP") -> Expect:
    text = f"<Time><timeMode>{mode}</timeMode><localTime>{local}</localTime><timeZone>{zone}</timeZone></Time>"
    return Expect("GET", "/ISAPI/System/time", wire.xml(text))


def streams(*, main: bool = True, sub: bool = True, codec: str = "H.265", name: str = "yard") -> Expect:
    rows = "".join(
        f"<StreamingChannel><id>{number}</id><channelName>{name}</channelName><enabled>{str(enabled).lower()}</enabled>"
        f"<Video><videoCodecType>{codec}</videoCodecType><videoResolutionWidth>1920</videoResolutionWidth>"
        "<videoResolutionHeight>1080</videoResolutionHeight></Video></StreamingChannel>"
        for number, enabled in ((101, main), (102, sub))
    )
    text = f"<StreamingChannelList>{rows}</StreamingChannelList>"
    return Expect("GET", "/ISAPI/Streaming/channels", wire.xml(text))


def picture(body: bytes = JPEG) -> Expect:
    return Expect("GET", "/ISAPI/Streaming/channels/101/picture", wire.answer(body))


def storage(*disks: tuple[str, str]) -> Expect:
    rows = "".join(f"<hdd><hddName>{name}</hddName><status>{state}</status></hdd>" for name, state in disks)
    return Expect("GET", "/ISAPI/ContentMgmt/Storage", wire.xml(f"<storage><hddList>{rows}</hddList></storage>"))


def inputs(*signals: tuple[int, str]) -> Expect:
    rows = "".join(
        f"<VideoInputChannel><id>{number}</id><name>in {number}</name><resDesc>{signal}</resDesc></VideoInputChannel>"
        for number, signal in signals
    )
    text = f"<VideoInputChannelList>{rows}</VideoInputChannelList>"
    return Expect("GET", "/ISAPI/System/Video/inputs/channels", wire.xml(text))


def cameras(*states: tuple[int, str]) -> list[Expect]:
    rows = "".join(f"<InputProxyChannel><id>{n}</id><name>cam {n}</name></InputProxyChannel>" for n, _unused in states)
    state_rows = "".join(
        f"<InputProxyChannelStatus><id>{number}</id><online>{state}</online></InputProxyChannelStatus>"
        for number, state in states
    )
    base = "/ISAPI/ContentMgmt/InputProxy/channels"
    listed = Expect("GET", base, wire.xml(f"<InputProxyChannelList>{rows}</InputProxyChannelList>"))
    if not states:
        return [listed]
    state_list = f"<InputProxyChannelStatusList>{state_rows}</InputProxyChannelStatusList>"
    return [listed, Expect("GET", f"{base}/status", wire.xml(state_list))]


def working(*recording: int) -> Expect:
    channels = [{"chanNo": number, "record": value} for number, value in enumerate(recording, start=1)]
    tree = {"WorkingStatus": {"ChanStatus": channels}}
    return Expect("GET", "/ISAPI/System/workingstatus?format=json", wire.as_json(tree))


def doors(*, persons: int = 5, **fields: object) -> list[Expect]:
    base = "/ISAPI/AccessControl"
    return [
        Expect("GET", f"{base}/AcsWorkStatus?format=json", wire.as_json({"AcsWorkStatus": {"cardNum": 3, **fields}})),
        Expect("GET", f"{base}/UserInfo/Count?format=json", wire.as_json({"UserInfoCount": {"userNumber": persons}})),
    ]


def unsupported(path: str) -> Expect:
    return Expect("GET", path, wire.not_supported())
