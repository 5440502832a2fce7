# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test: whether a device is known to be fixed for an advisory."""

from __future__ import annotations

DOCUMENTATION = r"""
name: fixed_for
short_description: Whether a device is known to be fixed for a security advisory
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - True when verified rules are about the device's model and none of them is about its firmware, or not any more.
  - False for everything else, so also where nothing is known. It speaks of this advisory alone.
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
  - plugin: surveillance.hikvision.affected_by
    plugin_type: test
  - plugin: surveillance.hikvision.advisories
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Read the device
  surveillance.hikvision.device_info:
  register: found

- name: Stop where a device is not known to be fixed
  ansible.builtin.assert:
    that: found.device is surveillance.hikvision.fixed_for('CVE-2025-66177')
"""

RETURN = r"""
_value:
  description: Whether the device is known to be fixed. False for affected, for unknown, and for models without a rule.
  type: bool
"""

import typing

from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.advisory import AdvisoryError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing, standing_for
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.rules import Rules, advisories_of


def fixed_for(snapshot: typing.Mapping[str, typing.Any], advisory: str, rules: Rules = None) -> bool:
    """Whether verified rules say so. Raises :class:`AnsibleFilterError` for rules or a name that can not be used."""
    try:
        standing = standing_for(Device.from_snapshot(snapshot), advisories_of(rules), advisory)
    except AdvisoryError as error:
        raise AnsibleFilterError(f"fixed_for: {error}") from error
    return standing is Standing.FIXED


class TestModule:
    """The tests of this file."""

    def tests(self) -> dict[str, typing.Callable[..., bool]]:
        return {"fixed_for": fixed_for}
