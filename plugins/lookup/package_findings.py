# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lookup: what is wrong with the files of firmware packages."""

from __future__ import annotations

DOCUMENTATION = r"""
name: package_findings
short_description: Check the files of firmware packages before anything is done
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Reads the file of each package on the controller, and compares it with the package and with a device, as
    M(surveillance.hikvision.firmware) does before an upload. Sends nothing.
  - Each file is read from beginning to end once a run, however many devices it is for.
options:
  _terms:
    description: The packages, as options of M(surveillance.hikvision.firmware).
    type: list
    elements: dict
    required: true
  device:
    description: The device as M(surveillance.hikvision.device_info) returns it.
    type: dict
    required: true
seealso:
  - module: surveillance.hikvision.firmware
"""

EXAMPLES = r"""
- name: What is wrong with the files of all steps
  ansible.builtin.debug:
    msg: "{{ query('surveillance.hikvision.package_findings', choice.steps, device=now.device) }}"
"""

RETURN = r"""
_raw:
  description: One for each package, in their order.
  type: list
  elements: dict
  contains:
    package:
      description: What messages call the package.
      type: str
    findings:
      description: As RV(surveillance.hikvision.firmware#module:findings). A file that can not be read is FW001.
      type: list
      elements: dict
"""

import typing

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Finding, error
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package, PackageError
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.examination import examined
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.file_match import mismatches
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._run import learned_in_this_run

Mapping = typing.Mapping[str, typing.Any]


class LookupModule(LookupBase):
    """The lookup of this file."""

    def run(
        self, terms: typing.Sequence[Mapping], variables: object = None, **options: typing.Any
    ) -> list[dict[str, typing.Any]]:
        """What was found on each package. Raises :class:`AnsibleLookupError` for one that is not described rightly."""
        device = Device.from_snapshot(options["device"])
        try:
            packages = [Package.from_options(term) for term in terms]
        except PackageError as problem:
            raise AnsibleLookupError(str(problem)) from problem
        return [_told(package, _findings(package, device)) for package in packages]


def _told(package: Package, findings: typing.Iterable[Finding]) -> dict[str, typing.Any]:
    return {"package": package.name, "findings": [finding.as_result() for finding in findings]}


def _findings(package: Package, device: Device) -> tuple[Finding, ...]:
    try:
        file = examined(package, learned_in_this_run)
    except OSError as problem:
        sentence = f"{package.src} can not be read: {problem.strerror or problem}"
        return (error("FW001", sentence, file=package.src),)
    return (*file.findings, *mismatches(file, package, device))
