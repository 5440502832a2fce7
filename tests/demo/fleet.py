# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The devices of the demonstration, and the firmware that is meant for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.profiles import PROFILES, Profile

TIME_FACTOR = 40
"""Simulated seconds in one real second: writing the flash of a recorder takes four seconds instead of 150."""

BROKEN = "loading-dock-cam"
BREAKAGE: Mapping[str, Any] = {"back_with_old_version": {"uses": None}}  # until somebody mends it
USER = "admin"


@dataclass(frozen=True, slots=True)
class Package:
    """Firmware for the devices of one profile."""

    profile: str
    version: str
    build: str
    megabytes: float

    @property
    def made_for(self) -> Profile:
        """The kind of device that takes it."""
        return PROFILES[self.profile]

    @property
    def file(self) -> str:
        """Name of the image."""
        return f"{self.profile}_{self.version}_{self.build}.dav"

    @property
    def size(self) -> int:
        """Bytes of the image."""
        return int(self.megabytes * 1e6)


PACKAGES = (
    Package("camera-g5", "V5.7.18", "240826", 12.0),
    Package("camera-g0", "V5.5.82", "190909", 9.0),
    Package("camera-g7", "V5.9.4", "250620", 14.0),
    Package("camera-legacy", "V5.4.41", "170312", 8.0),
    Package("nvr", "V4.84.100", "241018", 16.0),
    Package("nvr-k2", "V4.32.115", "230519", 16.0),
    Package("dvr", "V4.76.005", "241120", 12.0),
    Package("door-controller", "V2.1.8", "231108", 8.0),
    Package("face-terminal", "V3.3.10", "230916", 12.0),
    Package("door-station", "V2.2.90", "250214", 10.0),
)


@dataclass(frozen=True, slots=True)
class Device:
    """One device.

    ``current``: it runs the new firmware already. ``area`` is what it watches or guards, ``parent`` records it.
    """

    name: str
    profile: str
    tls: bool = False
    current: bool = False
    area: str | None = None
    parent: str | None = None
    faults: tuple[Mapping[str, Any], ...] = ()

    @property
    def package(self) -> Package:
        """What is meant for it."""
        return next(package for package in PACKAGES if package.profile == self.profile)

    @property
    def kind(self) -> str:
        """camera, recorder, access_control or intercom."""
        return str(self.package.made_for.kind)

    def in_fleet_file(self) -> dict[str, Any]:
        """Its entry in the simulator's fleet file: slow where there is something to watch, quick where there is not."""
        slow = {"upload_slow": {"bytes_per_s": int(self.package.size / 2.5)}}
        entry: dict[str, Any] = {"name": self.name, "profile": self.profile, "tls": self.tls}
        if self.current:
            entry |= {"version": self.package.version, "build": self.package.build}
        quick = {"timing": {"restart": 20, "boot": 6, "services": 10}}
        return {**entry, "device_name": self.name, "faults": [slow, *self.faults], "overrides": quick}


# The first one is the canary: a camera of the model that there are most of.
DEVICES = (
    Device("lobby-cam", "camera-g5"),
    Device("garage-cam-1", "camera-g0"),
    Device("north-gate", "door-controller", area="fence"),
    Device("hall-cam-1", "camera-g5", tls=True, area="hall", parent="nvr-house-a"),
    Device("hall-cam-2", "camera-g5", area="hall", parent="nvr-house-a"),
    Device("nvr-house-a", "nvr", tls=True),
    Device("garage-cam-2", "camera-g0"),
    Device("garage-cam-3", "camera-g0", current=True),
    Device("entrance", "door-station"),
    Device("roof-cam-1", "camera-g7", tls=True),
    Device("staff-door", "face-terminal"),
    Device("dvr-old-wing", "dvr"),
    Device("yard-cam-1", "camera-g5", area="yard", parent="nvr-house-c"),
    Device("yard-cam-2", "camera-g5", area="yard", parent="nvr-house-c"),
    Device("old-wing-cam", "camera-legacy", tls=True),
    Device("south-gate", "door-controller", tls=True, area="fence"),
    Device("nvr-house-b", "nvr-k2"),
    Device("hall-cam-3", "camera-g5", current=True, area="hall", parent="nvr-house-a"),
    Device("roof-cam-2", "camera-g7"),
    Device("garage-cam-4", "camera-g0"),
    Device("server-room", "face-terminal"),
    Device("nvr-house-c", "nvr"),
    Device("back-door", "door-station"),
    Device("roof-cam-3", "camera-g7"),
)


def devices(*, with_fault: bool) -> list[Device]:
    """All devices; ``with_fault`` adds one that comes back from an upgrade with the old firmware."""
    broken = [Device(BROKEN, "camera-g5", faults=(BREAKAGE,))] if with_fault else []
    return [*DEVICES, *broken]


def census(fleet: Sequence[Device]) -> str:
    """``13 cameras, 4 recorders, ...``."""
    words: Mapping[str, str] = {
        "camera": "cameras",
        "recorder": "recorders",
        "access_control": "door devices",
        "intercom": "door stations",
    }
    counted = Counter(device.kind for device in fleet)
    return ", ".join(f"{counted[kind]} {word}" for kind, word in words.items())
