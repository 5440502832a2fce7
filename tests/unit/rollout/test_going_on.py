# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator copies after a stop is what a shell and Ansible take for the same rollout."""

from __future__ import annotations

import itertools
import shlex

import pytest
from ansible import context
from ansible.module_utils.common.collections import ImmutableDict
from ansible.parsing.dataloader import DataLoader
from ansible.utils.vars import load_extra_vars

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.command import with_extra
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.going_on import TO_REPEAT, GoingOn
from ansible_collections.surveillance.hikvision.tests.unit.rollout.a_rollout import PLAN, Rollout


@pytest.fixture
def parsed(monkeypatch):
    """Parses a command as a shell and Ansible do: its words, and its extra variables."""

    def parse(command):
        words = shlex.split(command)
        extra = tuple(word for before, word in itertools.pairwise(words) if before == "-e")
        monkeypatch.setattr(context, "CLIARGS", ImmutableDict(extra_vars=extra))
        monkeypatch.setattr(load_extra_vars, "extra_vars", None, raising=False)
        return words, dict(load_extra_vars(DataLoader()))

    return parse


def going_on(place, **variables):
    return GoingOn.of(place, PLAN, variables, lambda value: value)


@pytest.mark.parametrize("name", ["rollouts", "roll outs", 'Jane\'s "roll" outs', "a=b", "back\\slash", "Größe"])
def test_the_command_can_be_copied_whatever_the_directory_is_called(tmp_path, parsed, name):
    rollout = Rollout(tmp_path / name)
    command = going_on(
        rollout.place, ansible_inventory_sources=["/srv/in ventory"], target="doors,!gate-1", rollout_approve=[2, 4]
    ).command
    words, extra = parsed(with_extra(command, rollout_approval=PLAN))
    assert words[:4] == ["ansible-playbook", "-i", "/srv/in ventory", "surveillance.hikvision.rollout"]
    assert extra == {
        "target": "doors,!gate-1",
        "rollout_approve": "2,4",
        "rollout_dir": str(tmp_path / name),
        "plan_file": str(rollout.place.plan),
        "plan_digest": PLAN,
        "rollout_approval": PLAN,
    }


def test_a_part_of_a_plan_stays_a_part(tmp_path, parsed):
    command = going_on(Rollout(tmp_path).place, plan_subset=True, rollout_approve=None, ansible_limit="!cam-7").command
    words, extra = parsed(command)
    assert words[words.index("--limit") + 1] == "!cam-7"
    assert extra["plan_subset"] == "True"
    assert "rollout_approve" not in extra


def test_its_paths_are_absolute(tmp_path, parsed, monkeypatch):
    monkeypatch.chdir(tmp_path)
    place = Rollout(tmp_path).place
    _words, extra = parsed(going_on(RolloutDirectory(place.path.relative_to(tmp_path))).command)
    assert extra["plan_file"] == str(place.plan)
    assert extra["rollout_dir"] == str(tmp_path)


def test_a_rollout_that_is_named_by_a_relative_directory_is_found_as_an_absolute_one(tmp_path, monkeypatch):
    place = Rollout(tmp_path / "rollouts").place
    place.plan.write_text("{}")
    monkeypatch.chdir(tmp_path)
    assert RolloutDirectory.find(f"rollouts/{place.path.name}", tmp_path).path == place.path


def test_after_a_stop_the_pages_of_devices_that_did_not_come_back_are_named(tmp_path):
    rollout = Rollout(tmp_path)
    rollout.begin()
    rollout.turn("a", "not_back")
    rollout.turn("b", "failed")
    for host in "ab":
        rollout.place.runbook(host).write_text("A page of an earlier run, for b.")
    step = going_on(rollout.place)
    assert step.after_a_stop(History.of(read(rollout.place.journal).events)).splitlines() == [
        f"To go on: {step.command}",
        TO_REPEAT,
        f"How it stands: ansible-playbook surveillance.hikvision.status -e rollout={rollout.place.path}",
        f"How to recover a: {rollout.place.runbook('a')}",
    ]
