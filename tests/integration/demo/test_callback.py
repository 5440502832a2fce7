# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The callback during a real rollout: in a pipe, in a terminal, in ansible-runner, interrupted, and left out."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys

import ansible_runner
import pytest

from ansible_collections.surveillance.hikvision.tests.integration.demo.terminal_run import CONTROL_C, TerminalRun
from simulator import DeviceSpec

# Half a second for a megabyte, so that percents can be seen.
SLOW = [{"upload_slow": {"bytes_per_s": 8_000_000}}]
DEVICES = [
    DeviceSpec(name="cam-01", profile="camera-g5", faults=SLOW),
    DeviceSpec(name="nvr-01", profile="nvr", faults=SLOW),
]
CALLBACK = "surveillance.hikvision.rollout"
ESCAPE = "\x1b"
BAR = re.compile(r"(cam-01|nvr-01) +(upload|flash) +\S* +\d+ %")


@pytest.fixture
def site(start_site):
    site = start_site(DEVICES, time_factor=40)
    packages = [
        site.package("cam-01", "V5.7.18", "240826", size=16_000_000),
        site.package("nvr-01", "V4.84.100", "241018", size=16_000_000),
    ]
    site.write_inventory({"hikvision_firmware": packages})
    return site


@pytest.fixture
def report(site):
    return site.directory / "report.json"


@pytest.fixture
def environment(site, report, tmp_path_factory):
    sockets = tmp_path_factory.mktemp("s")
    yield {
        "ANSIBLE_CALLBACKS_ENABLED": f"recorder,{CALLBACK}",
        "HIKVISION_REPORT": str(report),
        "TMPDIR": str(sockets),
    }
    assert not list(sockets.glob("hikvision-*"))


def in_terminal(site, environment):
    command = [sys.executable, "-m", "ansible", "playbook", "-i", str(site.inventory), CALLBACK]
    return TerminalRun(command, site.directory, site.environment() | environment | {"RECORDER_PATH": os.devnull})


def outcomes(report):
    return {row["host"]: row["outcome"] for row in json.loads(report.read_text())["hosts"]}


def phases(lines, host):
    """The phases of a host in the order of their lines, each one once."""
    seen = [line.removeprefix(f"{host}: ").split()[0].rstrip(",") for line in lines if line.startswith(f"{host}: ")]
    return list(dict.fromkeys(seen))


def test_in_a_pipe_there_are_plain_lines_and_a_report(site, report, environment):
    run = site.run("playbook", CALLBACK, **environment)

    assert run.rc == 0, run
    assert ESCAPE not in run.stdout
    lines = run.stdout.splitlines()
    for host in ("cam-01", "nvr-01"):
        assert phases(lines, host) == ["upload", "flash", "reboot", "verify", "upgraded"], run
        assert len([line for line in lines if line.startswith(f"{host}: ")]) < 20
    outcome = re.compile(r"cam-01: upgraded, V5.7.15 build 240201 -> V5.7.18 build 240826, \d+ s")
    assert any(map(outcome.fullmatch, lines)), run
    assert "2 devices: 2 upgraded" in lines
    content = json.loads(report.read_text())
    assert (content["playbook"], content["stopped_early"]) == ("rollout.yml", False)
    assert content["totals"] == {"upgraded": 2}
    for row in content["hosts"]:
        assert row["backup"].startswith(str(site.backups))
        assert row["phases"][0]["name"] == "check"
        assert site.fleet[row["host"]].spec.password not in report.read_text()


def test_in_a_terminal_there_is_a_table_that_vanishes(site, report, environment):
    run = in_terminal(site, environment)

    assert run.end() == 0, "\n".join(run.text)
    both = [rows for rows in run.pictures if {row.split()[0] for row in rows if BAR.match(row)} == {"cam-01", "nvr-01"}]
    assert len(both) > 3, "\n".join(run.text)
    assert {BAR.match(row)[2] for rows in both for row in rows if BAR.match(row)} == {"upload", "flash"}
    assert any(re.match(r"0 of \d devices through +\d:\d\d +\w", row) for rows in run.pictures for row in rows)
    # The table is gone, nothing of it is left among the lines, and the terminal scrolls as a whole again.
    assert run.screen.bottom == run.screen.size.lines
    assert not [row for row in run.text if BAR.match(row) or "devices through " in row]
    assert "2 devices: 2 upgraded" in [row.rstrip() for row in run.text]
    assert outcomes(report) == {"cam-01": "upgraded", "nvr-01": "upgraded"}


def test_control_c_leaves_a_report_and_a_terminal_in_order(site, report, environment):
    run = in_terminal(site, environment)
    run.watch(until=lambda rows: any(BAR.match(row) for row in rows))
    run.press(CONTROL_C)

    assert run.end() != 0
    assert run.screen.bottom == run.screen.size.lines
    assert json.loads(report.read_text())["finished"] is None
    assert outcomes(report) == {"cam-01": "vanished", "nvr-01": "vanished"}


def test_without_the_callback_workers_print_lines_themselves(site, environment):
    run = site.run("playbook", CALLBACK, **environment | {"ANSIBLE_CALLBACKS_ENABLED": "recorder"})

    assert run.rc == 0, run
    lines = run.stdout.splitlines()
    assert phases(lines, "cam-01") == ["upload", "flash", "reboot", "verify"]
    assert "2 devices: 2 upgraded" not in lines


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # of pexpect
def test_in_ansible_runner_progress_is_plain_events(site, report, environment, tmp_path):
    """ansible-runner, and so AWX, runs Ansible in a terminal and reads what comes out by machine."""
    data = tmp_path / "runner"
    shutil.copytree(site.directory / "firmware", data / "firmware")
    run = ansible_runner.run(
        private_data_dir=str(data),
        playbook=CALLBACK,
        inventory=str(site.inventory),
        envvars=site.environment() | environment | {"ANSIBLE_CALLBACKS_ENABLED": CALLBACK, "TERM": "xterm-256color"},
        quiet=True,
    )
    output = [event["stdout"] for event in run.events if event["event"] == "verbose"]
    assert (run.status, run.rc) == ("successful", 0), run.stdout.read()
    assert any(re.match(r"cam-01: upload \d+ %", line) for line in output), output
    assert "2 devices: 2 upgraded" in output
    assert ESCAPE + "7" not in "".join(output)
    counters = [event["counter"] for event in run.events]
    assert counters == list(range(1, len(counters) + 1))
