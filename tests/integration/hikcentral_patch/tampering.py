# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may happen between two runs to what the first has left on the server."""

from __future__ import annotations

import dataclasses
import pathlib
import typing

from windows_machine.description import Fault

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import (
    BACKUPS,
    DATA,
    PATCH,
    ROOT,
    SAFE,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.troubles import (
    EVER,
    PROGRAMS,
    service,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import Server

Undo = typing.Callable[[], object]
ELSEWHERE = r"D:\backups of another server"
BY_A_PERSON: typing.Final = {"hikcentral_install_mode": "attended"}


@dataclasses.dataclass(frozen=True, slots=True)
class Tampering:
    """``faults`` keep the first run from getting further than it should; ``says`` is part of what the next one says.

    ``usual`` are variables of all runs, ``variables`` what the next one is told, and only that one. ``looks`` is what
    check mode says before, and ``services`` how they are after it. What ``do`` returns puts it right, perhaps with
    variables for the run after that. ``like`` is another one whose first run stands for that of this one.
    """

    what: str
    step: str
    says: str
    do: typing.Callable[[Server], Undo]
    faults: tuple[Fault, ...] = ()
    variables: dict[str, typing.Any] = dataclasses.field(default_factory=dict)
    looks: str = ""
    usual: dict[str, typing.Any] = dataclasses.field(default_factory=dict)
    services: str = "as before"
    like: str = ""


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


def _another_backup(server: Server) -> Undo:
    file = server.machine.drives.file(rf"{ELSEWHERE}\system.bak")
    file.parent.mkdir()
    file.write_text("backup of another system")
    return file.unlink


def _runs(program: str) -> typing.Callable[[Server], Undo]:
    def do(server: Server) -> Undo:
        server.machine.open_program(program)
        return server.close_programs

    return do


def _begun(server: Server) -> Undo:
    """A person has come back before the patch was at its end."""
    server.install()
    return _runs(PATCH)(server)


def _installed_in_part(**mode: typing.Any) -> typing.Callable[[Server], Undo]:
    """The role has left it so; a person runs it to its end, and says the word."""

    def do(server: Server) -> Undo:
        def end() -> dict[str, typing.Any]:
            server.install()
            word = next(each["confirm"] for each in server.state["steps"] if each["step"] == "patch_install")
            return mode | {"hikcentral_install_confirm": word}

        return end

    return do


def _waits_for_the_boot(server: Server) -> Undo:
    """The patch has stopped a service that does not come up before the server is booted."""

    def nginx(**changes: typing.Any) -> None:
        machine = server.machine
        service(machine.facts, "Nginx").update(changes)
        machine.save()

    nginx(state="stopped", start_looks=EVER)

    def boot() -> dict[str, typing.Any]:
        nginx(start_looks=0)
        return {"hikcentral_allow_reboot": True}

    return boot


def _full(server: Server) -> Undo:
    machine = server.machine
    machine.facts["free"][SAFE[0]] = 20
    machine.save()

    def empty() -> None:
        after = server.machine
        after.facts["free"][SAFE[0]] = 10**9
        after.save()

    return empty


def _stopped(server: Server) -> Undo:
    server.install()
    server.machine.stop("STREAM")
    return lambda: server.machine.start("STREAM")


TAMPERINGS = {
    "backup-changed": Tampering(
        "the web client's backup changes before it is copied",
        "system_backup_copy",
        "are gone or have another content",
        lambda server: _changed(server.machine.drives.file(rf"{BACKUPS}\new\system.bak")),
        (Fault("fail", "win_command"),),
    ),
    "backup-elsewhere": Tampering(
        "another folder of backups is given before the copy",
        "system_backup_copy",
        f"This run was begun with hikcentral_web_backup_dir: {BACKUPS}",
        _another_backup,
        (Fault("fail", "win_command"),),
        {"hikcentral_web_backup_dir": ELSEWHERE},
    ),
    "safe-elsewhere": Tampering(
        "another safe directory is given before the copy",
        "system_backup_copy",
        f"This run was begun with hikcentral_safe_dir: {SAFE}, and",
        lambda _server: lambda: None,
        variables={"hikcentral_safe_dir": DATA + r"\safe"},
        like="backup-changed",
    ),
    "no-room-for-both": Tampering(
        "the volume of the copies fills before the first of them",
        "system_backup_copy",
        rf"the copies of {DATA} and {BACKUPS} need",
        _full,
        like="backup-changed",
    ),
    "no-room-for-the-database": Tampering(
        "the volume of the copies fills before the copy of the database",
        "database_copy",
        rf"the copies of {DATA} need",
        _full,
        like="manager-opened",
    ),
    "backup-copy-changed": Tampering(
        "a file of the copied backup changes",
        "system_backup_copy",
        r"1 of other content (new\system.bak)",
        lambda server: _changed(file_of_run(server, r"system_backup_1\new\system.bak")),
    ),
    "record-gone": Tampering(
        "the connection was lost while services were held down, and a record on the controller is gone",
        "database_copy",
        "What a step passed on has changed",
        lambda server: _away(server.run / "records/system_backup.json"),
        (Fault("unreachable", "win_command", skip=1, msg="lost"),),
        looks="Run this without --check: it puts them back before anything else.",
    ),
    "manager-opened": Tampering(
        "the copy of the database failed, and somebody has opened the Service Manager to look",
        "database_copy",
        "runs and would start services",
        _runs(rf"{ROOT}\HikCentral Service Manager.exe"),
        (Fault("fail", "win_command", skip=1),),
    ),
    "database-copy-gone": Tampering(
        "the copy of the database is gone",
        "database_copy",
        "is not what the step database_copy has made",
        lambda server: _away(file_of_run(server, "database_1")),
        like="backup-copy-changed",
    ),
    "patch-at-work": Tampering(
        "the connection was lost, and the patch is still at work",
        "patch_install",
        "still runs on the server",
        _runs(PATCH),
        (Fault("unreachable", "win_package", after=True, msg="lost"),),
    ),
    "patch-in-part": Tampering(
        "the patch has failed half-way, and a person is to install it",
        "patch_install",
        "Confirm it with the word",
        _installed_in_part(**BY_A_PERSON),
        (Fault("answer", "win_package", after=True, result={"rc": 2, "failed": True}),),
        BY_A_PERSON,
    ),
    "patch-in-part-again": Tampering(
        "the patch has failed half-way, and would return 0 the second time",
        "patch_install",
        "Confirm it with the word",
        _installed_in_part(),
        like="patch-in-part",
    ),
    "patch-before-its-boot": Tampering(
        "the connection was lost after the patch, which wants a boot, and a service does not start before that",
        "patch_install",
        "Until then, these services are not as they were: Nginx (does not run).",
        _waits_for_the_boot,
        (
            Fault("answer", "win_package", after=True, result={"rc": 3010, "reboot_required": True, "changed": True}),
            Fault("unreachable", "win_find", {"patterns": PROGRAMS}, skip=1, times=EVER, msg="lost"),
        ),
        services="not as before: Nginx",
    ),
    "patch-by-a-person-at-work": Tampering(
        "a person comes back before the patch has ended",
        "patch_install",
        "what it has changed so far is not all",
        _begun,
        usual=BY_A_PERSON,
    ),
    "services-stopped-by-the-patch": Tampering(
        "the patch that a person has run leaves a service stopped",
        "patch_verified",
        "After the patch, these services are not as they were: STREAM (does not run)",
        _stopped,
        services="not as before: STREAM",
        like="patch-by-a-person-at-work",
    ),
}
