# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server as a JSON file: no Windows, no Wine, only what follows from the description."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import pathlib
import shutil
import time
import typing

from windows_machine.description import Description
from windows_machine.drives import Drives
from windows_machine.machine import Ended, Running, WindowsError

# What becomes of a service that is about to.
_PENDING = {"start_pending": "started", "stop_pending": "stopped"}


class StateMachine:
    """The machine in a directory. What is read from the file is written back by :meth:`save`."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory = directory
        self.drives = Drives(directory)
        self.state: dict[str, typing.Any] = json.loads((directory / "machine.json").read_text())
        self.facts = self.state

    def save(self) -> None:
        """Keep the state, so that a process that is killed leaves no half of it."""
        draft = self.directory / "machine.json.new"
        draft.write_text(json.dumps(self.state, indent=1))
        draft.replace(self.directory / "machine.json")

    def services(self) -> list[Running]:
        """All services, as they are at this look; the next one may be different."""
        seen = [self._running(service) for service in self._all()]
        self._time_passes()
        return seen

    def set_start_mode(self, name: str, mode: str) -> None:
        self._service(name)["start_mode"] = mode
        self.save()

    def start(self, name: str) -> None:
        service = self._service(name)
        if service["start_mode"] == "disabled":
            raise WindowsError(f"Cannot start service '{name}': the service is disabled (1058)")
        if service["state"] == "stop_pending":
            raise WindowsError(f"Cannot start service '{name}': it has not stopped yet (1056)")
        for dependency in service["dependencies"]:
            self.start(dependency)
            if self._service(dependency)["state"] != "started":
                raise WindowsError(f"Cannot start service '{name}': a service that it depends on does not run (1068)")
        if service["pid_file"] and service["state"] == "stopped":
            pid_file = self.drives.file(service["pid_file"])
            if not pid_file.parent.is_dir():
                raise WindowsError(f"Cannot start service '{name}': it has ended unexpectedly (1067)")
            pid_file.write_text("4711\n")
        if service["state"] == "stopped":
            service["state"] = "start_pending" if service["start_looks"] else "started"
            service["looks"] = service["start_looks"]
        self.save()

    def stop(self, name: str) -> None:
        service = self._service(name)
        dependents = [other["name"] for other in self._all() if name in other["dependencies"]]
        if any(self._service(dependent)["state"] != "stopped" for dependent in dependents):
            raise WindowsError(f"Cannot stop service '{name}' because it has dependent services (1051)")
        if service["state"] == "started":
            service["state"] = "stop_pending" if service["stop_looks"] else "stopped"
            service["looks"] = service["stop_looks"]
            self._ended(service)
        self.save()

    def registry(self, key: str) -> dict[str, dict[str, str]]:
        below = key.lower() + "\\"
        keys = self.state["registry"]
        return {name.rpartition("\\")[2]: keys[name] for name in keys if name.lower().startswith(below)}

    def locked(self, files: list[pathlib.Path]) -> set[pathlib.Path]:
        running = [service for service in self._all() if service["state"] != "stopped" and service["holds"]]
        return {self.drives.file(service["holds"]) for service in running} & set(files)

    def copy_tree(self, source: pathlib.Path, target: pathlib.Path) -> list[pathlib.Path]:
        refused = []
        for file in sorted(source.rglob("*")):
            there = target / file.relative_to(source)
            if file.is_dir():
                there.mkdir(parents=True, exist_ok=True)
            elif self.locked([file]):
                refused.append(file)
            else:
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, there)
        return refused

    def execute(self, program: pathlib.Path, arguments: str) -> Ended | None:
        for installer in self.state["installers"]:
            if installer["file_name"].lower() == program.name.lower():
                return self._install(installer, arguments)
        raise WindowsError(f"The system cannot find the file specified: {self.drives.windows(program)}")

    def listens(self, port: int) -> bool:
        return any(service["port"] == port and service["state"] == "started" for service in self._all())

    def open_program(self, path: str) -> None:
        self.state["processes"].append(path)
        self.save()

    def close_programs(self) -> None:
        self.state["processes"] = []
        self.save()

    def reboot(self) -> None:
        for service in self._all():
            service["state"] = "stopped"
            self._ended(service)
        self.power_on()

    def power_cut(self) -> None:
        """Everything ends at once: nothing is tidied up."""
        for service in self._all():
            service["state"] = "stopped"
        self.power_on()

    def power_on(self) -> None:
        """Start what starts by itself."""
        self.state["boot_time"] = time.time()
        for service in self._all():
            if service["start_mode"] in ("auto", "delayed"):
                with contextlib.suppress(WindowsError):
                    self.start(service["name"])
        self.save()

    def _install(self, installer: dict[str, typing.Any], arguments: str) -> Ended | None:
        if installer["switches"] in arguments:
            for name in reversed(installer["stops"]):
                self._service(name)["state"] = "stopped"
            self.save()
        if installer["switches"] not in arguments or not installer["ends"]:
            self.open_program(installer["file_name"])
            return None
        if installer["rc"] in (0, 3010):
            for path, content in installer["writes"].items():
                file = self.drives.file(path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content)
            for path in installer["deletes"]:
                self.drives.file(path).unlink(missing_ok=True)
        return Ended(installer["rc"])

    def _all(self) -> list[dict[str, typing.Any]]:
        return self.state["services"]

    def _service(self, name: str) -> dict[str, typing.Any]:
        for service in self._all():
            if service["name"].lower() == name.lower():
                return service
        raise WindowsError(f"Service '{name}' does not exist (1060)")

    @staticmethod
    def _running(service: dict[str, typing.Any]) -> Running:
        dependencies = tuple(service["dependencies"])
        return Running(service["name"], service["path"], service["state"], service["start_mode"], dependencies)

    def _ended(self, service: dict[str, typing.Any]) -> None:
        if service["pid_file"] and not service["leaves_pid_file"]:
            self.drives.file(service["pid_file"]).unlink(missing_ok=True)

    def _time_passes(self) -> None:
        """What stops or starts has done so after some looks; what watches over others starts them one look later."""
        for service in self._all():
            if service["state"] in _PENDING:
                service["looks"] -= 1
                if service["looks"] <= 0:
                    service["state"] = _PENDING[service["state"]]
            elif service["state"] == "started":
                for name in service["revives"]:
                    revived = self._service(name)
                    if revived["state"] == "stopped" and revived["start_mode"] != "disabled":
                        self.start(name)
        self.save()


def build(description: Description, directory: pathlib.Path) -> StateMachine:
    """Make the machine, with its services running."""
    directory.mkdir(parents=True)
    state = dataclasses.asdict(description)
    for made, given in zip(state["services"], description.services, strict=True):
        made |= {"path": given.path, "state": "stopped", "looks": 0}
    state["boot_time"] = time.time() - 86400
    (directory / "faults.json").write_text(json.dumps(state.pop("faults")))
    (directory / "machine.json").write_text(json.dumps(state))
    machine = StateMachine(directory)
    for path, content in description.files.items():
        file = machine.drives.file(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    for given in description.services:
        if given.running:
            machine.start(given.name)
    machine.save()
    return machine
