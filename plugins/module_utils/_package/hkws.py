# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HKWS: one readable image. Cameras until about 2017, recorders of that time, EZVIZ cameras to this day."""

from __future__ import annotations

import dataclasses
import struct

from . import words
from .contents import Container, Contents, Header, Style
from .reading import Span
from .table import read_table, tail_after
from .upgrade_code import UpgradeCode

_COUNT_AT = 0x0C
_CODE_AT, _CODE_END = 0x2C, 0x40


def read(span: Span, name: str) -> Contents:
    """Read header and table; ``span`` holds 64 bytes at least."""
    header, plain, members = read_table(span, _COUNT_AT, None)
    language, device_class, oem_code = struct.unpack_from("<III", plain, 0x10)
    contents = Contents(
        name=name,
        size=span.size,
        container=Container.HKWS,
        magic="SWKH",
        header=header,
        language_word=language,
        device_class=words.told(device_class),
        oem_code=words.told(oem_code),
        members=members,
        tail=tail_after(header, members, span),
    )
    return _with_style(contents, header, plain)


def _with_style(contents: Contents, header: Header, plain: bytes) -> Contents:
    """Add what the words from 0x20 on say. Their meaning is told by what they hold, as no word names the style."""
    total, date, version = struct.unpack_from("<III", plain, 0x20)
    digits, last_version, last_date = struct.unpack_from("<III", plain, 0x34)
    code = UpgradeCode.parse(plain[_CODE_AT:_CODE_END])
    if code and total not in (0, words.NOTHING) and words.build_in_decimal(date):
        return dataclasses.replace(
            contents,
            style=Style.CAMERA,
            header=dataclasses.replace(header, total=total),
            upgrade_code=code,
            version=words.version(version),
            build=words.build_in_decimal(date),
        )
    if code:
        return dataclasses.replace(contents, style=Style.OLD, upgrade_code=code)
    if {total, date, version} == {words.NOTHING} and words.build_in_digits(digits):
        return dataclasses.replace(contents, style=Style.RECORDER, build=words.build_in_digits(digits))
    if words.version(last_version) and words.build_in_bytes(last_date):
        return dataclasses.replace(
            contents,
            style=Style.LOCK,
            version=words.version(last_version),
            build=words.build_in_bytes(last_date),
        )
    return dataclasses.replace(contents, style=Style.UNKNOWN)
