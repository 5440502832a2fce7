# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A password and a secret key that occur nowhere else are searched in everything that a rollout prints or writes."""

from __future__ import annotations

import base64
import pathlib
import re
import threading
import urllib.parse

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Run, Site
from ansible_collections.surveillance.hikvision.tests.integration.conftest import StartSite
from simulator import DeviceSpec

PASSWORD = "Canary-pa55/w&rd=1"
SECRET_KEY = "Canary-key-88"


class CommandLines:
    """Watches the command lines of all processes while something runs."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> CommandLines:
        self._thread.start()
        return self

    def __exit__(self, *_unused: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.05):
            for process in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.seen.add(process.read_bytes())
                except OSError:
                    continue  # it has ended


def spellings(secret: str) -> list[bytes]:
    """The secret in the clear and in the forms in which it could slip through a search."""
    return [
        secret.encode(),
        urllib.parse.quote(secret, safe="").encode(),
        base64.b64encode(secret.encode()).rstrip(b"="),
        secret.replace("&", "&amp;").encode(),
    ]


def leaks(text: bytes) -> list[bytes]:
    return [spelling for secret in (PASSWORD, SECRET_KEY) for spelling in spellings(secret) if spelling in text]


def written(site: Site) -> dict[str, bytes]:
    """All files of the run, but for the one that hands the secrets in."""
    given = {site.inventory, site.directory / "secrets.yml"}
    return {str(path): path.read_bytes() for path in site.directory.rglob("*") if path.is_file() and path not in given}


def rollout(start_site: StartSite) -> tuple[Site, Run, CommandLines]:
    site = start_site(
        [
            DeviceSpec(name="cam-01", profile="camera-g5", password=PASSWORD),
            DeviceSpec(name="cam-02", profile="camera-g7", password=PASSWORD),
            DeviceSpec(name="door-01", profile="door-controller", password=PASSWORD),
            DeviceSpec(name="lost", profile="camera-g5", password=PASSWORD, faults="back_with_changed_password"),
            DeviceSpec(name="stale", profile="camera-g0", password=PASSWORD),
        ],
        firmware_upgrade_secret_key=SECRET_KEY,
    )
    packages = [site.package(name, "V9.9.9", "261101") for name in ("cam-01", "cam-02", "door-01", "stale")]
    site.fleet["stale"].act("set_password", password="Another-1")
    (site.directory / "secrets.yml").write_text(f"firmware_upgrade_secret_key: '{SECRET_KEY}'\n")
    with CommandLines() as command_lines:
        run = site.playbook(
            "rollout",
            "-vvvv",
            "--diff",
            "--extra-vars",
            f"@{site.directory / 'secrets.yml'}",
            rollout_max_failures=9,
            hikvision_firmware=packages,
        )
    return site, run, command_lines


def test_no_secret_is_printed_written_or_on_a_command_line(start_site: StartSite) -> None:
    site, run, command_lines = rollout(start_site)
    assert run.outcome("cam-02")["state"] == "upgraded", run
    assert "does not let us in" in run.outcome("lost")["reason"], run
    assert "refused the user name or password" in run.outcome("stale")["reason"], run
    assert re.search(r"<cam-01> \S+: PUT /ISAPI/System/updateFirmware: \d+", run.stdout), "-vvv tells each request"
    assert leaks((run.stdout + run.stderr).encode()) == []
    assert {name: found for name, text in written(site).items() if (found := leaks(text))} == {}
    assert [line for line in command_lines.seen if leaks(line)] == []
    assert any(b"ansible" in line for line in command_lines.seen)
