# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds firmware images of every known layout, sound ones and ones that lie about themselves."""

from __future__ import annotations

from .hksu import hksu
from .little_endian import STYLES, hk20, hk30, hkws, newer
from .parts import FILES, File

__all__ = ["FILES", "STYLES", "File", "hk20", "hk30", "hksu", "hkws", "newer"]
