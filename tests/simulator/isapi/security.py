# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Security: login state, users, ports, activation."""

from __future__ import annotations

from typing import Any

from ..answers import Answer
from ..device import Device
from ..documents import xml_document
from .context import Context
from .routes import route
from .system import security_capabilities

PORTS = (("HTTP", 80), ("HTTPS", 443), ("DEV_MANAGE", 8000), ("RTSP", 554), ("SDK_OVER_TLS", 8443))


def lock_fields(device: Device, client: str) -> dict[str, Any]:
    """What a device tells about the lock, where it tells anything."""
    if not device.profile.lock.told:
        return {}
    seconds = device.guard.locked_seconds(client)
    return {
        "lockStatus": device.profile.lock.word if seconds else "unlock",
        "unlockTime": seconds,
        "retryLoginTime": device.guard.attempts_left(client),
    }


@route("GET", "/ISAPI/Security/userCheck", "security")
def user_check(context: Context) -> Answer:
    tree = {
        "statusValue": 200,
        "statusString": "OK",
        "isDefaultPassword": False,
        "isRiskPassword": False,
        "isActivated": True,
        "residualValidity": -1,
    }
    return context.document("userCheck", {**tree, **lock_fields(context.device, context.client)})


def refused_user_check(device: Device, client: str) -> bytes:
    """Body of a 401: a userCheck without namespace."""
    tree = {"statusValue": 401, "statusString": "Unauthorized", **lock_fields(device, client)}
    return xml_document("userCheck", tree, None, None)


@route("GET", "/ISAPI/Security/capabilities", "security")
def capabilities(context: Context) -> Answer:
    return context.document("SecurityCap", security_capabilities(context.device))


@route("GET", "/ISAPI/Security/users", "security")
def users(context: Context) -> Answer:
    ours = context.account
    sees_all = ours is None or ours.level == "Administrator"
    rows = [
        {"id": number, "userName": account.name, "userLevel": account.level}
        for number, account in enumerate(context.device.accounts.values(), start=1)
        if sees_all or account is ours
    ]
    return context.document("UserList", {"@size": len(rows), "User": rows})


@route("GET", "/ISAPI/Security/UserPermission", "security")
def permissions(context: Context) -> Answer:
    rows = [_permission(number, context.device, name) for number, name in enumerate(context.device.accounts, start=1)]
    return context.document("UserPermissionList", {"UserPermission": rows})


@route("GET", "/ISAPI/Security/UserPermission/{}", "security")
def permission(context: Context) -> Answer:
    names = list(context.device.accounts)
    number = int(context.ids[0])
    if not 1 <= number <= len(names):
        return context.error("badParameters")
    return context.document("UserPermission", _permission(number, context.device, names[number - 1]))


def _permission(number: int, device: Device, name: str) -> dict[str, Any]:
    account = device.accounts[name]
    return {
        "id": number,
        "userID": number,
        "userType": {"Administrator": "admin", "Operator": "operator"}.get(account.level, "viewer"),
        "remotePermission": {
            "parameterConfig": account.may("configuration"),
            "logOrStateCheck": True,
            "upgrade": account.may("upgrade"),
            "restartOrShutdown": account.may("reboot"),
            "preview": True,
        },
    }


@route("GET", "/ISAPI/Security/adminAccesses", "security")
def admin_accesses(context: Context) -> Answer:
    device = context.device
    flags = {
        name: value == "true" for name, _unused, value in (flag.partition("=") for flag in device.profile.tls_flags)
    }
    rows: list[dict[str, Any]] = []
    for number, (protocol, port) in enumerate(PORTS, start=1):
        # DEV_MANAGE without "enabled" is what several real devices send.
        enabled = {} if protocol == "DEV_MANAGE" else {"enabled": protocol != "HTTPS" or bool(device.profile.tls_flags)}
        tls = {"redirectToHttps": False, **flags} if protocol == "HTTPS" else {}
        rows.append({"id": number, **enabled, "protocol": protocol, **tls, "portNo": port})
    return context.document("AdminAccessProtocolList", {"@size": len(rows), "AdminAccessProtocol": rows})


@route("GET", "/ISAPI/Security/illegalLoginLock", "security")
def illegal_login_lock(context: Context) -> Answer:
    lock = context.device.profile.lock
    return context.document(
        "IllegalLoginLock",
        {
            "enabled": True,
            "maxIllegalLoginTimes": lock.attempts,
            "maxIllegalLoginLockTime": int(lock.seconds // 60),
        },
    )


@route("GET", "/SDK/activateStatus", "security")
def activate_status(context: Context) -> Answer:
    return context.document("ActivateStatus", {"Activated": context.device.activated})
