# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rollouts of hosts that are no devices, with the real gate."""

from __future__ import annotations

import itertools
import pathlib
import typing

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Run, Site
from ansible_collections.surveillance.hikvision.tests.unit.rollout.a_rollout import Rollout

HERE = pathlib.Path(__file__).parent


class Names:
    """What a site has to know of a fleet, of hosts without anything behind them."""

    def __init__(self, number: int) -> None:
        self.listeners = [f"h{one:02d}" for one in range(1, number + 1)]

    @property
    def fleet(self) -> Names:
        return self

    def __len__(self) -> int:
        return len(self.listeners)

    def inventory(self) -> dict[str, typing.Any]:
        hosts = {name: {} for name in self.listeners}
        return {"all": {"children": {"hikvision": {"hosts": hosts}}, "vars": {}}}


class Brakes(Site):
    """Runs ``upgrade.yml`` for hosts h01, h02 and so on, in waves of given sizes."""

    def __init__(self, number: int, directory: pathlib.Path) -> None:
        super().__init__(Names(number), directory, {})
        self.hosts = list(self.fleet.listeners)
        self.upgrade = HERE / "upgrade.yml"
        self.gate = HERE.parents[2] / "playbooks/tasks/gate.yml"

    def roll(self, *arguments: str, waves: typing.Sequence[int], **extra: typing.Any) -> Run:
        """``extra`` are extra variables; ``h03="failed"`` is what a host comes to."""
        fates = {name: extra.pop(name) for name in list(extra) if name in self.hosts}
        return self.playbook(self.upgrade, *arguments, waves=waves, fates=fates, gate=str(self.gate), **extra)

    def remember(self, rollout: Rollout, sizes: typing.Sequence[int], **limits: typing.Any) -> list[dict]:
        """Make the hosts those of a rollout with a journal. Returns its waves."""
        names = iter(self.hosts)
        waves = [
            {"number": number, "canary": number == 1, "hosts": list(itertools.islice(names, size))}
            for number, size in enumerate(sizes, 1)
        ]
        contexts = {
            host: {"firmware_upgrade_rollout": rollout.context(host, wave["number"], **limits).as_fact()}
            for wave in waves
            for host in wave["hosts"]
        }
        self.write_inventory({}, **contexts)
        return waves


def reached(run: Run) -> set[str]:
    """The hosts whose turn came."""
    return {result.host for result in run.of(task="Mark the devices of this wave")}


def sentence(run: Run) -> str:
    """The last judgement."""
    judged = run.of(action="rollout_gate")
    return judged[-1].result["msg"] if judged else ""
