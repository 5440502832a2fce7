# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The device's side of encrypted secrets, written from the description of the scheme and not from our code."""

from __future__ import annotations

import base64
import hashlib
import html

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def decrypted(
    ciphertext: str,
    iv: str,
    *,
    user: str,
    password: str,
    salt: str = "",
    iterations: int = 1,
    irreversible: bool = True,
) -> str:
    """What a device makes of the ``secretkey`` and ``iv`` of a request."""
    text = hashlib.sha256(f"{user}{salt}{password}".encode()).hexdigest() if irreversible else password
    text += "AaBbCcDd1234!@#$"
    for _unused in range(iterations):
        text = hashlib.sha256(text.encode("utf-8")).digest().hex()
    key = bytes.fromhex(text)[:16]
    decryptor = Cipher(algorithms.AES128(key), modes.CBC(bytes.fromhex(iv))).decryptor()
    padded = decryptor.update(bytes.fromhex(ciphertext)) + decryptor.finalize()
    length = padded[-1]
    assert 1 <= length <= 16 and padded.endswith(bytes([length]) * length), "no PKCS#7 padding"
    return html.unescape(base64.b64decode(padded[:-length], validate=True).decode())
