# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for Hikvision devices: see README.md beside this file."""

from __future__ import annotations

from .firmware import firmware_for
from .fleet_spec import CertificateSpec, DeviceSpec, FleetSpec, fleet_from_data, read_fleet
from .image_builder import build_image
from .image_reader import read_image
from .lifecycle import DeviceState
from .profiles import PROFILES
from .running import RunningDevice, RunningFleet, running_fleet
from .versions import Firmware

__all__ = [
    "PROFILES",
    "CertificateSpec",
    "DeviceSpec",
    "DeviceState",
    "Firmware",
    "FleetSpec",
    "RunningDevice",
    "RunningFleet",
    "build_image",
    "firmware_for",
    "fleet_from_data",
    "read_fleet",
    "read_image",
    "running_fleet",
]
