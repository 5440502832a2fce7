# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One call of a module: checked against the real options, hit by faults, written down."""

from __future__ import annotations

import dataclasses
import functools
import json
import pathlib
import threading
import typing

from windows_machine.death import die
from windows_machine.machine import Machine, WindowsError
from windows_machine.modules import MODULES

BOOLEANS = {"true", "false", "yes", "no", "on", "off", "1", "0", "y", "n", "t", "f"}
SPECS = pathlib.Path(__file__).with_name("option_specs.json")
Result = dict[str, typing.Any]


@functools.cache
def option_specs() -> dict[str, typing.Any]:
    """Options of the modules of the real collection: type, required, choices."""
    return json.loads(SPECS.read_text())["modules"]


def objections(module: str, options: dict[str, typing.Any]) -> list[str]:
    """What the real module would refuse."""
    spec = option_specs()[module]
    known = {alias: name for name, words in spec.items() for alias in [name, *words.get("aliases", [])]}
    found = [f"{module} has no option {name}" for name in options if name not in known]
    given = {known[name]: value for name, value in options.items() if name in known}
    found += [f"{module} needs {name}" for name, words in spec.items() if words.get("required") and name not in given]
    for name, value in given.items():
        choices = spec[name].get("choices")
        if value is None or (isinstance(value, str) and "{{" in value):
            continue
        if choices and value not in choices:
            found.append(f"{module}: {name} is {value!r}, not one of {choices}")
        if not _fits(value, spec[name].get("type", "str")):
            found.append(f"{module}: {name} is {value!r}, not of type {spec[name]['type']}")
    return found


def _fits(value: object, kind: str) -> bool:
    """Whether the real module would take a value for one of this type. It converts words and numbers."""
    match kind:
        case "bool":
            return str(value).lower() in BOOLEANS
        case "int" | "float":
            return str(value).lstrip("-").replace(".", "", kind == "float").isdigit()
        case "dict":
            return isinstance(value, dict)
        case "str" | "path":
            return not isinstance(value, dict | list)
        case _:
            return True


@dataclasses.dataclass(frozen=True, slots=True)
class Call:
    """A call of a module with its options, after templating."""

    module: str
    options: dict[str, typing.Any]
    check_mode: bool

    def carry_out(self, machine: Machine, faults: Faults) -> Result:
        """The result of the module, or of what goes wrong instead."""
        if wrong := objections(self.module, self.options):
            return {"failed": True, "msg": "; ".join(wrong)}
        self._write_down(machine)
        fault = faults.hit(self)
        if fault and not fault["after"]:
            return _strike(fault, machine.directory)
        result = self._result(machine)
        return _strike(fault, machine.directory) if fault else result

    def _result(self, machine: Machine) -> Result:
        given = {name: value for name, value in self.options.items() if value is not None}
        try:
            return {"changed": False} | MODULES[self.module](machine, check_mode=self.check_mode, **given)
        except WindowsError as error:
            return {"failed": True, "msg": str(error)}

    def _write_down(self, machine: Machine) -> None:
        entry = {"module": self.module, "options": self.options, "check_mode": self.check_mode}
        with (machine.directory / "calls.jsonl").open("a") as calls:
            calls.write(json.dumps(entry) + "\n")


class Faults:
    """The faults of a machine and how often each was met; kept in a file, because each call is a new process."""

    def __init__(self, directory: pathlib.Path) -> None:
        self._file = directory / "faults.json"

    def hit(self, call: Call) -> Result | None:
        """The fault that hits this call, if any."""
        if not self._file.exists():
            return None
        faults = json.loads(self._file.read_text())
        meeting = [fault for fault in faults if _meets(fault, call)]
        striking = [fault for fault in meeting if fault["skip"] <= fault.get("met", 0) < fault["skip"] + fault["times"]]
        for fault in meeting:
            fault["met"] = fault.get("met", 0) + 1
        self._file.write_text(json.dumps(faults))
        return striking[0] if striking else None


def _meets(fault: Result, call: Call) -> bool:
    named = fault["module"] in ("*", call.module)
    return named and all(call.options.get(name) == value for name, value in fault["options"].items())


def _strike(fault: Result, machine: pathlib.Path) -> Result:
    match fault["then"]:
        case "kill":
            die(machine)
        case "unreachable":
            return {"unreachable": True, "msg": fault["msg"]}
        case "answer":
            return fault["result"]
        case "hang":
            threading.Event().wait()
    return {"failed": True, "msg": fault["msg"]}
