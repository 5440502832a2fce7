# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Version and date words of the headers. A word that is no plausible date says nothing."""

from __future__ import annotations

import datetime

NOTHING = 0xFFFFFFFF
"""What a header holds in words that are not used."""


def told(word: int) -> int | None:
    return None if word == NOTHING else word


def version(word: int) -> str | None:
    """``0x05040029`` as V5.4.41: one byte each for major and minor, two for the revision."""
    if word in (0, NOTHING):
        return None
    return f"V{word >> 24}.{word >> 16 & 0xFF}.{word & 0xFFFF}"


def build_in_decimal(word: int) -> str | None:
    """The decimal number 170312 as that build date."""
    year_month, day = divmod(word, 100)
    return _build(*divmod(year_month, 100), day)


def build_in_bytes(word: int) -> str | None:
    """``yy << 16 | mm << 8 | dd``, each a plain number."""
    return _build(word >> 16, word >> 8 & 0xFF, word & 0xFF)


def build_in_digits(word: int) -> str | None:
    """Binary-coded decimal, ``0x20150315`` as build 150315."""
    digits = f"{word:08x}"
    if not digits.isdecimal() or not digits.startswith("20"):
        return None
    return build_in_decimal(int(digits[2:]))


def _build(year: int, month: int, day: int) -> str | None:
    """Six digits, if that is a day between 2001 and 2099."""
    if not 1 <= year <= 99:
        return None
    try:
        datetime.date(2000 + year, month, day)
    except ValueError:
        return None
    return f"{year:02d}{month:02d}{day:02d}"
