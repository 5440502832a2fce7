# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lookup: the configuration backups in a directory."""

from __future__ import annotations

DOCUMENTATION = r"""
name: config_backups
short_description: List the configuration backups of a device
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Lists the backups that M(surveillance.hikvision.config_backup) has kept in directories on the controller, the newest
    of each directory first.
  - A file without its description beside it is not a backup and is left out. A directory that does not exist has none.
options:
  _terms:
    description: The directories.
    type: list
    elements: path
    required: true
seealso:
  - plugin: surveillance.hikvision.select_firmware
    plugin_type: filter
"""

EXAMPLES = r"""
- name: What the newest backup of this device was made of
  ansible.builtin.debug:
    msg: "{{ query('surveillance.hikvision.config_backups', 'backups/' ~ inventory_hostname) | first }}"
"""

RETURN = r"""
_raw:
  description: The backups.
  type: list
  elements: dict
  contains:
    path:
      description: The file, as M(surveillance.hikvision.config_restore) wants it.
      type: str
    firmware:
      description: Version and build that the device ran.
      type: dict
    description:
      description: The whole description that lies beside the file.
      type: dict
"""

import dataclasses
import pathlib
import typing

from ansible.plugins.lookup import LookupBase

from ansible_collections.surveillance.hikvision.plugins.module_utils._backup.store import Store


class LookupModule(LookupBase):
    """The lookup of this file."""

    def run(
        self, terms: typing.Sequence[str], variables: object = None, **_options: object
    ) -> list[dict[str, typing.Any]]:
        """The backups in the directories ``terms``."""
        return [backup for term in terms for backup in _backups(pathlib.Path(term))]


def _backups(directory: pathlib.Path) -> list[dict[str, typing.Any]]:
    return [
        {
            "path": str(directory / sidecar.file),
            "firmware": {"version": sidecar.version, "build": sidecar.build},
            "description": dataclasses.asdict(sidecar),
        }
        for sidecar in Store(directory).newest_first()
    ]
