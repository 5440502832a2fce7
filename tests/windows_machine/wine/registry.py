# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of the registry, written to the file in which Wine keeps them between two boots.

A program for each of them would take a second for every server.
"""

from __future__ import annotations

import pathlib

from windows_machine.description import Description, Service
from windows_machine.machine import Running

SERVICES = r"HKLM:\System\CurrentControlSet\Services"
START_MODES = {"auto": 2, "delayed": 2, "manual": 3, "disabled": 4}
OWN_PROCESS = 0x10


def add(prefix: pathlib.Path, description: Description) -> None:
    """Add keys and services of a server to a prefix in which nothing runs."""
    keys = {name: {key: _text(value) for key, value in values.items()} for name, values in description.registry.items()}
    _append(prefix, keys | {_key(service.name): _service(service) for service in description.services})


def set_start_modes(prefix: pathlib.Path, services: list[Running]) -> None:
    """Give services the start modes that others have now; what Wine has written to the file may be older."""
    _append(prefix, {_key(each.name): {"Start": _number(START_MODES[each.start_mode])} for each in services})


def _append(prefix: pathlib.Path, keys: dict[str, dict[str, str]]) -> None:
    with (prefix / "system.reg").open("a", encoding="ascii") as file:
        for name, values in keys.items():
            path = name.partition(":\\")[2].replace("\\", "\\\\")
            lines = [f'"{key}"={value}' for key, value in values.items()]
            file.write("\n".join([f"\n[{path}]", *lines, ""]))


def _key(service: str) -> str:
    return rf"{SERVICES}\{service}"


def _service(service: Service) -> dict[str, str]:
    values = {
        "DisplayName": _text(service.name),
        "ErrorControl": _number(0),
        "ImagePath": _text(service.path),
        "ObjectName": _text("LocalSystem"),
        "Start": _number(START_MODES[service.start_mode]),
        "Type": _number(OWN_PROCESS),
    }
    if service.dependencies:
        values["DependOnService"] = 'str(7):"' + "".join(f"{name}\\0" for name in service.dependencies) + '"'
    return values


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _number(value: int) -> str:
    return f"dword:{value:08x}"
