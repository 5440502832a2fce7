# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: what in an audit breaks a policy."""

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_violations
short_description: What in an audit breaks a policy
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Holds the rows of an audit against the words of a policy.
  - A word that is not known is an error, so that no gate stays open because of a typing mistake.
positional: fail_on
options:
  _input:
    description: The rows that P(surveillance.hikvision.audit_rows#filter) returns.
    type: list
    elements: dict
    required: true
  fail_on:
    description:
      - The words of the policy; a string with commas does as well.
      - A state, such as V(behind), V(unreachable) or V(unknown).
      - V(affected) by an advisory, V(affected_unknown) where that can not be told, V(critical), V(high), V(medium) or
        V(low) for affected with at least that severity.
      - V(customised) firmware, V(no_backup), V(backup_older_than:30) for no backup of the last 30 days.
    type: list
    elements: str
    required: true
seealso:
  - plugin: surveillance.hikvision.audit_rows
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Fail for the worst
  ansible.builtin.assert:
    that: violations | length == 0
    fail_msg: "{{ violations | map(attribute='sentence') | join(' ') }}"
  vars:
    violations: "{{ rows | surveillance.hikvision.audit_violations(['critical', 'backup_older_than:30']) }}"
  run_once: true
"""

RETURN = r"""
_value:
  description: The words that are violated, in the order of the policy.
  type: list
  elements: dict
  contains:
    word:
      description: The word.
      type: str
    hosts:
      description: The devices that break it, in the order of the rows.
      type: list
      elements: str
    sentence:
      description: Both for a person.
      type: str
      sample: "1 device is affected by an advisory rated critical (critical): cam-07."
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.edge import (
    Words,
    rows_of,
    rules_of,
    untrusted,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.policy import violations


def audit_violations(
    rows: typing.Sequence[typing.Mapping[str, typing.Any]], fail_on: Words
) -> list[dict[str, typing.Any]]:
    """The violations. Raises :class:`AnsibleFilterError` for what is no rows and for an unknown word."""
    broken = violations(rows_of(rows), rules_of(fail_on))
    told = [{"word": each.rule.word, "hosts": list(each.hosts), "sentence": each.sentence} for each in broken]
    return untrusted(told)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"audit_violations": audit_violations}
