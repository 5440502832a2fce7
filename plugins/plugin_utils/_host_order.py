# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of hosts in tables and plans: by name, the numbers in it by their value."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"([0-9]+)")

Name = tuple[tuple[int, int, str], ...]


def by_name(host: str) -> tuple[Name, str]:
    """The key that sorts hosts: ``cam-2`` before ``cam-10``."""
    return tuple(_part(part) for part in _DIGITS.split(host)), host


def _part(part: str) -> tuple[int, int, str]:
    """A number by its value, which is its length and then its digits, so that no number is too long."""
    if not part.isdecimal():
        return 0, 0, part
    digits = part.lstrip("0")
    return 1, len(digits), digits
