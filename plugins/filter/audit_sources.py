# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: what an audit of a fleet is based on."""

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_sources
short_description: The catalogues and advisories that the hosts of a fleet name
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Finds out which catalogues the hosts name in C(hikvision_catalogue), so that each is verified and read once, however
    many hosts use it.
  - Reads the advisories that the hosts name in C(hikvision_advisories). Advisories that can not be used are an error,
    so that no device passes for want of rules.
  - A host whose variables can not be evaluated is left out; P(surveillance.hikvision.audit_rows#filter) makes that its
    row.
positional: hostvars
options:
  _input:
    description: Names of the hosts.
    type: list
    elements: str
    required: true
  hostvars:
    description: Ansible's C(hostvars).
    type: dict
    required: true
seealso:
  - module: surveillance.hikvision.catalogue_info
  - plugin: surveillance.hikvision.audit_rows
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Verify and read the catalogues
  surveillance.hikvision.catalogue_info:
    path: "{{ item.path }}"
    allowed_signers: "{{ item.allowed_signers | default(omit) }}"
  loop: "{{ (ansible_play_hosts_all | surveillance.hikvision.audit_sources(hostvars)).catalogues }}"
  register: catalogues
  run_once: true
"""

RETURN = r"""
_value:
  description: The sources.
  type: dict
  contains:
    catalogues:
      description:
        - Options of M(surveillance.hikvision.catalogue_info), as far as the variables tell them, with absolute paths.
          Each combination appears once.
      type: list
      elements: dict
    advisories:
      description: Paths of advisories. Null stands for those of the collection.
      type: list
      elements: str
"""

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.edge import advisories_at, untrusted
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import (
    HostVariables,
    HostVars,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import (
    CatalogueFile,
    Mistake,
    path_of,
)


def audit_sources(hosts: typing.Sequence[str], hostvars: HostVars) -> dict[str, typing.Any]:
    """The sources, in the order in which hosts name them.

    Raises :class:`AnsibleFilterError` for advisories that can not be used.
    """
    catalogues: dict[CatalogueFile, None] = {}
    advisories: dict[str | None, None] = {}
    for host in hosts:
        variables = HostVariables(hostvars, host)
        try:
            file, rules = CatalogueFile.of(variables), path_of(variables, "hikvision_advisories")
        except Mistake:
            continue
        advisories[rules] = None
        if file is not None:
            catalogues[file] = None
    for path in advisories:
        advisories_at(path)
    return untrusted({"catalogues": [file.as_options() for file in catalogues], "advisories": list(advisories)})


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"audit_sources": audit_sources}
