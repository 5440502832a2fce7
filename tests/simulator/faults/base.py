# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all faults have in common."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Base of all faults."""

    uses: int | None = 1

    @classmethod
    def name(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def describe(self) -> dict[str, Any]:
        """The fault in fleet-file notation."""
        return {self.name(): asdict(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PathFault(Fault):
    """Base of faults that concern the answers of one path, or of all that match a shell pattern."""

    path: str = "*"
