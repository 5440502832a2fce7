# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes machines that are a prefix of Wine, from a description or from another one."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import shutil
import socket
import time
import typing

from windows_machine.description import Description
from windows_machine.wine import registry
from windows_machine.wine.machine import WineMachine
from windows_machine.wine.prefix import Prefix

Facts = dict[str, typing.Any]
Spoil = typing.Callable[[Facts], object]


def install(
    description: Description, directory: pathlib.Path, pristine: Prefix, service_program: pathlib.Path
) -> WineMachine:
    """Make the machine in a copy of a prefix."""
    directory.mkdir(parents=True)
    prefix = pristine.clone_into(directory / "prefix")
    registry.add(prefix.directory, description)
    facts = dataclasses.asdict(description) | {
        "delayed": [service.name for service in description.services if service.start_mode == "delayed"],
        "boot_time": time.time() - 86400,
    }
    (directory / "faults.json").write_text(json.dumps(facts.pop("faults")))
    machine = _with(facts, directory)
    for path, content in description.files.items():
        _file(machine, path).write_text(content)
    for service in description.services:
        shutil.copy(service_program, _file(machine, service.binary))
    prefix.boot()
    machine.settle({service.name: "started" if service.running else "stopped" for service in description.services})
    return machine


def copy(seed: WineMachine, directory: pathlib.Path, spoil: Spoil | None) -> WineMachine:
    """Make a machine like another one that runs, and change what is told of it."""
    shutil.copytree(seed.directory, directory, ignore=shutil.ignore_patterns("prefix", "wine.json"))
    prefix = seed.prefix.clone_into(directory / "prefix")
    now = seed.services()
    registry.set_start_modes(prefix.directory, now)
    facts = json.loads(json.dumps(seed.facts))
    if spoil:
        spoil(facts)
    machine = _with(facts, directory)
    prefix.boot()
    machine.settle({service.name: service.state for service in now})
    return machine


def mend(machine: WineMachine, good: WineMachine) -> None:
    """Give services and patch the behaviour that they have on another machine. That takes effect with a power cut."""
    machine.facts |= {name: good.facts[name] for name in ("services", "installers")}
    machine.save()
    _tell(machine)
    machine.power_cut()
    machine.wait_for({"started", "stopped"})


def _with(facts: Facts, directory: pathlib.Path) -> WineMachine:
    """All prefixes share the ports of this computer, so every port of a description has a free one to stand for it."""
    ports = {str(service["port"]): _free_port() for service in facts["services"] if service["port"]}
    (directory / "wine.json").write_text(json.dumps(facts | {"ports": ports}))
    machine = WineMachine(directory)
    _tell(machine)
    return machine


def _tell(machine: WineMachine) -> None:
    """Tell services and patch how to behave. A service reads it when it starts."""
    for service in machine.facts["services"]:
        lines = {"stop_ms": 300 * service["stop_looks"], "leaves_pid_file": int(service["leaves_pid_file"])}
        lines |= {"holds": service["holds"], "pid_file": service["pid_file"], "revives": " ".join(service["revives"])}
        lines |= {"port": machine.facts["ports"][str(service["port"])] if service["port"] else 0}
        _write(machine, service["name"], "service", lines)
    for patch in machine.facts["installers"]:
        lines = {"rc": patch["rc"], "ends": int(patch["ends"]), "stops": " ".join(reversed(patch["stops"]))}
        changes = bool(patch["writes"]) and patch["rc"] in (0, 3010)
        _write(machine, "patch", "patch", lines | {"changes": int(changes)})


def _write(machine: WineMachine, name: str, section: str, lines: Facts) -> None:
    text = "\r\n".join(f"{key}={value}" for key, value in lines.items())
    _file(machine, rf"C:\services\{name}.ini").write_text(f"[{section}]\r\n{text}\r\n")


def _file(machine: WineMachine, path: str) -> pathlib.Path:
    file = machine.drives.file(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])
