# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: rows as aligned text."""

from __future__ import annotations

DOCUMENTATION = r"""
name: text_table
short_description: Rows as aligned lines of text
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description: Turns a list of dictionaries into lines with aligned columns, the first line being the heading.
positional: columns
options:
  _input:
    description: The rows.
    type: list
    elements: dict
    required: true
  columns:
    description: Keys to show, in this order. A row that lacks one has an empty cell there.
    type: list
    elements: str
    required: true
  width:
    description:
      - How many places a line may take. The widest columns are narrowed to that, and their cells continue on the next
        line.
      - Without it, lines are as long as it takes.
    type: int
  below:
    description: Key of a text that follows its row on lines of its own.
    type: str
"""

EXAMPLES = r"""
- name: Show models and versions
  ansible.builtin.debug:
    msg: "{{ rows | surveillance.hikvision.text_table(['host', 'model', 'firmware'], width=100, below='reason') }}"
"""

RETURN = r"""
_value:
  description: The lines.
  type: list
  elements: str
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._text_table import lines


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"text_table": lines}
