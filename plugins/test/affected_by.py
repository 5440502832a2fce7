# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test: whether a device is known to be affected by an advisory."""

from __future__ import annotations

DOCUMENTATION = r"""
name: affected_by
short_description: Whether a device is known to be affected by a security advisory
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - True when a verified rule says that the device's firmware is affected.
  - Its opposite is no good news, because it includes every device of which nothing is known. Let a gate ask for
    P(surveillance.hikvision.fixed_for#test) instead.
positional: advisory
options:
  _input:
    description: The device as M(surveillance.hikvision.device_info) returns it.
    type: dict
    required: true
  advisory:
    description:
      - Name of the advisory, such as V(CVE-2025-66177), in any case of letters.
      - It is an error to ask for one without rules.
    type: str
    required: true
  rules:
    description: Rules to use instead of those of the collection; see P(surveillance.hikvision.advisories#filter).
    type: raw
seealso:
  - plugin: surveillance.hikvision.fixed_for
    plugin_type: test
  - plugin: surveillance.hikvision.advisories
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Read the device
  surveillance.hikvision.device_info:
  register: found

- name: Name devices that are certainly affected
  ansible.builtin.debug:
    msg: "{{ inventory_hostname }} needs another firmware now"
  when: found.device is surveillance.hikvision.affected_by('CVE-2023-28811')
"""

RETURN = r"""
_value:
  description: Whether the device is known to be affected. False for fixed, for unknown, and for models without a rule.
  type: bool
"""

import typing

from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.advisory import AdvisoryError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing, standing_for
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.rules import Rules, advisories_of


def affected_by(snapshot: typing.Mapping[str, typing.Any], advisory: str, rules: Rules = None) -> bool:
    """Whether a verified rule says so. Raises :class:`AnsibleFilterError` for rules or a name that can not be used."""
    try:
        standing = standing_for(Device.from_snapshot(snapshot), advisories_of(rules), advisory)
    except AdvisoryError as error:
        raise AnsibleFilterError(f"affected_by: {error}") from error
    return standing is Standing.AFFECTED


class TestModule:
    """The tests of this file."""

    def tests(self) -> dict[str, typing.Callable[..., bool]]:
        return {"affected_by": affected_by}
