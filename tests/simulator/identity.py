# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serial number, MAC address and IDs of a device, derived from its name: the same on every start."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

from .profiles import Kind, Profile

NAMESPACE = uuid.UUID("5b0c4a5e-9f63-4d0f-9c5b-2f9a6d1c7e11")


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one device from all others."""

    serial: str
    mac: str
    device_id: str
    salt: str

    @property
    def serial_tail(self) -> str:
        """Digits at the end of the serial number, as in the realm of cameras."""
        return self.serial[-5:]

    @property
    def serial_hash(self) -> str:
        """Short hexadecimal name, as in the realm of recorders."""
        return hashlib.md5(self.serial.encode(), usedforsecurity=False).hexdigest()[:16]


def identity_of(name: str, profile: Profile, serial: str | None) -> Identity:
    """Derive everything from the device's name, except a serial number that is given."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    number = f"{int(digest[:8], 16) % 10**9:09d}"
    letters = "CCRRJ" if profile.kind is Kind.RECORDER else "AAWRG"
    tail = "WCVU" if profile.kind is Kind.RECORDER else ""
    return Identity(
        serial=serial or f"{profile.model}20{profile.build}{letters}{number}{tail}",
        mac="02:" + ":".join(digest[start : start + 2] for start in range(8, 18, 2)),
        device_id=str(uuid.uuid5(NAMESPACE, name)),
        salt=hashlib.sha256(digest.encode()).hexdigest(),
    )
