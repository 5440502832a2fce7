# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""System: identity, status, time, capabilities, restart."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from .. import faults as f
from ..answers import DROP, Answer
from ..device import Device
from ..documents import Tree
from .context import Context
from .routes import route

CONFIGURABLE_NAME = re.compile(r"<deviceName>([^<]{1,132})</deviceName>")
CONFIGURABLE_ZONE = re.compile(r"<timeZone>([^<]{1,120})</timeZone>")


@route("GET", "/ISAPI/System/deviceInfo", "system")
def device_info(context: Context) -> Answer:
    return context.document("DeviceInfo", identity(context.device))


def identity(device: Device) -> Tree:
    """Elements of deviceInfo in the profile's order."""
    known = {
        "deviceName": device.settings.device_name,
        "deviceID": device.identity.device_id,
        "model": device.profile.model,
        "serialNumber": device.identity.serial,
        "macAddress": device.identity.mac,
        "firmwareVersion": device.firmware.version,
        "firmwareReleasedDate": f"build {device.firmware.build}",
        "deviceType": device.profile.device_type,
        "subSerialNumber": device.identity.serial[-9:],
    }
    return {name: known[name] if value == "*" else value for name, value in device.profile.device_info.items()}


@route("PUT", "/ISAPI/System/deviceInfo", "system", "configuration")
def set_device_info(context: Context) -> Answer:
    name = CONFIGURABLE_NAME.search(context.body.decode("utf-8", "replace"))
    if name is None:
        return context.error("badXmlContent")
    context.device.settings.device_name = name[1]
    context.device.settings.revision += 1
    return context.status()


@route("GET", "/ISAPI/System/status", "status")
def status(context: Context) -> Answer:
    device = context.device
    return context.document(
        "DeviceStatus",
        {
            "currentDeviceTime": local_time(device),
            "deviceUpTime": device.uptime,
            "CPUList": {"CPU": {"cpuDescription": "2786.91", "cpuUtilization": 100 if device.uptime < 60 else 31}},
            "MemoryList": {
                "Memory": {
                    "memoryDescription": "DDR Memory",
                    "memoryUsage": device.profile.memory_usage,
                    "memoryAvailable": 48896,
                }
            },
            "totalRebootCount": device.reboot_count,
        },
    )


def utc_offset(zone: str) -> timedelta:
    """Offset of a POSIX zone such as ``CST-8:00:00``: its sign is inverted."""
    match = re.match(r"[A-Z]+([+-]?)(\d+):(\d+):(\d+)", zone)
    if match is None:
        return timedelta()
    hours, minutes, seconds = (int(match[number]) for number in (2, 3, 4))
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return offset if match[1] == "-" else -offset


def local_time(device: Device) -> str:
    offset = utc_offset(device.settings.time_zone)
    minutes = int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    zone = f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    return (device.wall_time + offset).strftime("%Y-%m-%dT%H:%M:%S") + zone


@route("GET", "/ISAPI/System/time", "time")
def time(context: Context) -> Answer:
    settings = context.device.settings
    return context.document(
        "Time",
        {"timeMode": settings.time_mode, "localTime": local_time(context.device), "timeZone": settings.time_zone},
    )


@route("PUT", "/ISAPI/System/time", "time", "configuration")
def set_time(context: Context) -> Answer:
    zone = CONFIGURABLE_ZONE.search(context.body.decode("utf-8", "replace"))
    if zone is None:
        return context.error("badXmlContent")
    context.device.settings.time_zone = zone[1]
    context.device.settings.revision += 1
    return context.status()


@route("GET", "/ISAPI/System/capabilities", "system")
def capabilities(context: Context) -> Answer:
    device = context.device
    profile = device.profile
    video = {"videoInputPortNums": profile.analog_inputs, "videoOutputPortNums": 0}
    tree: dict[str, Any] = {
        "SysCap": {
            "isSupportDst": True,
            "NetworkCap": {"isSupportHttps": bool(profile.tls_flags), "isSupportNtp": True, "isSupportBond": False},
            "IOCap": {"IOInputPortNums": 1, "IOOutputPortNums": 1},
            "VideoCap": video,
            "AudioCap": {"audioInputNums": 1, "audioOutputNums": 1},
            "isSupportSubscribeEvent": True,
        },
        "isSupportSnapshot": "streaming" in profile.features,
        "SecurityCap": security_capabilities(device),
    }
    _add_kind(tree, device)
    _add_upgrade(tree, device)
    return context.document("DeviceCap", tree)


def _add_kind(tree: dict[str, Any], device: Device) -> None:
    profile = device.profile
    if "proxied" in profile.features:
        tree["RacmCap"] = {"inputProxyNums": 0 if profile.analog_inputs else 8, "isSupportZeroChan": True}
    if "working_status" in profile.features:
        tree["SysCap"]["isSupportGettingWorkingStatus"] = True
    if profile.doors:
        tree["isSupportAccessControlCap"] = True
    if "firmwareVersionInfo" in profile.device_info:
        tree["isSupportFirmwareVersionInfo"] = True
    if "online_upgrade" in profile.features:
        tree["isSupportOnlineUpgradeTask"] = True


def _add_upgrade(tree: dict[str, Any], device: Device) -> None:
    policy = device.profile.upload
    if policy.announces:
        tree["isSupportUpdatefirmware"] = True
        tree["isSupportReboot"] = True
        tree["isSupportAcsUpdate"] = True
        tree["SysCap"]["isSupportPostUpdateFirmware"] = "post" in policy.methods
    if policy.pre_validation:
        tree["updateFirmwarePreValidation"] = {
            "updateHeaderLength": policy.pre_validation,
            "languageType": {"@opt": "English,SimplifiedChinese"},
        }


def security_capabilities(device: Device) -> dict[str, Any]:
    """SecurityCap: also an own document, below Security/capabilities."""
    config, lock = device.profile.config, device.profile.lock
    return {
        "supportUserNums": 32,
        "issupIllegalLoginLock": True,
        "isSupportUserCheck": True,
        "securityVersion": {"@opt": ",".join(map(str, config.security_versions))},
        "keyIterateNum": config.iterations,
        "maxIllegalLoginTimes": {"@min": 3, "@max": 20, "@def": lock.attempts},
        "maxIllegalLoginLockTime": {"@min": 1, "@max": 120, "@def": 30},
        "isSupportConfigFileImport": True,
        "isSupportConfigFileExport": True,
        "cfgFileSecretKeyLenLimit": {"@min": 1, "@max": 16},
        "isIrreversible": config.irreversible,
        **({"salt": device.identity.salt} if config.irreversible else {}),
        "RSAKeyLength": {"@opt": "1024,2048", "@def": "2048"},
    }


@route("PUT", "/ISAPI/System/reboot", "reboot", "reboot")
def reboot(context: Context) -> Answer:
    device = context.device
    if device.upgrading:
        return context.error("upgrading")
    if device.faults.take(f.IgnoredReboot):
        return context.status()
    device.restart()
    return DROP if device.faults.take(f.NoAnswerToReboot) else context.status()


@route("GET", "/ISAPI/System/Network/interfaces", "network")
def network_interfaces(context: Context) -> Answer:
    device = context.device
    address = {
        "ipVersion": "v4",
        "addressingType": "static",
        "ipAddress": device.spec.address,
        "subnetMask": "255.0.0.0",
    }
    gateway = {"ipAddress": "127.0.0.1"}
    return context.document(
        "NetworkInterfaceList",
        {
            "@size": 1,
            "NetworkInterface": {
                "id": 1,
                "IPAddress": {**address, "DefaultGateway": gateway, "PrimaryDNS": {"ipAddress": "0.0.0.0"}},
                "Link": {"MACAddress": device.identity.mac, "autoNegotiation": True, "speed": 1000, "duplex": "full"},
            },
        },
    )


@route("GET", "/ISAPI/System/DeviceLanguage", "system")
def device_language(context: Context) -> Answer:
    names = {"en": "English", "cn": "SimplifiedChinese", "ml": "English"}
    return context.document("DeviceLanguage", {"language": names.get(context.device.profile.language, "English")})
