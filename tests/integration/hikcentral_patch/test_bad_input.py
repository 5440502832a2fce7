# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every input that must not lead to a patch ends with its own message, and nothing has been touched."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import pathlib
import typing

import pytest
from windows_machine.backend import pretended_installer
from windows_machine.description import Description, Fault, Service

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Run
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import act
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import (
    BACKUPS,
    CHANGING,
    DATA,
    FILES,
    ROOT,
    SERVER,
    SERVICES,
    UNINSTALL,
    server,
    services,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.troubles import service
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    ALL_AT_ONCE,
    Server,
    WindowsSite,
)

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]
SILENT = {"hikcentral_install_mode": "silent"}
WEB_PAGE = b"<html><body>This download has moved.</body></html>"
ELSEWHERE = Service("SYS of old", r"D:\HikCentral\VSM Servers\SYS\SYS.exe", running=False)
# What win_stat tells of a directory that it may not look into.
WITHOUT_SIZE = Fault("answer", "win_stat", {"path": DATA}, result={"stat": {"exists": True, "isdir": True, "size": 0}})
OF_NO_KNOWN_KIND = pretended_installer()[:1024]


@dataclasses.dataclass(frozen=True, slots=True)
class Bad:
    """A server, variables or a patch that are not in order, and a part of the message."""

    says: str
    server: Description = SERVER
    variables: dict[str, typing.Any] = dataclasses.field(default_factory=dict)
    patch: bytes | None = None


def installed(version: str) -> Description:
    return server(registry={rf"{UNINSTALL}\X": {"DisplayName": "HikCentral Professional", "DisplayVersion": version}})


TWO_PRODUCTS = SERVER.registry | {
    rf"{UNINSTALL}\Client": {"DisplayName": "HikCentral Control Client", "DisplayVersion": "1.2.0"}
}
BAD = {
    "version-too-old": Bad("1.0.1", installed("1.0.1"), {"hikcentral_version": "1.0.1"}),
    "version-too-new": Bad("1.5.1", installed("1.5.1"), {"hikcentral_version": "1.5.1"}),
    "versions-disagree": Bad("1.4.1", SERVER, {"hikcentral_version": "1.4.1"}),
    "version-from-one-source": Bad("1.4.2", SERVER, {"hikcentral_version": ""}),
    "two-products": Bad(
        "1.4.2 of HikCentral Professional, 1.2.0 of HikCentral Control Client'). Name the one",
        server(registry=TWO_PRODUCTS),
    ),
    "no-such-product": Bad(
        "No installed product is named HikCentral. These are", SERVER, {"hikcentral_product": "HikCentral"}
    ),
    "version-unknown": Bad("version", server(registry={}), {"hikcentral_version": ""}),
    "digest-missing": Bad("hikcentral_patch_sha256", SERVER, {"hikcentral_patch_sha256": None}),
    "digest-empty": Bad("64 hexadecimal digits", SERVER, {"hikcentral_patch_sha256": ""}),
    "digest-wrong": Bad("it should be 000000", SERVER, {"hikcentral_patch_sha256": "0" * 64}),
    "patch-missing": Bad("absent.exe", SERVER, {"hikcentral_patch_src": "/nowhere/absent.exe"}),
    "patch-relative": Bad("Give the full path on the controller", SERVER, {"hikcentral_patch_src": "files/patch.exe"}),
    "patch-empty": Bad("is empty", patch=b""),
    "patch-no-program": Bad("is a web page", patch=WEB_PAGE),
    "patch-cut-short": Bad("is cut short", patch=pretended_installer()[:700]),
    "silent-without-switches": Bad("made with nsis, for which /S is usual", SERVER, SILENT),
    "silent-and-of-no-known-kind": Bad("can not be told", SERVER, SILENT, OF_NO_KNOWN_KIND),
    "no-codes": Bad("Put the codes into", SERVER, {"hikcentral_activation_codes": []}),
    "too-many-codes": Bad("110", SERVER, {"hikcentral_activation_codes": [f"CANARY-{n:04}" for n in range(111)]}),
    "codes-twice": Bad("is the same as", SERVER, {"hikcentral_activation_codes": ["CANARY-0001"] * 2}),
    "hot-spare": Bad("hot spare system", SERVER, {"hikcentral_hot_spare": True}),
    "not-installed": Bad("does not seem to be installed", server(services=SERVICES[-1:])),
    "two-installations": Bad("There are several installations", server(services=(*SERVICES, ELSEWHERE))),
    "nothing-below-the-root": Bad(
        r"below C:\elsewhere\VSM Servers", SERVER, {"hikcentral_install_root": r"C:\elsewhere\VSM Servers"}
    ),
    "root-above": Bad(
        "has to be the directory VSM Servers", SERVER, {"hikcentral_install_root": ROOT.rpartition("\\")[0]}
    ),
    "two-databases": Bad("There are 2 databases", server(files=FILES | {rf"{ROOT}\PGData\PG_VERSION": "9.4"})),
    "no-database": Bad(
        "There is no database of PostgreSQL",
        server(files={BACKUPS + r"\x": "x", ROOT + r"\x": "x", DATA + r"\base\1\2619": ""}),
    ),
    "database-is-none": Bad(
        rf"PG_VERSION was not found in {ROOT}\SYS.", SERVER, {"hikcentral_data_dir": rf"{ROOT}\SYS"}
    ),
    "outside-dependent": Bad(
        "are no part of it: Backup agent", server(services=services(agent={"dependencies": ("SYS",)}))
    ),
    "no-postgresql": Bad("is PostgreSQL", server(services=services()[1:2] + services()[-1:])),
    "safe-relative": Bad("full path", SERVER, {"hikcentral_safe_dir": "safe"}),
    "backups-with-a-backslash": Bad(
        "hikcentral_web_backup_dir is D:", SERVER, {"hikcentral_web_backup_dir": BACKUPS + "\\"}
    ),
    "safe-inside-a-root-with-a-backslash": Bad(
        "is inside",
        SERVER,
        {"hikcentral_install_root": ROOT + "\\", "hikcentral_safe_dir": ROOT.upper() + r"\.\safe"},
    ),
    "safe-inside-the-installation": Bad("is inside", SERVER, {"hikcentral_safe_dir": rf"{DATA}\safe"}),
    "safe-on-the-same-volume": Bad("choose another one", SERVER, {"hikcentral_safe_dir": r"C:\safe"}),
    "safe-unknown": Bad(
        "does not tell how much is free",
        SERVER,
        {"hikcentral_safe_dir": r"\\server\share\safe", "hikcentral_staging_dir": r"C:\staging"},
    ),
    "staging-on-a-share": Bad("a share", SERVER, {"hikcentral_safe_dir": r"\\server\share\safe"}),
    "no-room-to-stage": Bad(
        "the patch needs", server(free=SERVER.free | {"C": 20}), {"hikcentral_staging_dir": r"C:\p"}
    ),
    "too-little-space": Bad("1.2 times their size", server(free={"E": 20})),
    "size-unknown": Bad("nobody knows whether there is room", server(faults=(WITHOUT_SIZE,))),
    "no-backup-folder": Bad("is no directory", SERVER, {"hikcentral_web_backup_dir": r"D:\nowhere"}),
    "web-folder-is-safe": Bad("is inside", SERVER, {"hikcentral_safe_dir": BACKUPS + r"\safe"}),
}


def test_every_bad_input_has_its_own_message_and_touches_nothing(site: WindowsSite) -> None:
    for name, bad in BAD.items():
        site.add(name, bad.server, **delivered(site, name, bad.patch) | bad.variables)
    before = {name: each.services() for name, each in site.servers.items()}
    run = site.playbook(ALL_AT_ONCE)
    said = assert_each_says_its_own(run, {name: bad.says for name, bad in BAD.items()})
    assert {name: messages for name, messages in said.items() if len(messages) > 1} == {}
    for name, each in site.servers.items():
        assert each.services() == before[name], name
        assert not {call["module"] for call in each.calls()} & CHANGING, name
        assert not (each.run / "state.json").exists(), name
    assert "CANARY" not in run.stdout + run.stderr


def test_a_run_goes_on_only_with_what_it_began_with(site: WindowsSite) -> None:
    """A run that has come to the backup, on servers where something else is wrong with it on the controller."""
    seed = site.add("seed", server())
    site.playbook(ALL_AT_ONCE)
    act(seed)
    spoilt = {name: site.clone(seed, name, **delivered(site, name, patch)) for name, patch in ANOTHER_PATCH.items()}
    spoilt["backup-held"] = site.clone(seed, "backup-held", (), held_by_the_agent)
    spoilt["backup-grows"] = site.clone(seed, "backup-grows", hikcentral_backup_settle=1000)
    spoilt["another-host"].run.joinpath("state.json").write_text(json.dumps(seed.state))
    spoilt["locked"].run.joinpath("lock.json").write_text(json.dumps(Process.with_pid(os.getpid()).as_result()))
    spoilt["damaged"].run.joinpath("state.json").write_text(json.dumps(seed.state)[:-300])
    taken = pathlib.PureWindowsPath(r"E:\safe", seed.state["run_id"], "system_backup_1")
    there = spoilt["target-taken"].machine.drives.file(str(taken / "somebody's file"))
    there.parent.mkdir(parents=True)
    there.write_text("not ours")
    before = {name: Before(each) for name, each in spoilt.items()}
    run = site.playbook(ALL_AT_ONCE, "--limit", ",".join(spoilt))
    said = assert_each_says_its_own(
        run,
        {
            "another-patch": "is for the patch",
            "another-host": "seed, not another-host",
            "locked": f"Another run of Ansible works with this: process {os.getpid()}",
            "damaged": "state.json",
            "target-taken": r"system_backup_1 exists already; nothing is ever copied over it",
            "backup-held": "backup-held waits at the step system_backup",
            "backup-grows": "backup-grows waits at the step system_backup",
        },
    )
    assert rf"this can not be read: {BACKUPS}\new\system.bak (" in said["backup-held"][0]
    grows = said["backup-grows"][0].partition("seconds (hikcentral_backup_settle): ")[2]
    assert rf"{BACKUPS}\new\system.bak" in grows, said["backup-grows"]
    assert len(said["target-taken"]) == 2, "the task itself, and the end of the run"
    for name, each in spoilt.items():
        assert each.services() == before[name].services, name
        assert not {call["module"] for call in each.calls()[before[name].calls :]} & CHANGING, name
        if len(said[name]) == 1:
            assert (each.run / "state.json").read_bytes() == before[name].state, name
    assert [file.name for file in there.parent.iterdir()] == [there.name]
    assert "CANARY" not in run.stdout + run.stderr


def held_by_the_agent(state: dict[str, typing.Any]) -> None:
    service(state, "Backup agent")["holds"] = rf"{BACKUPS}\new\system.bak"


ANOTHER_PATCH = {
    "another-patch": pretended_installer() + b"of another day",
    "another-host": None,
    "locked": None,
    "damaged": None,
    "target-taken": None,
}


class Before:
    """What a server and its run were like."""

    def __init__(self, server: Server) -> None:
        self.services = server.services()
        self.calls = len(server.calls())
        self.state = (server.run / "state.json").read_bytes()


def delivered(site: WindowsSite, name: str, patch: bytes | None) -> dict[str, typing.Any]:
    """Variables for a patch of its own, whose digest is right; none for the usual one."""
    if patch is None:
        return {}
    file = site.directory / "files" / name / site.patch.name
    file.parent.mkdir()
    file.write_bytes(patch)
    return {"hikcentral_patch_src": str(file), "hikcentral_patch_sha256": hashlib.sha256(patch).hexdigest()}


def assert_each_says_its_own(run: Run, says: dict[str, str]) -> dict[str, list[str]]:
    """Every server fails, at last with a sentence that no other has; returns what each says."""
    said = {name: [each.result["msg"] for each in run.of(name) if each.status == "failed"] for name in says}
    print("\n".join(f"{name:30} {' | '.join(messages)}" for name, messages in said.items()))
    assert {name: messages for name, messages in said.items() if not messages or says[name] not in messages[-1]} == {}
    assert len({messages[-1] for messages in said.values()}) == len(says)
    assert run.rc == 2
    return said
