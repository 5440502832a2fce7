# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All checks on one package, its file and one device, before anything is sent."""

from __future__ import annotations

from .._device.upgrade import UpgradeProgress
from .._firmware.finding import Finding
from .._firmware.package import Package
from .device import Device
from .direction import directions
from .file_match import mismatches
from .firmware_file import FirmwareFile
from .fit import misfits
from .readiness import too_large, unready


def findings_on(
    package: Package,
    file: FirmwareFile,
    device: Device,
    progress: UpgradeProgress | None,
    *,
    may_upgrade: bool | None,
) -> tuple[Finding, ...]:
    """Whatever there is to say, by code. ``may_upgrade`` is our account's right where the device tells it."""
    found = (
        *file.findings,
        *mismatches(file, package, device),
        *misfits(package, device),
        *directions(package, device),
        *unready(progress, may_upgrade=may_upgrade),
        *too_large(file.image_size),
    )
    return tuple(sorted(found, key=lambda finding: finding.code))
