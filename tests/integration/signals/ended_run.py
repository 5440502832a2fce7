# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that is ended from outside while one device writes its flash, one gets its file and one waits for its turn."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext, Uploads
from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Site
from simulator import DeviceSpec

FLASHING, SENDING, WAITING = "cam-flashing", "cam-sending", "cam-waiting"
IMAGE_BYTES = 1_500_000
SECONDS = 20.0
_LATER = "2099-01-01T00:00:00+00:00"  # when the upload began stands in the journal
PATIENCE: typing.Final = {"poll_interval": 0.1, "own_reboot_timeout": 2, "boot_timeout": 20, "flash_timeout": 20}

DEVICES: typing.Final = [
    DeviceSpec(name=FLASHING, profile="camera-g0", overrides={"timing": {"flash": 120}}),
    DeviceSpec(name=SENDING, profile="camera-g5", faults=[{"upload_slow": {"bytes_per_s": 700_000}}]),
    DeviceSpec(name=WAITING, profile="camera-g7"),
]


class EndedRun:
    """A playbook in a session of its own, so that a signal to its process group is a person's Ctrl-C."""

    def __init__(self, site: Site, *, callback: bool) -> None:
        self.site = site
        self.directory = site.directory / "rollouts" / "0123456789ab"
        self.report = site.directory / "report.json"
        (self.directory.parent / "leases").mkdir(parents=True)
        self.directory.mkdir()
        packages = {name: site.package(name, "V5.9.9", "260101", size=IMAGE_BYTES) for name in _names()}
        site.write_inventory({}, **{name.replace("-", "_"): {"package": packages[name]} for name in _names()})
        _add_contexts(site, self.directory)
        playbook = site.directory / "install.yml"
        playbook.write_text(json.dumps([{"hosts": "hikvision", "gather_facts": False, "tasks": [_task()]}]))
        environment = {**site.environment(), "HIKVISION_REPORT": str(self.report), "HIKVISION_LIVE": "false"}
        del environment["ANSIBLE_CALLBACKS_ENABLED"]
        if callback:
            environment["ANSIBLE_CALLBACKS_ENABLED"] = "surveillance.hikvision.rollout"
        command = [sys.executable, "-m", "ansible", "playbook", "-v", "-i", str(site.inventory), str(playbook)]
        self.output = site.directory / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                command,
                cwd=site.directory,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for_the_moment(self) -> None:
        """One device writes its flash, and another is in the middle of its file."""
        fleet = self.site.fleet

        def is_there() -> bool:
            return fleet[FLASHING].state == "writing" and fleet[SENDING].state == "receiving"

        self._wait(is_there)

    def end(self, number: int, *, group: bool = False) -> int:
        """Send a signal to the main process, or to all that share its terminal; the exit code."""
        (os.killpg if group else os.kill)(self.process.pid, number)
        return self.process.wait(timeout=SECONDS)

    def wait_for_workers(self) -> None:
        """Until the journal tells the end of both devices, and every process of the run has left."""
        self._wait(lambda: all(self.of(name, Kind.FLASHED) for name in (FLASHING, SENDING)))
        self._wait(lambda: not self.processes())

    def prove(self, *hosts: str) -> dict[str, dict[str, typing.Any]]:
        """The results of ``firmware_proof``, by host. What it has to know beside the target stands in the journal."""
        options = {name: f"{{{{ package.{name} }}}}" for name in ("version", "build")}
        task = {"name": "Prove", "surveillance.hikvision.firmware_proof": {**options, "since": _LATER, **PATIENCE}}
        playbook = self.directory / "prove.yml"
        playbook.write_text(json.dumps([{"hosts": ",".join(hosts), "gather_facts": False, "tasks": [task]}]))
        run = self.site.playbook(playbook)
        return {result.host: result.result for result in run.of(task="Prove")}

    def processes(self) -> list[str]:
        """Those that still run with the inventory of this run."""
        found = []
        for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if str(self.site.inventory).encode() in path.read_bytes():
                    found.append(path.parent.name)
        return found

    def events(self) -> tuple[Event, ...]:
        return read(self.directory / "journal.jsonl").events

    def of(self, host: str, kind: Kind) -> list[Event]:
        return [event for event in self.events() if event.host == host and event.kind is kind]

    def kill_all(self) -> None:
        for number in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(number), signal.SIGKILL)
        self.process.wait()

    def _wait(self, condition: typing.Callable[[], bool]) -> None:
        deadline = time.monotonic() + SECONDS
        while not condition():
            if time.monotonic() > deadline or self.process.poll() in (0, 1, 2, 4):
                self.kill_all()
                raise TimeoutError(f"{self.output.read_text()}\n{self.events()}")
            time.sleep(0.01)


def _names() -> list[str]:
    return [spec.name for spec in DEVICES]


def _task() -> dict[str, typing.Any]:
    options = {name: f"{{{{ package.{name} }}}}" for name in ("src", "version", "build", "models")}
    return {"name": "Install", "surveillance.hikvision.firmware": {**options, **PATIENCE}}


def _add_contexts(site: Site, directory: pathlib.Path) -> None:
    """The fact that a rollout gives its hosts. Two may send at once; the third one begins last."""
    inventory = json.loads(site.inventory.read_text())
    for name, variables in inventory["hikvision"]["hosts"].items():
        context = RolloutContext(
            directory=str(directory),
            run="0123456789ab",
            rollout="0" * 64,
            host=name,
            wave=1,
            canary=False,
            lease=name,
            process=Process.with_pid(os.getpid()),
            expected_seconds=60.0,
            uploads=Uploads(all=1 if name == WAITING else None),
        )
        variables["firmware_upgrade_rollout"] = context.as_fact()
        context.journal.append(Kind.BEGAN, name, wave=1, attempt=1)
    site.inventory.write_text(json.dumps(inventory))
