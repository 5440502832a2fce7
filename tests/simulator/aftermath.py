# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""In which state a device comes back from a restart when something is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import faults as f
from .settings import Settings

if TYPE_CHECKING:
    from .device import Device

CHANGED_PASSWORD = "Changed-On-Site-7"


def come_back_with_faults(device: Device) -> None:
    """Apply the faults that wait for a restart."""
    device.faults.take(f.PendingReboot)
    if other := device.faults.take(f.BackWithOtherAuth):
        basic_only = device.auth_schemes == ("basic",)
        device.auth_schemes = other.schemes or (("digest-md5",) if basic_only else ("digest-sha256",))
    if device.faults.take(f.BackWithLostConfiguration):
        device.settings = Settings.of_factory(device.profile)
        device.activated = False
    if device.faults.take(f.BackWithPartialConfiguration):
        device.settings.lose_a_part(device.profile)
    if device.faults.take(f.BackWithChangedPassword):
        device.set_password(CHANGED_PASSWORD)
    if device.faults.take(f.BackWithNewCertificate):
        device.certificate_generation += 1
    if device.faults.take(f.BackWithDeadService):
        device.service_dead = True
    if failing := device.faults.take(f.Boot500s):
        device.failing_requests = failing.count
