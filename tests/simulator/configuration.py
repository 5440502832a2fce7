# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration blob: opaque to everybody but devices, the same bytes for the same configuration.

Outer layer: sealed with a key that all devices share, tells model and serial number. Inner layer: the settings, sealed
with the secret of the backup.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import zlib
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from .accounts import Account
from .device import Device
from .settings import Settings

MAGIC = b"\x0c\xf6\x91\x5e"
VENDOR_KEY = hashlib.sha256(b"simulated vendor key").digest()
SMALLEST = 4096


def export(device: Device, secret: str) -> bytes:
    """The device's configuration, padded to the size that the profile gives."""
    accounts = [[item.name, item.password, item.level, sorted(item.rights)] for item in device.accounts.values()]
    inner = json.dumps({"settings": device.settings.data(), "accounts": accounts}, sort_keys=True).encode()
    outer = {
        "model": device.profile.model,
        "serial": device.identity.serial,
        "firmware": str(device.firmware),
        "settings": _seal(zlib.compress(inner), _key(secret)).hex(),
    }
    sealed = _seal(json.dumps(outer, sort_keys=True).encode(), VENDOR_KEY)
    head = MAGIC + len(sealed).to_bytes(4, "big") + sealed
    return head + _padding(sealed, max(device.profile.config.size, SMALLEST) - len(head))


def import_refusal(device: Device, blob: bytes, secret: str) -> str | None:
    """Take a configuration over at the next restart; returns the sub status of a refusal, or None."""
    outer = _open_outer(blob)
    if outer is None:
        return "importErrorData"
    if outer["model"] != device.profile.model:
        return "badDevType"
    if device.profile.config.bound_to_serial and outer["serial"] != device.identity.serial:
        return "importErrorData"
    inner = _unseal(bytes.fromhex(outer["settings"]), _key(secret))
    if inner is None:
        return "cfgFileSecretKeyError"
    content = json.loads(zlib.decompress(inner))
    settings = Settings.from_data(content["settings"])
    settings.revision = device.settings.revision + 1
    accounts = [
        Account(name, password, level, frozenset(rights)) for name, password, level, rights in content["accounts"]
    ]
    device.take_over(settings, {account.name: account for account in accounts})
    return None


def _open_outer(blob: bytes) -> dict[str, Any] | None:
    if blob[:4] != MAGIC:
        return None
    length = int.from_bytes(blob[4:8], "big")
    sealed = blob[8 : 8 + length]
    content = _unseal(sealed, VENDOR_KEY)
    if content is None or blob[8 + length :] != _padding(sealed, len(blob) - 8 - length):
        return None
    outer: dict[str, Any] = json.loads(content)
    return outer


def _key(secret: str) -> bytes:
    return hashlib.sha256(b"backup secret:" + secret.encode()).digest()


def _seal(data: bytes, key: bytes) -> bytes:
    tag = hmac.digest(key, data, "sha256")
    return tag + _stream(data, key, tag[:16])


def _unseal(sealed: bytes, key: bytes) -> bytes | None:
    tag, data = sealed[:32], _stream(sealed[32:], key, sealed[:16].ljust(16, b"\0"))
    return data if hmac.compare_digest(tag, hmac.digest(key, data, "sha256")) else None


def _stream(data: bytes, key: bytes, nonce: bytes) -> bytes:
    cipher = Cipher(algorithms.AES(key), modes.CTR(nonce)).encryptor()
    return cipher.update(data) + cipher.finalize()


def _padding(sealed: bytes, length: int) -> bytes:
    return _stream(bytes(max(0, length)), VENDOR_KEY, hashlib.sha256(sealed).digest()[:16])
