# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: an audit as one document."""

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_report
short_description: The rows of an audit with their sources and what they come to
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description: Adds to the rows of an audit the time, the catalogues that it is based on, and the counts.
options:
  _input:
    description: The rows that P(surveillance.hikvision.audit_rows#filter) returns.
    type: list
    elements: dict
    required: true
  catalogues:
    description:
      - Results of M(surveillance.hikvision.catalogue_info), as for P(surveillance.hikvision.audit_rows#filter).
    type: list
    elements: dict
    default: []
seealso:
  - plugin: surveillance.hikvision.audit_rows
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Tell how the fleet stands
  ansible.builtin.debug:
    msg: "{{ (rows | surveillance.hikvision.audit_report).summary.sentence }}"
  run_once: true
"""

RETURN = r"""
_value:
  description: The document.
  type: dict
  contains:
    schema:
      description: Name and version of the form of this document.
      type: str
      sample: hikvision-audit/1
    time:
      description: When it was made, in UTC.
      type: str
      sample: "2026-11-22T06:30:00+00:00"
    catalogues:
      description:
        - The catalogues with their path, identifier, serial number, expiry, digest and signature, which is V(off) where
          it was not checked.
      type: list
      elements: dict
    summary:
      description:
        - Counts of devices by state, exposure and severity, of customised ones and of those without a backup, and all
          that as a sentence.
      type: dict
    devices:
      description: The rows.
      type: list
      elements: dict
"""

import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.edge import rows_of, untrusted
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.report import document

Mapping = typing.Mapping[str, typing.Any]


def audit_report(rows: typing.Sequence[Mapping], catalogues: typing.Sequence[Mapping] = ()) -> dict[str, typing.Any]:
    """The document. Raises :class:`AnsibleFilterError` for what is no rows."""
    loaded = [plain(result) for result in catalogues]
    return untrusted(document(rows_of(rows), loaded, datetime.datetime.now(datetime.UTC)))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"audit_report": audit_report}
