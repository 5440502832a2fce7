# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The codes in answers and what they mean for us.

From the tables "Status or Error Code" of the OpenAPI developer guide, as third parties quote it for V2.1. Code 68 is
what a gateway of V3.1 was seen to answer to a wrong signature.
"""

from __future__ import annotations

import typing

from .errors import AnswerTooLong, ArtemisError, Busy, KeyRefused, NotOffered, PermissionDenied, Refused

SUCCESS = "0"

_MEANINGS: typing.Final[dict[str, str]] = {
    "0x02401000": "no access key was sent",
    "0x02401001": "the access key belongs to no partner",
    "0x02401002": "no signature was sent",
    "0x02401003": "the signature is not valid",
    "0x02401007": "the partner has no permission for this call",
    "0x02401009": "the partner has used up its calls",
    "0x00072001": "a parameter is missing",
    "0x00072002": "a parameter is out of range",
    "0x00072003": "a parameter has the wrong format",
    "0x00072004": "the answer is too long",
    "0x00052101": "a service of HikCentral can not answer now",
    "0x00052103": "a service of HikCentral can not answer now",
    "0x00072201": "no permission for the resource",
    "0x00072202": "no permission for the resource",
    "0x00072203": "the resource does not exist",
    "1": "unknown error",
    "2": "wrong parameter",
    "4": "timeout inside HikCentral",
    "5": "error of a service inside HikCentral",
    "6": "HikCentral is busy",
    "8": "this version of HikCentral does not support the call",
    "9": "the token is not valid",
    "11": "HTTP is not supported",
    "12": "the address of the call is not supported",
    "13": "the authentication does not match",
    "17": "the user has no permission for the OpenAPI",
    "68": "the signature is not valid",
    "128": "the object does not exist",
    "129": "the object is offline",
    "130": "no permission",
    "194": "no connection to the device",
}
_KINDS: typing.Final[dict[str, type[Refused]]] = {
    **dict.fromkeys(("0x02401000", "0x02401001", "0x02401002", "0x02401003", "13", "68"), KeyRefused),
    **dict.fromkeys(("0x02401007", "0x00072201", "0x00072202", "17", "130"), PermissionDenied),
    **dict.fromkeys(("4", "6", "0x00052101", "0x00052103"), Busy),
    "0x00072004": AnswerTooLong,
}
_NOT_OFFERED: typing.Final = frozenset({"8", "11", "12"})


def code_of(value: object) -> str | None:
    """A code as text; gateways send strings or numbers. ``None`` for what is no code."""
    match value:
        case bool() | None:
            return None
        case int():
            return str(value)
        case str() if value.strip():
            return value.strip()
    return None


def refusal(call: str, code: str, message: str) -> ArtemisError:
    """The error for a code other than 0, which is in lower case. ``message`` is what the server says.

    Both are redacted already.
    """
    said = f'"{message}"' if message else ""
    told = " ".join(part for part in (_MEANINGS.get(code, ""), said) if part) or "no reason given"
    text = f"HikCentral refused {call} with code {code}: {told}"
    if code in _NOT_OFFERED:
        return NotOffered(text, code=code)
    return _KINDS.get(code, Refused)(text, code=code)
