# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A camera for :class:`.local_device.LocalDevice` that wants a password for everything and computes Digest itself."""

from __future__ import annotations

import hashlib
import re
import typing

from ansible_collections.surveillance.hikvision.tests.unit.isapi.local_device import Conversation, Heard, Line

USERNAME, PASSWORD = "admin", "Wire-canary-1"
NONCE, REALM = "4e6a593a4d54", "IP Camera(83813)"
CHALLENGE = f'Digest qop="auth", realm="{REALM}", nonce="{NONCE}", stale="FALSE"'

REFUSED = (
    b"<userCheck><statusValue>401</statusValue><lockStatus>unlock</lockStatus><retryLoginTime>4</retryLoginTime>"
    b"</userCheck>"
)
UNKNOWN = b"<ResponseStatus><statusCode>4</statusCode><subStatusCode>notSupport</subStatusCode></ResponseStatus>"
DOCUMENTS: typing.Final[dict[str, bytes]] = {
    "/ISAPI/Security/userCheck": b"<userCheck><statusValue>200</statusValue></userCheck>",
    "/ISAPI/System/deviceInfo": (
        b"<DeviceInfo><deviceName>Gate</deviceName><model>DS-2CD2146G2-ISU</model>"
        b"<serialNumber>DS-2CD2146G2-ISU20240201AAWRK12345678</serialNumber><deviceType>IPCamera</deviceType>"
        b"<firmwareVersion>V5.7.15</firmwareVersion><firmwareReleasedDate>build 240201</firmwareReleasedDate>"
        b"</DeviceInfo>"
    ),
    "/ISAPI/System/updateFirmware": b"<ResponseStatus><statusCode>1</statusCode></ResponseStatus>",
}


def answers_the_challenge(heard: Heard) -> bool:
    """Whether the request carries the right answer."""
    given = dict(re.findall(r'(\w+)="?([^",]*)"?', heard.headers.get("authorization", "")))
    if not given:
        return False
    secret = _md5(f"{USERNAME}:{REALM}:{PASSWORD}")
    middle = f"{given['nc']}:{given['cnonce']}:auth"
    return given["response"] == _md5(f"{secret}:{NONCE}:{middle}:{_md5(f'{heard.method}:{heard.target}')}")


def camera(**changed: bytes) -> Conversation:
    """Serves :data:`DOCUMENTS`, some of them ``changed`` (by the last word of the path), until the client hangs up."""
    documents = {path: changed.get(path.rpartition("/")[2], body) for path, body in DOCUMENTS.items()}

    def talk(line: Line) -> None:
        while True:
            try:
                heard = line.request()
            except EOFError:
                return
            path = heard.target.partition("?")[0]
            if not answers_the_challenge(heard):
                line.answer(401, REFUSED, WWW_Authenticate=CHALLENGE)
            elif path in documents:
                line.answer(200, documents[path])
            else:
                line.answer(403, UNKNOWN)

    return talk


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
