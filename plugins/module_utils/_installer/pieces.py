# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of a file, as far as they are there: whatever a header claims, no more is read than was asked for."""

from __future__ import annotations

import struct
import typing

MOST: typing.Final = 4 << 20  # bytes in one piece; headers and resources are far smaller


class Pieces:
    """Random access to a file of a known size."""

    def __init__(self, file: typing.BinaryIO, size: int) -> None:
        self._file = file
        self.size = size

    def at(self, offset: int, length: int) -> bytes:
        """Up to ``length`` bytes, fewer at the end of the file, none outside of it. Raises :class:`OSError`."""
        if offset < 0 or offset >= self.size or length <= 0:
            return b""
        self._file.seek(offset)
        return self._file.read(min(length, MOST, self.size - offset))

    def fields(self, form: str, offset: int) -> tuple[typing.Any, ...] | None:
        """Numbers in little-endian order, ``None`` where the file ends before."""
        return unpacked(form, self.at(offset, struct.calcsize("<" + form)), 0)


def unpacked(form: str, data: bytes, offset: int) -> tuple[typing.Any, ...] | None:
    """Numbers in little-endian order, ``None`` where the data ends before."""
    if offset < 0 or offset + struct.calcsize("<" + form) > len(data):
        return None
    return struct.unpack_from("<" + form, data, offset)
