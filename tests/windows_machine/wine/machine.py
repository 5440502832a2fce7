# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine that is a prefix of Wine."""

from __future__ import annotations

import json
import pathlib
import socket
import subprocess
import time
import typing

from windows_machine.description import Description, Service
from windows_machine.drives import Drives
from windows_machine.machine import Ended, Running, WindowsError
from windows_machine.wine.prefix import Prefix

STATES = {"1": "stopped", "2": "start_pending", "3": "stop_pending", "4": "started"}
MODES = {"auto": 2, "delayed": 2, "manual": 3, "disabled": 4}
ERRORS = {
    1051: "it has dependent services",
    1056: "it runs already",
    1058: "the service is disabled",
    1060: "none such",
}
# An installer that waits for somebody does so for ever; nobody is there.
PATIENCE = 15


class WineMachine:
    """The machine in a directory, whose ``wine.json`` names the prefix and what Wine does not do itself."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory = directory
        self.facts: dict[str, typing.Any] = json.loads((directory / "wine.json").read_text())
        self.prefix = Prefix(pathlib.Path(self.facts["prefix"]))
        self.drives = Drives(self.prefix.directory)

    def services(self) -> list[Running]:
        lines = [line.split("\t") for line in self.prefix.control("services").stdout.splitlines()]
        return [self._running(*line) for line in lines if line[0] in self.facts["ours"]]

    def set_start_mode(self, name: str, mode: str) -> None:
        self.control("mode", name, str(MODES[mode]))
        self.facts["delayed"] = sorted({*self.facts["delayed"], name} - ({name} if mode != "delayed" else set()))
        self._save()

    def start(self, name: str) -> None:
        service = self._service(name)
        for dependency in service.dependencies:
            self.start(dependency)
        if service.state == "stopped":
            self.control("start", name)

    def stop(self, name: str) -> None:
        """Wine stops a service whatever depends on it; Windows does not."""
        found = self.services()
        if any(name in other.dependencies and other.state != "stopped" for other in found):
            raise WindowsError(f"Cannot stop service '{name}' because {ERRORS[1051]} (1051)")
        if self._service(name).state == "started":
            self.control("stop", name)

    def registry(self, key: str) -> dict[str, dict[str, str]] | None:
        asked = self.prefix.run("reg", "query", key.replace(":", ""))
        if asked.returncode:
            return None
        lines = [line.rstrip("\r") for line in asked.stdout.splitlines()]
        values = [line.strip().split("    ", maxsplit=2) for line in lines if line.startswith("    ")]
        sub_keys = [line.rpartition("\\")[2] for line in lines if line.startswith("HKEY") and len(line) > len(key) + 14]
        return {"values": {name: data for name, _type, data in values}, "sub_keys": dict.fromkeys(sub_keys, "")}

    def locked(self, files: list[pathlib.Path]) -> set[pathlib.Path]:
        """Programs of Linux do not see the locks of Wine's, so one of the latter has to look."""
        if not files:
            return set()
        named = {self.drives.windows(file): file for file in files}
        told = self.prefix.control("locked", stdin="\n".join(named) + "\n").stdout
        return {named[line.strip()] for line in told.splitlines()}

    def copy_tree(self, source: pathlib.Path, target: pathlib.Path) -> list[pathlib.Path]:
        told = self.prefix.control("copy", self.drives.windows(source), self.drives.windows(target)).stdout
        return [self.drives.file(line.strip()) for line in told.splitlines()]

    def execute(self, program: pathlib.Path, arguments: str) -> Ended | None:
        try:
            ended = self.prefix.run(self.drives.windows(program), *arguments.split(), seconds=PATIENCE)
        except subprocess.TimeoutExpired:
            return None
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def listens(self, port: int) -> bool:
        with socket.socket() as client:
            client.settimeout(1)
            return client.connect_ex(("127.0.0.1", port)) == 0

    def close_programs(self) -> None:
        self.facts["processes"] = []
        self._save()

    def reboot(self) -> None:
        for service in reversed(self.services()):
            self.prefix.control("stop", service.name)
        self.wait_for({"stopped"})
        self.power_cut()

    def power_cut(self) -> None:
        """Everything ends at once, and starts again."""
        self.prefix.cut_power()
        self.prefix.boot()
        self.facts["boot_time"] = time.time()
        self._save()

    def control(self, *arguments: str) -> None:
        """Run the control program. Raises :class:`WindowsError`."""
        code = int(self.prefix.control(*arguments).stdout)
        if code:
            raise WindowsError(
                f"Cannot {arguments[0]} service '{arguments[1]}': {ERRORS.get(code, 'refused')} ({code})"
            )

    def wait_for(self, states: set[str]) -> None:
        """Wait until all services are in one of the states."""
        end = time.monotonic() + 20
        while any(service.state not in states for service in self.services()) and time.monotonic() < end:
            time.sleep(0.1)

    def _service(self, name: str) -> Running:
        for service in self.services():
            if service.name.lower() == name.lower():
                return service
        raise WindowsError(f"Service '{name}' does not exist (1060)")

    def _running(self, name: str, state: str, mode: str, path: str) -> Running:
        modes = {"2": "delayed" if name in self.facts["delayed"] else "auto", "3": "manual", "4": "disabled"}
        return Running(name, path, STATES[state], modes[mode], tuple(self.facts["ours"][name]))

    def _save(self) -> None:
        (self.directory / "wine.json").write_text(json.dumps(self.facts))


def install(description: Description, directory: pathlib.Path, prefix: Prefix, programs: pathlib.Path) -> WineMachine:
    """Make the machine in a prefix that has none, or had another one."""
    directory.mkdir(parents=True)
    facts = {name: getattr(description, name) for name in ("free", "utc_offset", "file_versions", "processes")}
    ours = {service.name: service.dependencies for service in description.services}  # Wine does not tell them
    facts |= {"prefix": str(prefix.directory), "ours": ours, "delayed": [], "boot_time": time.time() - 86400}
    (directory / "wine.json").write_text(json.dumps(facts))
    machine = WineMachine(directory)
    for path, content in description.files.items():
        _file(machine, path).write_text(content)
    for key, values in description.registry.items():
        for name, data in values.items():
            prefix.run("reg", "add", key.replace(":", ""), "/v", name, "/d", data, "/f")
    for service in description.services:
        _create(machine, service, programs)
    for service in description.services:
        if service.running:
            machine.start(service.name)
    machine.wait_for({"started", "stopped"})
    return machine


def _create(machine: WineMachine, service: Service, programs: pathlib.Path) -> None:
    lines = {"stop_ms": 300 * service.stop_looks, "leaves_pid_file": int(service.leaves_pid_file)}
    lines |= {"holds": service.holds, "pid_file": service.pid_file, "port": service.port}
    lines |= {"revives": " ".join(service.revives)}
    text = "\r\n".join(f"{key}={value}" for key, value in lines.items())
    _file(machine, rf"C:\services\{service.name}.ini").write_text(f"[service]\r\n{text}\r\n")
    _file(machine, service.binary).write_bytes((programs / "service.exe").read_bytes())
    mode = str(MODES[service.start_mode])
    machine.control("create", service.name, service.path, mode, *service.dependencies)
    machine.set_start_mode(service.name, service.start_mode)


def _file(machine: WineMachine, path: str) -> pathlib.Path:
    file = machine.drives.file(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    return file
