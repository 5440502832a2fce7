# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read what a rollout remembers. The work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout_info
short_description: Read what a rollout remembers
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Reads the directory of a rollout, also while it runs, and tells of each device where it stands, of the runs how they
    ended, and what is still to be done.
  - Never talks to a device, and writes nothing.
options:
  rollout:
    description: The directory of the rollout, or the digest of its plan or the first 12 digits of that.
    type: str
    required: true
  directory:
    description: Where rollouts are kept.
    type: path
    required: true
  events:
    description: How many of the last events of the journal to return.
    type: int
    default: 0
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
      - The module changes nothing, so there is no difference to show.
  platform:
    description: Where the module works.
    support: full
    platforms: posix
seealso:
  - module: surveillance.hikvision.rollout_begin
"""

EXAMPLES = r"""
- name: Read the rollout
  surveillance.hikvision.rollout_info:
    rollout: 0f3ac1d2b4e5
    directory: "{{ inventory_dir }}/rollouts"
  delegate_to: localhost
  run_once: true
  register: rollout
"""

RETURN = r"""
msg:
  description: How many devices are still to be dealt with.
  returned: always
  type: str
directory:
  description: The directory of the rollout.
  returned: success
  type: str
plan:
  description: The copy of the plan in it.
  returned: success
  type: str
digest:
  description: The digest of the plan, or null where the copy is gone.
  returned: success
  type: str
expires:
  description: Until when the plan may be applied.
  returned: success
  type: str
command:
  description: The command that goes on with the rollout, or null where nothing is left to do.
  returned: success
  type: str
how_to_go_on:
  description: Lines for the operator, with the command; none where nothing is left to do.
  returned: success
  type: list
  elements: str
runs:
  description: >-
    C(run), C(began), C(ended), C(state), C(last) (time of its last event), C(controller), C(user) and C(process)
    (V(alive), V(dead), V(unknown)) of each run.
  returned: success
  type: list
  elements: dict
devices:
  description: All devices of the plan, in its order.
  returned: success
  type: list
  elements: dict
  contains:
    host:
      description: Name in the inventory.
      type: str
    wave:
      description: Its wave.
      type: int
    standing:
      description: Where it stands in the rollout, over all runs.
      type: str
      sample: done
    state:
      description: What its last turn ended with, or null.
      type: str
      sample: upgraded
    reason:
      description: Why.
      type: str
    advice:
      description: What to do about it.
      type: str
    before:
      description: What it ran before its first step.
      type: str
    after:
      description: What it was last seen to run.
      type: str
    flashes:
      description: How many times a whole file was sent to it.
      type: int
    attempts:
      description: How many turns it has had.
      type: int
    backups:
      description: C(path), C(sha256), C(step) and C(firmware) of the backups that were made.
      type: list
      elements: dict
    baseline:
      description: The file with its health before the first step.
      type: str
    runbook:
      description: The page on how to recover it.
      type: str
totals:
  description: How many devices stand where.
  returned: success
  type: dict
  sample: {done: 12, deferred: 3}
pending:
  description: Devices that a later run of the same plan takes up.
  returned: success
  type: list
  elements: str
unproven:
  description: Devices that a file was sent to and of which nothing proves what came of it.
  returned: success
  type: list
  elements: str
set_aside:
  description: Devices that the last run goes on without.
  returned: success
  type: list
  elements: str
finished:
  description: Whether nothing is pending.
  returned: success
  type: bool
stop_files:
  description: Kill switches that are set.
  returned: success
  type: list
  elements: str
timeline:
  description: C(at), C(run), C(event), C(host) and C(details) of the last events.
  returned: success
  type: list
  elements: dict
torn:
  description: Numbers of lines of the journal that were half written when their writer was killed.
  returned: success
  type: list
  elements: int
advice:
  description: What to do about it.
  returned: failed
  type: str
error:
  description: As C(kind), what is wrong.
  returned: failed
  type: dict
  sample: {kind: NoRollout}
"""
