# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a backend has to be able to do."""

from __future__ import annotations

import dataclasses
import pathlib
import typing

from windows_machine.drives import Drives


class WindowsError(Exception):
    """What Windows would say."""


@dataclasses.dataclass(frozen=True, slots=True)
class Ended:
    """A program that has ended."""

    rc: int
    stdout: str = ""
    stderr: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Running:
    """A service as win_service_info sees it; ``state`` is started, stopped, start_pending or stop_pending."""

    name: str
    path: str
    state: str
    start_mode: str
    dependencies: tuple[str, ...]


class Machine(typing.Protocol):
    """A server. Methods raise :class:`WindowsError` when Windows refuses."""

    directory: pathlib.Path
    drives: Drives
    #: What neither backend does for real: fields of the description, and ``boot_time``.
    facts: dict[str, typing.Any]

    def services(self) -> list[Running]:
        """All services."""

    def set_start_mode(self, name: str, mode: str) -> None:
        """Change how a service starts: auto, delayed, manual or disabled."""

    def start(self, name: str) -> None:
        """Start a service."""

    def stop(self, name: str) -> None:
        """Tell a service to stop, without waiting for it."""

    def registry(self, key: str) -> dict[str, dict[str, str]]:
        """The keys below one, by the last part of their names, with their values."""

    def locked(self, files: list[pathlib.Path]) -> set[pathlib.Path]:
        """Those of the files that nobody else may read now."""

    def copy_tree(self, source: pathlib.Path, target: pathlib.Path) -> list[pathlib.Path]:
        """Copy a directory; returns the files that could not be read."""

    def execute(self, program: pathlib.Path, arguments: str) -> Ended | None:
        """Run a program to its end; None if it waits for somebody."""

    def listens(self, port: int) -> bool:
        """Whether something answers at a port."""

    def open_program(self, path: str) -> None:
        """Have a program run that is no service."""

    def close_programs(self) -> None:
        """End the programs that are no services, as their users do."""

    def reboot(self) -> None:
        """Boot."""

    def power_cut(self) -> None:
        """End everything at once, and boot."""
