# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: where HikCentral's database may lie."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral_data_candidates
short_description: List the directories that may hold HikCentral's database
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - These are the directories that services of PostgreSQL name with C(-D), and C(PostgreSQL\data) and C(PGData) below
    the directory of the servers.
positional: root
options:
  _input:
    description: Services as P(surveillance.hikvision.hikcentral_services#filter) returns them.
    type: list
    elements: dict
    required: true
  root:
    description: The directory C(VSM Servers).
    type: str
    required: true
  environment:
    description:
      - Environment variables of the host for paths such as C(%ProgramFiles%\HikCentral), in any case of letters.
      - Those of a usual 64-bit Windows are known.
    type: dict
    default: {}
seealso:
  - plugin: surveillance.hikvision.hikcentral_data_directory
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Look into each of them
  ansible.windows.win_stat:
    path: '{{ item }}\PG_VERSION'
  loop: "{{ hikcentral_found | surveillance.hikvision.hikcentral_data_candidates(root) }}"
  register: looked
"""

RETURN = r"""
_value:
  description: Paths, each once, in any case of letters.
  type: list
  elements: str
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.data_directory import candidates
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.filter_edge import (
    filter_errors,
    read_services,
    untrusted,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.services import checked_root


def hikcentral_data_candidates(
    services: object, root: str, environment: typing.Mapping[str, str] | None = None
) -> list[str]:
    """The directories. Raises :class:`AnsibleFilterError`."""
    with filter_errors():
        top = checked_root(str(root), environment or {})
        return untrusted(candidates(read_services(services, environment), top))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"hikcentral_data_candidates": hikcentral_data_candidates}
