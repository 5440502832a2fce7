# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: what an audit says of a fleet."""

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_rows
short_description: One row for each device of a fleet, readable or not
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Compares what M(surveillance.hikvision.device_info) found on each host with the packages meant for it.
  - A host that could not be reached, is locked or refused the password is a row, too.
positional: hostvars
options:
  _input:
    description: Names of the hosts, in the order of the rows.
    type: list
    elements: str
    required: true
  hostvars:
    description: Ansible's C(hostvars).
    type: dict
    required: true
  result:
    description: Variable in which the result of M(surveillance.hikvision.device_info) is registered on each host.
    type: str
    required: true
  packages:
    description:
      - Name of the variable with the packages of each host; see P(surveillance.hikvision.select_firmware#filter).
      - A host without that variable has no package.
    type: str
    default: hikvision_firmware
"""

EXAMPLES = r"""
- name: Show the fleet
  ansible.builtin.debug:
    msg: "{{ ansible_play_hosts_all | surveillance.hikvision.audit_rows(hostvars, result='audit_device') }}"
  run_once: true
"""

RETURN = r"""
_value:
  description: The rows.
  type: list
  elements: dict
  contains:
    host:
      description: Name in the inventory.
      type: str
    state:
      description:
        - V(current), V(upgrade), V(downgrade), V(no_package), V(ambiguous) for devices that could be read.
        - V(unreachable), V(locked), V(refused) (credentials or rights), V(not_activated), V(error) for others.
      type: str
    kind:
      description: Kind of device.
      type: str
    model:
      description: Model.
      type: str
    serial:
      description: Serial number.
      type: str
    firmware:
      description: What it runs.
      type: str
      sample: V5.7.15 build 240201
    target:
      description: What the package for it brings.
      type: str
    reason:
      description: Why there is no package, or the device could not be read.
      type: str
"""

import dataclasses
import typing

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit import Row
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection import PackageListError, parse_packages

HostVars = typing.Mapping[str, typing.Mapping[str, typing.Any]]


def audit_rows(
    hosts: typing.Sequence[str], hostvars: HostVars, result: str, packages: str = "hikvision_firmware"
) -> list[dict[str, typing.Any]]:
    """The rows. Raises :class:`AnsibleFilterError` for a malformed list of packages."""
    # Ansible before 2.19 does not see that these words came from devices and would evaluate braces in them.
    return [wrap_var(dataclasses.asdict(_row(host, hostvars[host], result, packages))) for host in hosts]


def _row(host: str, variables: typing.Mapping[str, typing.Any], result: str, packages: str) -> Row:
    try:
        listed = parse_packages(variables.get(packages, ()))
    except PackageListError as error:
        raise AnsibleFilterError(f"{packages} of {host} can not be used: {error}") from error
    return Row.of_result(host, variables.get(result, {}), listed)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"audit_rows": audit_rows}
