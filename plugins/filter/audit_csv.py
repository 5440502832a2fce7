# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: an audit as CSV."""

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_csv
short_description: The rows of an audit as CSV
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - A heading with the names of the columns and a line for each device, separated by commas. Lists are separated by
    blanks.
  - A cell that a spreadsheet would take for a formula gets an apostrophe before it. Names and models come from devices.
options:
  _input:
    description: The rows that P(surveillance.hikvision.audit_rows#filter) returns.
    type: list
    elements: dict
    required: true
seealso:
  - plugin: surveillance.hikvision.audit_rows
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Keep the rows for a spreadsheet
  ansible.builtin.copy:
    content: "{{ rows | surveillance.hikvision.audit_csv }}"
    dest: audit.csv
    mode: "0600"
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
_value:
  description: The text.
  type: str
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.edge import rows_of, untrusted
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.spreadsheet import as_csv


def audit_csv(rows: typing.Sequence[typing.Mapping[str, typing.Any]]) -> str:
    """The text. Raises :class:`AnsibleFilterError` for what is no rows."""
    return untrusted(as_csv(rows_of(rows)))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"audit_csv": audit_csv}
