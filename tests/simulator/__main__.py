# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m simulator``: serve a fleet until a signal or the control API ends it."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from .control import Control, describe
from .device_fleet import Fleet
from .fleet_spec import DeviceSpec, FleetSpec, read_fleet
from .profiles import PROFILES


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    if options.list_profiles:
        for profile in PROFILES.values():
            print(f"{profile.key:16} {profile.model:20} {profile.version} build {profile.build}  {profile.about}")
        return 0
    try:
        fleet = Fleet(_fleet(options), options.time_factor)
    except (OSError, ValueError) as problem:
        print(f"simulator: {problem}", file=sys.stderr)
        return 2
    asyncio.run(_serve(fleet, options.control, options.ready_file))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulator", description="Simulate Hikvision devices.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--fleet", type=Path, help="fleet file, YAML or JSON")
    what.add_argument("--profile", action="append", help="one device of this profile, may be repeated")
    what.add_argument("--list-profiles", action="store_true")
    parser.add_argument("--time-factor", type=float, help="simulated seconds per real second (default: fleet file)")
    parser.add_argument("--control", default="127.0.0.1:0", metavar="HOST:PORT", help="control API")
    parser.add_argument("--ready-file", type=Path, help="written once all devices listen")
    return parser.parse_args(arguments)


def _fleet(options: argparse.Namespace) -> FleetSpec:
    if options.fleet is not None:
        return read_fleet(options.fleet)
    names = [f"{profile}-{number}" for number, profile in enumerate(options.profile, start=1)]
    devices = [DeviceSpec(name=name, profile=profile) for name, profile in zip(names, options.profile, strict=True)]
    return FleetSpec(devices=devices)


async def _serve(fleet: Fleet, control_address: str, ready_file: Path | None) -> None:
    control = Control(fleet)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, control.ended.set)
    await fleet.start()
    try:
        host, _unused, port = control_address.rpartition(":")
        url = await control.start(host, int(port))
        _announce(fleet, url, ready_file)
        await control.ended.wait()
    finally:
        await control.stop()
        await fleet.stop()


def _announce(fleet: Fleet, control_url: str, ready_file: Path | None) -> None:
    ready = {
        "control": control_url,
        "time_factor": fleet.clock.factor,
        "pid": os.getpid(),
        "devices": {name: describe(listener) for name, listener in fleet.listeners.items()},
    }
    if ready_file is None:
        print(json.dumps(ready, indent=1), flush=True)
        return
    # Renaming makes the file appear complete or not at all.
    partial = ready_file.with_name(ready_file.name + ".partial")
    partial.write_text(json.dumps(ready, indent=1), encoding="utf-8")
    partial.replace(ready_file)


if __name__ == "__main__":
    sys.exit(main())
