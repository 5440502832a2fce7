# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MEGABYTE = 1_000_000
ROOT = Path(__file__).resolve().parent.parent.parent


class Scenario(StrEnum):
    """The kinds of work. ``large`` is one upload of a large image, to see whether the worker grows with it."""

    READS = "reads"
    UPGRADES = "upgrades"
    LARGE = "large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``forks`` are Ansible's forks and the script's threads alike. Sizes are in bytes, intervals in seconds.

    With ``audit``, audits of fleets of ``audit_sizes`` devices are measured, and nothing else.
    """

    devices: int = 100
    rounds: int = 3
    uri_rounds: int = 1
    only: Sequence[Scenario] = tuple(Scenario)
    tls: bool = False
    image_size: int = 8 * MEGABYTE
    large_image_size: int = 200 * MEGABYTE
    read_forks: int = 20
    upgrade_forks: int = 50
    time_factor: float = 30.0
    poll_interval: float = 0.5
    good_reads: int = 3
    audit: bool = False
    audit_sizes: Sequence[int] = (100, 300, 1000)
    audit_forks: int = 50
    output: Path = ROOT / ".cache" / "bench"
