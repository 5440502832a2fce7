# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the roles ask of ansible.windows is what the real collection offers; the doubles know all of it."""

from __future__ import annotations

import pathlib
import re
import typing
from collections.abc import Iterator

import pytest
import yaml
from windows_machine.call import objections, option_specs
from windows_machine.modules import MODULES

ROOT = pathlib.Path(__file__).resolve().parents[3]
PREFIX = "ansible.windows."
Task = dict[str, typing.Any]


def tasks_in(content: typing.Any) -> Iterator[Task]:
    """All tasks, also those in blocks and plays."""
    for task in content if isinstance(content, list) else []:
        yield task
        for inside in ("block", "rescue", "always", "tasks", "pre_tasks", "post_tasks", "handlers"):
            yield from tasks_in(task.get(inside))


PLACES = ("roles/*/tasks/**/*.yml", "roles/*/handlers/**/*.yml", "playbooks/**/*.yml")
FILES = [file for place in PLACES for file in sorted(ROOT.glob(place))]
CALLS = [
    pytest.param(name.removeprefix(PREFIX), task[name] or {}, id=f"{file.stem}: {task.get('name')}")
    for file in FILES
    for task in tasks_in(yaml.safe_load(file.read_text()))
    for name in task
    if name.startswith(PREFIX)
]


@pytest.mark.parametrize(("module", "options"), CALLS)
def test_a_call_uses_options_that_the_real_module_has(module: str, options: Task) -> None:
    assert objections(module, options) == []


def test_no_call_is_overlooked() -> None:
    """Blocks, rescues, loops: whatever surrounds a task, its name in the text is one of the calls."""
    written = [name for file in FILES for name in re.findall(rf"^[ -]+{PREFIX}(\w+):", file.read_text(), re.MULTILINE)]
    assert sorted(written) == sorted(str(call.values[0]) for call in CALLS)


def test_every_module_that_is_called_is_known() -> None:
    called = {str(call.values[0]) for call in CALLS}
    assert called == set(option_specs()), "run tools/windows_options.py with the wheel of the package ansible"
    assert called == set(MODULES)


def test_a_mistake_is_seen() -> None:
    assert "win_service has no option nme" in objections("win_service", {"nme": "x"})
    assert objections("win_stat", {}) == ["win_stat needs path"]
    assert "not one of" in objections("win_service", {"name": "x", "start_mode": "sometimes"})[0]
    assert "not of type bool" in objections("win_find", {"paths": ["x"], "recurse": "yess"})[0]
    assert "not of type int" in objections("win_wait_for", {"port": "https"})[0]
    assert objections("win_wait_for", {"port": "{{ port }}", "timeout": "20"}) == []


def test_servers_are_reached_with_ansible_windows_alone() -> None:
    """Modules that need Python on the host run on the controller."""
    for file in (ROOT / "roles/hikcentral").rglob("*.yml"):
        for task in tasks_in(yaml.safe_load(file.read_text())):
            if {"ansible.builtin.copy", "ansible.builtin.file", "ansible.builtin.stat"} & set(task):
                assert task.get("delegate_to") == "localhost", f"{file.name}: {task['name']}"
