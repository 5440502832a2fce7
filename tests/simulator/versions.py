# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firmware a device runs, and the order of versions."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Firmware:
    """Version and build as the device writes them, for example ``V5.7.15`` and ``240201``."""

    version: str
    build: str

    def __str__(self) -> str:
        return f"{self.version} build {self.build}"

    @property
    def order(self) -> tuple[tuple[int, ...], str]:
        """Sorts by version, then by build date."""
        return version_order(self.version), self.build


def version_order(version: str) -> tuple[int, ...]:
    """The numbers of a version."""
    return tuple(int(number) for number in re.findall(r"\d+", version))
