# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: whether activation codes can be theirs."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral_activation_codes
short_description: Check activation codes without showing them
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Counts activation codes, which must be 1 to 110, each a text that could be a code, and none of them twice.
  - Neither the result nor an error holds a code or a part of one.
  - Whether a code is valid only the vendor can tell.
positional: salt
options:
  _input:
    description: The codes, from a vault.
    type: list
    elements: str
    required: true
  salt:
    description: >-
      What the digest is made with, such as C(salt) of the file
      RV(surveillance.hikvision.hikcentral_gate#module:run.state).
    type: str
"""

EXAMPLES = r"""
- name: The codes must be there before anything else is done
  ansible.builtin.assert:
    that: codes.ok
    fail_msg: "{{ codes.problems | join(' ') }}"
  vars:
    salt: "{{ (lookup('ansible.builtin.file', gate.run.state) | from_json).salt }}"
    codes: "{{ hikcentral_codes | surveillance.hikvision.hikcentral_activation_codes(salt=salt) }}"
"""

RETURN = r"""
_value:
  description: What can be told about them.
  type: dict
  contains:
    ok:
      description: Whether there are no problems.
      type: bool
    count:
      description: How many there are.
      type: int
    digest:
      description:
        - A salted digest (scrypt) of all codes, the same in any order. It tells whether they are the same as before.
        - V(null) without O(salt) or with problems.
      type: str
    problems:
      description: Sentences that name codes by their places in the list.
      type: list
      elements: str
      sample: [Activation code 3 is the same as number 1.]
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.activation_codes import examine
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.filter_edge import texts


def hikcentral_activation_codes(codes: object, salt: str | None = None) -> dict[str, typing.Any]:
    """What can be told about the codes."""
    return examine(texts(codes), str(salt) if salt else None).as_result()


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"hikcentral_activation_codes": hikcentral_activation_codes}
