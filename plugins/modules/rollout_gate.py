# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judge a rollout. The work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout_gate
short_description: Judge a rollout after a wave
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Runs once, when the devices of a wave are through. Counts the devices that are in trouble and says whether the
    rollout goes on. Ansible's own brakes do not see devices that were rescued or rolled back, do not stop for
    unreachable ones, and never count over waves.
  - Devices that were refused, failed, were rolled back or only got their configuration back, could not be reached, got
    worse later, or left the play without an outcome count. Devices that are upgraded, needed nothing, were skipped or
    set aside, or whose time has not come do not.
  - In a rollout, counts what its journal knows of each device last, over all runs. A device that this run is still to
    try again does not count until it has ended again. The limits are those with which the run began.
  - Elsewhere, and in check mode, counts the facts C(firmware_upgrade_outcome) of this run.
  - A wave in which there is trouble and no good outcome stops the rollout whatever the limits allow, because nothing in
    it speaks for going on. So does one of which devices were kept from beginning, by the breaker or the kill switch.
  - Fails when it can not read or write the journal. The rollout must stop then; run it with C(any_errors_fatal).
  - Never talks to a device.
options:
  hosts:
    description: All hosts of the rollout in their order, C(ansible_play_hosts_all).
    type: list
    elements: str
    required: true
  batch:
    description: Hosts of this wave that are still in the play, C(ansible_play_batch).
    type: list
    elements: str
    required: true
  reprobe:
    description:
      - RV(surveillance.hikvision.rollout_wave#module:reprobe), the devices of earlier waves that were to be looked at
        again. The judgement is then one between two waves.
    type: dict
  looks:
    description:
      - Results of M(surveillance.hikvision.health) for these devices, whose C(item) has the name as C(host). A device
        without a result, or with one that does not compare its health, counts as one that has got worse.
    type: list
    elements: dict
    default: []
  max_failures:
    description:
      - How many devices may be in trouble. By default none, unless another limit is given.
    type: raw
  max_failure_share:
    description: Which share of the devices that have begun may be in trouble, such as V(5%).
    type: raw
  max_consecutive:
    description:
      - How many devices in a row may be in trouble, in the order in which they ended. A good outcome after too many
        does not undo that.
    type: raw
  minimum_sample:
    description: From how many devices on O(max_failure_share) is looked at. By default from 10 on.
    type: raw
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
  - module: surveillance.hikvision.rollout_wave
"""

EXAMPLES = r"""
- name: Judge all waves so far
  surveillance.hikvision.rollout_gate:
    hosts: "{{ ansible_play_hosts_all }}"
    batch: "{{ ansible_play_batch }}"
    max_failures: 2
  delegate_to: localhost
  run_once: true
  any_errors_fatal: true
  register: rollout_verdict

- name: Stop the rollout
  ansible.builtin.fail:
    msg: "{{ rollout_verdict.sentence }}"
  any_errors_fatal: true
  run_once: true
  when: rollout_verdict.stop
"""

RETURN = r"""
stop:
  description: Whether the rollout stops here.
  returned: always
  type: bool
sentence:
  description: The judgement in a sentence, with the name and the reason of each device in trouble.
  returned: success
  type: str
messages:
  description: What to fail each troubled host of this wave with; where the rollout stops, the first one says it all.
  returned: success
  type: dict
msg:
  description: The sentence, where the rollout stops with the advice below it, or why there is none.
  returned: always
  type: str
advice:
  description:
    - What to do about it. Where a rollout stops, lines with the command that goes on, the one that shows how it stands,
      and the pages on how to recover devices that did not come back.
  returned: when it fails, and when a rollout stops
  type: str
error:
  description: As C(kind), what keeps the gate from deciding.
  returned: failed
  type: dict
  sample: {kind: Unreadable}
"""
