# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Let a wave of a rollout begin. The work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout_wave
short_description: Let a wave of a rollout begin, when nothing speaks against it
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Runs once, before the devices of a wave begin. Looks at the kill switch and counts what the journal of the rollout
    knows of all devices; then, where O(approve) says so, looks for the approval of a person, and waits until what runs
    on the devices of earlier waves has soaked.
  - Fails when the rollout was stopped, when more devices are in trouble than the rollout allows, and when the wave is
    not approved. The devices of the wave are then as they were, and the same plan can be run again.
  - While it waits, it says so on the screen, and until when. It waits no longer than that, and no longer than until the
    kill switch is set.
  - A wave whose devices are all through needs no approval and no soak.
  - Does nothing in check mode, and where the devices have no fact C(firmware_upgrade_rollout).
  - Never talks to a device. Writes to the directory of the rollout.
options:
  waves:
    description: All waves of this run, with C(number), C(canary) and C(hosts).
    type: list
    elements: dict
    required: true
  hosts:
    description: All hosts of this run, C(ansible_play_hosts_all).
    type: list
    elements: str
    required: true
  batch:
    description: The hosts of the wave that begins, C(ansible_play_batch).
    type: list
    elements: str
    required: true
  approve:
    description:
      - Before which waves a person is asked. Numbers of waves, as a list or as words with commas; V(canaries) for the
        first wave after the canaries; V(all). By default before none.
    type: raw
  approval:
    description:
      - The digest of the request that is approved, and what the one who approves it wants to add.
      - The same can stand in the file C(approvals/wave-<number>.approved) in the directory of the rollout.
      - An approval stands for one wave of one plan, as long as nothing in the waves before has got worse since it was
        asked for.
    type: str
  approval_wait:
    description: How many seconds to wait for an approval that is not there yet.
    type: float
    default: 0
  soak:
    description: How many seconds the last device of the waves before must have been through.
    type: float
    default: 300
  reprobe:
    description: Whether to tell which devices of earlier waves are to be looked at again.
    type: bool
    default: true
  stop:
    description: Whether the operator wants the rollout to stop here.
    type: bool
    default: false
  command:
    description: The command that goes on with the rollout, to be shown. By default the one of this run.
    type: str
attributes:
  action:
    description: Has an action of the same name, which runs on the controller.
    support: full
  async:
    description: Can be run with the C(async) keyword.
    support: none
  check_mode:
    description: In check mode, says what would be and changes nothing.
    support: full
  diff_mode:
    description: In diff mode, shows what has changed.
    support: N/A
    details:
      - The module changes nothing on any device, so there is no difference to show.
  platform:
    description: Where the module works.
    support: full
    platforms: posix
seealso:
  - module: surveillance.hikvision.rollout_gate
"""

EXAMPLES = r"""
- name: Begin the wave
  surveillance.hikvision.rollout_wave:
    waves: "{{ rollout_waves }}"
    hosts: "{{ ansible_play_hosts_all }}"
    batch: "{{ ansible_play_batch }}"
    approve: canaries
    approval_wait: 3600
  delegate_to: localhost
  run_once: true
  any_errors_fatal: true
  register: rollout_wave_begun
"""

RETURN = r"""
msg:
  description: Which wave begins, or why it does not, with the advice below it.
  returned: always
  type: str
advice:
  description:
    - What to do about it. For a wave that is not approved, what to read, what to write, and what to run. Otherwise the
      command that goes on, the one that shows how it stands, and the pages on how to recover devices that did not come
      back.
  returned: failed
  type: str
wave:
  description: Its number.
  returned: when it begins
  type: int
canary:
  description: Whether it is one of canaries.
  returned: when it begins
  type: bool
waited:
  description: How many seconds it had to wait.
  returned: when it begins
  type: float
reprobe:
  description:
    - For each host of the wave, which devices of earlier waves it is to look at again, as C(host) and as C(baseline),
      the path of what their health was.
  returned: always
  type: dict
  sample: {cam-05: [{host: cam-01, baseline: rollouts/0f3ac1d2b4e5/baselines/cam-01.json}]}
"""
