# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test: whether one firmware has lower numbers than another."""

from __future__ import annotations

DOCUMENTATION = r"""
name: older_firmware_than
short_description: Whether a firmware is older than another by its numbers
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - True when the version has lower numbers or, with the same numbers, the earlier build.
  - The numbers are compared as numbers, so V(V5.9.24) is older than V(V5.10.0).
  - With the same version and a build that one side does not tell, nothing says which is older, and the answer is
    false.
  - A side that is no firmware, null included, is an error.
notes:
  - Numbers do not order the upgrade path. Maintenance branches run side by side, and some devices must go over a
    higher version on their way to a lower one. Use this for questions such as "does it have the old login?" and
    P(surveillance.hikvision.select_firmware#filter) to decide what a device is to run.
positional: other
options:
  _input:
    description: >-
      A firmware, as a text such as V(V5.7.15 build 240201) or as the dictionary of C(version) and C(build) that
      M(surveillance.hikvision.device_info) returns.
    type: raw
    required: true
  other:
    description: The firmware to compare it with, written in one of these ways.
    type: raw
    required: true
seealso:
  - plugin: surveillance.hikvision.same_firmware_as
    plugin_type: test
  - plugin: surveillance.hikvision.firmware_version
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Devices with the old login
  ansible.builtin.debug:
    msg: "{{ inventory_hostname }}"
  when: result.device.firmware is surveillance.hikvision.older_firmware_than('V5.5.0')
"""

RETURN = r"""
_value:
  description: Whether the first is older.
  type: bool
"""

import typing

from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._written_firmware import (
    NoFirmware,
    written_firmware,
)


def older_firmware_than(told: object, other: object) -> bool:
    """Whether the first is older. Raises :class:`AnsibleFilterError` when one is no firmware."""
    try:
        return written_firmware(told).older_than(written_firmware(other))
    except NoFirmware as error:
        raise AnsibleFilterError(str(error)) from error


class TestModule:
    """The tests of this file."""

    def tests(self) -> dict[str, typing.Callable[..., bool]]:
        return {"older_firmware_than": older_firmware_than}
