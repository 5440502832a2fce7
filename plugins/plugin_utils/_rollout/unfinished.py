# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an earlier run has left open at a device: a file that was sent, and what came of it was not seen."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import (
    DeviceHistory,
    Standing,
)


def unfinished(device: DeviceHistory) -> dict[str, typing.Any] | None:
    """For ``firmware_upgrade_unproven``: what was sent when, and the backup before it; ``None`` where nothing is open.

    What else is known of the upload is for the module ``firmware_proof``, which reads it from the journal by itself.
    """
    if device.standing is not Standing.UNPROVEN or device.writing is None:
        return None
    told = device.writing.details
    return {
        "version": told.get("version"),
        "build": told.get("build"),
        "since": device.writing.at.isoformat(),
        "backup": next((backup.path for backup in reversed(device.backups)), None),
    }
