# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the plan of a rollout. The work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout_plan
short_description: Make the plan of a rollout and write it
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Makes a plan from what the entry point C(assess) of the role P(surveillance.hikvision.firmware_upgrade#role) has
    left on each host, the fact C(firmware_upgrade_assessment). A host for which that has failed has its C(error) there.
  - Chooses the firmware of each device as the filter P(surveillance.hikvision.select_firmware#filter) does.
  - Reads the firmware files, and pins each of them by its SHA-256. Computes the waves. Never talks to a device.
  - Writes the plan as JSON and, beside it, what an approver reads, as Markdown and as HTML. An existing plan is
    replaced; its digest is then no longer that of the file.
  - A device to which nothing may be installed, or that could not be read, is left out, with the reason.
  - The variables C(hikvision_site), C(hikvision_area) (a word or a list of them) and C(hikvision_parent) of each host
    say where it stands and which recorder or switch it depends on.
options:
  path:
    description:
      - Where the plan is written. Its name ends with C(.json). Missing directories are made.
      - Either this or O(directory) is needed.
    type: path
  directory:
    description:
      - The directory of rollouts. The plan is written as C(plan.json) into a directory below it, which is named after
        the first 12 digits of the plan's digest and which only its owner can read.
      - A plan that upgrades nothing is not kept there.
    type: path
  hosts:
    description: The hosts to plan for. Without any, nothing but the other options is looked at.
    type: list
    elements: str
    default: []
  target:
    description: The pattern that these hosts match, for the record.
    type: str
    required: true
  catalogue:
    description: RV(surveillance.hikvision.catalogue_info#module:catalogue), where the choices come from one.
    type: dict
  waves:
    description:
      - Sizes of the waves after the canaries, the last one repeated. Numbers, or shares of the devices that are not
        canaries; a list, or a text with commas.
      - By default V(1), V(10%), V(50%), V(100%).
    type: raw
  canaries:
    description:
      - How many devices of each model, platform, firmware and site go first. V(0) for none.
      - By default V(1).
    type: raw
  per_area:
    description:
      - How many devices of an area may be down at once, as a number or as a share of its devices. Doors of one area
        are never together.
      - By default V(1).
    type: raw
  per_site:
    description: How many devices of a site may be down at once. By default any number.
    type: raw
  areas:
    description: Other limits than O(per_area) for areas by their names.
    type: dict
  valid_days:
    description: How long the plan may be applied.
    type: float
    default: 7
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
  - module: surveillance.hikvision.rollout_plan_info
"""

EXAMPLES = r"""
- name: Make and write the plan
  surveillance.hikvision.rollout_plan:
    path: plan.json
    hosts: "{{ ansible_play_hosts_all }}"
    target: cameras
    waves: [5, 10%, 50%]
    areas: {lobby: 2, "car park": 25%}
    per_site: 20
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
path:
  description: The plan.
  returned: success
  type: str
kept:
  description: Whether it is there. It is not in check mode, and where O(directory) has no plan without upgrades.
  returned: success
  type: bool
markdown:
  description: What an approver reads, as Markdown.
  returned: success
  type: str
html:
  description: The same as a page for a browser, without anything from elsewhere.
  returned: success
  type: str
digest:
  description: SHA-256 of the plan's file, as C(sha256sum) prints it. This is what is approved.
  returned: success
  type: str
expires:
  description: Until when the plan may be applied.
  returned: success
  type: str
totals:
  description:
    - C(devices) that were looked at, C(upgrades), C(hops), C(waves), C(left_out), C(upload_bytes),
      C(expected_duration) in seconds.
  returned: success
  type: dict
waves:
  description: As RV(surveillance.hikvision.rollout_plan_info#module:waves).
  returned: success
  type: list
  elements: dict
devices:
  description: As RV(surveillance.hikvision.rollout_plan_info#module:devices).
  returned: success
  type: list
  elements: dict
left_out:
  description: C(host), C(state), C(reason) and C(advice) of the hosts that the plan leaves alone.
  returned: success
  type: list
  elements: dict
outcomes:
  description:
    - What became of the hosts that are left out, where the plan is applied at once and nobody approves that.
    - Each has C(host) and keys of the fact C(firmware_upgrade_outcome), such as C(state), C(reason), C(in_order).
  returned: success
  type: list
  elements: dict
command:
  description: What applies this plan, for a shell.
  returned: success
  type: str
created:
  description: When it was made.
  returned: success
  type: str
target:
  description: The pattern of hosts.
  returned: success
  type: str
source:
  description: C(catalogue), C(serial), C(digest), C(signature) of the catalogue, or null.
  returned: success
  type: dict
problems:
  description: What was given and could not be heeded.
  returned: success
  type: list
  elements: str
lines:
  description: The plan in few lines, for a terminal.
  returned: success
  type: list
  elements: str
"""
