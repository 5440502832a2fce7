# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may happen between two runs to what the first has left on the server."""

from __future__ import annotations

import dataclasses
import pathlib
import typing

from windows_machine.description import Fault

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import BACKUPS, PATCH, SAFE
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import Server

Undo = typing.Callable[[], object]


@dataclasses.dataclass(frozen=True, slots=True)
class Tampering:
    """``faults`` keep the first run from getting further than it should; ``says`` is part of what the next one says."""

    what: str
    step: str
    says: str
    do: typing.Callable[[Server], Undo]
    faults: tuple[Fault, ...] = ()


def file_of_run(server: Server, path: str) -> pathlib.Path:
    """A file below the directory of the copies."""
    return server.machine.drives.file(rf"{SAFE}\{server.state['run_id']}\{path}")


def _changed(file: pathlib.Path) -> Undo:
    content = file.read_bytes()
    file.write_bytes(content[::-1])
    return lambda: file.write_bytes(content)


def _away(path: pathlib.Path) -> Undo:
    elsewhere = path.rename(path.with_name(f"{path.name} elsewhere"))
    return lambda: elsewhere.rename(path)


def _runs(server: Server) -> Undo:
    """The patch is still at work."""
    server.machine.open_program(PATCH)
    return server.close_programs


TAMPERINGS = {
    "backup-changed": Tampering(
        "the web client's backup changes before it is copied",
        "system_backup_copy",
        "are gone or have another content",
        lambda server: _changed(server.machine.drives.file(rf"{BACKUPS}\new\system.bak")),
        (Fault("fail", "win_command"),),
    ),
    "backup-copy-changed": Tampering(
        "a file of the copied backup changes",
        "system_backup_copy",
        r"1 of other content (new\system.bak)",
        lambda server: _changed(file_of_run(server, r"system_backup_1\new\system.bak")),
    ),
    "database-copy-gone": Tampering(
        "the copy of the database is gone",
        "database_copy",
        "is not what the step database_copy has made",
        lambda server: _away(file_of_run(server, "database_1")),
    ),
    "patch-at-work": Tampering(
        "the connection was lost, and the patch is still at work",
        "patch_install",
        "still runs on the server",
        _runs,
        (Fault("unreachable", "win_package", after=True, msg="lost"),),
    ),
}
