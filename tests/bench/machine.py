# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the figures come from, in general terms: no name, no path."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from typing import Self

from ansible.release import __version__ as core_version

GIGABYTE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Machine:
    """``memory`` in bytes. ``load`` is the number of processes that wanted a core in the minute before the start."""

    cores: int
    memory: int
    python: str
    core: str
    load: float

    @classmethod
    def here(cls) -> Self:
        """This machine, now."""
        return cls(
            cores=len(os.sched_getaffinity(0)),
            memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
            python=platform.python_version(),
            core=core_version,
            load=round(os.getloadavg()[0], 1),
        )

    def __str__(self) -> str:
        return (
            f"{self.cores} cores, {self.memory / GIGABYTE:.0f} GB, Python {self.python}, ansible-core {self.core}, "
            f"load {self.load} before the start"
        )
