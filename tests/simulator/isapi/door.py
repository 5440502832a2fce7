# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AccessControl: doors, readers, persons."""

from __future__ import annotations

import json
from typing import Any

from ..answers import Answer
from ..device import Device
from .context import Context
from .routes import route

LARGEST_PAGE = 30
NO_CONTACT = 4


def _slots(device: Device, used: int, value: int, rest: int = 0) -> list[int]:
    return [value] * used + [rest] * max(0, device.profile.door_slots - used)


@route("GET", "/ISAPI/AccessControl/AcsWorkStatus", "door")
def work_status(context: Context) -> Answer:
    device = context.device
    profile = device.profile
    working = device.services_up and device.settings.doors_enabled
    return context.document(
        "AcsWorkStatus",
        {
            "doorLockStatus": _slots(device, profile.doors, 0 if working else 4),
            "doorStatus": _slots(device, profile.doors, 4 if working else 1),
            "magneticStatus": _slots(device, profile.doors, 0),
            "caseStatus": [],
            "powerSupplyStatus": "ACPowerSupply",
            "antiSneakStatus": "close",
            "hostAntiDismantleStatus": "close",
            "cardReaderOnlineStatus": [int(device.services_up)] * profile.readers,
            "cardReaderVerifyMode": [3] * profile.readers,
            "alarmOutStatus": _slots(device, profile.doors, 0),
            "fireAlarmStatus": "normal",
            "batteryLowVoltage": False,
            "cardNum": _cards(device),
            "netStatus": "connect",
        },
        always_json=True,
    )


def _persons(device: Device) -> int:
    return device.profile.persons if device.settings.doors_enabled else 0


def _cards(device: Device) -> int:
    return device.profile.cards if device.settings.doors_enabled else 0


@route("GET", "/ISAPI/AccessControl/UserInfo/Count", "persons")
def count_persons(context: Context) -> Answer:
    return context.document("UserInfoCount", {"userNumber": _persons(context.device)}, always_json=True)


@route("POST", "/ISAPI/AccessControl/UserInfo/Search", "persons")
def search_persons(context: Context) -> Answer:
    return _search(context, "UserInfo", _persons(context.device), _person)


@route("POST", "/ISAPI/AccessControl/CardInfo/Search", "persons")
def search_cards(context: Context) -> Answer:
    return _search(context, "CardInfo", _cards(context.device), _card)


def _person(number: int) -> dict[str, Any]:
    return {
        "employeeNo": str(number),
        "name": f"Person {number}",
        "userType": "normal",
        "Valid": {"enable": True, "beginTime": "2024-01-01T00:00:00", "endTime": "2034-01-01T00:00:00"},
        "numOfCard": 1,
    }


def _card(number: int) -> dict[str, Any]:
    return {"employeeNo": str(number), "cardNo": f"{4_000_000_000 + number}", "cardType": "normalCard"}


def _search(context: Context, name: str, total: int, row: Any) -> Answer:
    """One page; an empty result has no list at all."""
    try:
        wanted = json.loads(context.body)[f"{name}SearchCond"]
        start, most = int(wanted["searchResultPosition"]), min(int(wanted["maxResults"]), LARGEST_PAGE)
        search = str(wanted["searchID"])
    except (ValueError, KeyError, TypeError):
        return context.error("badJsonFormat")
    numbers = range(start + 1, min(start + most, total) + 1)
    state = "NO MATCH" if not numbers else "MORE" if numbers[-1] < total else "OK"
    tree: dict[str, Any] = {
        "searchID": search,
        "responseStatusStrg": state,
        "numOfMatches": len(numbers),
        "totalMatches": total,
    }
    if numbers:
        tree[name] = [row(number) for number in numbers]
    return context.document(f"{name}Search", tree, always_json=True)


@route("GET", "/ISAPI/AccessControl/capabilities", "door")
def capabilities(context: Context) -> Answer:
    profile = context.device.profile
    return context.document(
        "AccessControl",
        {
            "isSupportAcsWorkStatus": True,
            "isSupportUserInfo": "persons" in profile.features,
            "doorNo": {"@min": 1, "@max": profile.doors},
            "CardReaderCfg": {"cardReaderNo": {"@min": 1, "@max": profile.readers}},
            "isSupportRemoteControlDoor": True,
        },
    )


@route("GET", "/ISAPI/AccessControl/RemoteControl/door/capabilities", "door")
def door_capabilities(context: Context) -> Answer:
    return context.document(
        "RemoteControlDoor",
        {
            "doorNo": {"@min": 1, "@max": context.device.profile.doors},
            "cmd": {"@opt": "open,close,alwaysOpen,alwaysClose"},
        },
    )


@route("GET", "/ISAPI/AccessControl/Door/param/{}", "door")
def door_parameters(context: Context) -> Answer:
    number = int(context.ids[0])
    if not 1 <= number <= context.device.profile.doors:
        return context.error("badParameters")
    return context.document("DoorParam", {"doorNo": number, "doorName": f"Door {number}", "openDuration": 5})
