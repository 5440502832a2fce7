# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that fall silent half way: unreachable as long as nothing was done to them, failed after that."""

from __future__ import annotations

import pytest

PLAYBOOK = """
- hosts: hikvision
  gather_facts: false
  ignore_unreachable: {ignored}
  tasks:
    - name: Preflight
      ansible.builtin.include_role:
        name: surveillance.hikvision.firmware_upgrade
        tasks_from: preflight
    - name: Fall silent
      ansible.builtin.set_fact:
        ansible_port: 1
"""
STEP = """
    - name: The next step
      ansible.builtin.include_role:
        name: surveillance.hikvision.firmware_upgrade
        tasks_from: {step}
      when: inventory_hostname == '{step}'
"""
STEPS = ("backup", "upgrade", "verify", "rollback")


@pytest.fixture
def silent_run(start_site):
    """Runs the step that each host is named after, while the device does not answer any more."""

    def run(ignored):
        site = start_site(dict.fromkeys(STEPS, "camera-g5"))
        site.write_inventory({"hikvision_firmware": [site.package("verify", "V5.7.18", "240826")]})
        playbook = site.directory / "silence.yml"
        playbook.write_text(PLAYBOOK.format(ignored=ignored) + "".join(STEP.format(step=step) for step in STEPS))
        return site.playbook(playbook)

    return run


def ends(run):
    return {host: (numbers["unreachable"], numbers["failures"]) for host, numbers in run.recap.items()}


def test_a_role_on_its_own_leaves_unreachable_devices_to_ansible(silent_run):
    run = silent_run(ignored=False)
    assert ends(run) == {"backup": (1, 0), "upgrade": (1, 0), "verify": (0, 1), "rollback": (1, 0)}


def test_where_unreachable_devices_stay_in_the_play_they_are_recorded(silent_run):
    run = silent_run(ignored=True)
    assert ends(run) == {"backup": (0, 0), "upgrade": (0, 0), "verify": (0, 1), "rollback": (0, 1)}
    for host in ("backup", "upgrade"):
        outcome = run.outcome(host)
        assert outcome["state"] == "unreachable"
        assert "No connection to" in outcome["reason"]
