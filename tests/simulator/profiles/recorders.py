# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Network and analogue recorders."""

from __future__ import annotations

from ..documents import ISAPI
from ..timing import Timing
from .model import AuthPolicy, ConfigPolicy, Disk, Kind, Profile, ProxyChannel, Unsupported, UploadPolicy

BASE = frozenset(
    (
        "system status time security configuration upgrade reboot streaming storage network events recording "
        "working_status proxied"
    ).split()
)
CHALLENGE = AuthPolicy(realm="{serial_hash}", html=False)

IDENTITY = {
    "deviceName": "*", "deviceID": "*", "model": "*", "serialNumber": "*", "macAddress": "*", "firmwareVersion": "*",
    "firmwareReleasedDate": "*", "encoderVersion": "V5.0", "encoderReleasedDate": "build 230530", "deviceType": "*",
    "telecontrolID": "255",
}  # fmt: skip

NVR = Profile(
    key="nvr",
    about="8-channel network recorder: four cameras (one foreign, one offline), one disk, no downgrade",
    kind=Kind.RECORDER,
    model="DS-7608NXI-I2/8P/S",
    device_name="Network Video Recorder",
    device_type="NVR",
    version="V4.62.210",
    build="230619",
    platform="K51",
    namespace=ISAPI,
    device_info={**IDENTITY, "hardwareVersion": "0100000092010000", "decordChannelNums": "8", "VGANums": "1",
                 "USBNums": "2", "auxoutNums": "0", "regionVersion": "basic"},
    features=BASE,
    json=True,
    server="DNVRS-Webs",
    auth=CHALLENGE,
    upload=UploadPolicy(methods=("put",), downgrade=False, device_class=44),
    config=ConfigPolicy(size=220_000, import_reboot="automatic"),
    timing=Timing(flash=120, restart=90, boot=25, services=60),
    tls_flags=("TLS1_1Enable=false", "TLS1_2Enable=true"),
    streams=("101", "102", "201", "202", "301", "302"),
    proxied=(
        ProxyChannel(name="garden"),
        ProxyChannel(name="house"),
        ProxyChannel(name="road", model="IPC", firmware="V6.26 build 150513", protocol="ONVIF"),
        ProxyChannel(name="gate", model=None, firmware=None, online=False),
    ),
    disks=(Disk(name="hdd1"),),
)  # fmt: skip

NVR_K2 = Profile(
    key="nvr-k2",
    about="16-channel network recorder: counts its channels wrongly, channel status only one by one, manual reboot",
    kind=Kind.RECORDER,
    model="DS-7616NI-K2",
    device_name="书房录像机",
    device_type="NVR",
    version="V4.31.102",
    build="221205",
    platform="K51",
    namespace=ISAPI,
    bare_documents=frozenset({"storage", "InputProxyChannelStatus", "TrackList"}),
    device_info={**IDENTITY, "hardwareVersion": "B-R-K51-00", "decordChannelNums": "16", "VGANums": "1",
                 "USBNums": "2", "auxoutNums": "0"},
    features=BASE,
    server="DNVRS-Webs",
    auth=CHALLENGE,
    upload=UploadPolicy(methods=("put", "post"), reboot="manual", answer="reboot_text", downgrade=False,
                        device_class=44),
    config=ConfigPolicy(size=180_000),
    timing=Timing(flash=150, restart=100, boot=30, services=90),
    tls_flags=("TLS1_2Enable=true",),
    streams=tuple(f"{channel}0{stream}" for channel in range(1, 7) for stream in (1, 2)),
    proxied=tuple(ProxyChannel(name=f"Camera {number:02d}") for number in range(1, 7)),
    proxied_size=10,
    status_list=False,
    disks=(Disk(name="hdd1", free=20_480), Disk(name="hdd2", status="notexist", capacity=0)),
)  # fmt: skip

DVR = Profile(
    key="dvr",
    about="4-channel analogue recorder: answers an upload only after writing, with Reboot Required; no HTTPS",
    kind=Kind.RECORDER,
    model="iDS-7204HUHI-M1/E",
    device_name="Embedded Net DVR",
    device_type="DVR",
    version="V4.75.011",
    build="240625",
    platform="K72",
    root_version="1.0",
    device_info={**IDENTITY, "hardwareVersion": "0xc0fcc00", "manufacturer": "hikvision"},
    features=BASE | {"video_inputs"},
    server="DNVRS-Webs",
    unsupported=Unsupported.OK_WITH_ERROR,
    auth=CHALLENGE,
    upload=UploadPolicy(methods=("put",), reboot="manual", answer="after_write", slots=1, device_class=44),
    config=ConfigPolicy(size=140_000),
    timing=Timing(flash=100, restart=80, boot=25, services=20),
    tls_flags=(),
    streams=tuple(f"{channel}0{stream}" for channel in range(1, 5) for stream in (1, 2)),
    analog_inputs=4,
    proxied_size=2,
    disks=(Disk(name="hdd1", capacity=953_869, free=814_080),),
)
