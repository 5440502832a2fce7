# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong at a restart, and in which state a device comes back."""

from __future__ import annotations

from dataclasses import dataclass

from .base import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverBack(Fault):
    """After its next restart the device never answers again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackLate(Fault):
    """The next restart takes ``seconds`` longer."""

    seconds: float = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class BackWithOldVersion(Fault):
    """After the next flash the device starts its old firmware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackWithOtherVersion(Fault):
    """After the next flash the device reports another version than the image said."""

    version: str = "V5.6.0"
    build: str = "210101"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackWithOtherAuth(Fault):
    """After the next restart other schemes are offered; empty: Basic becomes Digest, MD5 becomes SHA-256."""

    schemes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BackWithLostConfiguration(Fault):
    """After the next restart the device is as from the factory: not activated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackWithChangedPassword(Fault):
    """After the next restart the administrator's password is another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackWithPartialConfiguration(Fault):
    """After the next restart the name is the factory's, streams are disabled, proxied cameras and doors are gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackWithNewCertificate(Fault):
    """After the next restart the device shows another TLS certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackWithDeadService(Fault):
    """After the next restart the service of the device does not start: no picture, cameras offline, doors unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boot500s(Fault):
    """After the next restart the first ``count`` requests are answered with 500, however long booting took."""

    count: int = 5

    @classmethod
    def name(cls) -> str:
        return "boot_500s"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswerToReboot(Fault):
    """The device restarts on request but closes the connection instead of answering."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoredReboot(Fault):
    """A reboot request is answered OK and nothing happens."""
