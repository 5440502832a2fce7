# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: the order in which services are stopped."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral_stop_order
short_description: Order the services of HikCentral for stopping them
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - A service stops before the ones that it depends on. Where dependencies leave a choice, all others stop before nginx,
    and nginx stops before PostgreSQL, each in the order of their names.
  - The order to start is the reverse.
  - A circle of dependencies is an error that names it.
options:
  _input:
    description: Services as P(surveillance.hikvision.hikcentral_services#filter) returns them.
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Stop them one after the other
  ansible.windows.win_service:
    name: "{{ item }}"
    state: stopped
  loop: "{{ hikcentral_found | surveillance.hikvision.hikcentral_stop_order }}"

- name: Start them again
  ansible.windows.win_service:
    name: "{{ item }}"
    state: started
  loop: "{{ hikcentral_found | surveillance.hikvision.hikcentral_stop_order | reverse }}"
"""

RETURN = r"""
_value:
  description: Names of the services.
  type: list
  elements: str
  sample: [SYS, STREAM, Nginx, PostgreSQL]
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.filter_edge import (
    filter_errors,
    read_services,
    untrusted,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.stop_order import stop_order


def hikcentral_stop_order(services: object) -> list[str]:
    """The names in the order to stop. Raises :class:`AnsibleFilterError`."""
    with filter_errors():
        return untrusted(stop_order(read_services(services)))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"hikcentral_stop_order": hikcentral_stop_order}
