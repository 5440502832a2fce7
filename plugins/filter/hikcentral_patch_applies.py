# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: whether the license patch is for a version of HikCentral."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral_patch_applies
short_description: Judge whether the license patch is for the installed version
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - The patch is for HikCentral Professional 1.1.0, 1.1.1, 1.2.0, 1.2.1, 1.3.0, 1.3.1, 1.3.2, 1.4.0, 1.4.1, 1.4.2, and
    1.5.0. Versions from 1.5.1 on have the new license module.
  - Two sources must tell the version, and all that tell one must agree on its first three numbers.
options:
  _input:
    description:
      - What each source says, under a name for the source. A source that says nothing does not count.
      - Spellings such as V(V1.4.2.0 build20190520) are understood. A version of two numbers, such as V(V1.5), is not
        clear enough.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Only where the patch is for the version
  ansible.builtin.assert:
    that: scope.applies
    fail_msg: "{{ scope.sentence }}"
  vars:
    scope: "{{ sources | surveillance.hikvision.hikcentral_patch_applies }}"
    sources:
      the list of installed programs: "{{ uninstall.properties.DisplayVersion.value }}"
      the operator: V1.4.2
"""

RETURN = r"""
_value:
  description: The judgement.
  type: dict
  contains:
    applies:
      description: Whether the patch is for this version, by two sources that agree.
      type: bool
    verdict:
      description:
        - V(disagree) when sources name different versions, V(unconfirmed) when only one tells any, V(unknown) when none
          does or one can not be understood.
      type: str
      choices: [applies, not_needed, unsupported, disagree, unconfirmed, unknown]
    version:
      description: The version that they agree on, or V(null).
      type: str
    versions:
      description: What was understood of each source, or V(null).
      type: dict
    sentence:
      description: The judgement in a sentence.
      type: str
"""

import typing

from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.filter_edge import untrusted
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.patch_scope import scope


def hikcentral_patch_applies(sources: object) -> dict[str, typing.Any]:
    """The judgement. Raises :class:`AnsibleFilterError`."""
    if not isinstance(sources, typing.Mapping):
        raise AnsibleFilterError("The sources are given as a dictionary: what each of them says, under its name.")
    told = {str(source): None if text is None else str(text) for source, text in sources.items()}
    return untrusted(scope(told).as_result())


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"hikcentral_patch_applies": hikcentral_patch_applies}
