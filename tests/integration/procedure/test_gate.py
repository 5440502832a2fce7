# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A procedure with gates in real runs of Ansible: stopped, killed, resumed, watched for secrets."""

from __future__ import annotations

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import typing

import pytest

pytestmark = pytest.mark.newest_core

SECONDS = 60
CODE = "OTTER-9Q1Z-7F3A"
PATCH = "b" * 64

PLAYBOOK = r"""
- hosts: all
  gather_facts: false
  module_defaults:
    surveillance.hikvision.hikcentral_gate:
      run_dir: run
      secrets: "{{ codes }}"
      operator: "{{ operator | default(omit) }}"
      mode: "{{ mode | default('fail') }}"
      resume: ansible-playbook patch.yml
      facts: "{{ extra | default({}) }}"
    surveillance.hikvision.hikcentral_report:
      run_dir: run
      secrets: "{{ codes }}"
  vars_files: [codes.yml]
  vars:
    state: "{{ lookup('ansible.builtin.file', gate.run.state, errors='ignore') or '{\"salt\": \"\"}' }}"
    checked: "{{ codes | surveillance.hikvision.hikcentral_activation_codes(salt=(state | from_json).salt) }}"
  tasks:
    - surveillance.hikvision.hikcentral_gate: {operation: begin, patch: "{{ patch }}"}
      register: gate
    - surveillance.hikvision.hikcentral_gate:
        operation: done
        step: preflight
        facts: {version: 1.4.2, services: [{name: SYS, state: started, start_mode: auto}]}
      when: "'preflight' in gate.run.open"
    - surveillance.hikvision.hikcentral_gate:
        operation: gate
        step: support_case
        statement: true
        reference: "{{ reference | default(omit) }}"
        instructions: [Open a case.]
      register: support
    - ansible.builtin.meta: end_host
      when: support.waiting
    - surveillance.hikvision.hikcentral_gate: {operation: done, step: activation_codes, facts: "{{ checked }}"}
      when: "'activation_codes' in gate.run.open"
    - surveillance.hikvision.hikcentral_gate:
        operation: gate
        step: system_backup
        files: [{name: "*.zip", what: the backup}]
    - surveillance.hikvision.hikcentral_gate: {operation: done, step: system_backup_copy}
      when: "'system_backup_copy' in gate.run.open"
    - surveillance.hikvision.hikcentral_gate: {operation: skipped, step: "{{ item }}", reason: not needed here}
      loop: [person_export_api, person_export, service_manager_closed, activation_request, activation_response]
      when: item in gate.run.open and 'package_staged' not in gate.run.done and item.startswith(('p', 's'))
    - surveillance.hikvision.hikcentral_gate:
        operation: started
        step: database_copy
        facts: {start_mode: "{{ 'disabled' if gate.run.interrupted else 'auto' }}"}
      register: copy
    - ansible.builtin.pause: {seconds: "{{ wait | default(1) }}"}
    - ansible.builtin.debug: {msg: "start mode was {{ copy.step.facts.start_mode }}, {{ copy.repeated }}"}
    - surveillance.hikvision.hikcentral_gate: {operation: done, step: database_copy}
    - surveillance.hikvision.hikcentral_report:
      register: report
    - ansible.builtin.debug: {msg: "{{ report.msg }}"}
"""


class Site:
    """A directory with the playbook; ``play`` runs it in a new process."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory = directory
        (directory / "patch.yml").write_text(PLAYBOOK)
        (directory / "codes.yml").write_text(f"codes: [{CODE}]\n")
        (directory / "ansible.cfg").touch()
        self.output = b""

    @property
    def top(self) -> pathlib.Path:
        return self.directory / "run" / "hcp-01"

    @property
    def state(self) -> dict[str, typing.Any]:
        told: dict[str, typing.Any] = json.loads((self.top / "state.json").read_text())
        return told

    def step(self, name: str) -> dict[str, typing.Any]:
        [record] = [record for record in self.state["steps"] if record["step"] == name]
        return record

    def start(self, *arguments: str, **variables: typing.Any) -> subprocess.Popen[bytes]:
        foreign = ("ANSIBLE_", "PYTHONDONTWRITEBYTECODE")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        environment |= {"ANSIBLE_HOME": str(self.directory / "home"), "ANSIBLE_NOCOLOR": "1"}
        extra = json.dumps({"patch": PATCH, **variables})
        command = [sys.executable, "-m", "ansible", "playbook", "-i", "hcp-01,", "patch.yml", "-e", extra, *arguments]
        return subprocess.Popen(
            command,
            cwd=self.directory,
            env=environment | {"ANSIBLE_CONFIG": str(self.directory / "ansible.cfg")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def play(self, *arguments: str, **variables: typing.Any) -> tuple[int, str]:
        process = self.start(*arguments, **variables)
        output, _nothing = process.communicate(timeout=SECONDS)
        self.output += output
        return process.returncode, output.decode()

    def back_up(self) -> None:
        (self.top / "evidence" / "backup.zip").write_bytes(b"backup")


@pytest.fixture
def site(tmp_path: pathlib.Path) -> Site:
    return Site(tmp_path)


def until(happens: typing.Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_from_gate_to_gate_over_a_kill_to_the_report(site: Site) -> None:
    rc, output = site.play("-vvvv")
    assert rc == 2
    assert "hcp-01 waits: Contact technical support (support_case). Do this: 1. Open a case." in output
    assert "Then go on with: ansible-playbook patch.yml" in output

    rc, output = site.play(operator="ada", reference="HIK-1")
    assert rc == 2
    assert f"Put the backup into {site.top / 'evidence'} under the name *.zip." in output
    assert site.step("support_case")["reference"] == "HIK-1"

    site.back_up()
    killed = site.start(wait=SECONDS)
    until(lambda: any(record["step"] == "database_copy" for record in site.state["steps"]))
    rc, output = site.play()
    assert rc == 2
    assert f"Another run of Ansible works with this: process {killed.pid} on" in output
    os.killpg(killed.pid, signal.SIGKILL)
    site.output += killed.communicate()[0]

    rc, output = site.play("-vvvv")
    assert rc == 0
    assert "start mode was auto, True" in output
    assert "8 of 17 steps" in output
    assert site.step("database_copy")["attempts"] == 2
    assert site.step("activation_codes")["facts"]["count"] == 1

    report = json.loads((site.top / "report.json").read_text())
    assert report["position"]["next"] == "package_staged"
    written = b"".join(path.read_bytes() for path in (site.directory / "run").rglob("*") if path.is_file())
    assert re.findall(rb".{0,99}(?:otter|9q1z).{0,9}", site.output + written, re.IGNORECASE) == []


def test_a_workflow_ends_the_host_and_not_with_a_failure(site: Site) -> None:
    rc, output = site.play(mode="end_host")
    assert rc == 0
    assert "failed=0" in output
    assert site.step("support_case")["status"] == "waiting"
    assert [record["step"] for record in site.state["steps"]] == ["preflight", "support_case"]


def test_a_dry_run_goes_through_and_writes_nothing(site: Site) -> None:
    rc, output = site.play("--check", operator="ada", reference="HIK-1")
    assert rc == 0, output
    assert not (site.directory / "run").exists()


def test_a_secret_that_slips_into_facts_is_not_shown_either(site: Site) -> None:
    site.play()
    rc, output = site.play("-vvvv", operator="ada", reference=f"code {CODE.lower()}")
    assert rc == 2
    assert "holds a secret" in output
    assert "otter" not in (site.top / "state.json").read_text().casefold()
    assert "otter" not in output.replace(f"code {CODE.lower()}", "").casefold()


def test_another_patch_and_evidence_that_has_changed_are_refused(site: Site) -> None:
    site.play()
    rc, output = site.play(patch="c" * 64)
    assert rc == 2
    assert "is for the patch" in output
    site.back_up()
    site.play(operator="ada", reference="HIK-1")
    (site.top / "evidence" / "backup.zip").write_bytes(b"another")
    rc, output = site.play()
    assert rc == 2
    assert "evidence/backup.zip has another content" in output
