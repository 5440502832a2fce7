# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: a firmware taken apart."""

from __future__ import annotations

DOCUMENTATION = r"""
name: firmware_version
short_description: Take a firmware version apart
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Reads a firmware as devices, file names and people write it, and returns its version, build and numbers.
  - A text without a version number is an error.
options:
  _input:
    description:
      - A text such as V(V5.7.15 build 240201), V(V5.5.82build 190910) or V(V5.7.13_230822), or a dictionary of
        C(version) and C(build) as M(surveillance.hikvision.device_info) returns it.
    type: raw
    required: true
seealso:
  - plugin: surveillance.hikvision.same_firmware_as
    plugin_type: test
  - plugin: surveillance.hikvision.older_firmware_than
    plugin_type: test
"""

EXAMPLES = r"""
- name: What a channel of a recorder runs
  ansible.builtin.debug:
    msg: "{{ 'V5.7.15 build 240201' | surveillance.hikvision.firmware_version }}"

- name: All cameras of the series 5.7
  ansible.builtin.debug:
    msg: "{{ inventory_hostname }}"
  when: (result.device.firmware | surveillance.hikvision.firmware_version).numbers[:2] == [5, 7]
"""

RETURN = r"""
_value:
  description: The firmware.
  type: dict
  contains:
    version:
      description: The version as written, with a V.
      type: str
      sample: V5.7.15
    build:
      description: The build date in six digits, or null where none is told.
      type: str
      sample: "240201"
    numbers:
      description: The numbers of the version. V(V4.61.025) and V(V4.61.25) have the same ones.
      type: list
      elements: int
      sample: [5, 7, 15]
"""

import typing

from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._written_firmware import (
    NoFirmware,
    written_firmware,
)


def firmware_version(told: object) -> dict[str, typing.Any]:
    """The parts of a firmware. Raises :class:`AnsibleFilterError` for anything else."""
    try:
        firmware = written_firmware(told)
    except NoFirmware as error:
        raise AnsibleFilterError(str(error)) from error
    return {**firmware.as_result(), "numbers": list(firmware.tuple)}


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"firmware_version": firmware_version}
