# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for HikCentral's OpenAPI over TLS.

It is made from what third parties write about the OpenAPI, not from a recording: no HikCentral was at hand. It judges
signatures by a reading of the rule of its own, so that a mistake in the collection's signer does not pass twice.
"""

from __future__ import annotations

from .contents import ACCESS_KEY, SECRET_KEY, Contents, persons
from .faults import Faults
from .server import RunningServer, running_server

__all__ = ["ACCESS_KEY", "SECRET_KEY", "Contents", "Faults", "RunningServer", "persons", "running_server"]
