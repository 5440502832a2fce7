# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vendor's way to obscure headers: a fixed key of 16 bytes that shifts by one in each row.

It hides nothing from anyone; several public tools carry the key. Only headers and tables are obscured, data is not.
"""

from __future__ import annotations

import typing

KEY: typing.Final = bytes.fromhex("bacdbcfed6caddd3bab9a3abbfcbb5be")
_ROWS: typing.Final = b"".join(KEY[shift:] + KEY[:shift] for shift in range(len(KEY)))


def reveal(data: bytes) -> bytes:
    """Undo it, or do it: both are the same. ``data`` starts where its header starts."""
    repeated = _ROWS * (len(data) // len(_ROWS) + 1)
    mask = int.from_bytes(repeated[: len(data)], "big")
    return (int.from_bytes(data, "big") ^ mask).to_bytes(len(data), "big")
