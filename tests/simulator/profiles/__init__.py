# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of devices that can be simulated."""

from __future__ import annotations

from collections.abc import Mapping

from . import cameras, doors, recorders
from .model import Kind, Profile
from .override import override

PROFILES: Mapping[str, Profile] = {
    profile.key: profile
    for profile in (
        cameras.LEGACY,
        cameras.G0,
        cameras.G5,
        cameras.G7,
        recorders.NVR,
        recorders.NVR_K2,
        recorders.DVR,
        doors.CONTROLLER,
        doors.FACE_TERMINAL,
        doors.DOOR_STATION,
    )
}

__all__ = ["PROFILES", "Kind", "Profile", "override"]
