# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is meant for each device of a fleet. Devices that are alike are chosen for once."""

from __future__ import annotations

import functools
import json
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.choice import Choice, Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.from_list import PackageListError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.policy import Policy, PolicyError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.selection import choose

Mapping = typing.Mapping[str, typing.Any]


class Chooser:
    """Chooses for one device after the other, from the catalogue of a plan if there is one."""

    def __init__(self, catalogue: Catalogue | None) -> None:
        self._catalogue = catalogue
        self._choose = functools.cache(self._choice)

    def choice(self, snapshot: Mapping, packages: object, policy: object) -> Mapping:
        """As the filter ``select_firmware`` returns it. What is malformed is a refusal of the hosts that have it."""
        return self._choose(Device.from_snapshot(snapshot), json.dumps(packages), json.dumps(policy, sort_keys=True))

    def _choice(self, device: Device, packages: str, policy: str) -> Mapping:
        try:
            wanted = Policy.read(json.loads(policy))
            return choose(device, self._catalogue, json.loads(packages) or (), wanted).as_result()
        except PackageListError as error:
            return _refusal(f"the list of firmware packages can not be used: {error}")
        except PolicyError as error:
            return _refusal(f"the firmware policy can not be used: {error}")


def _refusal(reason: str) -> Mapping:
    return Choice(standing=Standing.UNKNOWN, reasons=(reason,)).as_result()
