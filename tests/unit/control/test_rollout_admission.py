# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module rollout_admission as Ansible runs it, and its documentation."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import typing

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.action import rollout_admission as action
from ansible_collections.surveillance.hikvision.plugins.modules import rollout_admission
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import FACT
from ansible_collections.surveillance.hikvision.tests.unit.control.test_admission import device
from ansible_collections.surveillance.hikvision.tests.unit.rollout.a_rollout import Rollout

Ask = typing.Callable[..., dict[str, typing.Any]]


@pytest.fixture
def rollout(tmp_path: pathlib.Path) -> Rollout:
    rollout = Rollout(tmp_path / "rollouts")
    rollout.begin()
    return rollout


@pytest.fixture
def ask(tmp_path: pathlib.Path) -> Ask:
    """Runs the module for the host "c", with a fact and options."""
    (tmp_path / "ansible.cfg").touch()

    def run(fact: dict[str, typing.Any] | None, *arguments: str, **options: object) -> dict[str, typing.Any]:
        command = [sys.executable, "-m", "ansible", "adhoc", "-i", "c,", "c"]
        command += ["-m", "surveillance.hikvision.rollout_admission", *arguments]
        command += ["-a", json.dumps(options)] if options else []
        command += ["-e", json.dumps({FACT: fact})] if fact else []
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ANSIBLE_")}
        settings = {
            "ANSIBLE_HOME": str(tmp_path / "home"),
            "ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg"),
            "ANSIBLE_LOAD_CALLBACK_PLUGINS": "1",
            "ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.minimal",
            "ANSIBLE_NOCOLOR": "1",
        }
        ended = subprocess.run(
            command, cwd=tmp_path, env=kept | settings, capture_output=True, text=True, timeout=120, check=False
        )
        assert "Traceback" not in ended.stdout + ended.stderr
        status, _arrow, result = ended.stdout.partition(" => ")
        return json.JSONDecoder().raw_decode(result)[0] | {"failed": "FAILED" in status}

    return run


def events(rollout: Rollout) -> list[tuple[str, dict[str, object]]]:
    return rollout.events(Kind.BEGAN, Kind.DEFERRED, Kind.ENDED)


def test_a_device_that_may_begin(rollout: Rollout, ask: Ask) -> None:
    context = device(rollout, variety=("DS-2CD2043G2-I", None, None, None), package="g5-5.7.18")
    told = ask(context.as_fact())
    assert (told["verdict"], told["reason"], told["until"]) == ("go", "", None)
    assert (told["failed"], told["changed"], told["msg"]) == (False, False, "It may begin.")
    began = {"wave": 2, "attempt": 1, "model": "DS-2CD2043G2-I", "package": "g5-5.7.18"}
    assert events(rollout) == [("c", began)]
    held = context.leases.held("c")
    assert held
    assert held.by == context.holder


def test_a_device_that_is_deferred(rollout: Rollout, ask: Ask) -> None:
    told = ask(device(rollout, canaries=("a",)).as_fact())
    assert (told["verdict"], told["failed"]) == ("deferred", False)
    assert told["msg"] == told["reason"] == "Its canary a has not been upgraded yet."
    assert events(rollout) == [("c", {"reason": told["reason"], "wave": 2})]
    assert device(rollout).leases.held("c") is None


def test_the_variable_stops(rollout: Rollout, ask: Ask) -> None:
    told = ask(device(rollout).as_fact(), stop=True)
    assert (told["verdict"], told["reason"]) == ("stopped", "The variable rollout_stop is set.")
    assert events(rollout) == []


@pytest.mark.parametrize("arguments", [(), ("--check",)])
def test_outside_of_a_rollout_and_in_check_mode_nothing_is_asked(
    rollout: Rollout, ask: Ask, arguments: tuple[str, ...]
) -> None:
    rollout.place.stop_files[0].touch()
    told = ask(device(rollout).as_fact() if arguments else None, *arguments)
    assert (told["verdict"], told["failed"]) == ("go", False)
    assert events(rollout) == []
    assert device(rollout).leases.held("c") is None


def test_without_a_journal_nothing_begins(rollout: Rollout, ask: Ask) -> None:
    rollout.place.journal.unlink()
    told = ask(device(rollout).as_fact())
    assert told["verdict"] == "stopped"
    assert not rollout.place.journal.exists()


def test_the_documentation_tells_the_options() -> None:
    options = yaml.safe_load(rollout_admission.DOCUMENTATION)["options"]
    told = {name: {key: words[key] for key in ("type", "default") if key in words} for name, words in options.items()}
    assert told == action.OPTIONS
