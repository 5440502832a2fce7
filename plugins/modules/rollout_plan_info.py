# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verify a plan and read it. The work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout_plan_info
short_description: Verify the plan of a rollout against what there is now, and read it
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Fails unless the file is a plan as M(surveillance.hikvision.rollout_plan) wrote it, with the O(digest) that was
    approved, that has not expired and still fits O(catalogue), O(hosts) and the firmware files, which are read from
    beginning to end.
  - Whether a device is still what was planned for is seen when it is read, by the role
    P(surveillance.hikvision.firmware_upgrade#role).
  - Never talks to a device, and writes nothing.
options:
  path:
    description: The plan.
    type: path
    required: true
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
  - module: surveillance.hikvision.rollout_plan
"""

EXAMPLES = r"""
- name: Verify the plan against what there is now
  surveillance.hikvision.rollout_plan_info:
    path: plan.json
    digest: 0f3ac1d2b4e5968778695a4b3c2d1e0f0f3ac1d2b4e5968778695a4b3c2d1e0f
    hosts: "{{ ansible_play_hosts_all }}"
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
msg:
  description: What the plan is about to do, or everything that keeps it from being applied.
  returned: always
  type: str
digest:
  description: The digest of the plan that was read.
  returned: when it could be read
  type: str
refusals:
  description: C(check), C(sentence) and C(advice) of everything that keeps the plan from being applied.
  returned: when it does not hold
  type: list
  elements: dict
advice:
  description: What to do about it.
  returned: failed
  type: str
error:
  description: As C(kind), what is wrong with the file, or V(Drifted) where it no longer fits what there is.
  returned: failed
  type: dict
  sample: {kind: Tampered}
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
  description: C(catalogue), C(serial), C(digest), C(signature) of the catalogue that it was made from, or null.
  returned: success
  type: dict
totals:
  description: As RV(surveillance.hikvision.rollout_plan#module:totals).
  returned: success
  type: dict
waves:
  description: C(number), C(canary) and names of the C(hosts) of each wave, as far as they are in this run.
  returned: success
  type: list
  elements: dict
devices:
  description:
    - In the order in which they are upgraded, those of this run. C(planned) is what the role
      P(surveillance.hikvision.firmware_upgrade#role) takes as C(firmware_upgrade_planned).
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
      description: What the plan has for it.
      type: dict
left_out:
  description: C(host), C(state), C(reason) and C(advice) of the hosts of this run that the plan leaves alone.
  returned: success
  type: list
  elements: dict
"""
