# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP authentication without I/O: read challenges, choose one, answer it (RFC 7616, RFC 7617).

requests' own Digest is not used: it hides whether a nonce is known, and it repeats a refused request with its whole
body. Both are exactly what a firmware upload and a lockout policy have to control.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
import secrets
import typing

_ALGORITHMS = {"MD5": "md5", "SHA-256": "sha256"}
# A name with a value, or a word alone, which begins the next offer. Quoted text is taken whole, whatever is in it.
_ITEM = re.compile(r"(\w+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s,\"]+))|([A-Za-z][\w-]*)(?![\w-]|\s*=)")
_SCHEMES = ("digest", "basic")


@dataclasses.dataclass(frozen=True, slots=True)
class Credentials:
    """User name and password of the device's account. The password is left out of ``repr``."""

    username: str
    password: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Challenge:
    """One offer from a ``WWW-Authenticate`` header."""

    scheme: str
    realm: str = ""
    nonce: str = ""
    algorithm: str = ""
    qop: str = ""
    opaque: str | None = None
    stale: bool = False

    @property
    def is_digest(self) -> bool:
        return self.scheme == "digest"

    @property
    def usable(self) -> bool:
        if not self.is_digest:
            return True
        return bool(self.nonce) and self.hash_name in _ALGORITHMS and (not self.qop or "auth" in self._qops)

    @property
    def _qops(self) -> list[str]:
        return [word.strip().casefold() for word in self.qop.split(",")]

    @property
    def hash_name(self) -> str:
        return self.algorithm.upper().removesuffix("-SESS") or "MD5"

    @property
    def strength(self) -> int:
        """Larger is better: Digest SHA-256, Digest MD5, Basic."""
        if not self.is_digest:
            return 0
        return 2 if self.hash_name == "SHA-256" else 1


def read_challenges(header: str) -> list[Challenge]:
    """All offers in one ``WWW-Authenticate`` header value (several headers joined by commas)."""
    offers: list[tuple[str, dict[str, str]]] = []
    for key, quoted, plain, scheme in _ITEM.findall(header):
        if scheme:
            offers.append((scheme.casefold(), {}))
        elif offers:
            offers[-1][1].setdefault(key.casefold(), _unescaped(quoted) or plain)
    return [_challenge(scheme, values) for scheme, values in offers if scheme in _SCHEMES]


def _challenge(scheme: str, values: dict[str, str]) -> Challenge:
    return Challenge(
        scheme=scheme,
        realm=values.get("realm", ""),
        nonce=values.get("nonce", ""),
        algorithm=values.get("algorithm", ""),
        qop=values.get("qop", ""),
        opaque=values.get("opaque"),
        stale=values.get("stale", "").casefold() == "true",
    )


def choose(challenges: typing.Iterable[Challenge], *, allow_basic: bool) -> Challenge | None:
    """The strongest offer that our settings allow, or ``None``."""
    acceptable = [offer for offer in challenges if offer.usable and (offer.is_digest or allow_basic)]
    return max(acceptable, key=lambda offer: offer.strength, default=None)


class Authorizer:
    """Answers one challenge, for as many requests as its nonce lives. ``count`` is the number of answers given."""

    def __init__(
        self,
        challenge: Challenge,
        credentials: Credentials,
        new_cnonce: typing.Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        self.challenge = challenge
        self.count = 0
        self._credentials = credentials
        self._cnonce = new_cnonce()  # one for all requests, because a "-sess" algorithm binds its key to the first

    def header(self, method: str, target: str) -> str:
        """The ``Authorization`` header value for one request; ``target`` is path and query as sent."""
        self.count += 1
        if not self.challenge.is_digest:
            pair = f"{self._credentials.username}:{self._credentials.password}".encode()
            return "Basic " + base64.b64encode(pair).decode()
        return "Digest " + self._digest(method, target)

    def _digest(self, method: str, target: str) -> str:
        offer = self.challenge
        cnonce, count = self._cnonce, f"{self.count:08x}"
        secret = self._hash(f"{self._credentials.username}:{offer.realm}:{self._credentials.password}")
        if offer.algorithm.upper().endswith("-SESS"):
            secret = self._hash(f"{secret}:{offer.nonce}:{cnonce}")
        action = self._hash(f"{method}:{target}")
        middle = f"{count}:{cnonce}:auth:" if offer.qop else ""  # some early firmwares know no qop
        fields = {
            "username": self._credentials.username,
            "realm": offer.realm,
            "nonce": offer.nonce,
            "uri": target,
            "response": self._hash(f"{secret}:{offer.nonce}:{middle}{action}"),
        }
        if offer.opaque is not None:
            fields["opaque"] = offer.opaque
        quoted = [f'{key}="{_escaped(value)}"' for key, value in fields.items()]
        bare = [f"algorithm={offer.algorithm}"] if offer.algorithm else []
        if offer.qop:
            bare += ["qop=auth", f"nc={count}", f'cnonce="{cnonce}"']
        return ", ".join(quoted + bare)

    def _hash(self, text: str) -> str:
        # MD5 is what the protocol asks for; marked like this it is there in FIPS mode, too.
        name = _ALGORITHMS[self.challenge.hash_name]
        return hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
