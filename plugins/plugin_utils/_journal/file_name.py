# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of files for hosts and serial numbers, whatever characters those have."""

from __future__ import annotations

import hashlib
import re
import typing

LONGEST: typing.Final = 120

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def file_name(name: str) -> str:
    """A name that is safe in any directory, different for different names, and the name itself where it is safe.

    >>> file_name("cam-1"), file_name("../x")
    ('cam-1', 'x-d6b96a97d147')
    """
    safe = _UNSAFE.sub("-", name).strip("-.")[:LONGEST]
    if safe == name:
        return name
    return f"{safe or 'host'}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
