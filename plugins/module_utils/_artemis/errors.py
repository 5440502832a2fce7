# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can go wrong between us and HikCentral's OpenAPI.

::

    ArtemisError
    ├── NotReached              no connection, or no answer
    ├── TlsRefused              the server is there, its certificate or TLS version is not acceptable
    ├── NotOffered              what answers is no OpenAPI, or one without this call
    ├── Refused                 the OpenAPI understood the call and said no, with a code
    │   ├── KeyRefused          ... to this access key or signature
    │   ├── PermissionDenied    ... to this partner user, or for this licence
    │   ├── Busy                ... for now
    │   └── AnswerTooLong       ... to a page of this size
    ├── BadAnswer               the answer is not what the OpenAPI sends
    └── IncompleteList          a list did not hold what it said it would
"""

from __future__ import annotations

import typing


class ArtemisError(Exception):
    """Base of the tree. ``str(error)`` is a sentence for the operator, ``advice`` says what to do about it."""

    advice: typing.ClassVar[str] = "Look at the OpenAPI settings of HikCentral's web client, then run again."

    def details(self) -> dict[str, typing.Any]:
        """Facts that belong into a module result beside the message; never a secret."""
        return {}


class NotReached(ArtemisError):
    """The server did not accept a connection or did not answer in time."""

    advice = "Check address, port, firewall and that HikCentral's services run, then run again."


class TlsRefused(ArtemisError):
    """The TLS handshake failed: certificate, fingerprint or protocol version."""

    advice = "Name the authority of the server's certificate with ca_path, or pin the certificate with tls_fingerprint."


class NotOffered(ArtemisError):
    """There is no OpenAPI at the address, or this version does not know the call."""

    advice = "Switch on the OpenAPI in HikCentral's web client, where this version and its licence have one."

    def __init__(self, message: str, *, code: str | None = None, http_status: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.http_status = http_status

    def details(self) -> dict[str, typing.Any]:
        return {"code": self.code, "http_status": self.http_status}


class Refused(ArtemisError):
    """The OpenAPI answered with a code other than 0. ``code`` is spelt as in the tables of :mod:`.codes`."""

    advice = "Look up the code in the OpenAPI guide of this version of HikCentral."

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code

    def details(self) -> dict[str, typing.Any]:
        return {"code": self.code}


class KeyRefused(Refused):
    """The gateway does not know the access key, or computes another signature with its secret."""

    advice = (
        "Compare access_key and secret_key with the OpenAPI settings of HikCentral's web client, and this machine's "
        "clock with the server's. An installation with another rule for signatures may need signature_style: aliyun."
    )


class PermissionDenied(Refused):
    """The key is valid, but its user or the licence does not cover the call."""

    advice = "Give the partner user of the key the right to this call, and check that the licence includes the OpenAPI."


class Busy(Refused):
    """Temporary: the same call may succeed later."""

    advice = "Run again when HikCentral is done with what it does now."


class AnswerTooLong(Refused):
    """One page of this size does not fit into an answer."""

    advice = "Set a smaller page_size."


class BadAnswer(ArtemisError):
    """An answer that can not be read."""

    advice = "Check that the address is HikCentral's and not a proxy's."


class IncompleteList(ArtemisError):
    """Fewer or more entries than announced, an entry twice, or a total that changed while the list was read."""

    advice = "Run again while nobody edits the list in HikCentral."
