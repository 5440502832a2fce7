# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: what lies in a directory of a Windows host."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral_manifest
short_description: List the files of a directory with their digests
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Turns what P(ansible.windows.win_find#module) found into a list that can be kept and compared, with paths relative
    to the directory.
  - That module leaves out the checksum of a file that it can not read and says nothing about it. Such files are listed
    here, and are the same as nothing.
positional: root
options:
  _input:
    description:
      - The list C(files) of a task with C(recurse), C(hidden), C(get_checksum), and C(checksum_algorithm=sha256).
      - Any other kind of checksum is an error.
    type: list
    elements: dict
    required: true
  root:
    description: The directory. A file that does not lie below it is an error.
    type: str
    required: true
seealso:
  - plugin: surveillance.hikvision.hikcentral_tree_diff
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Look at the database
  ansible.windows.win_find:
    paths: '{{ data }}'
    recurse: true
    hidden: true
    get_checksum: true
    checksum_algorithm: sha256
  register: found

- name: Keep the list
  ansible.builtin.copy:
    content: "{{ found.files | surveillance.hikvision.hikcentral_manifest(data) | to_nice_json }}"
    dest: "{{ run.records_directory }}/database.json"
    mode: "0600"
  delegate_to: localhost
"""

RETURN = r"""
_value:
  description: The manifest.
  type: dict
  contains:
    files:
      description: The files with C(path), C(size) in bytes, and C(sha256), sorted by path.
      type: list
      elements: dict
    count:
      description: Number of files.
      type: int
    size:
      description: Size of all files in bytes.
      type: int
    digest:
      description: SHA-256 over all of it. Equal for equal contents.
      type: str
    no_hash:
      description: Paths of the files that could not be read.
      type: list
      elements: str
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.filter_edge import (
    filter_errors,
    untrusted,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.manifest import from_find


def hikcentral_manifest(files: typing.Sequence[typing.Mapping[str, typing.Any]], root: str) -> dict[str, typing.Any]:
    """The manifest. Raises :class:`AnsibleFilterError`."""
    with filter_errors():
        return untrusted(from_find(files, str(root)).as_result())


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"hikcentral_manifest": hikcentral_manifest}
