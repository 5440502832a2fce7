# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps a client out."""

from __future__ import annotations

from dataclasses import dataclass

from .base import Fault, PathFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked(Fault):
    """The device has locked every client out already, for ``seconds`` (simulated)."""

    seconds: float = 1800


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongPasswordLock(Fault):
    """The administrator's password is another one and ``attempts_left`` wrong answers lock the client out."""

    attempts_left: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleNonce(PathFault):
    """A correct Digest answer is refused once with stale=TRUE, on ``path``, after the body has arrived."""

    path: str = "/ISAPI/System/updateFirmware"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimit(Fault):
    """More than ``connections`` at a time are reset."""

    uses: int | None = None
    connections: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRefused(Fault):
    """The device is switched off from the start."""
