# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong while firmware is handed over and written."""

from __future__ import annotations

from dataclasses import dataclass

from .base import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadDrop(Fault):
    """The connection breaks when ``percent`` of an upload have arrived; the device forgets them."""

    percent: float = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadDropAfterLastByte(Fault):
    """The whole image arrives, then the connection closes without an answer; the device goes on and flashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadSlow(Fault):
    """Uploads are read at ``bytes_per_s`` (real seconds)."""

    uses: int | None = None
    bytes_per_s: float = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusePackage(Fault):
    """A sound image is refused with ``sub_status``; ``early``: before the body has arrived."""

    uses: int | None = None
    sub_status: str = "badDevType"
    early: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreValidationVerdict(Fault):
    """The check of an image's header ends with ``status``, ``prompt`` being its confirmPrompt."""

    uses: int | None = None
    status: str = "confirm"
    prompt: str = "The version is lower. Continue?"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreValidationStuck(Fault):
    """The check of an image's header stays at "verifying"."""

    uses: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckPercent(Fault):
    """Progress stops at ``percent``; ``finishes``: the flash goes on behind it and the device restarts as usual."""

    percent: int = 99
    finishes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingReboot(Fault):
    """Firmware is refused with rebootRequired until the device restarts; ``visible`` in upgradeStatus beforehand."""

    visible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FlashError(Fault):
    """Writing fails at ``percent``; the old firmware stays. ``restarts``: the device restarts by itself then."""

    percent: float = 50
    sub_status: str = "upgradeError"
    restarts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerCut(Fault):
    """Power fails at ``percent`` of writing and is back ``seconds`` later; without a spare slot the device is dead."""

    percent: float = 50
    seconds: float = 20
