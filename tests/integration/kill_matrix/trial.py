# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One trial: a fleet with every fault there is, a rollout that is killed at one moment, and its resumption."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import pathlib
import signal
import typing

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import COLLECTION, Site
from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.killed_run import KilledRun
from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.moments import Moment, wait_for
from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.troubles import REFERENCE, Trouble
from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.truth import Account
from simulator import DeviceSpec, Firmware, FleetSpec, running_fleet

SIGNALS: typing.Final = (signal.SIGKILL, signal.SIGTERM)
TARGET = Firmware("V9.9.9", "261101")
TIME_FACTOR = 60
IMAGE_BYTES = 150_000
SECONDS_TO_SEND = 2.0
SECONDS_FOR_A_RUN = 1200  # 43 devices, beside another trial
# Many devices are meant to end in trouble here, and all of them go in one wave.
ALL_AT_ONCE: typing.Final = {"plan_waves": ["100%"], "plan_canaries": 0}
NO_BRAKE: typing.Final = {"rollout_max_failures": 1000, "rollout_soak": 0}
PATIENCE: typing.Final = {
    "firmware_upgrade_flash_timeout": 8,
    "firmware_upgrade_boot_timeout": 6,
    "firmware_upgrade_verify_timeout": 3,
}


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """How each device ended, and in what journal and devices do not agree."""

    moment: Moment
    signal: signal.Signals
    states: typing.Mapping[str, str]
    lies: typing.Mapping[str, typing.Sequence[str]]


def run(moment: Moment, number: signal.Signals, troubles: typing.Sequence[Trouble], directory: pathlib.Path) -> Result:
    """Kill at ``moment`` with the signal, run again until the end, compare."""
    devices = [_spec(trouble.name, trouble.profile) for trouble in troubles]
    with running_fleet(FleetSpec(devices=devices), TIME_FACTOR) as fleet:
        site = Site(fleet, directory, {})
        site.seconds = SECONDS_FOR_A_RUN
        models = {trouble.profile: trouble.name for trouble in troubles}
        packages = [site.package(name, TARGET.version, TARGET.build, size=IMAGE_BYTES) for name in models.values()]
        site.write_inventory({"hikvision_firmware": packages, **PATIENCE})
        plan = directory / "plan.json"
        if moment is Moment.PLAN:
            _kill(site, moment, number, "plan", {"plan_file": str(plan), **ALL_AT_ONCE})
            assert not any(device.record.counters.writes for device in fleet), "planning has written to a device"
        planned = site.playbook("plan", plan_file=str(plan), **ALL_AT_ONCE)
        assert planned.rc == 0, planned
        _make_trouble(site, troubles)
        digest = hashlib.sha256(plan.read_bytes()).hexdigest()
        extra = {"plan_file": str(plan), "plan_digest": digest, **NO_BRAKE}
        if moment is not Moment.PLAN:
            _kill(site, moment, number, "rollout", extra)
        resumed = site.playbook("rollout", **extra)
        journal = directory / "rollouts" / digest[:12] / "journal.jsonl"
        assert journal.exists(), resumed
        account = Account.of(journal)
        return Result(
            moment,
            number,
            states={device.name: account.state(device.name) for device in fleet},
            lies={device.name: told for device in fleet if (told := list(account.lies(device, TARGET)))},
        )


def _spec(name: str, profile: str) -> DeviceSpec:
    """Alike in their pace, so that all are in one phase at a time."""
    timing = {"verify": 10, "flash": 60, "shutdown": 10, "restart": 40, "boot": 15, "services": 10}
    return DeviceSpec(name=name, profile=profile, overrides={"timing": timing})


def _make_trouble(site: Site, troubles: typing.Sequence[Trouble]) -> None:
    """After planning, which leaves out what is in trouble already. The record begins with the rollout."""
    for trouble in troubles:
        running = site.fleet[trouble.name]
        site.fleet.call(running.record.clear)
        if trouble.fault != "upload_slow":
            running.set_fault("upload_slow", bytes_per_s=IMAGE_BYTES / SECONDS_TO_SEND)
        if trouble.fault:
            running.set_fault(trouble.fault, **trouble.parameters)


def _kill(
    site: Site, moment: Moment, number: signal.Signals, playbook: str, extra: typing.Mapping[str, typing.Any]
) -> None:
    arguments = ["playbook", "--inventory", str(site.inventory), COLLECTION + playbook, "-e", json.dumps(extra)]
    environment = {name: value for name, value in site.environment().items() if name != "ANSIBLE_CALLBACKS_ENABLED"}
    run_under_way = KilledRun(arguments, site.directory, environment)
    try:
        wait_for(moment, site.fleet[REFERENCE], lambda: run_under_way.goes_on)
    except BaseException:
        run_under_way.kill(signal.SIGKILL)
        print(run_under_way.output)
        raise
    run_under_way.kill(number)
