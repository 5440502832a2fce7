# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The choice for a device from whatever there is: a catalogue, a list, or a list beside a catalogue."""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Permission, blocked
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.choice import Choice, Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.from_catalogue import (
    choose_from_catalogue,
    knows,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.from_list import choose_from_list
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.policy import Policy


def choose(device: Device, catalogue: Catalogue | None, packages: object, policy: Policy) -> Choice:
    """The catalogue decides. A list beside it is for devices that the catalogue has nothing for, and only if allowed.

    Raises :class:`PackageListError` for a malformed list, needed or not.
    """
    listed = choose_from_list(device, packages, policy)
    if catalogue is None:
        return listed
    catalogued = choose_from_catalogue(device, catalogue, policy)
    if catalogued.standing is not Standing.NO_PACKAGE or listed.target is None or knows(catalogue, device):
        return catalogued
    sentence = f"{listed.target} is not in the catalogue {catalogue.id}, which has nothing for this device"
    finding = blocked("FW022", Permission.UNCATALOGUED, sentence, catalogue=catalogue.id, serial=catalogue.serial)
    return listed.with_finding(finding, policy.allow.union(listed.package.allow if listed.package else ()))


def choose_former(
    device: Device, catalogue: Catalogue | None, packages: object, policy: Policy, former: FirmwareVersion
) -> Choice:
    """What brings ``former`` back, which the device ran before. Raises what :func:`choose` raises."""
    if former.build is None:
        reason = f"{former} was kept without its build, so no package is sure to bring it back"
        return Choice(standing=Standing.NO_PACKAGE, reasons=(reason,))
    return choose(device, catalogue, packages, policy.back_to(former))
