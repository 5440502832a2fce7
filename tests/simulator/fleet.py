# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fleet files from the command line.

``python -m simulator.fleet --count 24 --mixed > fleet.yml``
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

import yaml

from .device_fleet import Fleet
from .fleet_spec import DEFAULT_PASSWORD, DEFAULT_USER, DeviceSpec, FleetSpec, fleet_from_data, read_fleet
from .running import RunningDevice, RunningFleet, running_fleet

__all__ = [
    "DeviceSpec",
    "Fleet",
    "FleetSpec",
    "RunningDevice",
    "RunningFleet",
    "fleet_from_data",
    "generate",
    "main",
    "read_fleet",
    "running_fleet",
]

MIXTURE = (
    "camera-g5", "camera-g0", "nvr", "camera-g5", "door-controller", "camera-g7", "dvr", "camera-g0", "door-station",
    "camera-g5", "nvr-k2", "face-terminal",
)  # fmt: skip


def generate(count: int, mixed: bool, profile: str, tls: bool) -> dict[str, Any]:
    """A fleet file as plain data."""
    kinds = [MIXTURE[index % len(MIXTURE)] if mixed else profile for index in range(count)]
    seen: dict[str, int] = {}
    devices = []
    for kind in kinds:
        seen[kind] = seen.get(kind, 0) + 1
        device: dict[str, Any] = {"name": f"{kind}-{seen[kind]:02d}", "profile": kind}
        # Basic without TLS and recorders without HTTPS are as they are; everything else may have TLS.
        if tls and kind != "dvr":
            device["tls"] = True
        devices.append(device)
    return {
        "time_factor": 30,
        "network": "127.77.0.0/16",
        "port": 8080,
        "tls_port": 8443,
        "username": DEFAULT_USER,
        "password": DEFAULT_PASSWORD,
        "devices": devices,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="simulator.fleet", description="Print a fleet file.")
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--mixed", action="store_true", help="cameras, recorders, door controllers and intercoms")
    parser.add_argument("--profile", default="camera-g5", help="of every device without --mixed")
    parser.add_argument("--tls", action="store_true")
    options = parser.parse_args(arguments)
    print(yaml.safe_dump(generate(options.count, options.mixed, options.profile, options.tls), sort_keys=False), end="")


if __name__ == "__main__":
    main()
