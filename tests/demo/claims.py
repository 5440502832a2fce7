# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the demonstration claims, checked against what the devices recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .fleet import BROKEN, Device

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and the devices for which it is not true."""

    sentence: str
    exceptions: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.exceptions


def claims(devices: Sequence[Device], record: Record, running: Record, reached: Sequence[str]) -> Iterator[Claim]:
    """All claims about a run in which the waves came as far as the devices ``reached``."""
    seen: Mapping[str, Record] = record["per_device"]
    old = [device for device in devices if device.name in reached and not device.current]
    others = [device for device in devices if device not in old]
    sent = sum(device.package.size for device in old) / 1e6
    yield _claim(
        f"{len(old)} devices got their image once and whole: {sent:.0f} MB in all, not a byte more",
        {device.name: _uploaded_once(device, seen[device.name]) for device in old},
    )
    yield _claim(
        f"{len(others)} other devices saw no write at all",
        {device.name: seen[device.name]["writes"] == 0 for device in others},
    )
    yield _claim("no login was refused", {name: row["auth_failures"] == 0 for name, row in seen.items()})
    yield _claim(
        "no device ever had two requests at a time",
        {name: row["max_parallel_requests"] <= 1 for name, row in seen.items()},
    )
    yield _claim(
        "each upgraded device was backed up before and runs its new firmware",
        {
            device.name: seen[device.name]["exports"] >= 1 and _runs(device, running)
            for device in old
            if device.name != BROKEN
        },
    )


def _claim(sentence: str, truths: Mapping[str, bool]) -> Claim:
    return Claim(sentence, tuple(name for name, true in truths.items() if not true))


def _uploaded_once(device: Device, row: Record) -> bool:
    sizes = [upload["image_bytes"] for upload in row["uploads"]]
    return sizes == [device.package.size] and row["flashes"] == 1


def _runs(device: Device, running: Record) -> bool:
    now = running[device.name]
    return bool((now["version"], now["build"]) == (device.package.version, device.package.build))
