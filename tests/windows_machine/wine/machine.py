# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine that is a prefix of Wine."""

from __future__ import annotations

import json
import pathlib
import socket
import time
import typing

from windows_machine.drives import Drives
from windows_machine.machine import Ended, Running, WindowsError
from windows_machine.wine import registry
from windows_machine.wine.prefix import Prefix

STATES = {"1": "stopped", "2": "start_pending", "3": "stop_pending", "4": "started"}
ERRORS = {
    1051: "it has dependent services",
    1056: "it has not stopped yet",
    1058: "the service is disabled",
    1060: "none such",
}
# Wine gives up on a service whose program is late to answer, as on a computer that is busy; Windows waits for longer.
LATE = "(1359)"
# An installer that waits for somebody does so for ever; nobody is there.
PATIENCE = 15


class WineMachine:
    """The machine in a directory, whose ``wine.json`` names the prefix and what Wine does not do itself."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory = directory
        self.facts: dict[str, typing.Any] = json.loads((directory / "wine.json").read_text())
        self.prefix = Prefix(directory / "prefix")
        self.drives = Drives(self.prefix.directory)

    def services(self) -> list[Running]:
        lines = [line.split("\t") for line in self.prefix.control("services").stdout.splitlines()]
        ours = {service["name"]: tuple(service["dependencies"]) for service in self.facts["services"]}
        return [self._running(*line, ours[line[0]]) for line in lines if line[0] in ours]

    def set_start_mode(self, name: str, mode: str) -> None:
        self.control("mode", name, str(registry.START_MODES[mode]))
        self.facts["delayed"] = sorted({*self.facts["delayed"], name} - ({name} if mode != "delayed" else set()))
        self.save()

    def start(self, name: str) -> None:
        service = self._service(name)
        for dependency in service.dependencies:
            self.start(dependency)
        if service.state not in ("stopped", "stop_pending"):
            return
        try:
            self.control("start", name)
        except WindowsError as error:  # it is still stopping, unless another one was faster
            if self._service(name).state in ("start_pending", "started"):
                return
            if LATE not in str(error):
                raise
            self.control("start", name)

    def stop(self, name: str) -> None:
        """Wine stops a service whatever depends on it; Windows does not."""
        found = self.services()
        if any(name in other.dependencies and other.state != "stopped" for other in found):
            raise WindowsError(f"Cannot stop service '{name}' because {ERRORS[1051]} (1051)")
        if self._service(name).state == "started":
            self.control("stop", name)

    def registry(self, key: str) -> dict[str, dict[str, str]]:
        asked = self.prefix.run("reg", "query", key.replace(":", ""), "/s")
        found: dict[str, dict[str, str]] = {}
        for line in asked.stdout.splitlines():
            if line.startswith("HKEY"):
                found[line.rstrip().rpartition("\\")[2]] = {}
            elif line.startswith("    "):
                name, _type, data = line.strip().split("    ", maxsplit=2)
                found[[*found][-1]][name] = data
        return found

    def locked(self, files: list[pathlib.Path]) -> set[pathlib.Path]:
        """Programs of Linux do not see the locks of Wine's, so one of the latter has to look."""
        if not files:
            return set()
        named = {self.drives.windows(file): file for file in files}
        told = self.prefix.control("locked", stdin="\n".join(named) + "\n").stdout
        return {named[line.strip()] for line in told.splitlines()}

    def copy_tree(self, source: pathlib.Path, target: pathlib.Path) -> list[pathlib.Path]:
        target.mkdir(parents=True, exist_ok=True)
        told = self.prefix.control("copy", self.drives.windows(source), self.drives.windows(target)).stdout
        return [self.drives.file(line.strip()) for line in told.splitlines()]

    def execute(self, program: pathlib.Path, arguments: str) -> Ended | None:
        told = self.prefix.control("run", str(PATIENCE), self.drives.windows(program), arguments).stdout.split()
        return Ended(int(told[-1])) if told else None  # what the program has said comes before its exit code

    def listens(self, port: int) -> bool:
        """Whether the port that stands for this one has a listener."""
        with socket.socket() as client:
            client.settimeout(1)
            return client.connect_ex(("127.0.0.1", self.facts["ports"].get(str(port), port))) == 0

    def open_program(self, path: str) -> None:
        self.facts["processes"].append(path)
        self.save()

    def close_programs(self) -> None:
        self.facts["processes"] = []
        self.save()

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
        self.save()

    def control(self, *arguments: str) -> None:
        """Run the control program. Raises :class:`WindowsError`."""
        code = int(self.prefix.control(*arguments).stdout)
        if code:
            raise WindowsError(
                f"Cannot {arguments[0]} service '{arguments[1]}': {ERRORS.get(code, 'refused')} ({code})"
            )

    def settle(self, wanted: dict[str, str]) -> None:
        """Start and stop services that a boot leaves in another state."""
        self.wait_for({"started", "stopped"})
        found = self.services()
        if {service.name for service in found} != set(wanted):
            raise WindowsError(f"Wine has other services than were made: {found}")
        for service in found:
            if wanted[service.name] != service.state:
                (self.start if wanted[service.name] == "started" else self.stop)(service.name)
        self.wait_for({"started", "stopped"})

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

    def _running(self, name: str, state: str, mode: str, path: str, dependencies: tuple[str, ...]) -> Running:
        """Wine does not tell the dependencies."""
        modes = {"2": "delayed" if name in self.facts["delayed"] else "auto", "3": "manual", "4": "disabled"}
        return Running(name, path, STATES[state], modes[mode], dependencies)

    def save(self) -> None:
        """Keep what Wine does not."""
        (self.directory / "wine.json").write_text(json.dumps(self.facts))
