# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One picture of a stream, as proof that a camera sees something."""

from __future__ import annotations

from .._isapi.client import Client
from .._isapi.request import MIB, Request

_START, _END = b"\xff\xd8\xff", b"\xff\xd9"
_SMALLEST = 100  # bytes; the headers alone of a JPEG need more
_LARGEST = 32 * MIB


def read_picture(client: Client, stream: int) -> bytes:
    """What the device sends as a picture of ``stream``. Raises what :meth:`Client.send` raises."""
    return client.send(Request("GET", f"/ISAPI/Streaming/channels/{stream}/picture", limit=_LARGEST)).body


def defect(picture: bytes) -> str | None:
    """Why this is no JPEG picture, or ``None`` when it is one. The content type proves nothing, so it is not asked."""
    if not picture.startswith(_START):
        return f"{len(picture)} bytes that are no JPEG"
    if len(picture) < _SMALLEST or _END not in picture:
        return f"an incomplete JPEG of {len(picture)} bytes"
    return None
