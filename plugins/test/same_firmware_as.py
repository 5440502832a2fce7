# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test: whether two firmwares are one."""

from __future__ import annotations

DOCUMENTATION = r"""
name: same_firmware_as
short_description: Whether two firmwares are the same
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - True when version and build agree. One version exists with several builds, so a build that one side does not tell
    is no agreement.
  - Zeros in front of a number and the way a firmware is written make no difference.
  - A side that is no firmware, null included, is an error.
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
  - plugin: surveillance.hikvision.older_firmware_than
    plugin_type: test
  - plugin: surveillance.hikvision.firmware_version
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Stop unless the device runs what it should
  ansible.builtin.assert:
    that: result.device.firmware is surveillance.hikvision.same_firmware_as('V5.7.18 build 240826')
"""

RETURN = r"""
_value:
  description: Whether they are the same.
  type: bool
"""

import typing

from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._written_firmware import (
    NoFirmware,
    written_firmware,
)


def same_firmware_as(told: object, other: object) -> bool:
    """Whether they are the same. Raises :class:`AnsibleFilterError` when one is no firmware."""
    try:
        return written_firmware(told).same_as(written_firmware(other))
    except NoFirmware as error:
        raise AnsibleFilterError(str(error)) from error


class TestModule:
    """The tests of this file."""

    def tests(self) -> dict[str, typing.Callable[..., bool]]:
        return {"same_firmware_as": same_firmware_as}
