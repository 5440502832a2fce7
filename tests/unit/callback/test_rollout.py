# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The callback with scripted events, as both generations of ansible-core send them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.utils.display import Display

from ansible_collections.surveillance.hikvision.plugins.callback.rollout import CallbackModule

FIRMWARE = "surveillance.hikvision.firmware"
OLD = {"version": "V5.7.15", "build": "240201"}
NEW = {"version": "V5.7.18", "build": "240826"}
UPGRADED = {
    "outcome": "upgraded",
    "before": OLD,
    "after": NEW,
    "phases": [{"name": "upload", "seconds": 42.0}],
    "msg": "It runs V5.7.18.",
}


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(Display, "display", lambda display, text, **keywords: lines.append(text))
    return lines


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report.json"


@pytest.fixture
def callback(printed: list[str], report: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CallbackModule]:
    options = {"report": str(report), "live": "false", "progress_interval": 10.0}
    monkeypatch.setattr(CallbackModule, "get_option", lambda callback, name: options[name])
    made = CallbackModule()
    made.v2_playbook_on_start(SimpleNamespace(_file_name="/site/rollout.yml"))
    yield made
    made._finish()


def play(everybody: list[str], batch: list[str], **of_play: Any) -> Any:
    variables = {"ansible_play_hosts_all": everybody, "ansible_play_batch": batch, **of_play}
    manager = SimpleNamespace(get_vars=lambda play: variables)
    return SimpleNamespace(get_variable_manager=lambda: manager)


def named(host: str) -> Any:
    return SimpleNamespace(get_name=lambda: host)


def task(action: str, *, run_once: bool = False) -> Any:
    return SimpleNamespace(action=action, run_once=run_once, get_name=lambda: "firmware_upgrade : Upgrade")


def result(host: str, action: str, content: dict[str, Any], *, run_once: bool = False, old_core: bool = False) -> Any:
    ran = task(action, run_once=run_once)
    if old_core:
        return SimpleNamespace(_host=named(host), _task=ran, _result=content)
    return SimpleNamespace(host=named(host), task=ran, result=content)


@pytest.mark.parametrize("old_core", [False, True], ids=["2.19 and later", "before 2.19"])
def test_a_rollout_that_is_stopped_is_told_completely(
    callback: CallbackModule, printed: list[str], report: Path, old_core: bool
) -> None:
    def ended(host: str, action: str, content: dict[str, Any]) -> Any:
        return result(host, action, content, old_core=old_core)

    hosts = ["cam-01", "cam-02", "cam-03", "cam-04", "nvr-01"]
    callback.v2_playbook_on_play_start(play(hosts, hosts[:4]))
    backup = {"changed": True, "path": "/backups/cam-01/a.cfg"}
    callback.v2_runner_on_ok(ended("cam-01", "surveillance.hikvision.config_backup", backup))
    callback.v2_runner_on_unreachable(ended("cam-02", "surveillance.hikvision.device_info", {"msg": "No route."}))
    callback.v2_playbook_on_task_start(task(FIRMWARE), False)
    callback.v2_runner_on_start(named("cam-01"), task(FIRMWARE))
    callback.v2_runner_on_start(named("cam-03"), task(FIRMWARE))
    callback.v2_runner_on_ok(ended("cam-01", FIRMWARE, UPGRADED))
    callback.v2_playbook_on_stats(SimpleNamespace())

    assert "cam-01: upgraded, V5.7.15 build 240201 -> V5.7.18 build 240826, 42 s" in printed
    assert printed[-1] == "5 devices: 2 not started, 1 upgraded, 1 unreachable, 1 vanished"
    content = json.loads(report.read_text())
    assert content["playbook"] == "rollout.yml"
    assert content["stopped_early"] is True
    assert content["finished"] is not None
    outcomes = {host["host"]: host["outcome"] for host in content["hosts"]}
    assert outcomes == {
        "cam-01": "upgraded",
        "cam-02": "unreachable",
        "cam-03": "vanished",
        "cam-04": "not_started",
        "nvr-01": "not_started",
    }
    assert content["hosts"][0]["backup"] == "/backups/cam-01/a.cfg"
    assert content["hosts"][1]["message"] == "No route."


def test_the_role_s_word_is_heard(callback: CallbackModule, report: Path) -> None:
    callback.v2_playbook_on_play_start(play(["cam-01"], ["cam-01"]))
    callback.v2_runner_on_ok(result("cam-01", FIRMWARE, UPGRADED))
    fact = {"state": "rolled_back", "reason": "A channel is offline; rolled back."}
    facts = {"ansible_facts": {"firmware_upgrade_outcome": fact}}
    callback.v2_runner_on_ok(result("cam-01", "ansible.builtin.set_fact", facts))
    callback.v2_playbook_on_stats(SimpleNamespace())
    (host,) = json.loads(report.read_text())["hosts"]
    assert (host["outcome"], host["message"]) == ("rolled_back", "A channel is offline; rolled back.")


def test_each_step_of_a_device_has_its_line(callback: CallbackModule, printed: list[str]) -> None:
    callback.v2_playbook_on_play_start(play(["cam-01"], ["cam-01"]))
    callback.v2_playbook_on_task_start(task(FIRMWARE), False)
    second = {**UPGRADED, "before": UPGRADED["after"], "after": {"version": "V5.8.0", "build": "250101"}}
    for step in (UPGRADED, second):
        callback.v2_runner_on_ok(result("cam-01", FIRMWARE, step))
        callback.v2_runner_on_ok(result("cam-01", "surveillance.hikvision.health", {}))
    assert [line.partition(", 42 s")[0].partition(", 84 s")[0] for line in printed if "cam-01: up" in line] == [
        "cam-01: upgraded, V5.7.15 build 240201 -> V5.7.18 build 240826",
        "cam-01: upgraded, V5.7.15 build 240201 -> V5.8.0 build 250101",
    ]


def test_a_failure_that_the_playbook_ignores_is_none(callback: CallbackModule, report: Path) -> None:
    callback.v2_playbook_on_play_start(play(["cam-01"], ["cam-01"]))
    callback.v2_runner_on_ok(result("cam-01", FIRMWARE, UPGRADED))
    failed = result("cam-01", "surveillance.hikvision.health", {"failed": True, "msg": "Worse."})
    callback.v2_runner_on_failed(failed, ignore_errors=True)
    callback.v2_playbook_on_stats(SimpleNamespace())
    assert json.loads(report.read_text())["hosts"][0]["outcome"] == "upgraded"


def test_a_read_only_run_is_not_our_business(callback: CallbackModule, printed: list[str], report: Path) -> None:
    report.write_text("of an earlier rollout")
    callback.v2_playbook_on_play_start(play(["cam-01", "cam-02"], ["cam-01", "cam-02"]))
    callback.v2_runner_on_ok(result("cam-01", "surveillance.hikvision.device_info", {}))
    callback.v2_runner_on_unreachable(result("cam-02", "surveillance.hikvision.device_info", {"msg": "No route."}))
    callback.v2_playbook_on_stats(SimpleNamespace())
    assert printed == []
    assert report.read_text() == "of an earlier rollout"


def test_localhost_is_no_device(callback: CallbackModule, report: Path) -> None:
    callback.v2_playbook_on_play_start(play(["localhost", "cam-01"], ["localhost", "cam-01"]))
    callback.v2_runner_on_ok(result("cam-01", FIRMWARE, UPGRADED))
    callback.v2_runner_on_failed(result("localhost", "ansible.builtin.fail", {"msg": "no"}))
    callback.v2_playbook_on_stats(SimpleNamespace())
    assert [host["host"] for host in json.loads(report.read_text())["hosts"]] == ["cam-01"]


def test_a_play_that_looks_at_the_plan_begins_no_device(callback: CallbackModule, report: Path) -> None:
    everybody = ["cam-00", "cam-01"]
    callback.v2_playbook_on_play_start(play(everybody, everybody, rollout_prepares=True))
    callback.v2_runner_on_ok(result("cam-00", "ansible.builtin.add_host", {}))
    callback.v2_playbook_on_play_start(play(["cam-01"], ["cam-01"]))
    callback.v2_runner_on_ok(result("cam-01", FIRMWARE, UPGRADED))
    callback.v2_playbook_on_stats(SimpleNamespace())
    assert [host["host"] for host in json.loads(report.read_text())["hosts"]] == ["cam-01"]


def test_a_play_without_hosts_adds_nobody(callback: CallbackModule, report: Path) -> None:
    """Of such a play, Ansible calls the whole inventory the batch."""
    callback.v2_playbook_on_play_start(play([], ["cam-00", "cam-01"]))
    callback.v2_playbook_on_play_start(play(["cam-01"], ["cam-01"]))
    callback.v2_runner_on_ok(result("cam-01", FIRMWARE, UPGRADED))
    callback.v2_playbook_on_play_start(play(["localhost"], []))
    callback.v2_playbook_on_stats(SimpleNamespace())
    content = json.loads(report.read_text())
    assert content["totals"] == {"upgraded": 1}
    assert content["stopped_early"] is False


def test_a_plan_that_is_applied_at_once_tells_who_is_left_out(
    callback: CallbackModule, printed: list[str], report: Path
) -> None:
    everybody = ["cam-00", "cam-01", "cam-02"]
    callback.v2_playbook_on_play_start(play(everybody, everybody, rollout_prepares=True))
    outcomes = [
        {"host": "cam-00", "state": "unreachable", "reason": "No route.", "before": None, "after": None},
        {"host": "cam-02", "state": "unchanged", "reason": "", "before": NEW, "after": NEW},
    ]
    made = {"devices": [{"host": "cam-01"}], "outcomes": outcomes}
    callback.v2_runner_on_ok(result("cam-00", "surveillance.hikvision.rollout_plan", made, run_once=True))
    callback.v2_playbook_on_play_start(play(["cam-01"], ["cam-01"]))
    callback.v2_runner_on_ok(result("cam-01", FIRMWARE, UPGRADED))
    callback.v2_playbook_on_stats(SimpleNamespace())
    assert printed[-1] == "3 devices: 1 upgraded, 1 unreachable, 1 unchanged"
    rows = {host["host"]: host for host in json.loads(report.read_text())["hosts"]}
    assert list(rows) == ["cam-01", "cam-00", "cam-02"]
    assert (rows["cam-00"]["message"], rows["cam-00"]["in_trouble"]) == ("No route.", True)


def test_devices_that_wait_are_told_and_in_no_trouble(
    callback: CallbackModule, printed: list[str], report: Path
) -> None:
    hosts = ["cam-01", "cam-02", "cam-03"]
    callback.v2_playbook_on_play_start(play(hosts, hosts))
    late = {"ansible_facts": {"firmware_upgrade_outcome": {"state": "deferred", "reason": "Its window is closed."}}}
    callback.v2_runner_on_ok(result("cam-01", "ansible.builtin.set_fact", late))
    held = {"outcome": "stopped", "msg": "The rollout stops.", "before": None, "after": None}
    callback.v2_playbook_on_task_start(task(FIRMWARE), False)
    callback.v2_runner_on_ok(result("cam-02", FIRMWARE, held))
    callback.v2_runner_on_ok(result("cam-03", "surveillance.hikvision.rollout_begin", {"set_aside": ["cam-04"]}))
    callback.v2_playbook_on_stats(SimpleNamespace())
    assert "cam-02: stopped. The rollout stops." in printed
    rows = {host["host"]: host for host in json.loads(report.read_text())["hosts"]}
    assert {host: row["outcome"] for host, row in rows.items()} == {
        "cam-01": "deferred",
        "cam-02": "stopped",
        "cam-03": "not_started",
        "cam-04": "set_aside",
    }
    assert [host for host, row in rows.items() if row["in_trouble"]] == []
    assert any("Its window is closed." in line or line.startswith("cam-01") for line in printed)


def test_the_report_is_there_before_the_end(callback: CallbackModule, report: Path) -> None:
    callback.v2_playbook_on_play_start(play(["cam-01", "cam-02"], ["cam-01"]))
    callback.v2_runner_on_ok(result("cam-01", FIRMWARE, UPGRADED))
    callback.v2_playbook_on_play_start(play(["cam-01", "cam-02"], ["cam-02"]))
    content = json.loads(report.read_text())
    assert content["finished"] is None
    assert content["stopped_early"] is True
    assert [host["outcome"] for host in content["hosts"]] == ["upgraded", "not_started"]


def test_a_report_that_can_not_be_written_does_not_hurt(
    callback: CallbackModule, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warnings: list[str] = []
    monkeypatch.setattr(Display, "warning", lambda display, text, *rest: warnings.append(text))
    report.mkdir()
    callback.v2_runner_on_ok(result("cam-01", FIRMWARE, UPGRADED))
    callback.v2_playbook_on_stats(SimpleNamespace())
    assert len(warnings) == 1
    assert "can not be written" in warnings[0]


def test_an_interrupted_run_leaves_its_report(tmp_path: Path) -> None:
    """Ctrl-C ends Ansible without a word to callbacks; here the interpreter ends with an event missing."""
    script = """
import sys
from types import SimpleNamespace
from ansible.plugins.loader import callback_loader, init_plugin_loader
init_plugin_loader()
callback = callback_loader.get("surveillance.hikvision.rollout")
callback.set_options()
callback.v2_playbook_on_start(SimpleNamespace(_file_name="rollout.yml"))
variables = {"ansible_play_hosts_all": ["cam-01"], "ansible_play_batch": ["cam-01"]}
manager = SimpleNamespace(get_vars=lambda play: variables)
callback.v2_playbook_on_play_start(SimpleNamespace(get_variable_manager=lambda: manager))
task = SimpleNamespace(action="surveillance.hikvision.firmware", run_once=False, get_name=lambda: "Upgrade")
callback.v2_playbook_on_task_start(task, False)
host = SimpleNamespace(get_name=lambda: "cam-01")
content = {"outcome": "upgraded", "phases": [], "msg": "Done."}
callback.v2_runner_on_ok(SimpleNamespace(host=host, task=task, result=content))
sys.exit(99)
"""
    report = tmp_path / "report.json"
    environment = {"HIKVISION_REPORT": str(report), "ANSIBLE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", script], env=environment, check=False)
    assert ended.returncode == 99
    content = json.loads(report.read_text())
    assert (content["finished"], content["hosts"][0]["outcome"]) == (None, "upgraded")


def test_a_device_that_turns_out_bad_later_gets_a_second_line(callback: CallbackModule, printed: list[str]) -> None:
    callback.v2_playbook_on_play_start(play(["cam-01"], ["cam-01"]))
    callback.v2_playbook_on_task_start(task(FIRMWARE), False)
    callback.v2_runner_on_ok(result("cam-01", FIRMWARE, UPGRADED))
    callback.v2_runner_on_ok(result("cam-01", "ansible.builtin.debug", {}))
    failed = result("cam-01", "surveillance.hikvision.health", {"failed": True, "msg": "A channel is offline."})
    callback.v2_runner_on_failed(failed)
    callback.v2_runner_on_failed(result("cam-01", "ansible.builtin.fail", {"msg": "The rollout stops."}))
    assert printed == [
        "cam-01: upgraded, V5.7.15 build 240201 -> V5.7.18 build 240826, 42 s",
        "cam-01: failed after 42 s. A channel is offline.",
    ]


def test_a_gate_that_runs_on_a_healthy_device_says_nothing_about_it(callback: CallbackModule, report: Path) -> None:
    callback.v2_playbook_on_play_start(play(["cam-01"], ["cam-01"]))
    callback.v2_runner_on_ok(result("cam-01", FIRMWARE, UPGRADED))
    stop = {"failed": True, "msg": "The rollout stops."}
    callback.v2_runner_on_failed(result("cam-01", "ansible.builtin.fail", stop, run_once=True))
    callback.v2_playbook_on_stats(SimpleNamespace())
    assert json.loads(report.read_text())["hosts"][0]["outcome"] == "upgraded"
