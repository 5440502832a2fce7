# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a device takes for what it does, in simulated seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Simulated seconds of each phase of an upgrade or a restart."""

    verify: float = 2.0
    """Checking a received image before anything is written."""
    flash: float = 60.0
    shutdown: float = 2.0
    """Between the decision to restart and the network going down."""
    restart: float = 40.0
    """Nothing answers: connections are refused."""
    boot: float = 15.0
    """The web server is up, its services are not: every request is answered with 500."""
    services: float = 30.0
    """After booting, until streams and channels work."""
