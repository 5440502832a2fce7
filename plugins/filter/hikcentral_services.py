# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: the services of a HikCentral server."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral_services
short_description: Find the services of HikCentral among those of a Windows host
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Returns the services whose programs lie below a directory.
  - The names of the services differ from version to version and have no prefix in common, so this is the only way
    that does not miss any.
  - Understands paths with and without quotes, with arguments, slashes, prefixes of devices, environment variables, and
    short names such as C(PROGRA~2).
positional: root
options:
  _input:
    description: The list C(services) that P(ansible.windows.win_service_info#module) returns.
    type: list
    elements: dict
    required: true
  root:
    description: The directory that HikCentral is installed in, or its C(VSM Servers).
    type: str
    required: true
  environment:
    description:
      - Environment variables of the host for paths such as C(%ProgramFiles%\HikCentral), in any case of letters.
      - Those of a usual 64-bit Windows are known.
    type: dict
    default: {}
  allow_none:
    description: Whether the list may be empty. Otherwise it is an error that there is none.
    type: bool
    default: false
seealso:
  - plugin: surveillance.hikvision.hikcentral_stop_order
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Read all services
  ansible.windows.win_service_info:
  register: all_services

- name: Show those of HikCentral
  ansible.builtin.debug:
    msg: "{{ found | map(attribute='name') }}"
  vars:
    root: 'C:\Program Files (x86)\HikCentral\VSM Servers'
    found: "{{ all_services.services | surveillance.hikvision.hikcentral_services(root) }}"
"""

RETURN = r"""
_value:
  description: The services as they came in, in their order, with these keys besides.
  type: list
  elements: dict
  contains:
    executable:
      description: Path of the program, without quotes, variables and arguments.
      type: str
    role:
      description: What the service is to the others.
      type: str
      choices: [postgresql, nginx, other]
    outside_dependents:
      description: Names of services elsewhere that depend on it. Windows does not stop it while they run.
      type: list
      elements: str
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.filter_edge import (
    filter_errors,
    told_services,
    untrusted,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.services import (
    ServicesError,
    services_below,
)

Services = list[dict[str, typing.Any]]


def hikcentral_services(
    services: object, root: str, environment: typing.Mapping[str, str] | None = None, allow_none: bool = False
) -> Services:
    """The services below ``root``. Raises :class:`AnsibleFilterError`."""
    with filter_errors():
        found = services_below(told_services(services), str(root), environment or {})
        if not found and not allow_none:
            raise ServicesError(f"No service has its program below {root}: HikCentral is not installed there.")
    return untrusted(found)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"hikcentral_services": hikcentral_services}
