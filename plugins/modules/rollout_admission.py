# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ask whether a device may begin. The work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout_admission
short_description: Ask whether a device of a rollout may begin now
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Asks, for the host of the task, what the playbook C(surveillance.hikvision.rollout) asks before each device. The
    first answer that is not C(go) is given.
  - The kill switch, and the process that runs the rollout; the limits of the rollout for devices in trouble; whether
    the device would be through before its maintenance windows close; its canaries; its power; and whether another run
    has the device.
  - With the answer C(go), this run has the device, and the journal of the rollout tells that its turn has begun. With
    the answer C(deferred), the journal tells why.
  - The module M(surveillance.hikvision.firmware) asks the same once more before it sends a file.
  - Outside of a rollout and in check mode, the answer is C(go), nothing is asked and nothing is written.
options:
  stop:
    description: Whether nothing more is to begin, by a variable.
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
  - module: surveillance.hikvision.rollout_plan_info
"""

EXAMPLES = r"""
- name: Ask whether the device may begin
  surveillance.hikvision.rollout_admission:
    stop: "{{ rollout_stop | default(false) }}"
  register: admission

- name: Do not begin with it
  ansible.builtin.debug:
    msg: "{{ admission.verdict }}: {{ admission.reason }}"
  when: admission.verdict != 'go'
"""

RETURN = r"""
verdict:
  description:
    - C(go), or C(deferred) for a device whose time has not come and that a later run takes up, or C(stopped) where
      nothing more begins in this run.
  returned: success
  type: str
  sample: deferred
reason:
  description: Why, as a sentence; empty for C(go).
  returned: success
  type: str
  sample: The UPS rack@nut.example.com is on battery.
until:
  description: From when on the device may be asked for again, in UTC, or null where nobody knows.
  returned: success
  type: str
  sample: "2026-11-23T21:00:00+00:00"
msg:
  description: The answer for people.
  returned: always
  type: str
advice:
  description: What to do about it.
  returned: failed
  type: str
error:
  description: As C(kind), why the answer could not be written to the journal.
  returned: failed
  type: dict
  sample: {kind: NotDurable}
"""
