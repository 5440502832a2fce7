# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Encryption of secrets in requests, the scheme that devices call ``security=1``.

The key comes from the account's password: ``sha256(user + salt + password)`` where the device stores passwords
irreversibly, the password itself where not, followed by a constant, hashed as often as the device says. The secret
travels as AES-128-CBC of its base64. Seen alike in three independent clients.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import secrets
import xml.sax.saxutils

from .._isapi.authentication import Credentials
from .._isapi.errors import IsapiError
from .capabilities import SecurityCapabilities

try:
    from cryptography.hazmat.primitives import padding
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
except ImportError as error:
    MISSING_LIBRARY: ImportError | None = error
else:
    MISSING_LIBRARY = None

_CONSTANT = "AaBbCcDd1234!@#$"
_REVERSIBLE_PASSWORD_LIMIT = 64
_BLOCK_BITS = 128


class EncryptionUnavailable(IsapiError):
    """The library for AES is not installed where the module runs."""


class UnfitSecret(IsapiError):
    """The device takes secrets of another length."""


@dataclasses.dataclass(frozen=True, slots=True)
class EncryptedSecret:
    """A secret and its initialisation vector, both in hexadecimal."""

    text: str
    iv: str

    def as_query(self) -> dict[str, str]:
        """The query parameters that go with it."""
        return {"secretkey": self.text, "security": "1", "iv": self.iv}


def encrypt(
    secret: str, credentials: Credentials, capabilities: SecurityCapabilities, *, iv: bytes | None = None
) -> EncryptedSecret:
    """Encrypt ``secret`` for one device and account.

    Raises :class:`UnfitSecret` before a device would cut or refuse it, and :class:`EncryptionUnavailable`.
    """
    limits = capabilities.secret_key_length
    if limits is not None and not limits.minimum <= len(secret) <= limits.maximum:
        raise UnfitSecret(f"the device takes secrets of {limits.minimum} to {limits.maximum} characters")
    if MISSING_LIBRARY is not None:
        raise EncryptionUnavailable("a secret for the device needs the Python library cryptography, which is missing")
    vector = iv or secrets.token_bytes(_BLOCK_BITS // 8)
    padder = padding.PKCS7(_BLOCK_BITS).padder()
    plain = padder.update(base64.b64encode(xml.sax.saxutils.escape(secret).encode())) + padder.finalize()
    encryptor = Cipher(algorithms.AES(derive_key(credentials, capabilities)), modes.CBC(vector)).encryptor()
    return EncryptedSecret((encryptor.update(plain) + encryptor.finalize()).hex(), vector.hex())


def derive_key(credentials: Credentials, capabilities: SecurityCapabilities) -> bytes:
    """The AES-128 key, 16 bytes."""
    if capabilities.irreversible:
        start = _sha256(f"{credentials.username}{capabilities.salt or ''}{credentials.password}")
    else:
        start = credentials.password[:_REVERSIBLE_PASSWORD_LIMIT]
    value = start + _CONSTANT
    for _unused in range(capabilities.key_iterations or 1):
        value = _sha256(value)
    return bytes.fromhex(value[:32])


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
