# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: how two directories differ."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral_tree_diff
short_description: Compare two manifests of files
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Compares what P(surveillance.hikvision.hikcentral_manifest#filter) made of two directories, or of one directory at
    two times.
  - Files are the same only if both sizes and both digests are there and equal.
positional: other
options:
  _input:
    description: The first manifest, or its C(files).
    type: raw
    required: true
  other:
    description: The second one.
    type: raw
    required: true
  ignore:
    description: Shell patterns for relative paths that are left out, such as C(logs\*), in any case of letters.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: The copy must be whole
  ansible.builtin.assert:
    that: difference.same
    fail_msg: "{{ difference.sentence }}"
  vars:
    difference: "{{ original | surveillance.hikvision.hikcentral_tree_diff(copy) }}"
"""

RETURN = r"""
_value:
  description: The difference. All lists hold relative paths.
  type: dict
  contains:
    same:
      description: Whether every file is proven to be in both with the same content.
      type: bool
    missing:
      description: In the first only.
      type: list
      elements: str
    extra:
      description: In the second only.
      type: list
      elements: str
    size:
      description: In both, of different sizes.
      type: list
      elements: str
    hash:
      description: In both, of equal size and different content.
      type: list
      elements: str
    no_hash:
      description: In both, of equal size, and not compared because one could not be read.
      type: list
      elements: str
    sentence:
      description: All of it in a sentence.
      type: str
      sample: "The trees differ: 1 missing (base\\1\\1259)."
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.filter_edge import (
    filter_errors,
    untrusted,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.manifest import difference, read


def hikcentral_tree_diff(first: object, other: object, ignore: typing.Sequence[str] = ()) -> dict[str, typing.Any]:
    """The difference. Raises :class:`AnsibleFilterError`."""
    with filter_errors():
        return untrusted(difference(read(first), read(other), [str(pattern) for pattern in ignore]).as_result())


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"hikcentral_tree_diff": hikcentral_tree_diff}
