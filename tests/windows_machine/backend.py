# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backends, and which one a machine's directory is for."""

from __future__ import annotations

import pathlib
import shutil
import struct
import typing

from windows_machine.description import Description, Installer
from windows_machine.machine import Machine
from windows_machine.state import StateMachine, build
from windows_machine.wine import installation, programs
from windows_machine.wine.machine import WineMachine
from windows_machine.wine.prefix import Prefix, make

Spoil = typing.Callable[[dict[str, typing.Any]], object]


class Backend(typing.Protocol):
    """Makes machines, and the stand-in for the patch that they can run."""

    def build(self, description: Description, directory: pathlib.Path) -> None:
        """Make a machine in a new directory, with its services running."""

    def copy(self, seed: pathlib.Path, directory: pathlib.Path, spoil: Spoil | None) -> None:
        """Make a machine like another one; ``spoil`` changes what is told of it: fields of the description."""

    def mend(self, directory: pathlib.Path, good: pathlib.Path) -> None:
        """Make services and patch of a machine behave as on another one. Start modes stay as they are."""

    def make_patch(self, installer: Installer, file: pathlib.Path) -> None:
        """Write the installer."""

    def cut_power(self) -> None:
        """End whatever runs on all machines, for good."""


class StateBackend:
    """Machines that are a JSON file."""

    def build(self, description: Description, directory: pathlib.Path) -> None:
        build(description, directory)

    def copy(self, seed: pathlib.Path, directory: pathlib.Path, spoil: Spoil | None) -> None:
        shutil.copytree(seed, directory)
        if spoil:
            machine = StateMachine(directory)
            spoil(machine.state)
            machine.save()

    def mend(self, directory: pathlib.Path, good: pathlib.Path) -> None:
        machine, wanted = StateMachine(directory), StateMachine(good).state
        kept = {each["name"]: {key: each[key] for key in ("state", "start_mode")} for each in machine.state["services"]}
        machine.state["installers"] = wanted["installers"]
        machine.state["services"] = [each | kept[each["name"]] for each in wanted["services"]]
        machine.save()

    def make_patch(self, installer: Installer, file: pathlib.Path) -> None:
        file.write_bytes(pretended_installer())

    def cut_power(self) -> None:
        """Nothing runs."""


class WineBackend:
    """Machines that are Wine, each with a prefix of its own: a copy of one that is made once, in some seconds."""

    def __init__(self, directory: pathlib.Path) -> None:
        self._prefixes: list[Prefix] = []
        directory.mkdir(parents=True, exist_ok=True)
        programs.compile_into(directory)
        self._service_program = directory / "service.exe"
        self._pristine: Prefix = make(directory / "prefix", directory / "control.exe")

    def build(self, description: Description, directory: pathlib.Path) -> None:
        self._prefixes.append(Prefix(directory / "prefix"))
        installation.install(description, directory, self._pristine, self._service_program)

    def copy(self, seed: pathlib.Path, directory: pathlib.Path, spoil: Spoil | None) -> None:
        self._prefixes.append(Prefix(directory / "prefix"))
        installation.copy(WineMachine(seed), directory, spoil)

    def mend(self, directory: pathlib.Path, good: pathlib.Path) -> None:
        installation.mend(WineMachine(directory), WineMachine(good))

    def make_patch(self, installer: Installer, file: pathlib.Path) -> None:
        programs.make_installer(installer, file)

    def cut_power(self) -> None:
        """End all programs, and remove the prefixes: whoever has a link to their files keeps 700 MB."""
        while self._prefixes:
            prefix = self._prefixes.pop()
            prefix.cut_power()
            shutil.rmtree(prefix.directory, ignore_errors=True)


def pretended_installer() -> bytes:
    """A program for 64-bit Windows as far as its headers go, with the mark of an NSIS installer behind it."""
    stub = b"MZ" + bytes(58) + struct.pack("<I", 64)
    coff = struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x22)
    optional = struct.pack("<HBBIIIII", 0x20B, 14, 0, 512, 0, 0, 0x1000, 0x1000)
    optional += struct.pack("<QIIHHHHHHIIIIHH", 0x140000000, 0x1000, 512, 6, 0, 0, 0, 6, 0, 0, 0x3000, 512, 0, 2, 0)
    optional += struct.pack("<QQQQII", 1 << 20, 4096, 1 << 20, 4096, 0, 16) + bytes(128)
    section = struct.pack("<8sIIIIIIHHI", b".text", 512, 0x1000, 512, 512, 0, 0, 0, 0, 0x60000020)
    headers = stub + b"PE\0\0" + coff + optional + section
    data = struct.pack("<I16sII", 0, b"\xef\xbe\xad\xdeNullsoftInst", 50, 92) + bytes(64)
    return headers.ljust(512, b"\0") + bytes(512) + data


def machine_in(directory: pathlib.Path) -> Machine:
    """The machine in a directory."""
    if (directory / "machine.json").exists():
        return StateMachine(directory)
    if (directory / "wine.json").exists():
        return WineMachine(directory)
    raise FileNotFoundError(f"{directory} is no machine")
