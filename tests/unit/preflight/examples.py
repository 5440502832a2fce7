# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A package, a file and a device that fit each other; tests change one thing."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import DeviceKind
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Finding
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.firmware_file import FirmwareFile

RUNNING = FirmwareVersion("V5.7.15", "240201")
TARGET = FirmwareVersion("V5.7.18", "240826")
DIGEST = "ab" * 32

DEVICE = Device(
    model="DS-2CD2386G2-IU",
    kind=DeviceKind.CAMERA,
    firmware=RUNNING,
    platform="G5",
    hardware_version="B-R-G5-0",
    language="English",
    customised=False,
    oem_code="1",
)
PACKAGE = Package(name="ipc-g5-5.7.18", firmware=TARGET, src="firmware/digicap.dav")
FILE = FirmwareFile(
    path="firmware/digicap.dav",
    size=30_000_000,
    sha256=DIGEST,
    image_size=30_000_000,
    image_sha256=DIGEST,
    container="HKWS",
    firmware=TARGET,
    language="EN",
    device_class=2,
    oem_code=1,
    upgrade_code="1140050031111110011",
)


def device(**changes: typing.Any) -> Device:
    return dataclasses.replace(DEVICE, **changes)


def package(**changes: typing.Any) -> Package:
    return dataclasses.replace(PACKAGE, **changes)


def file(**changes: typing.Any) -> FirmwareFile:
    return dataclasses.replace(FILE, **changes)


def told(findings: typing.Iterable[Finding]) -> list[str]:
    """Code and severity of each, and the word that allows it: ``FW034 blocked language_mismatch``."""
    return [" ".join(filter(None, (one.code, one.severity, one.allow))) for one in findings]
