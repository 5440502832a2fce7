# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a device can take a file now, and what it says of the file's header itself."""

from __future__ import annotations

import typing

from .._device.prevalidation import Answer, Judgement
from .._device.upgrade import UpgradeProgress
from .._firmware.finding import Finding, Permission, blocked, error, info, warning

GIB = 1024**3
# The ISAPI error upgradePackageMorethan2GB; no capability tells another limit.
LARGEST_IMAGE = 2 * GIB


def unready(progress: UpgradeProgress | None, *, may_upgrade: bool | None) -> tuple[Finding, ...]:
    """FW050. ``may_upgrade`` is our account's right where the device tells it."""
    return tuple(_unready(progress, may_upgrade))


def _unready(progress: UpgradeProgress | None, may_upgrade: bool | None) -> typing.Iterator[Finding]:
    if progress is not None and progress.upgrading:
        yield error("FW050", "the device is busy with an upgrade that somebody else began", percent=progress.percent)
    if may_upgrade is False:
        yield error("FW050", "the account has no right to upgrade the device", upgrade=False)
    if progress is not None and progress.reboot_wanted:
        yield info("FW050", "an earlier change waits for a reboot, which comes first", reboot_wanted=True)


def too_large(size: int | None, limit: int = LARGEST_IMAGE) -> tuple[Finding, ...]:
    """FW052, for an image of ``size`` bytes."""
    if size is None or size <= limit:
        return ()
    sentence = f"the image has {size} bytes, and devices take {limit} at most"
    return (error("FW052", sentence, size=size, limit=limit),)


def would_ask(header_length: int) -> Finding:
    """FW051 in check mode: handing over a header is a request that check mode does not send."""
    sentence = "the device can judge the file's header itself; it is asked when the upgrade is run, not in check mode"
    return info("FW051", sentence, header_length=header_length)


def of_judgement(judgement: Judgement) -> Finding | None:
    """FW051: the device's own word on a header; ``None`` when it takes it."""
    evidence = {"answer": judgement.answer.value, "device_says": judgement.words}
    said = f": {judgement.words}" if judgement.words else ""
    match judgement.answer:
        case Answer.FAIL:
            return error("FW051", f"the device refuses the header of this file{said}", **evidence)
        case Answer.CONFIRM:
            sentence = f"the device asks for a confirmation before it takes this file{said}"
            return blocked("FW051", Permission.DEVICE_CONFIRMATION, sentence, **evidence)
        case Answer.UNKNOWN:
            sentence = f"the device gave no verdict on the header of this file{said}; it judges the whole file instead"
            return warning("FW051", sentence, **evidence)
    return None
