# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups of one camera, made at known times."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import pathlib
import stat
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._backup.sidecar import (
    Sidecar,
    describe,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._backup.store import Kept, Store, file_name
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import DeviceKind, Identity
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
CAMERA = Identity(
    kind=DeviceKind.CAMERA,
    model="iDS-7208HQHI-M1(A)/S(C)",
    serial="K29703787",
    mac="aa:bb:cc:dd:ee:ff",
    name="Gate",
    firmware=FirmwareVersion("V5.7.15", "240201"),
)


def sidecar(data: bytes, minutes: float = 0, **changes: typing.Any) -> Sidecar:
    created = NOON + datetime.timedelta(minutes=minutes)
    made = describe(
        CAMERA,
        file=file_name(CAMERA.model or "", "V5.7.15", created),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        created=created,
        account="admin",
        host="192.0.2.10:443",
        needs_secret_key=False,
    )
    return dataclasses.replace(made, **changes)


def keep(store: Store, data: bytes, minutes: float = 0, limit: int = 10, **more: typing.Any) -> Kept:
    return store.keep(data, sidecar(data, minutes, **more.pop("changes", {})), limit=limit, **more)


def names(directory: pathlib.Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def mode(path: pathlib.Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
