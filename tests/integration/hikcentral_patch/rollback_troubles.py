# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps a rollback of the database from beginning, and what may go wrong in it; one thing for each server."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import shutil
import typing

from windows_machine.description import Fault

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import (
    DATA,
    IMPATIENT,
    ROOT,
    SAFE,
    UNINSTALL,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.troubles import (
    DYING,
    EVER,
    Spoil,
    failing,
    service,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import Server

MOVE = (pathlib.Path(__file__).resolve().parents[3] / "roles/hikcentral/files/move_directory.ps1").read_text().rstrip()
Database = dict[str, str]
Meddle = typing.Callable[[Server], object]


@dataclasses.dataclass(frozen=True, slots=True)
class Obstacle:
    """A server, run or variables that are not in order, and a part of the message."""

    says: str
    spoil: Spoil | None = None
    meddle: Meddle | None = None
    variables: dict[str, typing.Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Trouble:
    """Faults of calls or of the server, and a part of what the role says; nothing where it succeeds.

    ``may_be_down``: services may be down until the next run. ``runs_before``: services end as they were before, and not
    as they were when the copy was made. ``place``: which database is in its place after a failure. ``again``: there is
    a next run, which finishes unless ``ends`` is false.
    """

    says: str = ""
    faults: tuple[Fault, ...] = ()
    spoil: Spoil | None = None
    meddle: Meddle | None = None
    may_be_down: bool = False
    runs_before: bool = True
    place: str = "present"
    again: bool = False
    ends: bool = True
    variables: dict[str, typing.Any] = dataclasses.field(default_factory=dict)


def database(server: Server, directory: str = DATA) -> Database:
    """The files of a database; none where it does not lie."""
    top = server.machine.drives.file(directory)
    files = [file for file in top.rglob("*") if file.is_file() and file.name != "postmaster.pid"]
    return {str(file.relative_to(top)): file.read_text() for file in files}


def stored_since(server: Server) -> None:
    """What the system stores after the copy was made."""
    for name, content in ((r"base\1\1259", "pg_class of today"), (r"base\1\16384", "a new table")):
        server.machine.drives.file(rf"{DATA}\{name}").write_text(content)


def the_copy(server: Server) -> pathlib.Path:
    [found] = server.machine.drives.file(SAFE).glob("*/database_1")
    return found


def at_work(server: Server) -> None:
    """A run of the patch goes on, in the process of these tests."""
    (server.run / "lock.json").write_text(json.dumps(Process.with_pid(os.getpid()).as_result()))


def crash(server: Server) -> None:
    server.machine.drives.file(rf"{DATA}\postmaster.pid").write_text("4711")


def stopped(state: dict[str, typing.Any]) -> None:
    """The database does not run any more, nor what depends on it."""
    for name in ("PostgreSQL", "SYS", "STREAM"):
        service(state, name)["state"] = "stopped"


def cut_off_patch(server: Server) -> None:
    """The controller has died while the role was running the patch."""
    state = server.state
    steps = {record["step"]: record for record in state["steps"]}
    kept = {name: steps["database_copy"]["facts"][name] for name in ("services_before", "stop_order")}
    steps["patch_install"] |= {"status": "started", "facts": {"mode": "silent"} | kept}
    (server.run / "state.json").write_text(json.dumps(state))


def registered(version: str) -> Spoil:
    key = rf"{UNINSTALL}\{{D74979FF}}"
    return lambda state: state["registry"][key].update(DisplayVersion=version)


def moving(then: str, skip: int, times: int, *, after: bool = False) -> tuple[Fault, ...]:
    return (Fault(then, "win_powershell", {"script": MOVE}, skip=skip, times=times, after=after),)


# As often as the role tries with the patience of these tests, where that is short.
TRIES = 21

OBSTACLES = {
    "asks": Obstacle("The patch is not installed"),
    "patched": Obstacle("The patch is installed and stays installed", meddle=Server.install),
    "another-word": Obstacle("Confirm it with the word", variables={"hikcentral_rollback_confirm": "yes"}),
    "copy-changed": Obstacle(
        r"1 of other content (base\1\2619)",
        meddle=lambda each: (the_copy(each) / "base/1/2619").write_text("PG_statistic"),
    ),
    "copy-incomplete": Obstacle(
        r"1 missing (base\1\2619)", meddle=lambda each: (the_copy(each) / "base/1/2619").unlink()
    ),
    "copy-gone": Obstacle("is not there any more", meddle=lambda each: shutil.rmtree(the_copy(each))),
    "record-changed": Obstacle(
        "is not what the run has written", meddle=lambda each: (each.run / "records/database.json").write_text("{}")
    ),
    "no-room": Obstacle("1.2 times the size of the copy", spoil=lambda state: state["free"].update(C=30)),
    "other-postgresql": Obstacle(
        "another version of PostgreSQL",
        meddle=lambda each: each.machine.drives.file(rf"{DATA}\PG_VERSION").write_text("9.6\n"),
    ),
    "other-version": Obstacle(
        "a database of another version", spoil=registered("1.4.1"), variables={"hikcentral_version": "V1.4.1"}
    ),
    "updated-since": Obstacle("operator: V1.4.2. installed product: 1.5.1.", spoil=registered("1.5.1")),
    "no-version": Obstacle("Nothing tells which version", spoil=registered(""), variables={"hikcentral_version": ""}),
    "patch-goes-on": Obstacle("Another run of Ansible works with this", meddle=at_work),
    "other-database": Obstacle(
        "The copy is one of",
        meddle=lambda each: shutil.copytree(
            each.machine.drives.file(DATA), each.machine.drives.file(rf"{ROOT}\PGData")
        ),
        variables={"hikcentral_data_dir": rf"{ROOT}\PGData"},
    ),
    "service-manager": Obstacle(
        "runs and would start services",
        spoil=lambda state: state.update(processes=[rf"{ROOT}\HikCentral Service Manager.exe"]),
    ),
    "service-manager-somewhere": Obstacle(
        "Service Manager.exe runs and would",
        spoil=lambda state: state.update(processes=["HikCentral Service Manager.exe"]),
    ),
    "hot-spare": Obstacle("This is a hot spare system", variables={"hikcentral_hot_spare": True}),
    "no-codes": Obstacle("may want to be activated again", variables={"hikcentral_activation_codes": []}),
    "other-codes": Obstacle(
        "not the activation codes", variables={"hikcentral_activation_codes": ["CANARY-CODE-0003", "CANARY-CODE-0004"]}
    ),
}
TROUBLES = {
    "plain": Trouble(again=True),
    "patch-cut-off": Trouble(spoil=stopped, meddle=cut_off_patch, runs_before=False),
    "broken": Trouble(spoil=stopped, meddle=crash, runs_before=False),
    "copy-fails": Trouble(
        "robocopy returned 9", (Fault("answer", "win_command", result={"rc": 9, "stdout": "ERROR 32"}),)
    ),
    "half-way": Trouble(
        "injected fault. The former database is in its place again", moving("fail", 1, TRIES), variables=IMPATIENT
    ),
    "note-fails": Trouble(
        "The former database is in its place again",
        (Fault("fail", "hikcentral_gate", {"step": "database_exchanged"}, skip=2),),
        variables=DYING,
    ),
    "no-way": Trouble(
        "so the services stay disabled",
        moving("fail", 1, EVER),
        may_be_down=True,
        place="none",
        again=True,
        variables=IMPATIENT,
    ),
    "start-fails": Trouble(
        "Nginx (does not run)", failing("win_service", 4, state="started", name="Nginx"), again=True, ends=False
    ),
}
# The step that the rollback is in when the controller dies, which database is in its place then, and the call.
DEATHS = {
    "copying": ("copy_staged", "present", Fault("kill", "win_command", after=True)),
    "between": ("database_exchanged", "none", Fault("kill", "win_powershell", {"script": MOVE}, after=True)),
    "starting": ("database_exchanged", "good", Fault("kill", "win_service", {"state": "started"}, skip=1)),
}
