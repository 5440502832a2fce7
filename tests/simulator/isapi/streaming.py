# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Streams and pictures."""

from __future__ import annotations

import base64
from typing import Any

from ..answers import Answer
from ..device import Device
from .context import Context
from .routes import route

# A grey ramp of 64 x 36 pixels, made for this file.
PICTURE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqm"
    "x5moq6T/wAALCAAkAEABAREA/8QAFgABAQEAAAAAAAAAAAAAAAAAAwQG/8QAGxABAQEAAwEBAAAAAAAAAAAAAgABAwQRBaH/2gAIAQEAAD8AzwM4"
    "M4NQDODODODODZIGcGcGcGcGoBnBnBskDODODODODODODUA2RBqAZwZwZwZwZwZwbIjKgZOMnGTjJxk4yH63Z5On8vn5+HzOQ5mZu5757uZ7+3//"
    "2Q=="
)


@route("GET", "/ISAPI/Streaming/channels", "streaming")
def channels(context: Context) -> Answer:
    device = context.device
    rows = [_stream(device, number) for number in device.settings.streams]
    return context.document("StreamingChannelList", {"StreamingChannel": rows})


@route("GET", "/ISAPI/Streaming/channels/{}", "streaming")
def channel(context: Context) -> Answer:
    if context.ids[0] not in context.device.settings.streams:
        return context.error("notSupport")
    return context.document("StreamingChannel", _stream(context.device, context.ids[0]))


def _stream(device: Device, number: str) -> dict[str, Any]:
    main = number.endswith("1")
    return {
        "id": number,
        "channelName": device.settings.device_name if len(device.settings.streams) <= 2 else number,
        "enabled": device.settings.streams[number],
        "Transport": {"ControlProtocolList": {"ControlProtocol": [{"streamingTransport": "RTSP"}]}},
        "Video": {
            "enabled": device.settings.streams[number],
            "videoInputChannelID": number[:-2] or "1",
            "videoCodecType": "H.265" if main else "H.264",
            "videoResolutionWidth": 3840 if main else 640,
            "videoResolutionHeight": 2160 if main else 360,
            "maxFrameRate": 2500,
            "snapShotImageType": "JPEG",
        },
        "Audio": {"enabled": False, "audioInputChannelID": 1, "audioCompressionType": "G.711ulaw"},
    }


@route("GET", "/ISAPI/Streaming/channels/{}/picture", "streaming")
def picture(context: Context) -> Answer:
    """One picture; a plain channel number means its main stream."""
    device = context.device
    number = context.ids[0] if len(context.ids[0]) > 2 else f"{context.ids[0]}01"
    if number not in device.settings.streams:
        return context.error("notSupport")
    if not device.services_up or not device.settings.streams[number]:
        return context.error("deviceError", http=200)
    return Answer(200, PICTURE, "image/jpeg")


@route("GET", "/ISAPI/System/Video/inputs/channels", "video_inputs")
def video_inputs(context: Context) -> Answer:
    device = context.device
    names = device.settings.channel_names or [device.settings.device_name]
    rows = [
        {
            "id": number,
            "inputPort": number,
            "videoInputEnabled": True,
            "name": name,
            "videoFormat": "PAL",
            "resDesc": "NO VIDEO" if device.profile.analog_inputs and number % 2 == 0 else "2560*1440(4MP)P25",
        }
        for number, name in enumerate(names, start=1)
    ]
    return context.document("VideoInputChannelList", {"VideoInputChannel": rows})


@route("GET", "/ISAPI/System/Video/inputs/channels/{}/motionDetection", "motion")
def motion_detection(context: Context) -> Answer:
    return context.document(
        "MotionDetection",
        {
            "enabled": context.device.settings.motion_detection,
            "enableHighlight": False,
            "samplingInterval": 2,
            "regionType": "grid",
            "Grid": {"rowGranularity": 18, "columnGranularity": 22},
        },
    )


@route("PUT", "/ISAPI/System/Video/inputs/channels/{}/motionDetection", "motion", "configuration")
def set_motion_detection(context: Context) -> Answer:
    """Partial documents are refused, as on real devices: the whole element has to come back."""
    if b"enabled>" not in context.body or b"Grid>" not in context.body:
        return context.error("badXmlContent")
    settings = context.device.settings
    settings.motion_detection = b"enabled>true<" in context.body
    settings.revision += 1
    return context.status()
