# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The encrypted secret of a configuration backup: ``secretkey=<hex>&security=1&iv=<hex>``.

Key: sha256(user + salt + password) in hexadecimal, or the plain password on devices that do not hash irreversibly, plus
a fixed text, hashed over and over. Plain text: base64 of the XML-escaped secret, AES-CBC with PKCS#7 padding.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from xml.sax.saxutils import unescape

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from .accounts import Account
from .profiles.model import ConfigPolicy

FIXED_TEXT = "AaBbCcDd1234!@#$"
LONGEST = 16
KEY_BYTES = {1: 16, 2: 32}
ENTITIES = {"&quot;": '"', "&apos;": "'"}


class SecretKeyError(ValueError):
    """The encrypted secret cannot be read."""


def derived_key(account: Account, salt: str, policy: ConfigPolicy, security: int) -> bytes:
    """The AES key that client and device derive from the password."""
    text = account.password
    if policy.irreversible:
        text = hashlib.sha256((account.name + salt + account.password).encode()).hexdigest()
    text += FIXED_TEXT
    for _unused in range(policy.iterations):
        text = hashlib.sha256(text.encode()).hexdigest()
    return bytes.fromhex(text)[: KEY_BYTES[security]]


def decrypt_secret(encrypted: str, iv: str, key: bytes) -> str:
    """The secret a client sent. Raises SecretKeyError for anything that is not encrypted as documented."""
    try:
        decryptor = Cipher(algorithms.AES(key), modes.CBC(bytes.fromhex(iv))).decryptor()
        padded = decryptor.update(bytes.fromhex(encrypted)) + decryptor.finalize()
        unpadder = padding.PKCS7(128).unpadder()
        plain = unpadder.update(padded) + unpadder.finalize()
        secret = unescape(base64.b64decode(plain, validate=True).decode(), ENTITIES)
    except (ValueError, binascii.Error, UnicodeDecodeError) as problem:
        raise SecretKeyError("the secret is not encrypted as the device expects") from problem
    if not 1 <= len(secret) <= LONGEST:
        raise SecretKeyError(f"the secret must have 1 to {LONGEST} characters")
    return secret
