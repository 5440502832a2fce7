# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decide, without touching anything, whether a device should get a firmware file."""

from __future__ import annotations

import dataclasses
import enum
import fnmatch

from .._device.identity import Identity
from .._device.upgrade import UpgradeProgress
from .._firmware.image import ImageFile
from .._firmware.version import FirmwareVersion


class Decision(enum.Enum):
    NOTHING_TO_DO = enum.auto()
    REFUSE = enum.auto()
    UPGRADE = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class Policy:
    """What the operator allows and expects.

    ``models`` are shell patterns; empty means any model. The digests are SHA-256 in hexadecimal: the one that the
    operator wants and that of the file, ``None`` when none is wanted.
    """

    models: tuple[str, ...] = ()
    allow_downgrade: bool = False
    wanted_digest: str | None = None
    actual_digest: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """The decision and all its reasons, as sentences."""

    decision: Decision
    reasons: tuple[str, ...]


def make_plan(
    identity: Identity,
    progress: UpgradeProgress | None,
    image: ImageFile,
    target: FirmwareVersion,
    policy: Policy,
    *,
    may_upgrade: bool | None,
) -> Plan:
    """Compare the device with the file. ``may_upgrade`` is our account's right where the device tells it."""
    running = identity.firmware
    if running is not None and running.same_as(target) and not (progress and progress.upgrading):
        return Plan(Decision.NOTHING_TO_DO, (f"this {identity.model} already runs {target}",))
    against = [
        *_wrong_model(identity, policy),
        *_downgrade(running, target, policy),
        *_not_an_image(image),
        *_wrong_digest(image, policy),
        *_not_ready(progress, may_upgrade),
    ]
    if against:
        return Plan(Decision.REFUSE, tuple(against))
    step = f"this {identity.model} would go from {running or 'an unknown version'} to {target}"
    if progress is not None and progress.reboot_wanted:
        return Plan(Decision.UPGRADE, (step, "an earlier change waits for a reboot, which comes first"))
    return Plan(Decision.UPGRADE, (step,))


def matches(model: str, patterns: tuple[str, ...]) -> bool:
    """Whether the whole ISAPI model name matches one of the shell patterns, upper and lower case alike."""
    return any(fnmatch.fnmatchcase(model.casefold(), pattern.casefold()) for pattern in patterns)


def _wrong_model(identity: Identity, policy: Policy) -> list[str]:
    if not policy.models or matches(identity.model or "", policy.models):
        return []
    return [f"the file is for {', '.join(policy.models)}, and this is {identity.model}"]


def _downgrade(running: FirmwareVersion | None, target: FirmwareVersion, policy: Policy) -> list[str]:
    if running is None or policy.allow_downgrade or not target.older_than(running):
        return []
    return [f"{target} is older than {running}, which runs now; allow_downgrade is not set"]


def _not_an_image(image: ImageFile) -> list[str]:
    if image.size < 64:
        return [f"{image.path} has {image.size} bytes: no firmware header fits"]
    if image.looks_like_archive:
        return [f"{image.path} is a zip archive; devices take the image inside it (digicap.dav)"]
    if image.looks_like_text:
        return [f"{image.path} is a web page or an error message, not firmware; the download must have failed"]
    return []


def _wrong_digest(image: ImageFile, policy: Policy) -> list[str]:
    if policy.wanted_digest is None or policy.wanted_digest.casefold() == policy.actual_digest:
        return []
    return [f"the SHA-256 of {image.path} is {policy.actual_digest}, and {policy.wanted_digest} was expected"]


def _not_ready(progress: UpgradeProgress | None, may_upgrade: bool | None) -> list[str]:
    reasons = []
    if progress is not None and progress.upgrading:
        reasons.append("the device is busy with an upgrade that somebody else began")
    if may_upgrade is False:
        reasons.append("the account has no right to upgrade the device")
    return reasons
