# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: the entries of a catalogue as rows of a table."""

from __future__ import annotations

DOCUMENTATION = r"""
name: catalogue_rows
short_description: The entries of a firmware catalogue as rows
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Turns a catalogue into a list of flat dictionaries, one for each entry and in its order, for people to read.
options:
  _input:
    description: The RV(surveillance.hikvision.catalogue_info#module:catalogue) that was returned by
      M(surveillance.hikvision.catalogue_info).
    type: dict
    required: true
seealso:
  - plugin: surveillance.hikvision.text_table
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show the entries
  ansible.builtin.debug:
    msg: "{{ rows | surveillance.hikvision.text_table(['id', 'status', 'firmware', 'models']) }}"
  vars:
    rows: "{{ known.catalogue | surveillance.hikvision.catalogue_rows }}"
"""

RETURN = r"""
_value:
  description:
    - A dictionary for each entry with the keys C(id), C(kind), C(status), C(status_reason), C(firmware), C(language),
      C(models), C(rings), C(approved_by), C(file), C(supersedes) and C(details), the last being kind, language, models
      and file in one text.
    - Lists are written with commas, and what is not told is empty.
  type: list
  elements: dict
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry


def rows(catalogue: typing.Mapping[str, typing.Any]) -> list[dict[str, str]]:
    """One row for each entry."""
    return [_row(entry) for entry in Catalogue.from_result(catalogue).entries]


def _row(entry: Entry) -> dict[str, str]:
    excluded = [f"not {pattern}" for pattern in entry.package.exclude_models]
    models = ", ".join([*entry.package.models, *excluded])
    kind = ", ".join(word for word in (entry.package.kind, entry.package.language) if word)
    return {
        "id": entry.id,
        "kind": entry.package.kind or "",
        "status": entry.status.value,
        "status_reason": entry.status_reason or "",
        "firmware": str(entry.firmware),
        "language": entry.package.language or "",
        "models": models,
        "rings": ", ".join(entry.rings),
        "approved_by": entry.document.get("approval", {}).get("by", ""),
        "file": entry.document["file"]["name"],
        "supersedes": ", ".join(entry.supersedes),
        "details": f"{kind}: {models}; {entry.document['file']['name']}",
    }


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"catalogue_rows": rows}
