# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules that run programs."""

from __future__ import annotations

import pathlib
import typing

from windows_machine.machine import Machine

Result = dict[str, typing.Any]


def win_command(machine: Machine, *, argv: list[str], check_mode: bool, **_options: typing.Any) -> Result:
    if check_mode:
        return {"skipped": True, "msg": "remote module (win_command) does not support check mode"}
    program, *arguments = argv
    rc, stdout = {"robocopy": _robocopy, "icacls": _icacls}[pathlib.PureWindowsPath(program).stem.lower()](
        machine, arguments
    )
    return {"changed": True, "rc": rc, "stdout": stdout, "stderr": "", "cmd": " ".join(argv), "failed": rc != 0}


def win_package(
    machine: Machine,
    *,
    path: str,
    check_mode: bool,
    arguments: list[str] | str = "",
    expected_return_code: list[int] = (0, 3010),
    **_options: typing.Any,
) -> Result:
    program = machine.drives.file(path)
    if not program.is_file():
        return {"failed": True, "msg": f"the file at the path '{path}' cannot be reached"}
    if check_mode:
        return {"changed": True, "rc": 0, "reboot_required": False}
    ended = machine.execute(program, arguments if isinstance(arguments, str) else " ".join(arguments))
    if ended is None:
        return {"never_ends": True}
    result = {"changed": True, "rc": ended.rc, "reboot_required": ended.rc == 3010}
    if ended.rc not in [int(rc) for rc in expected_return_code]:
        return result | {
            "failed": True,
            "stdout": ended.stdout,
            "stderr": ended.stderr,
            "msg": f"unexpected rc from 'install of {path}': see rc, stdout, and stderr for more details",
        }
    return result


def _robocopy(machine: Machine, arguments: list[str]) -> tuple[int, str]:
    """Bits of the return code: 1 something was copied, 8 something could not be, 16 nothing was even tried."""
    source, target = machine.drives.file(arguments[0]), machine.drives.file(arguments[1])
    if not source.is_dir():
        return 16, f"ERROR 2 (0x00000002) Accessing Source Directory {arguments[0]}"
    refused = machine.copy_tree(source, target)
    lines = [f"ERROR 32 (0x00000020) Copying File {machine.drives.windows(file)}" for file in refused]
    return (9 if refused else 1), "\n".join(lines)


def _first_line(listing: pathlib.Path) -> str:
    return listing.read_text(encoding="utf-16").split("\n", maxsplit=1)[0]


def _icacls(machine: Machine, arguments: list[str]) -> tuple[int, str]:
    """``icacls directory /save file /T /C`` and ``icacls directory /restore file``."""
    directory, action, listing = arguments[0], arguments[1], arguments[2]
    if not machine.drives.file(directory).is_dir():
        return 2, f"{directory}: The system cannot find the file specified."
    if action == "/save":
        machine.drives.file(listing).write_text(
            f"{pathlib.PureWindowsPath(directory).name}\nD:PAI\n", encoding="utf-16"
        )
    elif not machine.drives.file(listing).is_file():
        return 2, f"{listing}: The system cannot find the file specified."
    elif not (machine.drives.file(directory) / _first_line(machine.drives.file(listing))).is_dir():
        return 2, f"{directory}: The system cannot find the file specified."  # names in the listing begin below it
    return 0, "Successfully processed 1 files; Failed processing 0 files"
