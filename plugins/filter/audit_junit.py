# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: an audit as JUnit XML."""

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_junit
short_description: The rows of an audit as JUnit XML
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - A report that pipelines show as test results. Each device is a test case, which fails when it breaks the policy.
  - The suites are the kinds of devices, or the values of another column.
positional: fail_on
options:
  _input:
    description: The rows that P(surveillance.hikvision.audit_rows#filter) returns.
    type: list
    elements: dict
    required: true
  fail_on:
    description: The policy, as for P(surveillance.hikvision.audit_violations#filter). Without it, nothing fails.
    type: list
    elements: str
    default: []
  suites:
    description: The column that tells the suite of a device.
    type: str
    choices: [kind, model, state, firmware]
    default: kind
seealso:
  - plugin: surveillance.hikvision.audit_rows
    plugin_type: filter
  - plugin: surveillance.hikvision.audit_violations
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Keep the verdict for a pipeline
  ansible.builtin.copy:
    content: "{{ rows | surveillance.hikvision.audit_junit(['critical', 'withdrawn']) }}"
    dest: audit.xml
    mode: "0600"
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
_value:
  description: The document.
  type: str
"""

import datetime
import typing

from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.edge import (
    Words,
    rows_of,
    rules_of,
    untrusted,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.junit import as_junit

SUITES = ("kind", "model", "state", "firmware")


def audit_junit(
    rows: typing.Sequence[typing.Mapping[str, typing.Any]], fail_on: Words = (), suites: str = "kind"
) -> str:
    """The document. Raises :class:`AnsibleFilterError` for what is no rows, an unknown word or another column."""
    if suites not in SUITES:
        raise AnsibleFilterError(f"suites is {suites!r}; it can be {', '.join(SUITES)}")
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return untrusted(as_junit(rows_of(rows), rules_of(fail_on), suites=suites, time=now))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"audit_junit": audit_junit}
