# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an SSH signature and an ``allowed_signers`` file say about themselves.

Only for telling people why ``ssh-keygen`` has refused a signature. Nothing here decides whether one is good.

Formats: PROTOCOL.sshsig and ssh-keygen(1), section ALLOWED SIGNERS, of OpenSSH 9.2.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import datetime
import fnmatch
import hashlib
import re
import typing

_ARMOUR = re.compile(rb"\s*-----BEGIN SSH SIGNATURE-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END SSH SIGNATURE-----\s*")
# NAMES [OPTIONS] TYPE KEY [COMMENT]; values of options are quoted and may hold spaces.
_KEY = re.compile(r"(?:\A|[\s,])(?:[a-z0-9@.-]+)\s+(AAAA[A-Za-z0-9+/]+=*)(?:\s|\Z)")
_OPTION = re.compile(r'(?:[\s,])(namespaces|valid-after|valid-before)="([^"]*)"', re.IGNORECASE)
_TIME = re.compile(r"(\d{8})(\d{4})?(\d{2})?(Z?)", re.ASCII)


@dataclasses.dataclass(frozen=True, slots=True)
class SignatureFacts:
    """The purpose that a signature was made for, and the public key that it claims to be made with."""

    namespace: str
    public_key: bytes

    @classmethod
    def read(cls, signature: bytes) -> SignatureFacts | None:
        """``None`` if this is no SSH signature."""
        found = _ARMOUR.fullmatch(signature)
        try:
            blob = base64.b64decode(b"".join(found.group(1).split()), validate=True) if found else b""
        except binascii.Error:
            return None
        if blob[:10] != b"SSHSIG\x00\x00\x00\x01":
            return None
        key, rest = _string(blob[10:])
        namespace, _rest = _string(rest)
        return cls(namespace.decode(errors="replace"), key) if key and namespace else None

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)


@dataclasses.dataclass(frozen=True, slots=True)
class Listed:
    """A line of ``allowed_signers``; times are ``None`` where the line sets no limit or an unreadable one."""

    names: tuple[str, ...] = ()
    namespaces: tuple[str, ...] = ()
    valid_after: datetime.datetime | None = None
    valid_before: datetime.datetime | None = None

    def permits(self, namespace: str) -> bool:
        """The line names purposes as patterns; none of them means all."""
        return not self.namespaces or any(fnmatch.fnmatchcase(namespace, pattern) for pattern in self.namespaces)


def lines_of(public_key: bytes, allowed_signers: str) -> list[Listed]:
    """The lines that list a key."""
    return [_listed(line) for line, key in _keys(allowed_signers) if key == public_key]


def holds_keys(text: str) -> bool:
    """Whether there is a key in an ``allowed_signers`` file or a list of public keys."""
    return any(True for _line, _key in _keys(text))


def holds_only_keys(text: str) -> bool:
    """Whether each line that says something holds a key."""
    return len(list(_keys(text))) == len(_lines(text))


def fingerprint(public_key: bytes) -> str:
    """As ``ssh-keygen -l`` shows it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(public_key).digest()).decode().rstrip("=")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _keys(text: str) -> typing.Iterator[tuple[str, bytes]]:
    for line in _lines(text):
        found = _KEY.search(line)
        if found:
            try:
                yield line, base64.b64decode(found.group(1), validate=True)
            except binascii.Error:
                continue


def _listed(line: str) -> Listed:
    options = {name.lower(): value for name, value in _OPTION.findall(line)}
    return Listed(
        names=tuple(line.split(maxsplit=1)[0].strip('"').split(",")),
        namespaces=tuple(name for name in options.get("namespaces", "").split(",") if name),
        valid_after=_time(options.get("valid-after", "")),
        valid_before=_time(options.get("valid-before", "")),
    )


def _time(text: str) -> datetime.datetime | None:
    """``YYYYMMDD[HHMM[SS]][Z]``, local time without the Z."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    day, minutes, seconds, zone = found.groups()
    try:
        time = datetime.datetime.strptime(f"{day}{minutes or '0000'}{seconds or '00'}Z", "%Y%m%d%H%M%S%z")
    except ValueError:
        return None
    return time if zone else time.replace(tzinfo=None).astimezone()


def _string(blob: bytes) -> tuple[bytes, bytes]:
    """A string with its length in front of it, and what follows; empty where it is cut off."""
    length = int.from_bytes(blob[:4], "big")
    if len(blob) < 4 + length:
        return b"", b""
    return blob[4 : 4 + length], blob[4 + length :]
