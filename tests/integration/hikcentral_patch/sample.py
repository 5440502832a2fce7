# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests take of the many things that may go wrong; ``make hikcentral-matrix`` has them take everything."""

from __future__ import annotations

import os
import typing

_EVERYTHING = bool(os.environ.get("HIKCENTRAL_EVERYTHING"))
Case = typing.TypeVar("Case")


def sample(cases: dict[str, Case], *names: str) -> dict[str, Case]:
    """The cases with these names. An unknown name is a KeyError."""
    chosen = {name: cases[name] for name in names}
    return cases if _EVERYTHING else chosen
