# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules rollout_begin, rollout_outcome and rollout_info as Ansible runs them."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import typing

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.action import rollout_begin, rollout_info, rollout_outcome
from ansible_collections.surveillance.hikvision.plugins.modules import rollout_begin as begin_documentation
from ansible_collections.surveillance.hikvision.plugins.modules import rollout_info as info_documentation
from ansible_collections.surveillance.hikvision.plugins.modules import rollout_outcome as outcome_documentation
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import PlannedStep
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet

PLAYBOOK = """
- hosts: all
  gather_facts: false
  tasks:
    - &begin
      name: Begin
      surveillance.hikvision.rollout_begin:
        path: plan.json
        hosts: "{{ ansible_play_hosts_all }}"
        directory: rollouts
        max_failures: "{{ failures | default(omit) }}"
        set_aside: "{{ aside | default(omit) }}"
      run_once: true
      register: begun
      ignore_errors: true
    - name: Tell
      ansible.builtin.copy:
        content: "{{ begun | to_json }}"
        dest: "{{ playbook_dir }}/begun.json"
        mode: "0600"
      run_once: true
      check_mode: false
      delegate_to: localhost
    - name: Know the rollout
      ansible.builtin.set_fact:
        firmware_upgrade_rollout: "{{ contexts[inventory_hostname] | default({}) }}"
      vars:
        contexts: "{{ begun.devices | items2dict('host', 'context') }}"
      when: begun is not failed
    - name: Keep twice what became of it
      surveillance.hikvision.rollout_outcome:
        outcome:
          state: upgraded
          reason: "{{ 'All is {{ well }}.' }}"
          password: canary-5ecret
      loop: [1, 2]
      when: begun is not failed
    - name: Read it
      surveillance.hikvision.rollout_info:
        rollout: "{{ begun.digest }}"
        directory: rollouts
        events: 3
      run_once: true
      register: told
      when:
        - begun is not failed
        - not ansible_check_mode
    - name: Tell again
      ansible.builtin.copy:
        content: "{{ told | to_json }}"
        dest: "{{ playbook_dir }}/told.json"
        mode: "0600"
      run_once: true
      delegate_to: localhost
      check_mode: false
"""


class Project:
    """A directory with a plan, its firmware file and an inventory, and the playbook above."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory = directory
        self.rollouts = directory / "rollouts"
        (directory / "digicap.dav").write_bytes(b"firmware")
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        plan = sample_fleet.plan(sample_fleet.fleet(11), now=now)
        devices = tuple(
            dataclasses.replace(device, steps=tuple(map(self._step, device.steps))) for device in plan.devices
        )
        self.plan = dataclasses.replace(plan, source=None, devices=devices)
        self.digest = document.write(directory / "plan.json", self.plan)
        (directory / "play.yml").write_text(PLAYBOOK)

    def _step(self, step: PlannedStep) -> PlannedStep:
        file = self.directory / "digicap.dav"
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        return dataclasses.replace(step, package=dataclasses.replace(step.package, src=str(file), sha256=digest))

    def play(self, *arguments: str, **variables: dict[str, object]) -> tuple[dict, dict]:
        """What begin and info returned; ``variables`` are those of hosts."""
        hosts = {host: variables.get(host, {}) for host in self.plan.hosts}
        hosts |= {device.host: {} for device in self.plan.left_out}
        inventory = {"all": {"hosts": hosts, "vars": {"ansible_connection": "local"}}}
        (self.directory / "inventory.yml").write_text(yaml.safe_dump(inventory))
        command = [sys.executable, "-m", "ansible", "playbook", "-i", "inventory.yml", "-f", "8", "play.yml"]
        settings = {"ANSIBLE_HOME": str(self.directory / "home"), "ANSIBLE_NOCOLOR": "1"}
        ended = subprocess.run(
            [*command, *arguments],
            cwd=self.directory,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert "Traceback" not in ended.stdout + ended.stderr
        assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr
        begun, told = (json.loads((self.directory / f"{name}.json").read_text()) for name in ("begun", "told"))
        return begun, told


@pytest.fixture
def project(tmp_path: pathlib.Path) -> Project:
    return Project(tmp_path)


def test_a_rollout_from_the_first_run_to_the_last_word(project: Project) -> None:
    begun, _told = project.play("--check")
    assert not project.rollouts.exists(), "a dry run writes nothing"
    assert begun["changed"] is False
    assert len(begun["devices"]) == len(project.plan.devices)

    begun, told = project.play()
    assert (begun["changed"], begun["digest"]) == (True, project.digest)
    assert told["finished"] is True
    assert told["command"] is None
    assert {device["reason"] for device in told["devices"]} == {"All is {{ well }}."}
    lines = pathlib.Path(begun["journal"]).read_bytes()
    assert lines.count(b"\n") == 1 + len(project.plan.devices), "each end is written once"
    assert b"canary" not in lines

    begun, told = project.play("-e", f"aside={project.plan.devices[0].host}")
    assert begun["finished"] is True
    assert begun["set_aside"] == told["set_aside"] == [project.plan.devices[0].host]
    assert [run["process"] for run in told["runs"]] == ["dead", "alive"]


def test_everything_that_is_wrong_is_told_before_anything_is_written(project: Project) -> None:
    first, second = (device.host for device in project.plan.devices[:2])
    begun, _told = project.play(
        *("-e", "failures=x", "-e", "aside=nobody"),
    )
    assert [each["sentence"] for each in begun["mistakes"]] == [
        "rollout_max_failures can not be 'x'.",
        f"rollout_set_aside names nobody, and the plan upgrades {len(project.plan.hosts)} hosts, none of them called "
        "so.",
    ]
    begun, _told = project.play(
        **{
            first: {"hikvision_window": [{"from": "25:00", "to": "05:00"}]},
            second: {"hikvision_ups": "{{ nowhere }}", "hikvision_window": "{{ 5 }}"},
        }
    )
    assert begun["failed"] is True
    for words in (f"hikvision_window of {first}", f"hikvision_window of {second}"):
        assert words in begun["msg"], words
    # Up to ansible-core 2.18 an undefined template comes as it is written, and is refused as a value.
    assert re.search(rf"{second}: hikvision_ups can not|hikvision_ups of {second} must be", begun["msg"]), begun["msg"]
    assert not project.rollouts.exists()


def test_a_stop_file_keeps_a_run_from_beginning(project: Project) -> None:
    project.rollouts.mkdir()
    (project.rollouts / "stop").write_text("the harbour is closed")
    begun, _told = project.play()
    assert begun["failed"] is True
    assert "the harbour is closed. Nothing was begun." in begun["msg"]
    assert list(project.rollouts.iterdir()) == [project.rollouts / "stop"]


@pytest.mark.parametrize(
    ("action", "documentation"),
    [
        (rollout_begin, begin_documentation),
        (rollout_outcome, outcome_documentation),
        (rollout_info, info_documentation),
    ],
)
def test_options_are_documented_as_they_are_declared(action: typing.Any, documentation: typing.Any) -> None:
    documented = yaml.safe_load(documentation.DOCUMENTATION)["options"]
    assert set(documented) == set(action.OPTIONS)
    for name, words in documented.items():
        keys = ("type", "default", "required", "elements")
        declared = {key: action.OPTIONS[name][key] for key in keys if key in action.OPTIONS[name]}
        assert {key: words[key] for key in keys if key in words} == declared, name
