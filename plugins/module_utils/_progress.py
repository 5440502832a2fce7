# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a long task tells where it stands."""

from __future__ import annotations

import dataclasses
import typing


@dataclasses.dataclass(frozen=True, slots=True)
class Progress:
    """Where a long task stands: the phase's name, percent of it where known, and words for a person."""

    phase: str
    percent: int | None = None
    message: str = ""


Report = typing.Callable[[Progress], None]
