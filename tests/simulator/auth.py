# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Digest and Basic from the device's side: challenges, nonces, verification."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from .accounts import Account
from .profiles.model import AuthPolicy

FIELD = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')
MOST_NONCES = 512


class Outcome(Enum):
    """What the Authorization header of a request was worth."""

    MISSING = "missing"
    GRANTED = "granted"
    STALE = "stale"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Result of looking at a request."""

    outcome: Outcome
    account: Account | None = None


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


ALGORITHMS: dict[str, tuple[str, Callable[[str], str]]] = {
    "digest-md5": ("MD5", _md5),
    "digest-sha256": ("SHA-256", _sha256),
}


class Gate:
    """Challenges of one device and the nonces it gave out."""

    def __init__(self, policy: AuthPolicy, realm: str, now: Callable[[], float] = time.time) -> None:
        self._policy = policy
        self.realm = realm
        self._now = now
        self._nonces: dict[str, float] = {}
        self._first_halves: dict[tuple[str, str, str], str] = {}

    def forget(self) -> None:
        """A restart: no nonce from before is known."""
        self._nonces.clear()

    def challenges(self, schemes: tuple[str, ...], stale: bool = False) -> list[str]:
        """Values for WWW-Authenticate headers."""
        nonce = self._new_nonce() if any(scheme != "basic" for scheme in schemes) else ""
        return [self._challenge(scheme, nonce, stale) for scheme in schemes]

    def _challenge(self, scheme: str, nonce: str, stale: bool) -> str:
        if scheme == "basic":
            return f'Basic realm="{self.realm}"'
        flag = "TRUE" if stale else "FALSE"
        if self._policy.terse and scheme == "digest-md5":
            return f'Digest qop="auth", realm="{self.realm}", nonce="{nonce}", stale="{flag}"'
        return (
            f'Digest realm="{self.realm}", domain="::", qop="auth", nonce="{nonce}", opaque="", '
            f'algorithm="{ALGORITHMS[scheme][0]}", stale="{flag}"'
        )

    def _new_nonce(self) -> str:
        nonce = f"{secrets.token_hex(16)}:{int(self._now() * 1000)}"
        self._nonces[nonce] = self._now()
        if len(self._nonces) > MOST_NONCES:
            del self._nonces[next(iter(self._nonces))]
        return nonce

    def check(
        self, header: str | None, method: str, target: str, schemes: tuple[str, ...], accounts: dict[str, Account]
    ) -> Credentials:
        """Look at the Authorization header of a request for ``target`` (path and query as sent)."""
        if header is None:
            return Credentials(Outcome.MISSING)
        scheme, _unused, rest = header.partition(" ")
        if scheme.lower() == "basic" and "basic" in schemes:
            return _basic(rest, accounts)
        if scheme.lower() == "digest":
            values = {name.lower(): quoted or bare for name, quoted, bare in FIELD.findall(rest)}
            return self._digest(values, method, target, schemes, accounts)
        return Credentials(Outcome.WRONG)

    def _digest(
        self, values: dict[str, str], method: str, target: str, schemes: tuple[str, ...], accounts: dict[str, Account]
    ) -> Credentials:
        scheme = f"digest-{values.get('algorithm', 'MD5').lower().replace('sha-', 'sha')}"
        account = accounts.get(values.get("username", ""))
        if scheme not in schemes or account is None or values.get("uri") != target:
            return Credentials(Outcome.WRONG)
        expected = self._response(scheme, account, values, method)
        if not hmac.compare_digest(expected, values.get("response", "")):
            return Credentials(Outcome.WRONG)
        given = self._nonces.get(values.get("nonce", ""))
        if given is None or self._now() - given > self._policy.nonce_lifetime:
            return Credentials(Outcome.STALE, account)
        return Credentials(Outcome.GRANTED, account)

    def _response(self, scheme: str, account: Account, values: dict[str, str], method: str) -> str:
        digest = ALGORITHMS[scheme][1]
        key = (scheme, account.name, account.password)
        first = self._first_halves.get(key)
        if first is None:
            first = self._first_halves[key] = digest(f"{account.name}:{self.realm}:{account.password}")
        second = digest(f"{method}:{values.get('uri', '')}")
        counted = [values.get(name, "") for name in ("nonce", "nc", "cnonce", "qop")]
        return digest(":".join([first, *counted, second]))


def _basic(encoded: str, accounts: dict[str, Account]) -> Credentials:
    try:
        name, _unused, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return Credentials(Outcome.WRONG)
    account = accounts.get(name)
    if account is None or not hmac.compare_digest(account.password.encode(), password.encode()):
        return Credentials(Outcome.WRONG)
    return Credentials(Outcome.GRANTED, account)
