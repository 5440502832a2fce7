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


def claims(devices: Sequence[Device], record: Record, running: Record) -> Iterator[Claim]:
    """All claims about a rollout that has come to its end."""
    seen: Mapping[str, Record] = record["per_device"]
    old = [device for device in devices if not device.current]
    others = [device for device in devices if device.current]
    sent = sum(device.package.size * _flashes(device) for device in old) / 1e6
    yield _claim(
        f"{len(old)} devices got their image whole and {_often(old)}: {sent:.0f} MB in all, not a byte more",
        {device.name: _uploaded(device, seen[device.name]) for device in old},
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
        {device.name: seen[device.name]["exports"] >= _flashes(device) and _runs(device, running) for device in old},
    )


def _claim(sentence: str, truths: Mapping[str, bool]) -> Claim:
    return Claim(sentence, tuple(name for name, true in truths.items() if not true))


def _flashes(device: Device) -> int:
    """How often a device has to be flashed: again after it came back with its old firmware and was mended."""
    return 2 if device.name == BROKEN else 1


def _often(devices: Sequence[Device]) -> str:
    return f"once ({BROKEN} twice)" if any(device.name == BROKEN for device in devices) else "once"


def _uploaded(device: Device, row: Record) -> bool:
    sizes = [upload["image_bytes"] for upload in row["uploads"]]
    return sizes == [device.package.size] * _flashes(device) and row["flashes"] == _flashes(device)


def _runs(device: Device, running: Record) -> bool:
    now = running[device.name]
    return bool((now["version"], now["build"]) == (device.package.version, device.package.build))
