# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: services that are not as they were."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral_changed_services
short_description: Find services that are not as they were
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - A service is as it was when it has its start mode, and runs if it ran. One that did not run may run.
  - Services that are there now only do not count.
positional: now
options:
  _input:
    description: Services as they were, in the form of C(services) of M(ansible.windows.win_service_info).
    type: list
    elements: dict
    required: true
  now:
    description: Services as they are, in the same form.
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Check that the services are as before
  ansible.builtin.assert:
    that: changed | length == 0
    fail_msg: "{{ changed | map(attribute='sentence') | join('; ') }}"
  vars:
    changed: "{{ before | surveillance.hikvision.hikcentral_changed_services(services.services) }}"
"""

RETURN = r"""
_value:
  description: Services that are not as they were, in the order of the input.
  type: list
  elements: dict
  contains:
    name:
      description: Name of the service.
      type: str
    sentence:
      description: What it is and what it was.
      type: str
      sample: "SYS (disabled, was auto; does not run)"
"""

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.filter_edge import (
    filter_errors,
    told_services,
    untrusted,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.service_changes import (
    changed_services,
)


def hikcentral_changed_services(before: object, now: object) -> list[dict[str, typing.Any]]:
    """The changed ones as plain values. Raises :class:`AnsibleFilterError`."""
    with filter_errors():
        found = changed_services(told_services(before), told_services(now))
        return untrusted([dataclasses.asdict(each) for each in found])


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"hikcentral_changed_services": hikcentral_changed_services}
