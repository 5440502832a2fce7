# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: what an audit says of each device."""

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_rows
short_description: One row for each device of a fleet, readable or not
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Compares what M(surveillance.hikvision.device_info) found on each host with the firmware meant for it and with the
    advisories.
  - A host that could not be reached, is locked or refused the password is a row, too. So is one whose variables can not
    be used; the reason names the variable and the mistake.
  - "The variables of each host that count: C(hikvision_catalogue) with its companions and C(hikvision_policy), or else
    C(hikvision_firmware); C(hikvision_advisories); C(firmware_upgrade_backup_dir)."
  - What needs somebody first comes first.
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
  result:
    description: Variable in which the result of M(surveillance.hikvision.device_info) is registered on each host.
    type: str
    required: true
  catalogues:
    description:
      - Results of M(surveillance.hikvision.catalogue_info), run in a loop over what
        P(surveillance.hikvision.audit_sources#filter) returns.
    type: list
    elements: dict
    default: []
seealso:
  - plugin: surveillance.hikvision.audit_sources
    plugin_type: filter
  - plugin: surveillance.hikvision.audit_report
    plugin_type: filter
  - plugin: surveillance.hikvision.select_firmware
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Judge the fleet
  ansible.builtin.set_fact:
    rows: "{{ ansible_play_hosts_all | surveillance.hikvision.audit_rows(hostvars, result='device') }}"
  run_once: true
"""

RETURN = r"""
_value:
  description: The rows, sorted by risk. What is not known is null.
  type: list
  elements: dict
  contains:
    host:
      description: Name in the inventory.
      type: str
    state:
      description: How the device stands to what is meant for it.
      type: str
      choices: [current, behind, ahead, no_package, ambiguous, withdrawn, unknown, unreachable, locked]
    kind:
      description: Kind of device.
      type: str
    model:
      description: Model.
      type: str
    serial:
      description: Serial number.
      type: str
    firmware:
      description: What it runs.
      type: str
      sample: V5.7.15 build 240201
    target:
      description: What the package for it brings, whether it can be installed or not.
      type: str
    package:
      description: What the package is called in the catalogue or list.
      type: str
    security_fixes:
      description: What the target and the steps to it fix, for a device that is behind.
      type: list
      elements: str
    exposure:
      description: What the advisories say. V(unknown) is not safe.
      type: str
      choices: [affected, unknown, fixed]
    severity:
      description: The worst severity of the advisories that affect it.
      type: str
      choices: [critical, high, medium, low]
    advisories:
      description: The advisories that affect it.
      type: list
      elements: str
    unclear:
      description: The advisories of which that can not be told.
      type: list
      elements: str
    customised:
      description: Whether it runs the firmware of a customer or brand.
      type: bool
    backup_age:
      description: Days since the newest backup of its configuration on the controller.
      type: float
    error:
      description: Kind of the error that kept it from being read.
      type: str
      sample: CredentialsRefused
    reason:
      description: Why it is in this state, and what else is wrong.
      type: str
    advice:
      description: What to do about an error.
      type: str
"""

import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.auditor import Auditor
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.edge import advisories_at, untrusted
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import (
    HostVariables,
    HostVars,
    plain,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import CatalogueFile, Mistake
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.risk import order
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.target import Catalogues
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue


def audit_rows(
    hosts: typing.Sequence[str],
    hostvars: HostVars,
    result: str,
    catalogues: typing.Sequence[typing.Mapping[str, typing.Any]] = (),
) -> list[dict[str, typing.Any]]:
    """The rows. Raises :class:`AnsibleFilterError` for advisories that can not be used."""
    auditor = Auditor(_read(catalogues), advisories_at, datetime.datetime.now(datetime.UTC))
    rows = []
    for host in hosts:
        variables = HostVariables(hostvars, host)
        rows.append(auditor.row(host, variables, _result(variables, result)))
    return untrusted([row.as_result() for row in sorted(rows, key=order)])


def _result(variables: HostVariables, name: str) -> dict[str, typing.Any]:
    try:
        return variables.get(name) or {}
    except Mistake as mistake:
        return {"msg": str(mistake)}


def _read(results: typing.Sequence[typing.Mapping[str, typing.Any]]) -> Catalogues:
    told = [plain(result) for result in results]
    return {CatalogueFile(**one["item"]): Catalogue.from_result(one["catalogue"]) for one in told if "catalogue" in one}


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"audit_rows": audit_rows}
