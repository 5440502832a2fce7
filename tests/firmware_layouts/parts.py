# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What images are made of."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class File:
    """A member of an image. What is ``None`` is as it should be; everything else is what its entry claims."""

    name: bytes
    data: bytes
    offset: int | None = None
    length: int | None = None
    checksum: int | bytes | None = None
    kind: int = 0


def noise(size: int, seed: str = "") -> bytes:
    """Bytes that do not compress, the same each time."""
    return random.Random(seed or size).randbytes(size)


FILES = (
    File(name=b"_cfgUpgClass", data=noise(84)),
    File(name=b"uImage", data=noise(700)),
    File(name=b"app.img", data=noise(1500), kind=6),
)
