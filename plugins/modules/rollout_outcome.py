# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keep what became of a device. The work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout_outcome
short_description: Keep what became of a device in the journal of its rollout
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Writes the end of the device's turn into the journal, gives back its lease, and writes a page on how to recover a
    device that did not come back, ended in an unknown state or no longer lets anybody in.
  - Writes each end once, however often it is called. Of a device whose outcome is still C(started) nothing is written.
  - Does nothing where the role P(surveillance.hikvision.firmware_upgrade#role) is used without a rollout, and in check
    mode.
options:
  outcome:
    description: The fact C(firmware_upgrade_outcome) of the device.
    type: dict
    required: true
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
  - module: surveillance.hikvision.rollout_begin
  - module: surveillance.hikvision.rollout_info
"""

EXAMPLES = r"""
- name: Keep what became of it
  surveillance.hikvision.rollout_outcome:
    outcome: "{{ firmware_upgrade_outcome }}"
"""

RETURN = r"""
msg:
  description: What was kept.
  returned: always
  type: str
state:
  description: The state of the device.
  returned: success
  type: str
  sample: upgraded
runbook:
  description: The page on how to recover the device, or null.
  returned: success
  type: str
advice:
  description: What to do about it.
  returned: failed
  type: str
error:
  description: As C(kind), what keeps the journal from being written.
  returned: failed
  type: dict
  sample: {kind: NotDurable}
"""
