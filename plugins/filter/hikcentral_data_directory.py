# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: where HikCentral's database lies."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral_data_directory
short_description: Choose the directory of HikCentral's database
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Returns the one directory in which C(PG_VERSION) was found. None or several are an error that names them.
positional: candidates
options:
  _input:
    description: The directories in which C(PG_VERSION) was found.
    type: list
    elements: str
    required: true
  candidates:
    description: The directories that were looked into, for the message.
    type: list
    elements: str
    default: []
  chosen:
    description: The directory that the operator names, which must be one of those with C(PG_VERSION).
    type: str
"""

EXAMPLES = r"""
- name: Remember it
  ansible.builtin.set_fact:
    data: "{{ present | surveillance.hikvision.hikcentral_data_directory(looked.results | map(attribute='item')) }}"
  vars:
    present: "{{ looked.results | selectattr('stat.exists') | map(attribute='item') }}"
"""

RETURN = r"""
_value:
  description: The directory.
  type: str
  sample: 'C:\Program Files (x86)\HikCentral\VSM Servers\PostgreSQL\data'
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.data_directory import choose
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.filter_edge import (
    filter_errors,
    untrusted,
)


def hikcentral_data_directory(
    with_pg_version: typing.Iterable[str], candidates: typing.Iterable[str] = (), chosen: str | None = None
) -> str:
    """The directory. Raises :class:`AnsibleFilterError`."""
    with filter_errors():
        found = [str(each) for each in with_pg_version]
        return untrusted(choose([str(each) for each in candidates], found, str(chosen) if chosen else None))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"hikcentral_data_directory": hikcentral_data_directory}
