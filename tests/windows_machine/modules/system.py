# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules about the system: scripts, ports, booting."""

from __future__ import annotations

import pathlib
import time
import typing

from windows_machine.drives import drive_of
from windows_machine.machine import Machine, WindowsError

from ansible_collections.surveillance.hikvision.plugins.module_utils._installer.inspection import inspect

UNINSTALL = r"HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall"
Result = dict[str, typing.Any]
SCRIPTS = pathlib.Path(__file__).resolve().parents[3] / "roles/hikcentral/files"


def win_powershell(
    machine: Machine,
    *,
    script: str,
    parameters: dict[str, typing.Any] | None = None,
    **_options: typing.Any,
) -> Result:
    """Scripts are not run: the ones of the role are known by their text, and what they are for is done instead."""
    [name] = [file.stem for file in SCRIPTS.glob("*.ps1") if file.read_text().strip() == script.strip()]
    does = {"server_facts": _server_facts, "move_directory": _move_directory, "signature": _signature}[name]
    told = {"changed": does is _move_directory, "result": does(machine, **(parameters or {}))}
    return told | {"output": [], "error": [], "host_out": "", "host_err": ""}


def win_wait_for(machine: Machine, *, port: int, timeout: int = 300, **_options: typing.Any) -> Result:
    end = time.monotonic() + int(timeout)
    while not machine.listens(int(port)):
        if time.monotonic() >= end:
            return {"failed": True, "msg": f"timed out waiting for 127.0.0.1:{port} to start listening"}
        machine.services()
        time.sleep(0.1)
    return {"wait_attempts": 1, "elapsed": 0}


def win_reboot(machine: Machine, *, check_mode: bool, **_options: typing.Any) -> Result:
    if not check_mode:
        machine.reboot()
    return {"changed": True, "rebooted": not check_mode, "elapsed": 1}


def _server_facts(machine: Machine, Paths: list[str], VersionFile: str) -> Result:  # noqa: N803  # PowerShell's names
    programs = machine.facts["processes"]
    volumes = [
        {"path": path, "volume": _volume(path), "free": machine.facts["free"].get(drive_of(path))} for path in Paths
    ]
    return {
        "time": time.time(),
        "boot_time": machine.facts["boot_time"],
        "environment": {"ProgramFiles(x86)": r"C:\Program Files (x86)", "SystemRoot": r"C:\Windows"},
        "processes": [_process(program) for program in programs],
        "volumes": volumes,
        "products": _products(machine),
        "file_version": machine.facts["file_versions"].get(VersionFile),
    }


def _move_directory(machine: Machine, From: str, To: str) -> Result:  # noqa: N803  # PowerShell's names
    source, target = machine.drives.file(From), machine.drives.file(To)
    if not source.is_dir():
        raise WindowsError(f"Could not find a part of the path '{From}'.")
    if target.exists():
        raise WindowsError("Cannot create a file when that file already exists.")
    if machine.locked([file for file in source.rglob("*") if file.is_file()]):
        raise WindowsError(f"Access to the path '{From}' is denied.")
    source.rename(target)
    return {}


def _signature(machine: Machine, Path: str) -> Result:  # noqa: N803  # PowerShell's names
    """Whoever is named in the signature has signed, unless a test says otherwise."""
    publisher = inspect(str(machine.drives.file(Path))).publisher
    return {"status": "Valid" if publisher else "NotSigned", "message": "as pretended", "publisher": publisher}


def _process(program: str) -> dict[str, str]:
    """One without a directory has a path that Windows does not tell."""
    name = pathlib.PureWindowsPath(program).name
    return {"name": name, "path": "" if name == program else program}


def _volume(path: str) -> str:
    return "\\".join(path.split("\\")[:4]) if path.startswith("\\\\") else path[:2]


def _products(machine: Machine) -> list[dict[str, str]]:
    found = machine.registry(UNINSTALL).values()
    return [
        {"name": values["DisplayName"], "version": values["DisplayVersion"]}
        for values in found
        if "HikCentral" in values.get("DisplayName", "")
    ]
