# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firmwares as playbooks write them."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion


class NoFirmware(ValueError):
    """What was given is not a firmware; the message is a sentence for the author of a playbook."""


def written_firmware(told: object) -> FirmwareVersion:
    """Read ``V5.7.15 build 240201`` or ``{version: V5.7.15, build: "240201"}``. Raises :class:`NoFirmware`."""
    firmware = None
    if isinstance(told, str):
        firmware = FirmwareVersion.parse(told)
    elif isinstance(told, typing.Mapping):
        firmware = _of_parts(told.get("version"), told.get("build"))
    if firmware is None:
        raise NoFirmware(
            f"{told!r} is not a firmware; write V5.7.15 build 240201, or a dictionary of version and build"
        )
    return firmware


def _of_parts(version: object, build: object) -> FirmwareVersion | None:
    """A build that is told and can not be read is a mistake, too: YAML makes 29141 of an unquoted 070725."""
    if not isinstance(version, str):
        return None
    firmware = FirmwareVersion.parse(version, None if build is None else str(build))
    return None if firmware and build is not None and firmware.build is None else firmware
