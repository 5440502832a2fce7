# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real runs of Ansible against simulated devices.

A :class:`Site` is a running fleet with its inventory in a directory of its own. It runs playbooks and single modules in
a new process, as a user would, and returns what happened.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import typing

from simulator import PROFILES, RunningFleet, firmware_for

COLLECTION = "surveillance.hikvision."
SECONDS = 280  # for one run; a test has little more

# Patience in real seconds for devices whose time runs a hundred times as fast.
QUICK = {
    "firmware_upgrade_poll_interval": 0.1,
    "firmware_upgrade_own_reboot_timeout": 2,
    "firmware_upgrade_boot_timeout": 20,
    "firmware_upgrade_flash_timeout": 20,
    "firmware_upgrade_verify_timeout": 10,
    "firmware_upgrade_verify_interval": 0.5,
    "rollout_soak": 0,
    "rollout_reprobe_interval": 0,
}


@dataclasses.dataclass(frozen=True, slots=True)
class TaskResult:
    """The result of one task on one host; ``status`` is ok, failed, ignored, unreachable or skipped."""

    status: str
    host: str
    task: str
    action: str
    result: dict[str, typing.Any]


@dataclasses.dataclass(frozen=True, slots=True, repr=False)
class Run:
    """A run that has ended. ``recap`` maps hosts to the numbers of Ansible's last lines."""

    rc: int
    stdout: str
    stderr: str
    results: tuple[TaskResult, ...]
    recap: dict[str, dict[str, int]]

    def of(self, host: str | None = None, action: str | None = None, task: str | None = None) -> list[TaskResult]:
        """Results by host, by module without its collection, by part of the task's name."""
        return [
            result
            for result in self.results
            if host in (None, result.host) and action in (None, result.action) and (task or "") in result.task
        ]

    def fact(self, host: str, name: str) -> typing.Any:
        """The last value that ``set_fact`` gave to a fact; :class:`KeyError` if none did."""
        for result in reversed(self.of(host, "set_fact")):
            for given in reversed(result.result.get("results", [result.result])):  # a loop has one for each item
                if name in given.get("ansible_facts", {}):
                    return given["ansible_facts"][name]
        raise KeyError(f"{name} was never set on {host}\n{self.stdout}")

    def outcome(self, host: str) -> dict[str, typing.Any]:
        """What the role recorded or, of a device that was left out of a rollout in one go, what its planning told."""
        for planning in self.of(action="rollout_plan"):
            for outcome in planning.result.get("outcomes", ()):
                if outcome["host"] == host:
                    return outcome
        return self.fact(host, "firmware_upgrade_outcome")

    def __repr__(self) -> str:
        """What failed comes first: pytest shortens the middle of a long text."""
        failed = [each for each in self.results if each.status in ("failed", "unreachable")]
        reasons = "; ".join(f"{each.host}, {each.task}: {each.result.get('msg')}" for each in failed)
        return f"rc {self.rc} ({reasons})\n{self.stdout}\n{self.stderr}"


class Site:
    """A fleet, its inventory and a directory that nothing else writes to."""

    def __init__(self, fleet: RunningFleet, directory: pathlib.Path, variables: dict[str, typing.Any]) -> None:
        self.fleet = fleet
        self.directory = directory
        self.inventory = directory / "inventory.json"
        self.seconds = SECONDS
        self._runs = 0
        (directory / "ansible.cfg").touch()
        self.write_inventory(variables)

    @property
    def backups(self) -> pathlib.Path:
        """Where the role keeps backups, one directory for each device."""
        return self.directory / "backups"

    def write_inventory(self, variables: dict[str, typing.Any], **of_hosts: dict[str, typing.Any]) -> None:
        """All devices are in the group hikvision, in the order of the fleet.

        ``variables`` are the group's, ``of_hosts`` those of single hosts (with ``_`` for ``-`` in their names).
        """
        hosts: dict[str, dict[str, typing.Any]] = {}
        inventory = self.fleet.inventory()
        for group in inventory["all"]["children"].values():
            hosts |= group["hosts"]
        ordered = {name: hosts[name] | of_hosts.get(name.replace("-", "_"), {}) for name in self.fleet.fleet.listeners}
        group_vars = {**inventory["all"]["vars"], **QUICK, **variables}
        self.inventory.write_text(json.dumps({"hikvision": {"hosts": ordered, "vars": group_vars}}, indent=1))

    def package(self, device: str, version: str, build: str, **changes: typing.Any) -> dict[str, typing.Any]:
        """An entry of ``hikvision_firmware`` for the model of a device, with a new image that this model takes."""
        spec = self.fleet[device].spec
        profile = spec.resolved_profile()
        path = self.directory / "firmware" / f"{profile.key}-{version}-{build}.dav"
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            firmware_for(profile, path, version=version, build=build, **changes)
        return {"models": [profile.model], "version": version, "build": build, "src": str(path)}

    def playbook(self, name: str | pathlib.Path, *arguments: str, **extra: typing.Any) -> Run:
        """Run a playbook of the collection by its short name, or one at a path; ``extra`` are extra variables."""
        playbook = str(name) if isinstance(name, pathlib.Path) else COLLECTION + name
        variables = ("--extra-vars", json.dumps(extra)) if extra else ()
        return self.run("playbook", playbook, *variables, *arguments)

    def module(self, name: str, *arguments: str, hosts: str = "hikvision", **options: typing.Any) -> Run:
        """Run one module of the collection on ``hosts``."""
        return self.run("adhoc", hosts, "-m", COLLECTION + name, "-a", json.dumps(options), *arguments)

    def run(self, program: str, *arguments: str, **environment: str) -> Run:
        """Run a program of ansible-core with the site's inventory."""
        self._runs += 1
        recorded = self.directory / f"results-{self._runs}.jsonl"
        command = [sys.executable, "-m", "ansible", program, "--inventory", str(self.inventory), *arguments]
        ended = subprocess.run(
            command,
            cwd=self.directory,
            env=self.environment() | {"RECORDER_PATH": str(recorded)} | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=self.seconds,
            check=False,
        )
        results, recap = read_results(recorded)
        return Run(ended.returncode, ended.stdout, ended.stderr, results, recap)

    def environment(self) -> dict[str, str]:
        """Settings for a run that neither reads nor writes anything of the user's."""
        foreign = ("ANSIBLE_", "HIKVISION_", "PYTHONDONTWRITEBYTECODE")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        home = self.directory / "ansible-home"
        return inherited | {
            "ANSIBLE_HOME": str(home),
            "ANSIBLE_LOCAL_TEMP": str(home / "tmp"),
            "ANSIBLE_CONFIG": str(self.directory / "ansible.cfg"),
            "ANSIBLE_FORKS": str(max(5, len(self.fleet))),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_NOCOWS": "1",
            "ANSIBLE_CALLBACK_PLUGINS": str(pathlib.Path(__file__).parent / "callback_plugins"),
            "ANSIBLE_CALLBACKS_ENABLED": "recorder",
        }


def read_results(recorded: pathlib.Path) -> tuple[tuple[TaskResult, ...], dict[str, dict[str, int]]]:
    entries = [json.loads(line) for line in recorded.read_text().splitlines()] if recorded.exists() else []
    results = tuple(TaskResult(**entry) for entry in entries if "recap" not in entry)
    recap = next((entry["recap"] for entry in entries if "recap" in entry), {})
    return results, recap


def model_of(profile: str) -> str:
    """The model that devices of a profile tell."""
    return PROFILES[profile].model
