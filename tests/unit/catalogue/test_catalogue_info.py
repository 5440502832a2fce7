# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module as Ansible runs it, and its documentation."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.action import catalogue_info as action
from ansible_collections.surveillance.hikvision.plugins.modules import catalogue_info
from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample


class Ansible:
    """Runs the module in a new process, with a home of its own."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory = directory
        self.home = directory / "ansible-home"

    def run(self, *arguments: str, hosts: str = "localhost", **options: object) -> dict:
        """The result of the module on the first host that is ready."""
        command = [sys.executable, "-m", "ansible", "adhoc", hosts, "-m", "surveillance.hikvision.catalogue_info"]
        command += ["-a", json.dumps(options), *arguments]
        (self.directory / "ansible.cfg").touch()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ANSIBLE_")}
        kept["PATH"] = f"{self.directory}:{kept['PATH']}"
        settings = {
            "ANSIBLE_HOME": str(self.home),
            "ANSIBLE_CONFIG": str(self.directory / "ansible.cfg"),
            "ANSIBLE_LOAD_CALLBACK_PLUGINS": "1",
            "ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.minimal",
            "ANSIBLE_NOCOLOR": "1",
        }
        ended = subprocess.run(
            command, cwd=self.directory, env=kept | settings, capture_output=True, text=True, timeout=120, check=False
        )
        assert "Traceback" not in ended.stdout + ended.stderr
        self.warnings = ended.stderr
        status, _arrow, result = ended.stdout.partition(" => ")
        return json.JSONDecoder().raw_decode(result)[0] | {"failed": "FAILED" in status}


@pytest.fixture
def ansible(tmp_path):
    return Ansible(tmp_path)


def test_a_catalogue_is_verified_read_and_remembered(ansible, signed):
    options = {**signed.options, "path": "catalogue.yml"}
    del options["memory"]
    told = ansible.run("--check", **options)
    memory = ansible.home / "hikvision" / "catalogue_serials.json"
    assert told["catalogue"]["verification"]["signer"] == sample.PRINCIPAL
    assert not memory.exists()

    told = ansible.run(**options)
    assert told["catalogue"]["files"] == str(signed.path.parent)
    assert told["msg"].startswith(
        "example, number 7, has 1 package, 1 of them approved; signed by firmware@example.org"
    )
    assert (told["changed"], told["expired"], told["superseded"]) == (False, False, [])
    assert json.loads(memory.read_text())["example"]["serial"] == 7


def test_a_run_verifies_once_for_all_hosts_and_needs_none_of_them(ansible, signed):
    counted = ansible.directory / "counted"
    program = ansible.directory / "ssh-keygen"
    program.write_text(f'#!/bin/sh\necho "$2" >>{counted}\nexec {shutil.which("ssh-keygen")} "$@"\n')
    program.chmod(0o700)
    told = ansible.run("-i", "cam-1,cam-2,cam-3,", hosts="all", **signed.options)
    assert not told["failed"]
    assert counted.read_text().split() == ["find-principals", "verify"]


def test_an_expired_catalogue_fails_and_is_still_reviewed(ansible, signed):
    dates = {"issued": "2020-01-01T00:00:00Z", "expires": "2020-07-01T00:00:00Z"}
    signed.replace(sample.catalogue(sample.entry(status="candidate"), **dates))
    told = ansible.run(**signed.options)
    assert told["failed"]
    assert told["error"] == {"kind": "Expired", "code": "FW026"}
    assert told["expired"]
    assert [row["remark"] for row in told["review"]] == ["candidate"]
    assert "catalogue" not in told
    assert told["advice"]


def test_a_malformed_catalogue_fails_with_its_lines(ansible, signed):
    signed.replace(sample.catalogue(changes={"firmware.0.build": 240826}))
    told = ansible.run(**signed.options)
    assert told["failed"]
    assert "firmware[0].build (line 17): 240826 is a number; quote it: '240826'" in told["msg"]
    assert told["error"]["problems"][0]["line"] == 17


def test_without_a_signature_somebody_is_warned(ansible, signed):
    signed.signature.unlink()
    told = ansible.run(path=str(signed.path), signature=False, files="images")  # YAML's own reading of off
    assert told["catalogue"]["verification"]["signature"] == "off"
    assert told["catalogue"]["files"] == str(ansible.directory / "images")
    assert "Nobody vouches for the catalogue example" in ansible.warnings
    assert not (ansible.home / "hikvision").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"path": "a", "pth": "b"}, "Unsupported parameters for (catalogue_info) module: pth"),
        ({"files": "b"}, "missing required arguments: path"),
        ({"path": "absent.yml"}, "absent.yml can not be read: No such file or directory."),
    ],
)
def test_what_the_module_can_not_use(ansible, options, words):
    told = ansible.run(**options)
    assert told["failed"]
    assert words in told["msg"]


def test_the_documentation_says_what_the_action_takes():
    documented = yaml.safe_load(catalogue_info.DOCUMENTATION)["options"]
    facts = ("type", "required", "choices", "default")
    told = {name: {fact: option[fact] for fact in facts if fact in option} for name, option in documented.items()}
    assert told == action.OPTIONS
