# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every input that must not lead to a patch ends with its own message, and nothing has been touched."""

from __future__ import annotations

import dataclasses
import typing

import pytest
from windows_machine.description import Description

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import (
    BACKUPS,
    DATA,
    FILES,
    ROOT,
    SERVER,
    SERVICES,
    UNINSTALL,
    server,
    services,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    ALL_AT_ONCE,
    WindowsSite,
)

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]
CHANGING = {"win_service", "win_file", "win_copy", "win_command", "win_package", "win_reboot"}


@dataclasses.dataclass(frozen=True, slots=True)
class Bad:
    """A server or variables that are not in order, and a part of the message."""

    says: str
    server: Description = SERVER
    variables: dict[str, typing.Any] = dataclasses.field(default_factory=dict)


def installed(version: str) -> Description:
    return server(registry={rf"{UNINSTALL}\X": {"DisplayName": "HikCentral Professional", "DisplayVersion": version}})


BAD = {
    "version-too-old": Bad("1.0.1", installed("1.0.1"), {"hikcentral_version": "1.0.1"}),
    "version-too-new": Bad("1.5.1", installed("1.5.1"), {"hikcentral_version": "1.5.1"}),
    "versions-disagree": Bad("1.4.1", SERVER, {"hikcentral_version": "1.4.1"}),
    "version-from-one-source": Bad("1.4.2", SERVER, {"hikcentral_version": ""}),
    "version-unknown": Bad("version", server(registry={}), {"hikcentral_version": ""}),
    "digest-wrong": Bad("SHA-256", SERVER, {"hikcentral_patch_sha256": "0" * 64}),
    "patch-missing": Bad("absent.exe", SERVER, {"hikcentral_patch_src": "absent.exe"}),
    "silent-without-switches": Bad("no switches are given", SERVER, {"hikcentral_install_mode": "silent"}),
    "no-codes": Bad("Put the codes into", SERVER, {"hikcentral_activation_codes": []}),
    "too-many-codes": Bad("110", SERVER, {"hikcentral_activation_codes": [f"CANARY-{n:04}" for n in range(111)]}),
    "codes-twice": Bad("is the same as", SERVER, {"hikcentral_activation_codes": ["CANARY-0001"] * 2}),
    "hot-spare": Bad("hot spare system", SERVER, {"hikcentral_hot_spare": True}),
    "not-installed": Bad("does not seem to be installed", server(services=SERVICES[-1:])),
    "nothing-below-the-root": Bad(
        "No service has its program below", SERVER, {"hikcentral_install_root": r"C:\elsewhere\VSM Servers"}
    ),
    "two-databases": Bad("PGData", server(files=FILES | {rf"{ROOT}\PGData\PG_VERSION": "9.4"})),
    "no-database": Bad(
        "PG_VERSION", server(files={BACKUPS + r"\x": "x", ROOT + r"\x": "x", DATA + r"\base\1\2619": ""})
    ),
    "outside-dependent": Bad(
        "are no part of it: Backup agent", server(services=services(agent={"dependencies": ("SYS",)}))
    ),
    "no-postgresql": Bad("is PostgreSQL", server(services=services()[1:2] + services()[-1:])),
    "safe-relative": Bad("full path", SERVER, {"hikcentral_safe_dir": "safe"}),
    "safe-inside-the-installation": Bad("is inside", SERVER, {"hikcentral_safe_dir": rf"{DATA}\safe"}),
    "safe-on-the-same-volume": Bad("choose another one", SERVER, {"hikcentral_safe_dir": r"C:\safe"}),
    "safe-unknown": Bad("unknown free bytes", SERVER, {"hikcentral_safe_dir": r"\\server\share\safe"}),
    "too-little-space": Bad("1.2 times its size", server(free={"E": 20})),
    "no-backup-folder": Bad("is no directory", SERVER, {"hikcentral_web_backup_dir": r"D:\nowhere"}),
    "web-folder-is-safe": Bad("is inside", SERVER, {"hikcentral_safe_dir": BACKUPS + r"\safe"}),
}


def test_every_bad_input_has_its_own_message_and_touches_nothing(site: WindowsSite) -> None:
    for name, bad in BAD.items():
        site.add(name, bad.server, **bad.variables)
    before = {name: each.services() for name, each in site.servers.items()}
    run = site.playbook(ALL_AT_ONCE)
    said = {name: [each.result["msg"] for each in run.of(name) if each.status == "failed"] for name in BAD}
    print("\n".join(f"{name:30} {' | '.join(messages)}" for name, messages in said.items()))
    wrong = {
        name: messages for name, messages in said.items() if len(messages) != 1 or BAD[name].says not in messages[0]
    }
    assert not wrong
    assert len({messages[0] for messages in said.values()}) == len(BAD)
    for name, each in site.servers.items():
        assert each.services() == before[name], name
        assert not {call["module"] for call in each.calls()} & CHANGING, name
        assert not (each.run / "state.json").exists(), name
    assert "CANARY" not in run.stdout + run.stderr
