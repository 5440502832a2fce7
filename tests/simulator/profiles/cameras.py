# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cameras of four generations."""

from __future__ import annotations

from ..documents import PSIA
from ..timing import Timing
from .model import AuthPolicy, ConfigPolicy, Kind, LockPolicy, Profile, Unsupported, UploadPolicy

BASE = frozenset(
    (
        "system status time security configuration upgrade reboot streaming storage network events motion video_inputs"
    ).split()
)

# Order and gaps as cameras send them; "*" is filled in by the device.
IDENTITY = {
    "deviceName": "*", "deviceID": "*", "deviceDescription": "IPCamera", "deviceLocation": "hangzhou",
    "systemContact": "Hikvision.China", "model": "*", "serialNumber": "*", "macAddress": "*", "firmwareVersion": "*",
    "firmwareReleasedDate": "*", "encoderVersion": "V7.3", "encoderReleasedDate": "build 200310",
    "bootVersion": "V1.3.4", "bootReleasedDate": "100316", "hardwareVersion": "0x0", "deviceType": "*",
    "telecontrolID": "88", "supportBeep": "false", "supportVideoLoss": "false",
}  # fmt: skip

LEGACY = Profile(
    key="camera-legacy",
    about="camera before Digest was the default: Basic only, no lock fields, connection closed after each answer",
    kind=Kind.CAMERA,
    model="DS-2CD2132F-I",
    device_name="IP CAMERA",
    device_type="IPCamera",
    version="V5.4.5",
    build="170124",
    platform="R0",
    device_info={**IDENTITY, "telecontrolID": "2"},
    features=BASE,
    keep_alive=0,
    error_namespace=PSIA,
    unsupported=Unsupported.NOT_FOUND,
    auth=AuthPolicy(schemes=("basic",), realm="{model}"),
    lock=LockPolicy(attempts=7, told=False),
    upload=UploadPolicy(methods=("put",), slots=1, refusal_http=400),
    timing=Timing(flash=90, restart=50, boot=20),
    tls_flags=(),
)

G0 = Profile(
    key="camera-g0",
    about="camera of 2018: terse Digest challenge, no platform told, restarts by itself",
    kind=Kind.CAMERA,
    model="DS-2CD2155FWD-I",
    device_name="IP CAMERA",
    device_type="IPCamera",
    version="V5.5.0",
    build="170725",
    platform="G0",
    device_info=IDENTITY,
    features=BASE,
    keep_alive=10,
    auth=AuthPolicy(terse=True),
    lock=LockPolicy(attempts=7),
    upload=UploadPolicy(methods=("put", "multipart"), refusal_http=400, damage_code="upgradeDataErrLength"),
    timing=Timing(flash=75, restart=45, boot=20),
    tls_flags=("TLS1_1Enable=true", "TLS1_2Enable=true"),
    memory_usage=" 298.234375",
)

G5 = Profile(
    key="camera-g5",
    about="camera of 2023: tells its platform, leaves the reboot to the client",
    kind=Kind.CAMERA,
    model="DS-2CD2386G2-IU",
    device_name="IP CAMERA",
    device_type="IPCamera",
    version="V5.7.15",
    build="240201",
    platform="G5",
    device_info={**IDENTITY, "firmwareVersionInfo": "B-R-G5-0", "manufacturer": "hikvision",
                 "subSerialNumber": "*", "OEMCode": "1"},
    features=BASE | {"online_upgrade"},
    upload=UploadPolicy(reboot="manual", refusal_code=4),
)  # fmt: skip

G7 = Profile(
    key="camera-g7",
    about="camera of 2026: SHA-256 Digest, checks an image header beforehand, exports only with a secret key",
    kind=Kind.CAMERA,
    model="DS-2CD2387G3-LIS2UY",
    device_name="IP CAMERA",
    device_type="IPCamera",
    version="V5.9.1",
    build="250310",
    platform="G7",
    device_info={**IDENTITY, "firmwareVersionInfo": "B-R-G7-0", "platformName": "G7", "manufacturer": "hikvision",
                 "subSerialNumber": "*", "OEMCode": "1"},
    features=BASE | {"pre_validation"},
    json=True,
    auth=AuthPolicy(schemes=("digest-sha256", "digest-md5"), html=False),
    lock=LockPolicy(word="locked"),
    upload=UploadPolicy(refusal_http=403, refusal_code=4, platform_code="devicePlatformMismatch", container="hk20",
                        pre_validation=4096, downgrade=False, version_code="badVersion"),
    config=ConfigPolicy(plain_export=False, security_versions=(1, 2), import_reboot="automatic"),
    timing=Timing(flash=45, restart=35, boot=10),
)  # fmt: skip
