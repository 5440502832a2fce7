# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access control and intercom devices."""

from __future__ import annotations

from ..documents import ISAPI
from ..timing import Timing
from .model import AuthPolicy, ConfigPolicy, Kind, LockPolicy, Profile, Unsupported, UploadPolicy

BASE = frozenset("system time security configuration upgrade reboot network door".split())
CHALLENGE = AuthPolicy(realm="{serial_hash}", html=False)

IDENTITY = {
    "deviceName": "*", "deviceID": "255", "model": "*", "serialNumber": "*", "macAddress": "*", "firmwareVersion": "*",
    "firmwareReleasedDate": "*", "encoderVersion": "V1.0", "encoderReleasedDate": "build 191119", "deviceType": "*",
}  # fmt: skip

CONTROLLER = Profile(
    key="door-controller",
    about="four-door controller: POST only, JSON, door arrays longer than the doors, manual reboot",
    kind=Kind.ACCESS_CONTROL,
    model="DS-K2604",
    device_name="Access Controller",
    device_type="ACS",
    version="V2.1.4",
    build="220914",
    platform="K260X",
    namespace=ISAPI,
    device_info={**IDENTITY, "subDeviceType": "multiChannelAccessController", "telecontrolID": "1",
                 "localZoneNum": "0", "alarmOutNum": "4", "electroLockNum": "4", "RS485Num": "2", "OEMCode": "1",
                 "customizedInfo": None, "marketType": "2"},
    features=BASE | {"status", "persons"},
    json=True,
    server="webserver",
    unsupported=Unsupported.NOT_FOUND,
    auth=CHALLENGE,
    lock=LockPolicy(told=False),
    upload=UploadPolicy(methods=("post",), container="hksu", device_class=861, reboot="manual", announces=True,
                        downgrade=False),
    config=ConfigPolicy(size=8_192, import_methods=("post", "put")),
    timing=Timing(flash=60, restart=30, boot=15, services=10),
    tls_flags=("TLS1_2Enable=true",),
    doors=4,
    door_slots=128,
    readers=8,
    persons=250,
    cards=312,
    streams=(),
    time_zone="CST-3:00:00",
)  # fmt: skip

FACE_TERMINAL = Profile(
    key="face-terminal",
    about="face recognition terminal: no System/status, JSON progress with TRUE and FALSE, restarts by itself",
    kind=Kind.ACCESS_CONTROL,
    model="DS-K1T341AMF",
    device_name="Access Controller",
    device_type="ACS",
    version="V3.2.30",
    build="220311",
    platform="K1T341",
    namespace=ISAPI,
    device_info={**IDENTITY, "telecontrolID": "1", "supportBeep": "false", "localZoneNum": "0", "alarmOutNum": "0",
                 "electroLockNum": "1", "RS485Num": "1", "manufacturer": "hikvision", "OEMCode": "1",
                 "customizedInfo": None, "marketType": "2"},
    features=BASE | {"persons"},
    json=True,
    server="webserver",
    unsupported=Unsupported.NOT_FOUND,
    auth=CHALLENGE,
    upload=UploadPolicy(methods=("put", "post"), container="hksu", device_class=872, announces=True, downgrade=False),
    config=ConfigPolicy(size=16_384, import_methods=("post", "put")),
    timing=Timing(flash=80, restart=35, boot=20, services=10),
    tls_flags=("TLS1_2Enable=true",),
    doors=1,
    readers=1,
    persons=42,
    cards=40,
    streams=(),
)  # fmt: skip

DOOR_STATION = Profile(
    key="door-station",
    about="villa door station: type written with tabs around it, no System/status, empty answer to an upload",
    kind=Kind.INTERCOM,
    model="DS-KV8213-WME1(C)",
    device_name="OUTDOOR STATION",
    device_type="\t\tVIS\t",
    version="V2.2.77",
    build="240515",
    platform="KV8X13",
    namespace=ISAPI,
    device_info={"deviceName": "*", "deviceID": "*", "deviceDescription": "Vis", "deviceLocation": "STD-CGI",
                 "systemContact": "STD-CGI", "model": "*", "serialNumber": "*", "macAddress": "*",
                 "firmwareVersion": "*", "firmwareReleasedDate": "*", "bootVersion": "33685581",
                 "bootReleasedDate": "1574159", "hardwareVersion": "0x0", "encoderVersion": "V2.9",
                 "encoderReleasedDate": "build 240223", "deviceType": "*", "subDeviceType": "villaDoorStation",
                 "telecontrolID": "88", "supportBeep": "true", "alarmOutNum": "2", "alarmInNum": "4",
                 "RS485Num": "1", "customizedInfo": None},
    features=BASE | {"streaming"},
    server="webserver",
    unsupported=Unsupported.NOT_FOUND,
    auth=CHALLENGE,
    upload=UploadPolicy(methods=("put", "multipart"), container="hksu", device_class=1021, answer="empty"),
    config=ConfigPolicy(size=12_288, import_methods=("put",)),
    timing=Timing(flash=70, restart=35, boot=20, services=15),
    tls_flags=("TLS1_2Enable=true",),
    doors=2,
    readers=1,
    streams=("101",),
)  # fmt: skip
