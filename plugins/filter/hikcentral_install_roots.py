# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: where HikCentral is installed."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral_install_roots
short_description: Find the directories that HikCentral's services are installed in
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Returns the directories named C(VSM Servers) that programs of services lie below, each once.
  - One is what there should be. With none or several, ask somebody who knows.
positional: environment
options:
  _input:
    description: The list C(services) that P(ansible.windows.win_service_info#module) returns.
    type: list
    elements: dict
    required: true
  environment:
    description:
      - Environment variables of the host for paths such as C(%ProgramFiles%\HikCentral), in any case of letters.
      - Those of a usual 64-bit Windows are known.
    type: dict
    default: {}
"""

EXAMPLES = r"""
- name: Find out where HikCentral is installed
  ansible.builtin.assert:
    that: roots | length == 1
    fail_msg: "Set hikcentral_root. Found: {{ roots | join(', ') }}"
  vars:
    roots: "{{ all_services.services | surveillance.hikvision.hikcentral_install_roots }}"
"""

RETURN = r"""
_value:
  description: The directories, sorted.
  type: list
  elements: str
  sample: ['C:\Program Files (x86)\HikCentral\VSM Servers']
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.filter_edge import (
    filter_errors,
    told_services,
    untrusted,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.services import install_roots


def hikcentral_install_roots(services: object, environment: typing.Mapping[str, str] | None = None) -> list[str]:
    """The directories. Raises :class:`AnsibleFilterError`."""
    with filter_errors():
        return untrusted(install_roots(told_services(services), environment or {}))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"hikcentral_install_roots": hikcentral_install_roots}
