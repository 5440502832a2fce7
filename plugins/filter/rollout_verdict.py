# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: whether a rollout goes on."""

from __future__ import annotations

DOCUMENTATION = r"""
name: rollout_verdict
short_description: Judge a rollout after a wave
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Counts, over all waves so far, the devices that are not in order and says whether the rollout goes on.
  - Devices that were refused, failed, were rolled back, could not be reached, or left the play without an outcome
    count. Devices that are upgraded, needed nothing, or were skipped on purpose do not.
  - A wave without any good outcome stops the rollout whatever O(max_failures) allows, because it proves nothing for
    the next one.
positional: hostvars
options:
  _input:
    description: All hosts of the rollout, C(ansible_play_hosts_all).
    type: list
    elements: str
    required: true
  hostvars:
    description: Ansible's C(hostvars). The fact C(firmware_upgrade_outcome) marks a host as started.
    type: dict
    required: true
  wave:
    description: Hosts of this wave that are still in the play, C(ansible_play_batch).
    type: list
    elements: str
    required: true
  max_failures:
    description: How many devices may be in trouble before the rollout stops.
    type: int
    default: 0
"""

EXAMPLES = r"""
- name: Judge this wave
  ansible.builtin.set_fact:
    rollout_verdict: >-
      {{ ansible_play_hosts_all | surveillance.hikvision.rollout_verdict(hostvars, wave=ansible_play_batch) }}
  run_once: true
"""

RETURN = r"""
_value:
  description: The judgement.
  type: dict
  contains:
    stop:
      description: Whether the rollout stops here.
      type: bool
    sentence:
      description: The judgement in a sentence, with the name and the reason of each device in trouble.
      type: str
    messages:
      description: What to fail each troubled host of this wave with.
      type: dict
"""

import typing

from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.verdict import judge, messages

_FACT = "firmware_upgrade_outcome"
HostVars = typing.Mapping[str, typing.Mapping[str, typing.Any]]


def rollout_verdict(
    hosts: typing.Sequence[str], hostvars: HostVars, wave: typing.Sequence[str], max_failures: int | str = 0
) -> dict[str, typing.Any]:
    """The judgement after a wave."""
    records = {host: variables[_FACT] for host in hosts if _FACT in (variables := hostvars[host])}
    verdict = judge(hosts, records, wave=wave, max_failures=int(max_failures))
    judgement = {
        "stop": verdict.stop,
        "sentence": verdict.sentence,
        "messages": messages(verdict, wave),
    }
    # Ansible before 2.19 does not see that some of these words came from devices and would evaluate braces in them.
    wrapped: dict[str, typing.Any] = wrap_var(judgement)
    return wrapped


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"rollout_verdict": rollout_verdict}
