# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: a pattern of hosts that matches somebody."""

from __future__ import annotations

DOCUMENTATION = r"""
name: matching_hosts
short_description: A host pattern, provided that it matches a host
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Returns its input, a pattern for the C(hosts) of a play, and fails when no host matches it.
  - Ansible skips a play without hosts and ends well, so a misspelt group would pass for a fleet that is in order.
  - A syntax check has no inventory, so nothing is looked for then.
positional: groups
options:
  _input:
    description: The pattern.
    type: raw
    required: true
  groups:
    description: Ansible's C(groups).
    type: dict
    required: true
  limit:
    description: What was given to C(--limit), C(ansible_limit).
    type: str
"""

EXAMPLES = r"""
- name: Play
  hosts: "{{ target | surveillance.hikvision.matching_hosts(groups, limit=ansible_limit | default('')) }}"
"""

RETURN = r"""
_value:
  description: The pattern.
  type: raw
"""

import typing

from ansible import context
from ansible.errors import AnsibleFilterError
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader

Pattern = str | list[str]


def matching_hosts(pattern: Pattern, groups: typing.Mapping[str, typing.Sequence[str]], limit: str = "") -> Pattern:
    """``pattern``, if it matches. Raises :class:`AnsibleFilterError`."""
    if context.CLIARGS.get("syntax"):
        return pattern
    inventory = InventoryManager(loader=DataLoader(), parse=False)
    for group, hosts in groups.items():
        inventory.add_group(group)
        for host in hosts:
            inventory.add_host(host, group=group)
    if limit:
        inventory.subset(limit)
    if not inventory.get_hosts(pattern):
        within = f" within --limit {limit}" if limit else ""
        raise AnsibleFilterError(f"No host in the inventory matches {pattern!r}{within}. Nothing was done.")
    return pattern


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"matching_hosts": matching_hosts}
