# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything before the first byte of an upload: read the device, read the file, compare, decide."""

from __future__ import annotations

import dataclasses
import typing

from .._device.capabilities import read_capabilities
from .._device.identity import Identity, read_identity
from .._device.prevalidation import Answer, Judgement, prevalidate
from .._device.upgrade import UpgradeProgress, read_progress
from .._device.users import read_users
from .._firmware.finding import Finding
from .._firmware.image import ImageFile
from .._firmware.package import Package
from .._isapi.client import Client
from .._isapi.errors import BadAnswer, Rejected
from .._isapi.request import MIB
from .._preflight.checks import findings_on
from .._preflight.device import Device
from .._preflight.direction import directions
from .._preflight.examination import Learn, examined, image_of
from .._preflight.readiness import of_judgement, would_ask
from .plan import Decision, Plan, make_plan, nothing_to_do

# It is held in memory. The largest table of files that we believe in takes a sixtieth of it.
LARGEST_HEADER = MIB


@dataclasses.dataclass(frozen=True, slots=True)
class Prepared:
    """What was seen and decided. ``image`` is what would be sent."""

    identity: Identity
    image: ImageFile
    plan: Plan
    reboot_first: bool


def prepare(
    client: Client, package: Package, *, allowed: typing.Collection[str], check_mode: bool, learn: Learn
) -> Prepared:
    """Look at device and file, and decide.

    ``allowed`` are the words that lift findings, ``learn`` is that of the task. Raises :class:`OSError` when the file
    can not be read, which is tried first, and what :meth:`Client.send` raises.
    """
    image = ImageFile.at(package.src)
    progress = read_progress(client)
    identity = read_identity(client)
    device = Device.of(identity)
    if _runs_already(device, package, progress):
        plan = nothing_to_do(device, package.firmware, directions(package, device))
    else:
        file = examined(package, learn)
        image = image_of(file, package.image_name)
        findings = findings_on(package, file, device, progress, may_upgrade=_may_upgrade(client))
        plan = make_plan(device, package.firmware, findings, allowed)
        if plan.decision is Decision.UPGRADE:
            plan = plan.with_finding(_device_says(client, image, check_mode=check_mode), allowed)
    return Prepared(identity, image, plan, progress is not None and progress.reboot_wanted)


def _runs_already(device: Device, package: Package, progress: UpgradeProgress | None) -> bool:
    busy = progress is not None and progress.upgrading
    return device.firmware is not None and device.firmware.same_as(package.firmware) and not busy


def _may_upgrade(client: Client) -> bool | None:
    try:
        return read_users(client).rights.upgrade
    except (Rejected, BadAnswer):
        return None  # many accounts may not look at accounts; the device has the last word anyway


def _device_says(client: Client, image: ImageFile, *, check_mode: bool) -> Finding | None:
    """The device's own verdict on the header, where it offers one."""
    try:
        length = read_capabilities(client).validation_header
    except (Rejected, BadAnswer):
        return None
    if not length or length < 0:
        return None
    if length > LARGEST_HEADER:
        return of_judgement(Judgement(Answer.UNKNOWN, f"it asks for {length} bytes, which is no header"))
    return would_ask(length) if check_mode else of_judgement(prevalidate(client, image.head(length)))
