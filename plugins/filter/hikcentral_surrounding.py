# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: in which directories of a Windows host a path lies."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral_surrounding
short_description: Find the directories that a path of a Windows host lies in
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Returns those of the directories that the path is or lies below, as they were given.
  - It does not matter how a path is written, in capitals, with slashes, with a backslash at its end or with dots in it.
    Whether something is there is not looked at.
positional: path
options:
  _input:
    description: Full paths of directories. Empty ones are left out.
    type: list
    elements: str
    required: true
  path:
    description: A full path.
    type: str
    required: true
  environment:
    description:
      - Environment variables of the host for paths such as C(%ProgramFiles%\HikCentral), in any case of letters.
      - Those of a usual 64-bit Windows are known.
    type: dict
    default: {}
"""

EXAMPLES = r"""
- name: A copy does not lie in what it is a copy of
  ansible.builtin.assert:
    that: directories | surveillance.hikvision.hikcentral_surrounding(copies) | length == 0
  vars:
    directories: ['D:\HikCentral backups', 'E:\PostgreSQL\data']
    copies: 'F:\safe'
"""

RETURN = r"""
_value:
  description: The directories.
  type: list
  elements: str
  sample: ['D:\HikCentral backups']
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.filter_edge import untrusted
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.windows_path import surrounding


def hikcentral_surrounding(
    directories: typing.Iterable[str], path: str, environment: typing.Mapping[str, str] | None = None
) -> list[str]:
    """The directories."""
    return untrusted(surrounding(str(path), [str(each) for each in directories], environment or {}))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"hikcentral_surrounding": hikcentral_surrounding}
