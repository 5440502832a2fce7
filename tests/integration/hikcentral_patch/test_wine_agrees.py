# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine that is a JSON file behaves as Wine does: the same calls, one after the other, get the same answers."""

from __future__ import annotations

import dataclasses
import pathlib
import re
import time
import typing

import pytest
from windows_machine.backend import StateBackend, WineBackend, machine_in
from windows_machine.call import Call, Faults
from windows_machine.machine import Machine
from windows_machine.modules.system import SCRIPTS

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import (
    DATA,
    PATCH,
    PORT,
    ROOT,
    SAFE,
    SERVER,
    server,
    services,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.troubles import EVER

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]
Options = dict[str, typing.Any]
Answer = dict[str, typing.Any]
FACTS = {"script": (SCRIPTS / "server_facts.ps1").read_text(), "parameters": {"Paths": [SAFE], "VersionFile": ""}}
LISTED = {"paths": [DATA], "recurse": True, "hidden": True, "checksum_algorithm": "sha256"}
ERRORS = re.compile(r"\(1\d{3}\)|not installed|cannot be reached")
STAGED = rf"E:\{PATCH}"


def service(name: str, **options: str) -> tuple[str, Options]:
    return "win_service", {"name": name} | options


def copy(source: str, target: str) -> tuple[str, Options]:
    return "win_command", {"argv": ["robocopy.exe", source, target, "/E"]}


def package(path: str, arguments: str) -> tuple[str, Options]:
    return "win_package", {"path": path, "arguments": arguments, "expected_return_code": [0, 3010]}


STOPPED = [service(name, state="stopped") for name in ("STREAM", "SYS", "PostgreSQL")]
PID_FILE = ("win_stat", {"path": rf"{DATA}\postmaster.pid", "get_checksum": False})
# What is done, and what both have to say: a part of the answer. Names of Machine's own methods are events.
STORY: tuple[tuple[tuple[str, Options], str], ...] = (
    (("win_powershell", FACTS), "1.4.2"),
    (("win_wait_for", {"port": PORT, "timeout": 20}), "'failed': False"),
    (("win_find", LISTED), "2619': None"),
    (copy(DATA, rf"{SAFE}\hot"), "'rc': 9"),
    (copy(rf"{ROOT}\absent", rf"{SAFE}\absent"), "'rc': 16"),
    (service("PostgreSQL", state="stopped"), "1051"),
    (service("Absent", state="stopped"), "not installed"),
    (STOPPED[0], "'failed': False"),
    (STOPPED[1], "'failed': False"),
    (("settle", {}), "'SYS': ('stopped'"),
    (STOPPED[2], "'failed': False"),
    (("settle", {}), "'PostgreSQL': ('started'"),  # the agent has started it again
    (service("PostgreSQL", start_mode="disabled"), "'failed': False"),
    (STOPPED[2], "'failed': False"),
    (("settle", {}), "'PostgreSQL': ('stopped', 'disabled')"),
    (service("PostgreSQL", state="started"), "1058"),
    (service("SYS", state="started"), "1058"),
    (PID_FILE, "'exists': False"),
    (("win_find", LISTED), "PG_VERSION"),
    (copy(DATA, rf"{SAFE}\cold"), "'rc': 1"),
    (("win_find", LISTED | {"paths": [rf"{SAFE}\cold"]}), "PG_VERSION"),
    (service("SYS", start_mode="disabled"), "'failed': False"),
    (service("STREAM", start_mode="disabled"), "'failed': False"),
    (service("SADPServer", state="started"), "'failed': False"),
    (("settle", {}), "'SADPServer': ('started'"),
    (("stop", {"name": "SADPServer"}), ""),  # it never ends to, and win_service would wait for that
    (service("SADPServer", state="started"), "1056"),
    (("power_cut", {}), ""),
    (("settle", {}), "'SYS': ('stopped', 'disabled')"),
    (service("PostgreSQL", start_mode="manual"), "'failed': False"),
    (service("SYS", start_mode="auto"), "'failed': False"),
    (service("STREAM", start_mode="auto"), "'failed': False"),
    (service("SYS", state="started"), "'failed': False"),
    (("settle", {}), "'PostgreSQL': ('started', 'manual')"),
    (("power_cut", {}), ""),
    (PID_FILE, "'exists': True"),
    (service("Nginx", start_mode="disabled"), "'failed': False"),
    (("reboot", {}), ""),
    (("settle", {}), "'Nginx': ('stopped', 'disabled')"),
    (service("Nginx", start_mode="delayed"), "'failed': False"),
    (("win_wait_for", {"port": PORT, "timeout": 1}), "'failed': True"),
    (package(r"E:\absent.exe", "/S"), "cannot be reached"),
    (package(STAGED, "/S"), "'rc': 3010"),
    (("win_stat", {"path": rf"{ROOT}\SYS\license.dll", "checksum_algorithm": "sha256"}), "'exists': True"),
    (("win_stat", {"path": rf"{ROOT}\SYS\license.dat"}), "'exists': False"),
)


@pytest.fixture
def pair(wine: WineBackend, tmp_path: pathlib.Path) -> tuple[Machine, Machine]:
    """The same server on both backends, with a service that starts PostgreSQL again and a patch that wants a boot."""
    patch = {"rc": 3010, "deletes": (rf"{ROOT}\SYS\license.dat",)}
    described = server(
        services=services(agent={"revives": ("PostgreSQL",)}, SADPServer={"stop_looks": EVER}, SYS={"revives": ()}),
        files=SERVER.files | {rf"{ROOT}\SYS\license.dat": "data"},
        installers=(dataclasses.replace(SERVER.installers[0], **patch),),
    )
    for backend, name in ((StateBackend(), "state"), (wine, "wine")):
        backend.build(described, tmp_path / name)
        backend.make_patch(described.installers[0], machine_in(tmp_path / name).drives.file(STAGED))
    return machine_in(tmp_path / "state"), machine_in(tmp_path / "wine")


def test_both_backends_answer_the_same(pair: tuple[Machine, Machine]) -> None:
    wrong = []
    for number, ((what, options), says) in enumerate(STORY, start=1):
        state, wine = (told(machine, what, options) for machine in pair)
        if state != wine or says not in str(state):
            wrong.append(f"{number}: {what} {options}\n   state: {state}\n   Wine:  {wine}\n   wanted: {says}")
    assert not wrong, "\n".join(wrong)


def told(machine: Machine, what: str, options: Options) -> Answer:
    """What a call answers, without what can not be the same: times, process ids, words."""
    if what == "settle":
        return settled(machine)
    if hasattr(machine, what):
        getattr(machine, what)(**options)
        return {}
    answer = Call(what, options, check_mode=False).carry_out(machine, Faults(machine.directory))
    kept = {key: answer.get(key) for key in ("changed", "rc", "reboot_required", "exists", "start_mode")}
    kept |= {"failed": bool(answer.get("failed")), "error": ERRORS.findall(str(answer.get("msg")))}
    files = [file for file in answer.get("files", []) if file["filename"] != "postmaster.pid"]
    kept |= {"files": {file["path"]: file["checksum"] for file in files}}
    kept |= {"stat": {key: answer.get("stat", {}).get(key) for key in ("exists", "isdir", "checksum")}}
    facts = answer.get("result", {})
    return kept | {"facts": {key: facts[key] for key in facts if "time" not in key}}


def settled(machine: Machine) -> Answer:
    """States and start modes, when nothing has changed for four looks."""
    looks: list[Answer] = []
    while len(looks) < 4 or any(look != looks[-1] for look in looks[-4:]) or "_pending" in str(looks[-1]):
        time.sleep(0.2)
        looks.append(
            {one.name: (one.state, one.start_mode) for one in sorted(machine.services(), key=lambda one: one.name)}
        )
        assert len(looks) < 100, looks[-1]
    return looks[-1]
