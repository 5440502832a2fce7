# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The paths a device answers, one file per area. Importing this package registers all of them."""

from __future__ import annotations

from . import configuration_data, door, events, recorder, security, streaming, system, upgrade
from .context import Context
from .routes import Match, Route, find

__all__ = [
    "Context",
    "Match",
    "Route",
    "configuration_data",
    "door",
    "events",
    "find",
    "recorder",
    "security",
    "streaming",
    "system",
    "upgrade",
]
