# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backends, and which one a machine's directory is for."""

from __future__ import annotations

import pathlib
import struct
import typing

from windows_machine.description import Description, Installer
from windows_machine.machine import Machine
from windows_machine.state import StateMachine, build
from windows_machine.wine import programs
from windows_machine.wine.machine import WineMachine, install
from windows_machine.wine.prefix import Prefix, make


class Backend(typing.Protocol):
    """Makes machines, and the stand-in for the patch that they can run."""

    def build(self, description: Description, directory: pathlib.Path) -> Machine:
        """Make a machine in a new directory, with its services running."""

    def make_patch(self, installer: Installer, file: pathlib.Path) -> None:
        """Write the installer."""


class StateBackend:
    """Machines that are a JSON file."""

    def build(self, description: Description, directory: pathlib.Path) -> Machine:
        return build(description, directory)

    def make_patch(self, installer: Installer, file: pathlib.Path) -> None:
        file.write_bytes(pretended_installer())


class WineBackend:
    """Machines that are Wine. There is one prefix; a new machine takes the place of the one before."""

    def __init__(self, directory: pathlib.Path) -> None:
        self._programs = directory
        directory.mkdir(parents=True, exist_ok=True)
        programs.compile_into(directory)
        self.prefix: Prefix = make(directory / "prefix")
        (self.prefix.directory / "drive_c" / "control.exe").write_bytes((directory / "control.exe").read_bytes())
        self.prefix.boot()

    def build(self, description: Description, directory: pathlib.Path) -> Machine:
        return install(description, directory, self.prefix, self._programs)

    def make_patch(self, installer: Installer, file: pathlib.Path) -> None:
        programs.make_installer(installer, file)


def pretended_installer() -> bytes:
    """A program for 64-bit Windows as far as its headers go, with the mark of an NSIS installer behind it."""
    stub = b"MZ" + bytes(58) + struct.pack("<I", 64)
    coff = struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x22)
    optional = struct.pack("<HBBIIIII", 0x20B, 14, 0, 512, 0, 0, 0x1000, 0x1000)
    optional += struct.pack("<QIIHHHHHHIIIIHH", 0x140000000, 0x1000, 512, 6, 0, 0, 0, 6, 0, 0, 0x3000, 512, 0, 2, 0)
    optional += struct.pack("<QQQQII", 1 << 20, 4096, 1 << 20, 4096, 0, 16) + bytes(128)
    section = struct.pack("<8sIIIIIIHHI", b".text", 512, 0x1000, 512, 512, 0, 0, 0, 0, 0x60000020)
    headers = stub + b"PE\0\0" + coff + optional + section
    return headers.ljust(512, b"\0") + bytes(512) + struct.pack("<I", 0xDEADBEEF) + b"NullsoftInst" + bytes(64)


def machine_in(directory: pathlib.Path) -> Machine:
    """The machine in a directory."""
    if (directory / "machine.json").exists():
        return StateMachine(directory)
    if (directory / "wine.json").exists():
        return WineMachine(directory)
    raise FileNotFoundError(f"{directory} is no machine")
