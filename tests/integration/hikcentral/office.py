# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs Ansible where HikCentral is asked from: a directory of its own, and nothing of the user's."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import typing

from ansible_collections.surveillance.hikvision.tests.hikcentral_server import ACCESS_KEY, SECRET_KEY, RunningServer
from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Site
from ansible_collections.surveillance.hikvision.tests.integration.secrets.test_secrets import spellings
from simulator import RunningFleet

KEYS = {"HIKCENTRAL_ACCESS_KEY": ACCESS_KEY, "HIKCENTRAL_SECRET_KEY": SECRET_KEY}


class Office(Site):
    """A site without devices."""

    def __init__(self, fleet: RunningFleet, directory: pathlib.Path) -> None:
        super().__init__(fleet, directory, {})
        self.given: set[pathlib.Path] = set()

    def configure(
        self, server: RunningServer, name: str = "site.hikcentral.yml", **options: typing.Any
    ) -> pathlib.Path:
        """The configuration of the inventory plugin, which becomes the inventory of the next runs."""
        self.inventory = self.directory / name
        settings = {
            "plugin": "surveillance.hikvision.hikcentral",
            "host": "127.0.0.1",
            "port": server.port,
            "ca_path": server.ca_path,
            "retries": 0,
        }
        self.inventory.write_text(json.dumps(settings | options))
        return self.inventory

    def hand_in(self, name: str, content: str) -> pathlib.Path:
        """A file of the user's that may hold a secret."""
        path = self.directory / name
        path.write_text(content)
        self.given.add(path)
        return path

    def listed(self, *arguments: str, **environment: str) -> dict[str, typing.Any]:
        """What ``ansible-inventory --list`` says."""
        run = self.run(
            "inventory", "--list", *arguments, **KEYS, ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="1", **environment
        )
        assert run.rc == 0, run
        return json.loads(run.stdout, object_hook=_plain)

    def documentation(self, kind: str, name: str) -> dict[str, typing.Any]:
        """What ``ansible-doc`` tells of a plugin."""
        full_name = f"surveillance.hikvision.{name}"
        command = [sys.executable, "-m", "ansible", "doc", "--json", "--type", kind, full_name]
        told = subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=True, timeout=120)
        return json.loads(told.stdout)[full_name]

    def leaks(self, *printed: str) -> list[tuple[str, bytes]]:
        """Where a key is found: in what was printed, or in a file that nobody handed in."""
        texts = {f"output {number}": text.encode() for number, text in enumerate(printed)}
        for path in self.directory.rglob("*"):
            if path.is_file() and path not in self.given:
                texts[str(path)] = path.read_bytes()
        looked_for = [spelling for secret in (ACCESS_KEY, SECRET_KEY) for spelling in spellings(secret)]
        return [(name, spelling) for name, text in texts.items() for spelling in looked_for if spelling in text]


def _plain(mapping: dict[str, typing.Any]) -> typing.Any:
    """Ansible marks texts that it would never evaluate."""
    return mapping.get("__ansible_unsafe", mapping)
