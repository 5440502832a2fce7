# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Begin the way back of a rollout, and end it. The work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout_return
short_description: Begin to bring devices of a rollout back, each to its backup
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Reads the journal of a rollout, and tells of each device that it has upgraded the backup that was made before its
    first step. The device that was upgraded last comes first.
  - Devices that were sent no firmware, are back already, or of which nobody knows what they run, are told with the
    reason.
  - Refuses as long as another run of the rollout goes on. If there is a device to bring back, the journal gets the
    beginning of this run, and from then on others refuse, until the module is called with O(ended) or the main process
    of the playbook is gone. Kill switches and limits of the rollout do not forbid a way back.
  - Never talks to a device.
  - The playbook C(surveillance.hikvision.rollback) uses it, and hands its words to the role
    P(surveillance.hikvision.firmware_upgrade#role).
options:
  rollout:
    description: The directory of the rollout, or the digest of its plan or the first 12 digits of that.
    type: str
    required: true
  directory:
    description: Where rollouts are kept.
    type: path
    required: true
  waves:
    description: Numbers of the waves that are to be brought back, as a list or with commas. By default all.
    type: raw
  hosts:
    description: The hosts that are to be brought back. By default all of the plan.
    type: list
    elements: str
  dead_run:
    description: A run of the rollout that is known to be dead, although its journal does not tell that it ended.
    type: str
  ended:
    description: RV(run) of a way back that has come to its end. Writes that into the journal, and nothing else is done.
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
      - The module changes no device, so there is no difference to show.
  platform:
    description: Where the module works.
    support: full
    platforms: posix
seealso:
  - module: surveillance.hikvision.rollout_info
"""

EXAMPLES = r"""
- name: Find out which devices of the third wave can be brought back
  surveillance.hikvision.rollout_return:
    rollout: 0f3ac1d2b4e5
    directory: "{{ inventory_dir }}/rollouts"
    waves: 3
  delegate_to: localhost
  run_once: true
  register: way_back
"""

RETURN = r"""
msg:
  description: How many devices are to be brought back, or what keeps that from being told.
  returned: always
  type: str
directory:
  description: The directory of the rollout.
  returned: success
  type: str
run:
  description: The name under which the journal knows this way back.
  returned: success
  type: str
devices:
  description: Those that can be brought back, the one that was upgraded last first.
  returned: success, without O(ended)
  type: list
  elements: dict
  contains:
    host:
      description: Name in the inventory.
      type: str
    wave:
      description: Its wave.
      type: int
    backup:
      description: The backup that was made before its first step, for the variable C(firmware_upgrade_rollback_backup).
      type: str
    firmware:
      description: The firmware that it ran then.
      type: dict
    baseline:
      description: The file with its health before its first step, or null.
      type: str
    planned:
      description: What the plan has for it.
      type: dict
    context:
      description: For the variable C(firmware_upgrade_rollout), so that the journal knows what is done.
      type: dict
others:
  description: C(host) and C(reason) of those that were asked for and are not brought back.
  returned: success, without O(ended)
  type: list
  elements: dict
advice:
  description: What to do about it.
  returned: failed
  type: str
error:
  description: As C(kind), what is wrong with the journal, the plan or the options.
  returned: failed
  type: dict
  sample: {kind: RunGoesOn}
"""
