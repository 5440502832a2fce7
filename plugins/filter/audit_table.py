# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: an audit as a table for a terminal."""

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_table
short_description: The rows of an audit as a table for a terminal
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - One line for each device, and below it what has to be said about it.
  - Columns that would make a line too long are narrowed, and their cells continue on the next line.
options:
  _input:
    description: The rows that P(surveillance.hikvision.audit_rows#filter) returns.
    type: list
    elements: dict
    required: true
  width:
    description:
      - How many places a line may take.
      - The default leaves room for what Ansible prints around a list of lines on a terminal of 120 columns.
    type: int
    default: 108
seealso:
  - plugin: surveillance.hikvision.audit_rows
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show the fleet
  ansible.builtin.debug:
    msg: "{{ rows | surveillance.hikvision.audit_table }}"
"""

RETURN = r"""
_value:
  description: The lines, the first one being the heading.
  type: list
  elements: str
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.edge import rows_of, untrusted
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.table import as_table


def audit_table(rows: typing.Sequence[typing.Mapping[str, typing.Any]], width: int = 108) -> list[str]:
    """The lines. Raises :class:`AnsibleFilterError` for what is no rows."""
    return untrusted(as_table(rows_of(rows), int(width)))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"audit_table": audit_table}
