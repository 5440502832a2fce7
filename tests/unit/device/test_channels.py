# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Streams, inputs and the cameras behind a recorder."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.channels import (
    ProxiedChannel,
    Stream,
    parse_inputs,
    parse_proxied,
    parse_streams,
    read_channels,
    read_proxied,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import DeviceKind
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.picture import defect, read_picture
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import xml
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import Busy, NotSupported
from ansible_collections.surveillance.hikvision.tests.unit import wire

STREAMS = "/ISAPI/Streaming/channels"
INPUTS = "/ISAPI/System/Video/inputs/channels"
PROXIED = "/ISAPI/ContentMgmt/InputProxy/channels"

STREAM_LIST = (
    "<StreamingChannelList><StreamingChannel><id>101</id><channelName>yard</channelName><enabled>true</enabled>"
    "<Transport><Unicast><enabled>false</enabled></Unicast></Transport><Video><enabled>true</enabled>"
    "<videoCodecType>H.265</videoCodecType><videoResolutionWidth>3840</videoResolutionWidth>"
    "<videoResolutionHeight>2160</videoResolutionHeight></Video></StreamingChannel></StreamingChannelList>"
)
INPUT_LIST = (
    "<VideoInputChannelList><VideoInputChannel><id>1</id><name>In</name><resDesc>NO VIDEO</resDesc></VideoInputChannel>"
    "<VideoInputChannel><id>2</id><name>Out</name><resDesc>2560*1440(4MP)P30</resDesc></VideoInputChannel>"
    "<VideoInputChannel><id>3</id><videoInputEnabled>true</videoInputEnabled></VideoInputChannel></VideoInputChannelList>"
)


def proxied_list(count: int = 1) -> str:
    rows = "".join(
        f"<InputProxyChannel><id>{number}</id><name>cam {number}</name><sourceInputPortDescriptor>"
        f"<proxyProtocol>HIKVISION</proxyProtocol><ipAddress>192.0.2.{number}</ipAddress>"
        "<managePortNo>8000</managePortNo><model>IPC</model><firmwareVersion>V5.7.15 build 240201</firmwareVersion>"
        "</sourceInputPortDescriptor></InputProxyChannel>"
        for number in range(1, count + 1)
    )
    return f'<InputProxyChannelList size="99">{rows}</InputProxyChannelList>'


def online(number: int, state: str) -> str:
    return f"<InputProxyChannelStatus><id>{number}</id><online>{state}</online></InputProxyChannelStatus>"


def test_streams() -> None:
    (stream,) = parse_streams(xml.parse(STREAM_LIST.encode()))
    assert stream == Stream(id=101, name="yard", enabled=True, codec="H.265", width=3840, height=2160)
    assert stream.settings == "H.265 3840x2160"
    assert Stream().settings == "codec not told size not told"


def test_inputs_with_and_without_video() -> None:
    told = parse_inputs(xml.parse(INPUT_LIST.encode()))
    assert [(entry.id, entry.name, entry.signal) for entry in told] == [
        (1, "In", False),
        (2, "Out", True),
        (3, None, None),
    ]


def test_a_proxied_channel() -> None:
    (channel,) = parse_proxied(xml.parse(proxied_list().encode()))
    assert channel == ProxiedChannel(
        id=1,
        name="cam 1",
        address="192.0.2.1",
        port=8000,
        protocol="HIKVISION",
        model="IPC",
        firmware=FirmwareVersion("V5.7.15", "240201"),
    )


def test_what_another_maker_calls_a_version_is_kept_as_told() -> None:
    text = proxied_list().replace("V5.7.15 build 240201", "V1.0.0014 - 20210517 15:00:00")
    (channel,) = parse_proxied(xml.parse(text.encode()))
    assert channel.firmware == FirmwareVersion("V1.0.0014", None)
    assert channel.firmware_told == "V1.0.0014 - 20210517 15:00:00"


def test_online_states_from_the_list() -> None:
    states = f"<InputProxyChannelStatusList>{online(2, 'false')}{online(1, 'true')}</InputProxyChannelStatusList>"
    with wire.logged_in_client(
        wire.Expect("GET", PROXIED, wire.xml(proxied_list(3))),
        wire.Expect("GET", f"{PROXIED}/status", wire.xml(states)),
    ) as device:
        assert [channel.online for channel in read_proxied(device.client)] == [True, False, None]


def test_online_states_one_by_one_where_there_is_no_list() -> None:
    with wire.logged_in_client(
        wire.Expect("GET", PROXIED, wire.xml(proxied_list(2))),
        wire.Expect("GET", f"{PROXIED}/status", wire.not_supported(404)),
        wire.Expect("GET", f"{PROXIED}/1/status", wire.xml(online(1, "true"))),
        wire.Expect("GET", f"{PROXIED}/2/status", wire.xml(online(2, "false"))),
    ) as device:
        assert [channel.online for channel in read_proxied(device.client)] == [True, False]


def test_no_online_states_at_all_costs_two_requests() -> None:
    with wire.logged_in_client(
        wire.Expect("GET", PROXIED, wire.xml(proxied_list(64))),
        wire.Expect("GET", f"{PROXIED}/status", wire.not_supported(404)),
        wire.Expect("GET", f"{PROXIED}/1/status", wire.not_supported()),
    ) as device:
        assert {channel.online for channel in read_proxied(device.client)} == {None}


def test_a_camera_is_not_asked_for_proxied_channels() -> None:
    with wire.logged_in_client(
        wire.Expect("GET", STREAMS, wire.xml(STREAM_LIST)), wire.Expect("GET", INPUTS, wire.not_supported())
    ) as device:
        found = read_channels(device.client, DeviceKind.CAMERA)
    assert found.streams is not None
    assert (found.inputs, found.proxied) == (None, None)


def test_a_recorder_is_not_asked_for_streams() -> None:
    with wire.logged_in_client(
        wire.Expect("GET", INPUTS, wire.xml(INPUT_LIST)),
        wire.Expect("GET", PROXIED, wire.xml("<InputProxyChannelList size='2'/>")),
    ) as device:
        assert read_channels(device.client, DeviceKind.RECORDER).proxied == ()


def test_none_of_the_lists_is_not_supported() -> None:
    with (
        wire.logged_in_client(
            wire.Expect("GET", STREAMS, wire.not_supported(200)), wire.Expect("GET", INPUTS, wire.not_supported(404))
        ) as device,
        pytest.raises(NotSupported, match="no list"),
    ):
        read_channels(device.client, DeviceKind.INTERCOM)


def test_an_error_is_not_taken_for_the_lack_of_a_list() -> None:
    steps = [wire.Expect("GET", STREAMS, wire.answer(status=503)) for _unused in range(3)]
    with wire.logged_in_client(*steps) as device, pytest.raises(Busy):
        read_channels(device.client, DeviceKind.CAMERA)


JPEG = b"\xff\xd8\xff\xe0" + bytes(400) + b"\xff\xd9"


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (JPEG, None),
        (JPEG + bytes(16), None),
        (JPEG[:-2], "incomplete"),
        (JPEG[:20] + JPEG[-2:], "incomplete"),
        (b"<ResponseStatus/>", "no JPEG"),
        (b"", "0 bytes that are no JPEG"),
    ],
)
def test_a_picture_is_judged_by_its_bytes(body: bytes, complaint: str | None) -> None:
    found = defect(body)
    assert found is None if complaint is None else found is not None and complaint in found


def test_a_picture_larger_than_a_document_is_read() -> None:
    with wire.logged_in_client(
        wire.Expect("GET", f"{STREAMS}/101/picture", lambda request: wire.answer(b"x" * min(request.limit, 5_000_000)))
    ) as device:
        assert len(read_picture(device.client, 101)) == 5_000_000
