# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: what HikCentral manages against what an inventory knows."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral_drift
short_description: Devices that only HikCentral knows, and devices that it does not
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Compares hosts of an inventory with hosts from the inventory plugin P(surveillance.hikvision.hikcentral#inventory),
    both of them sources of the same run.
  - Two hosts are the same device when they have the same name, or else the same address and no third one has it. Of the
    inventory, C(ansible_host) counts, or the name of the host. Names are not resolved, so a host that is known by its
    DNS name on one side and by its IP address on the other is not recognised, unless the host names agree.
  - HikCentral's OpenAPI keeps video intercoms and other devices in lists of their own, which the inventory plugin does
    not read. Leave them out of the input.
positional: hostvars, managed
options:
  _input:
    description: Names of the hosts of the inventory, without those that came from HikCentral alone.
    type: list
    elements: str
    required: true
  hostvars:
    description: Ansible's C(hostvars).
    type: dict
    required: true
  managed:
    description: Names of the hosts from HikCentral, usually C(groups.hikcentral_devices).
    type: list
    elements: str
    required: true
seealso:
  - plugin: surveillance.hikvision.hikcentral
    plugin_type: inventory
"""

EXAMPLES = r"""
# ansible-playbook -i site.hikcentral.yml -i devices.yml drift.yml
#
# Where both sources know a host by one name, the later one decides on ansible_host, so devices.yml comes last.
# The devices of devices.yml are in the group hikvision, into which site.hikcentral.yml puts nothing.

- name: Compare the inventory with HikCentral
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Compare
      ansible.builtin.set_fact:
        drift: "{{ groups.hikvision | surveillance.hikvision.hikcentral_drift(hostvars, groups.hikcentral_devices) }}"

    - name: Fail when one side knows what the other does not
      ansible.builtin.assert:
        that: drift.in_sync
        fail_msg: "{{ drift.sentences | join('\n') }}"
"""

RETURN = r"""
_value:
  description: The differences.
  type: dict
  contains:
    in_sync:
      description: Whether there are none.
      type: bool
    in_both:
      description: Number of devices that both sides know, also those with different addresses.
      type: int
    only_in_inventory:
      description: Hosts that HikCentral does not manage.
      type: list
      elements: dict
      contains:
        host:
          description: Name in the inventory.
          type: str
        address:
          description: Address in the inventory.
          type: str
    only_in_hikcentral:
      description: Devices that the inventory lacks.
      type: list
      elements: dict
      contains:
        host:
          description: Name that the inventory plugin gave it.
          type: str
        name:
          description: Name in HikCentral.
          type: str
        address:
          description: Address. V(null) when HikCentral tells none.
          type: str
        kind:
          description: V(encoding) or V(access_control).
          type: str
        status:
          description: V(online), V(offline) or V(unknown).
          type: str
        index_code:
          description: Index code in HikCentral.
          type: str
    different_address:
      description: Hosts of one name with two addresses. A DNS name is not compared with an IP address.
      type: list
      elements: dict
      contains:
        host:
          description: Name on both sides.
          type: str
        inventory:
          description: Address in the inventory.
          type: str
        hikcentral:
          description: Address in HikCentral.
          type: str
    shared_address:
      description: Addresses with several devices on a side, such as a router's. Nothing is said of these devices.
      type: list
      elements: dict
      contains:
        address:
          description: The address.
          type: str
        inventory:
          description: Hosts of the inventory.
          type: list
          elements: str
        hikcentral:
          description: Hosts from HikCentral.
          type: list
          elements: str
    sentences:
      description: All differences, one sentence each.
      type: list
      elements: str
"""

import dataclasses
import typing

from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.edge import untrusted
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import (
    HostVariables,
    HostVars,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import Mistake
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._hikcentral_inventory.drift import (
    Drift,
    KnownHost,
    ManagedHost,
    compare,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._hikcentral_inventory.hosts import DEVICE

Hosts = typing.Sequence[str]


def hikcentral_drift(known: Hosts, hostvars: HostVars, managed: Hosts) -> dict[str, typing.Any]:
    """The differences. Raises :class:`AnsibleFilterError`."""
    drift = compare([_known(host, hostvars) for host in known], [_managed(host, hostvars) for host in managed])
    return untrusted(_as_result(drift))


def _known(host: str, hostvars: HostVars) -> KnownHost:
    return KnownHost(host, str(_variable(host, hostvars, "ansible_host") or host))


def _managed(host: str, hostvars: HostVars) -> ManagedHost:
    told = _variable(host, hostvars, DEVICE)
    if not isinstance(told, dict):
        raise AnsibleFilterError(f"{host} has no variable {DEVICE}, so it does not come from HikCentral.")
    return ManagedHost(host, told["address"], told["name"], told["kind"], told["status"], told["index_code"])


def _variable(host: str, hostvars: HostVars, name: str) -> typing.Any:
    try:
        return HostVariables(hostvars, host).get(name)
    except Mistake as error:
        raise AnsibleFilterError(f"{host}: {error}") from error


def _as_result(drift: Drift) -> dict[str, typing.Any]:
    return {
        "in_sync": drift.in_sync,
        "in_both": len(drift.pairs),
        "only_in_inventory": [dataclasses.asdict(host) for host in drift.only_known],
        "only_in_hikcentral": [dataclasses.asdict(host) for host in drift.only_managed],
        "different_address": [
            {"host": pair.known.host, "inventory": pair.known.address, "hikcentral": pair.managed.address}
            for pair in drift.moved
        ],
        "shared_address": [
            {
                "address": shared.address,
                "inventory": [host.host for host in shared.known],
                "hikcentral": [host.host for host in shared.managed],
            }
            for shared in drift.shared
        ],
        "sentences": list(_sentences(drift)),
    }


def _sentences(drift: Drift) -> typing.Iterator[str]:
    for known in drift.only_known:
        yield f"{known.host} ({known.address}) is in the inventory and not in HikCentral."
    for managed in drift.only_managed:
        where = managed.address or "no address"
        yield f"{managed.host} ({where}, {managed.kind}, {managed.status}) is in HikCentral and not in the inventory."
    for pair in drift.moved:
        yield f"{pair.known.host} is at {pair.known.address} in the inventory, at {pair.managed.address} in HikCentral."
    for shared in drift.shared:
        yield f"{shared.address} belongs to several devices, which can not be told apart."


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"hikcentral_drift": hikcentral_drift}
