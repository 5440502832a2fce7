# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a package takes a device: nowhere, forward, or back."""

from __future__ import annotations

from .._firmware.finding import Finding, Permission, blocked, info
from .._firmware.package import Package
from .device import Device


def directions(package: Package, device: Device) -> tuple[Finding, ...]:
    """FW040 and FW041, by the numbers alone: what leads where in a catalogue is for the choice to say."""
    running, wanted = device.firmware, package.firmware
    if running is None:
        return ()
    evidence = {"running": running.as_result(), "package": wanted.as_result()}
    if running.same_as(wanted):
        return (info("FW040", f"this {device.model} already runs {wanted}", **evidence),)
    if wanted.older_than(running):
        sentence = f"{wanted} is older than {running}, which runs now"
        return (blocked("FW041", Permission.DOWNGRADE, sentence, **evidence),)
    return ()
