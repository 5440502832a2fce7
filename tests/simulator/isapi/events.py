# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Event triggers and the texts of the alert stream."""

from __future__ import annotations

from typing import Any

from ..answers import Answer
from ..device import Device
from ..documents import xml_document
from ..profiles import Kind
from .context import Context
from .routes import route
from .system import local_time

ALERT_STREAM = "/ISAPI/Event/notification/alertStream"
TYPES = ("VMD", "tamperdetection", "videoloss", "linedetection")


@route("GET", "/ISAPI/Event/triggers", "events")
def triggers(context: Context) -> Answer:
    device = context.device
    channels = range(1, max(1, len(device.settings.channel_names)) + 1)
    rows = [_trigger(device, kind, channel) for kind in TYPES for channel in channels]
    return context.document("EventTriggerList", {"EventTrigger": rows})


def _trigger(device: Device, kind: str, channel: int) -> dict[str, Any]:
    key = "dynVideoInputChannelID" if device.profile.kind is Kind.RECORDER else "videoInputChannelID"
    notification = {"id": "center", "notificationMethod": "center", "notificationRecurrence": "beginning"}
    return {
        "id": f"{kind}-{channel}",
        "eventType": kind,
        key: channel,
        "EventTriggerNotificationList": {"EventTriggerNotification": [notification]},
    }


@route("GET", "/ISAPI/Event/notification/httpHosts", "events")
def http_hosts(context: Context) -> Answer:
    return context.document("HttpHostNotificationList", {"@size": 1})


def alert(device: Device, kind: str, channel: int, *, active: bool) -> bytes:
    """One part of the alert stream, boundary included."""
    body = xml_document(
        "EventNotificationAlert",
        {
            "ipAddress": device.spec.address,
            "channelID": channel,
            "dateTime": local_time(device),
            "activePostCount": 1 if active else 0,
            "eventType": kind,
            "eventState": "active" if active else "inactive",
            "eventDescription": f"{kind} alarm",
        },
        device.profile.namespace,
        device.profile.root_version,
    )
    head = f'--boundary\r\nContent-Type: application/xml; charset="UTF-8"\r\nContent-Length: {len(body)}\r\n\r\n'
    return head.encode() + body + b"\r\n"
