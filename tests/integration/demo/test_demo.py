# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration: its claims can fail, and with a fault it ends as it says."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from demo.claims import claims
from demo.fleet import BROKEN, DEVICES
from simulator.profiles import Kind

pytestmark = pytest.mark.newest_core


def test_the_fleet_has_all_kinds_and_every_device_has_firmware():
    assert {device.kind for device in DEVICES} == set(Kind)
    assert len({device.name for device in DEVICES}) == len(DEVICES) == 24
    assert all(device.package.version != device.package.made_for.version for device in DEVICES)


@pytest.fixture
def record():
    """A perfect run of the whole fleet."""
    rows = {}
    for device in DEVICES:
        uploads = [] if device.current else [{"image_bytes": device.package.size}]
        rows[device.name] = {
            "uploads": uploads,
            "flashes": len(uploads),
            "writes": 2 * len(uploads),
            "exports": len(uploads),
            "auth_failures": 0,
            "max_parallel_requests": 1,
        }
    return rows


@pytest.fixture
def running():
    return {device.name: {"version": device.package.version, "build": device.package.build} for device in DEVICES}


def untrue(record, running, fleet=DEVICES):
    return [
        (claim.sentence, claim.exceptions)
        for claim in claims(fleet, {"per_device": record}, running)
        if not claim.holds
    ]


def test_a_perfect_run_keeps_every_claim(record, running):
    assert untrue(record, running) == []


@pytest.mark.parametrize(
    ("host", "change", "words"),
    [
        ("lobby-cam", {"uploads": [{"image_bytes": 12_000_000}, {"image_bytes": 12_000_000}]}, "whole and once"),
        ("lobby-cam", {"uploads": [{"image_bytes": 11_999_999}]}, "whole and once"),
        ("lobby-cam", {"flashes": 2}, "whole and once"),
        ("garage-cam-3", {"writes": 1}, "no write at all"),
        ("north-gate", {"auth_failures": 1}, "login"),
        ("nvr-house-a", {"max_parallel_requests": 2}, "two requests"),
        ("entrance", {"exports": 0}, "backed up"),
    ],
)
def test_a_claim_that_is_not_true_is_found(record, running, host, change, words):
    spoiled = copy.deepcopy(record)
    spoiled[host] |= change
    ((sentence, exceptions),) = untrue(spoiled, running)
    assert words in sentence
    assert exceptions == (host,)


def test_a_device_that_runs_something_else_is_found(record, running):
    running["back-door"]["build"] = "200101"
    ((sentence, exceptions),) = untrue(record, running)
    assert "runs its new firmware" in sentence
    assert exceptions == ("back-door",)


@pytest.mark.timeout(420)
def test_a_broken_device_stops_the_rollout_which_goes_on_when_it_is_mended(tmp_path):
    scratch = tmp_path / "scratch"
    command = [sys.executable, "-m", "demo", "--fault", "--scratch", str(scratch)]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HIKVISION_"))}
    environment = inherited | {
        "ANSIBLE_HOME": str(tmp_path / "home"),
        "ANSIBLE_LOCAL_TEMP": str(tmp_path / "home/tmp"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=400, check=False)

    assert run.returncode == 0, run.stdout + run.stderr
    stopped, goes_on = run.stdout.split(f"{BROKEN} is mended")
    assert f"{BROKEN}: wrong version" in stopped
    assert "What happened:" in stopped
    untouched = re.search(r"so the ([1-9]\d*) still to come were not touched", stopped)
    assert untouched, stopped
    assert f"devices: {23 - 1 - int(untouched[1])} upgraded, {untouched[1]} not started, 1 wrong version" in stopped
    assert "vanished" not in run.stdout
    waves = re.findall(r"^Wave (\d+), (\d+) device", run.stdout.partition("Approval")[2], re.MULTILINE)
    assert [int(number) for number, _count in waves] == [*range(1, 5), *range(1, 6)]
    assert sum(int(count) for _number, count in waves[4:]) == 23
    assert "\nNO " not in goes_on
    assert f"23 devices got their image whole and once ({BROKEN} twice)" in goes_on
    assert json.loads((scratch / "results/rollout.json").read_text())["totals"].keys() <= {"unchanged", "upgraded"}
    assert (scratch / "vault-password").stat().st_mode & 0o077 == 0
    assert (scratch / "inventory/group_vars/hikvision/vault.yml").read_text().startswith("$ANSIBLE_VAULT;")
    password = yaml.safe_load((scratch / "fleet.yml").read_text())["password"]
    kept = [*(scratch / "results").iterdir(), *(scratch / "rollouts").rglob("*.json*")]
    everything = [run.stdout, run.stderr, *(path.read_text() for path in kept)]
    assert not any(password in text for text in everything)
