# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds one file in a multipart body that streams by."""

from __future__ import annotations

import re

BOUNDARY = re.compile(r'boundary="?([^";]+)"?')
LONGEST_HEAD = 8192


class MultipartFile:
    """Feed it a multipart/form-data body; it returns the bytes of the part called ``name``."""

    def __init__(self, content_type: str, name: str) -> None:
        """Raises ValueError when the content type has no boundary."""
        match = BOUNDARY.search(content_type)
        if match is None:
            raise ValueError("multipart without boundary")
        self._delimiter = b"\r\n--" + match[1].encode()
        self._wanted = f'name="{name}"'.encode()
        # The first delimiter has no line break before it.
        self._buffer = b"\r\n"
        self._inside = False
        self._wanted_part = False
        self.found = False

    def feed(self, data: bytes) -> bytes:
        """Bytes of the wanted file that became complete with ``data``."""
        self._buffer += data
        result = b""
        while True:
            if self._inside:
                piece, ended = self._content()
                result += piece if self._wanted_part else b""
                if not ended:
                    return result
            elif not self._head():
                return result

    def _content(self) -> tuple[bytes, bool]:
        position = self._buffer.find(self._delimiter)
        if position >= 0:
            piece, self._buffer = self._buffer[:position], self._buffer[position:]
            self._inside = False
            return piece, True
        kept = len(self._delimiter) - 1
        piece, self._buffer = self._buffer[:-kept], self._buffer[-kept:]
        return piece, False

    def _head(self) -> bool:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found or not head.startswith(self._delimiter):
            return False
        self._buffer = rest
        self._inside = True
        self._wanted_part = self._wanted in head
        self.found = self.found or self._wanted_part
        return True
