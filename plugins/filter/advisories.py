# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: what security advisories say of a device."""

from __future__ import annotations

DOCUMENTATION = r"""
name: advisories
short_description: Judge a device by security advisories
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Compares model and firmware of a device with rules made from published advisories. Nothing is sent to the device.
  - A device is V(affected), V(fixed) or V(unknown). V(fixed) means that the rules which are about this model do not, or
    no longer, apply to its firmware. It never means that a device is safe.
  - What a device does not tell, a rule that is not verified, and a model without a rule are V(unknown).
  - The file C(docs/advisories.md) of the collection lists what is covered.
positional: rules
options:
  _input:
    description: The device as M(surveillance.hikvision.device_info) returns it.
    type: dict
    required: true
  rules:
    description:
      - Rules to use instead of those of the collection, as the path of a YAML or JSON file on the controller, or as its
        content. A file that says C(include_shipped) adds to them.
      - A file is read again when it has changed.
    type: raw
seealso:
  - plugin: surveillance.hikvision.affected_by
    plugin_type: test
  - plugin: surveillance.hikvision.fixed_for
    plugin_type: test
"""

EXAMPLES = r"""
- name: Read the device
  surveillance.hikvision.device_info:
  register: found

- name: Show what the advisories say of it
  ansible.builtin.debug:
    msg: "{{ found.device | surveillance.hikvision.advisories }}"

- name: The same by rules of one's own
  ansible.builtin.debug:
    msg: "{{ found.device | surveillance.hikvision.advisories(playbook_dir ~ '/advisories.yml') }}"
"""

RETURN = r"""
_value:
  description: The judgement.
  type: dict
  contains:
    summary:
      description:
        - V(affected) if any advisory says so, else V(unknown) if any is not certain or no rule is about the model.
        - V(fixed) only if at least one rule is about the device and all of them say so.
      type: str
    reason:
      description: The summary as a sentence.
      type: str
      sample: affected by CVE-2023-28809, CVE-2025-66176
    worst_severity:
      description:
        - V(critical), V(high), V(medium) or V(low), the worst of the advisories that decided.
        - Null for V(fixed), and for a device without any rule.
      type: str
    assessments:
      description: One entry for each advisory with a rule about the device, in the order of the rules.
      type: list
      elements: dict
      contains:
        id:
          description: The advisory.
          type: str
          sample: CVE-2023-28809
        title:
          description: What it is about.
          type: str
        standing:
          description: V(affected), V(unknown) or V(fixed).
          type: str
        severity:
          description: V(critical), V(high), V(medium) or V(low).
          type: str
        cvss:
          description: Base score, where the advisory has one.
          type: float
        known_exploited:
          description: Day of the entry in CISA's list of exploited vulnerabilities, where there is one.
          type: str
        reason:
          description: Why, in a sentence.
          type: str
        series:
          description: The models that the deciding rule is about, in words.
          type: str
        affected:
          description: The firmware that the deciding rule calls affected.
          type: str
          sample: firmware before V3.2.30 build 221223
        fixed_in:
          description: The first firmware that it does not call affected any more. Null where no fix is known.
          type: str
          sample: V3.2.30 build 221223 or later
        verified:
          description: Whether the deciding rule is verified. One that is not leaves the standing V(unknown).
          type: bool
        indication:
          description: What a rule that is not verified would say if it were right. Null for verified ones.
          type: str
        source:
          description: Where the advisory can be read.
          type: str
        checked:
          description: Day on which the source was read for the rules.
          type: str
"""

import typing

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.advisory import AdvisoryError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import summarise
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.rules import Rules, advisories_of


def advisories(snapshot: typing.Mapping[str, typing.Any], rules: Rules = None) -> dict[str, typing.Any]:
    """The judgement of a device. Raises :class:`AnsibleFilterError` for rules that can not be used."""
    try:
        judged = summarise(Device.from_snapshot(snapshot), advisories_of(rules))
    except AdvisoryError as error:
        raise AnsibleFilterError(f"the advisories can not be used: {error}") from error
    # Ansible before 2.19 does not see that some of these words came from a device and would evaluate braces in them.
    wrapped: dict[str, typing.Any] = wrap_var(judged.as_result())
    return wrapped


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"advisories": advisories}
