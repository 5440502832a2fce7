# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Begin a run of a rollout. The work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout_begin
short_description: Begin a run of a rollout, or go on with one
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Verifies the plan as M(surveillance.hikvision.rollout_plan_info) does, checks everything that was set for the
    rollout, and opens its directory below O(directory). A later run with the same plan finds the same directory and
    goes on from its journal.
  - Everything that is wrong is told at once, before anything is written. The inventory variables C(hikvision_window),
    C(hikvision_site), C(hikvision_ups), C(hikvision_ups_min_charge), C(hikvision_power_command) and
    C(hikvision_power_tasks) of all hosts are checked, too; messages name host and variable.
  - Without O(path), looks at all of this that can be known without a plan, for a run that is to make its plan by
    itself, and refuses if a rollout of O(directory) is not finished and can be gone on with. Nothing is written.
  - Refuses while another run of the same rollout goes on. A worker that was left behind by a run that was killed is
    waited for.
  - Never talks to a device. In check mode nothing is written.
options:
  path:
    description: The plan. Without it, nothing begins.
    type: path
  digest:
    description: The digest that was approved. Without it, any plan will do.
    type: str
  hosts:
    description: The hosts of this run.
    type: list
    elements: str
    required: true
  catalogue:
    description: RV(surveillance.hikvision.catalogue_info#module:catalogue), verified now.
    type: dict
  subset:
    description: Whether a part of the plan is applied on purpose, where hosts of the plan are not in this run.
    type: bool
    default: false
  ignore_new_hosts:
    description: Whether hosts that the plan does not know are left alone.
    type: bool
    default: false
  directory:
    description:
      - Where rollouts are kept. Controllers that share it do not work on one device at the same time.
      - It is made if it is not there, for its owner only.
    type: path
    required: true
  max_failures:
    description: How many devices may be in trouble, over all runs, before the rollout stops. Without any limit, none.
    type: raw
  max_failure_share:
    description: The share of the devices that began which may be in trouble, such as V(5%).
    type: raw
  max_consecutive:
    description: How many devices in a row may be in trouble.
    type: raw
  minimum_sample:
    description: From how many devices on O(max_failure_share) is looked at; 10 unless something else is said.
    type: raw
  uploads:
    description: How many firmware files are sent at once. Any number by default.
    type: raw
  uploads_per_site:
    description: How many are sent at once to devices of a site. Any number by default.
    type: raw
  bytes_per_second:
    description: How fast files are sent to all devices of a site together, as a number or such as V(2MB).
    type: raw
  set_aside:
    description: Devices of the plan that this run goes on without, as a list or with commas.
    type: raw
  soak:
    description:
      - Seconds between waves, 300 unless something else is said. Only checked here, as is all that RV(knobs) returns;
        M(surveillance.hikvision.rollout_wave) waits.
    type: raw
  reprobe:
    description: Whether devices of earlier waves are looked at again before each wave, as they are by default.
    type: raw
  reprobe_retries:
    description: How many further looks a device gets that seems worse than it was; 3 unless something else is said.
    type: raw
  reprobe_interval:
    description: Whole seconds between these looks; 15 unless something else is said.
    type: raw
  approve:
    description: Waves that a person approves. Only checked here; M(surveillance.hikvision.rollout_wave) asks.
    type: raw
  approval:
    description: The digest of the request that is approved. Only its form is checked here.
    type: raw
  approval_wait:
    description: Seconds to wait for an approval; V(0) unless something else is said.
    type: raw
  stop:
    description: Whether nothing is to begin. A stop file in the directory says the same.
    type: raw
  dead_run:
    description:
      - The name of a run that is known to be dead. A run on another controller that did not come to its end is taken
        for dead only 15 minutes after its last event.
    type: raw
  patience:
    description:
      - Seconds to wait for workers that a killed run has left behind at their devices; 1800 unless something else is
        said.
    type: raw
  new:
    description: Whether a new plan may be made although a rollout is not finished. Without O(path) only.
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
    support: none
  platform:
    description: Where the module works.
    support: full
    platforms: posix
seealso:
  - module: surveillance.hikvision.rollout_plan
  - module: surveillance.hikvision.rollout_wave
  - module: surveillance.hikvision.rollout_outcome
  - module: surveillance.hikvision.rollout_info
"""

EXAMPLES = r"""
- name: Begin the rollout, or go on with it
  surveillance.hikvision.rollout_begin:
    path: plan.json
    digest: 0f3ac1d2b4e5968778695a4b3c2d1e0f0f3ac1d2b4e5968778695a4b3c2d1e0f
    hosts: "{{ ansible_play_hosts_all }}"
    directory: "{{ inventory_dir }}/rollouts"
    max_failures: 2
    uploads_per_site: 4
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
msg:
  description: What begins and where each part of it stands, or everything that keeps it from beginning.
  returned: always
  type: str
directory:
  description: The directory of the rollout.
  returned: success
  type: str
journal:
  description: The journal in it.
  returned: success
  type: str
run:
  description: The name of this run, twelve hexadecimal digits.
  returned: success
  type: str
digest:
  description: The digest of the plan.
  returned: when it could be read
  type: str
waves:
  description: C(number), C(canary) and C(hosts) of each wave, without those that are not in this run or are set aside.
  returned: success
  type: list
  elements: dict
devices:
  description: In the order in which they are upgraded, those of this run that are not set aside.
  returned: success
  type: list
  elements: dict
  contains:
    host:
      description: Name in the inventory.
      type: str
    wave:
      description: Its wave, from 1.
      type: int
    planned:
      description: What the plan has for it, for the variable C(firmware_upgrade_planned).
      type: dict
    context:
      description: What the rollout has decided for it, for the variable C(firmware_upgrade_rollout).
      type: dict
    standing:
      description: >-
        What the journal knows of it: V(untouched), V(deferred), V(started), V(unproven), V(done), V(troubled) or
        V(rolled_back).
      type: str
    unproven:
      description:
        - For a device with the standing V(unproven), C(version) and C(build) of what was sent, C(since) when, and
          C(backup), the path of the one that was made before. For the variable C(firmware_upgrade_unproven).
      type: dict
    baseline:
      description: The file with its health before its first step, or null. For C(firmware_upgrade_baseline_file).
      type: str
unproven:
  description: Devices that a file was sent to and of which nothing proves what came of it. They are looked at first.
  returned: success
  type: list
  elements: str
set_aside:
  description: Devices that this run goes on without.
  returned: success
  type: list
  elements: str
knobs:
  description:
    - O(soak), O(reprobe), O(reprobe_retries), O(reprobe_interval), O(approval), O(approval_wait) and O(stop), checked
      and in their types.
  returned: success
  type: dict
  sample: {soak: 300.0, reprobe: true, reprobe_retries: 3, reprobe_interval: 15, approval_wait: 0.0, stop: false}
finished:
  description: Whether all devices of this run are through.
  returned: success
  type: bool
torn:
  description: Numbers of lines of the journal that were half written when their writer was killed.
  returned: success
  type: list
  elements: int
left_out:
  description: As RV(surveillance.hikvision.rollout_plan_info#module:left_out).
  returned: success
  type: list
  elements: dict
created:
  description: When the plan was made.
  returned: success
  type: str
expires:
  description: Until when it may be applied.
  returned: success
  type: str
target:
  description: The pattern of hosts that was planned for.
  returned: success
  type: str
source:
  description: The catalogue that the plan was made from, or null.
  returned: success
  type: dict
totals:
  description: As RV(surveillance.hikvision.rollout_plan#module:totals).
  returned: success
  type: dict
mistakes:
  description: C(sentence) and C(advice) of everything that was set and can not be used, or stands in the way.
  returned: when there is such a thing
  type: list
  elements: dict
refusals:
  description: As RV(surveillance.hikvision.rollout_plan_info#module:refusals).
  returned: when the plan does not hold
  type: list
  elements: dict
advice:
  description: What to do about it.
  returned: failed
  type: str
error:
  description: As C(kind), what is wrong with the plan, with what was set, or with the journal, such as V(RunGoesOn).
  returned: failed
  type: dict
  sample: {kind: RunGoesOn}
"""
