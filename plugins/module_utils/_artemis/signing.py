# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who calls, and how a call proves it.

The signature is an HMAC-SHA256 of the request's first line, some headers and its path. HikCentral's OpenAPI gateway
leaves out the lines of headers that are not sent; others of the same descent keep them empty.
"""

from __future__ import annotations

import base64
import dataclasses
import enum
import hashlib
import hmac
import typing

Headers = typing.Mapping[str, str]

_PLAIN: typing.Final = ("accept", "content-md5", "content-type", "date")
_PREFIX = "x-ca-"
_SIGNATURE = "x-ca-signature"


class Style(enum.StrEnum):
    """What stands in the signed text for a header that is not sent."""

    ARTEMIS = "artemis"  # nothing
    ALIYUN = "aliyun"  # an empty line


@dataclasses.dataclass(frozen=True, slots=True)
class AccessKey:
    """The pair that HikCentral's OpenAPI settings show. Neither half is ever printed."""

    key: str = dataclasses.field(repr=False)
    secret: str = dataclasses.field(repr=False)


def string_to_sign(method: str, target: str, headers: Headers, style: Style = Style.ARTEMIS) -> str:
    """The text that is signed. ``target`` is path and query; names in ``headers`` are in lower case."""
    empty = style is Style.ALIYUN
    plain = [headers.get(name, "") for name in _PLAIN if empty or name in headers]
    own = [f"{name}:{headers[name]}" for name in _signed_names(headers)]
    return "\n".join([method, *plain, *own, target])


def signed(
    access_key: AccessKey, target: str, headers: Headers, *, timestamp: int, nonce: str, style: Style
) -> Headers:
    """The headers of one POST, complete. ``timestamp`` is in milliseconds since 1970, ``nonce`` is used once."""
    claimed = {
        **headers,
        "x-ca-key": access_key.key,
        "x-ca-nonce": nonce,
        "x-ca-timestamp": str(timestamp),
    }
    text = string_to_sign("POST", target, claimed, style)
    return {
        **claimed,
        "x-ca-signature-headers": ",".join(_signed_names(claimed)),
        _SIGNATURE: signature(access_key, text),
    }


def signature(access_key: AccessKey, text: str) -> str:
    """The HMAC of ``text`` in base64."""
    return base64.b64encode(hmac.digest(access_key.secret.encode(), text.encode(), hashlib.sha256)).decode()


def _signed_names(headers: Headers) -> list[str]:
    return sorted(name for name in headers if name.startswith(_PREFIX) and not name.startswith(_SIGNATURE))
