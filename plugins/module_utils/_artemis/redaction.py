# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server says, before it gets into a message.

A gateway that refuses a signature may quote the text that it signed, with the access key in it.
"""

from __future__ import annotations

import base64
import re
import urllib.parse

from .signing import AccessKey

MASK = "***"
_LONGEST = 200
_SIGNATURE = re.compile(r"[A-Za-z0-9+/]{43}=")  # 32 bytes in base64
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa1-\U0010ffff]+")


def redacted(text: str, access_key: AccessKey) -> str:
    """One short line without either half of the access key, in the clear or encoded, and without a signature."""
    for secret in (access_key.secret, access_key.key):
        for spelling in _spellings(secret):
            text = text.replace(spelling, MASK)
    line = _UNPRINTABLE.sub(" ", _SIGNATURE.sub(MASK, text)).strip()
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "..."


def _spellings(secret: str) -> list[str]:
    encoded = base64.b64encode(secret.encode()).decode()
    spellings = {secret, urllib.parse.quote(secret, safe=""), encoded, encoded.rstrip("=")}
    return sorted((spelling for spelling in spellings if spelling), key=len, reverse=True)
