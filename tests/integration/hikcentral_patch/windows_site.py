# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real runs of Ansible against pretended Windows servers."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import typing

from windows_machine.backend import Backend, machine_in
from windows_machine.description import Description, Fault
from windows_machine.machine import Machine

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import COLLECTION, Run, read_results
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import (
    BACKUPS,
    DATA,
    PATCH,
    QUICK,
    SERVER,
)

TESTS = pathlib.Path(__file__).resolve().parents[2]
ALL_AT_ONCE = pathlib.Path(__file__).with_name("all_at_once.yml")
SECONDS = 400


class Server:
    """One host: its machine, and the directory of its run on the controller."""

    def __init__(self, name: str, directory: pathlib.Path, run: pathlib.Path, patch: pathlib.Path) -> None:
        self.name = name
        self.directory = directory
        self.patch = patch
        self.run = run

    @property
    def machine(self) -> Machine:
        """The machine as it is now."""
        return machine_in(self.directory)

    @property
    def state(self) -> dict[str, typing.Any]:
        """What the gate keeps about the run."""
        return json.loads((self.run / "state.json").read_text())

    @property
    def has_ended(self) -> bool:
        """Whether the run is complete and closed."""
        return (self.run / "state.json").exists() and bool(self.state["ended"])

    def services(self) -> dict[str, tuple[str, str]]:
        """State and start mode of each service."""
        return {service.name: (service.state, service.start_mode) for service in self.machine.services()}

    def calls(self, module: str = "") -> list[dict[str, typing.Any]]:
        """The calls of modules so far."""
        file = self.directory / "calls.jsonl"
        calls = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return [call for call in calls if module in ("", call["module"])]

    def suffer(self, *faults: Fault) -> None:
        """From now on, these faults and no others."""
        (self.directory / "faults.json").write_text(json.dumps([dataclasses.asdict(fault) for fault in faults]))

    def evidence(self, name: str, content: str = "evidence") -> pathlib.Path:
        """Put a file into the evidence directory."""
        file = self.run / "evidence" / name
        file.write_text(f"{content} of {self.name}: {name}")
        return file

    def back_up(self, name: str = "new") -> None:
        """What "Back Up Now" does."""
        file = self.machine.drives.file(rf"{BACKUPS}\{name}\system.bak")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("backup of the system")

    def close_programs(self) -> None:
        """Close everything that is no service."""
        self.machine.close_programs()

    def install(self, switches: str = "/S") -> None:
        """What a person does who runs the patch."""
        program = next((self.machine.drives.directory / "drive_e").rglob(PATCH))
        self.machine.execute(program, switches)


class WindowsSite:
    """Servers, their inventory and a directory that nothing else writes to."""

    def __init__(self, directory: pathlib.Path, backend: Backend, **usual: typing.Any) -> None:
        self.directory = directory
        self.backend = backend
        self._usual = QUICK | usual
        self.servers: dict[str, Server] = {}
        self.hosts: dict[str, dict[str, typing.Any]] = {}
        self.patch = directory / "files" / PATCH
        self.patch.parent.mkdir(parents=True)
        backend.make_patch(SERVER.installers[0], self.patch)
        # Ansible looks for results a thousand times a second, and computers that run these tests have two cores.
        (directory / "ansible.cfg").write_text("[defaults]\ninternal_poll_interval = 0.01\n")
        self._runs = 0
        self._settings: dict[str, str] = {}

    def add(self, name: str, description: Description, **variables: typing.Any) -> Server:
        """Build a server and put it into the inventory; a variable that is None is left out."""
        machine = self.directory / "machines" / name
        self.backend.build(description, machine)
        server = Server(name, machine, self.directory / "runs" / name, self.patch)
        self.servers[name] = server
        given = self.usual() | {"windows_machine": str(machine)} | variables
        self.hosts[name] = {key: value for key, value in given.items() if value is not None}
        return server

    def clone(
        self,
        seed: Server,
        name: str,
        faults: typing.Iterable[Fault] = (),
        spoil: typing.Callable[[dict[str, typing.Any]], object] | None = None,
        **variables: typing.Any,
    ) -> Server:
        """Another server that has come as far as ``seed``."""
        machine = self.directory / "machines" / name
        self.backend.copy(seed.directory, machine, spoil)
        server = Server(name, machine, self.directory / "runs" / name, self.patch)
        server.suffer(*faults)
        shutil.copytree(seed.run, server.run)
        text = (server.run / "state.json").read_text().replace(f'"host": "{seed.name}"', f'"host": "{name}"')
        (server.run / "state.json").write_text(text)
        self.servers[name] = server
        self.hosts[name] = self.hosts[seed.name] | {"windows_machine": str(machine)} | variables
        return server

    def mend(self, server: Server, seed: Server) -> None:
        """Take away all faults; services stay as they are, and what is wrong with them goes."""
        server.suffer()
        server.close_programs()
        self.backend.mend(server.directory, seed.directory)
        server.machine.drives.file(rf"{DATA}\postmaster.pid").unlink(missing_ok=True)
        self.hosts[server.name] |= {"hikcentral_allow_reboot": True}

    @contextlib.contextmanager
    def dying_together(self, number: int) -> typing.Iterator[None]:
        """Within this, faults that kill the controller wait until so many servers have come to theirs."""
        together = self.directory / "machines" / "together"
        together.write_text(str(number))
        # Nobody waits for a server that is at its end, and each of them keeps a worker.
        self._settings = {"ANSIBLE_STRATEGY": "free", "ANSIBLE_FORKS": str(number + 4)}
        try:
            yield
        finally:
            self._settings = {}
            together.unlink()

    def usual(self) -> dict[str, typing.Any]:
        """What an operator has to tell, at least."""
        return self._usual | {
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "hikcentral_run_dir": str(self.directory / "runs"),
            "hikcentral_patch_src": str(self.patch),
            "hikcentral_patch_sha256": hashlib.sha256(self.patch.read_bytes()).hexdigest(),
            "hikcentral_web_backup_dir": BACKUPS,
            "hikcentral_safe_dir": r"E:\safe",
            "hikcentral_hot_spare": False,
            "hikcentral_access_control": True,
            "hikcentral_version": "V1.4.2",
            "hikcentral_activation_mode": "online",
            "hikcentral_activation_codes": ["CANARY-CODE-0001", "CANARY-CODE-0002"],
            "hikcentral_support_case": "CASE-17",
            "hikcentral_operator": "pat",
        }

    def playbook(self, name: str | pathlib.Path, *arguments: str, **extra: typing.Any) -> Run:
        """Run a playbook of the collection by its short name, or one at a path."""
        playbook = str(name) if isinstance(name, pathlib.Path) else COLLECTION + name
        variables = ("--extra-vars", json.dumps(extra)) if extra else ()
        self._runs += 1
        recorded = self.directory / f"results-{self._runs}.jsonl"
        inventory = self.directory / "inventory.json"
        inventory.write_text(json.dumps({"hikcentral": {"hosts": self.hosts}}))
        command = [sys.executable, "-m", "ansible", "playbook", "--inventory", str(inventory), playbook]
        ended = subprocess.run(
            [*command, *variables, *arguments],
            cwd=self.directory,
            env=self._environment(recorded),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        results, recap = read_results(recorded)
        return Run(ended.returncode, ended.stdout, ended.stderr, results, recap)

    def _environment(self, recorded: pathlib.Path) -> dict[str, str]:
        foreign = ("ANSIBLE_", "HIKVISION_", "HIKCENTRAL_", "PYTHONDONTWRITEBYTECODE")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        home = self.directory / "ansible-home"
        return inherited | {
            "ANSIBLE_HOME": str(home),
            "ANSIBLE_LOCAL_TEMP": str(home / "tmp"),
            "ANSIBLE_ASYNC_DIR": str(home / "async"),
            "ANSIBLE_CONFIG": str(self.directory / "ansible.cfg"),
            "ANSIBLE_COLLECTIONS_PATH": str(TESTS / "windows_doubles"),
            "ANSIBLE_FORKS": "4",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_NOCOWS": "1",
            "ANSIBLE_CALLBACK_PLUGINS": str(TESTS / "integration" / "callback_plugins"),
            "ANSIBLE_CALLBACKS_ENABLED": "recorder",
            "RECORDER_PATH": str(recorded),
            "PYTHONPATH": str(TESTS),
            **self._settings,
        }
