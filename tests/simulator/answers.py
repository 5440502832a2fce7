# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a device answers: a value, before anybody turns it into HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

XML = 'application/xml; charset="UTF-8"'
JSON = "application/json"
HTML = "text/html"
BINARY = "application/octet-stream"

STATUS_STRINGS = {
    1: "OK",
    2: "Device Busy",
    3: "Device Error",
    4: "Invalid Operation",
    5: "Invalid XML Format",
    6: "Invalid XML Content",
    7: "Reboot Required",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer.

    ``drop`` resets the connection instead of answering, ``close`` ends it after answering, ``cut`` resets it after so
    many bytes of the body.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = XML
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    close: bool = False
    cut: int | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """A ResponseStatus. ``text`` replaces the status string that belongs to the code: some devices mix them up."""

    code: int = 1
    sub: str = "ok"
    http: int = 200
    text: str | None = None
    description: str | None = None

    @property
    def string(self) -> str:
        return self.text or STATUS_STRINGS[self.code]


OK = Status()
DROP = Answer(drop=True)


@dataclass(frozen=True, slots=True)
class SubStatus:
    """A documented sub status: its status code, its error code and the HTTP status it usually comes with."""

    code: int
    error: int
    http: int


SUB_STATUSES: Mapping[str, SubStatus] = {
    "ok": SubStatus(1, 0x1, 200),
    "rebootRequired": SubStatus(7, 0x70000001, 200),
    "deviceBusy": SubStatus(2, 0x20000004, 403),
    "serviceUnavailable": SubStatus(2, 0x20000002, 503),
    "upgrading": SubStatus(2, 0x20000003, 403),
    "configOperating": SubStatus(2, 0x2000000A, 403),
    "deviceError": SubStatus(3, 0x30000001, 200),
    "badFlash": SubStatus(3, 0x30000002, 200),
    "upgradeDataErrLength": SubStatus(3, 0x3000600E, 200),
    "receiveUpgradePackageError": SubStatus(3, 0x30006011, 200),
    "upgradeError": SubStatus(3, 0x30000019, 200),
    "upgradeErrorAndReboot": SubStatus(3, 0x3000001A, 200),
    "upgradeFailed": SubStatus(3, 0x30006012, 200),
    "notSupport": SubStatus(4, 0x40000001, 403),
    "lowPrivilege": SubStatus(4, 0x40000002, 403),
    "badAuthorization": SubStatus(4, 0x40000003, 401),
    "methodNotAllowed": SubStatus(4, 0x40000004, 405),
    "invalidOperation": SubStatus(4, 0x40000006, 403),
    "notActivated": SubStatus(4, 0x40000007, 403),
    "fileError": SubStatus(4, 0x4000000F, 200),
    "importCfgFilePasswordErr": SubStatus(4, 0x40008034, 200),
    "errorUpgradeVersion": SubStatus(4, 0x4000211D, 200),
    "noNeedUpgrade": SubStatus(4, 0x4000A022, 200),
    "badXmlFormat": SubStatus(5, 0x50000001, 400),
    "badJsonFormat": SubStatus(5, 0x50000002, 400),
    "badParameters": SubStatus(6, 0x60000001, 400),
    "badXmlContent": SubStatus(6, 0x60000003, 400),
    "badVersion": SubStatus(6, 0x6000000F, 200),
    "badDevType": SubStatus(6, 0x60000010, 200),
    "badLanguage": SubStatus(6, 0x60000011, 200),
    "upgrateDataEmpty": SubStatus(6, 0x60000020, 200),
    "importErrorData": SubStatus(6, 0x60000054, 200),
    "cfgFileSecretKeyError": SubStatus(6, 0x60000076, 200),
    "devicePlatformMismatch": SubStatus(6, 0x6000604E, 200),
    "verificationFailed": SubStatus(6, 0x6000604F, 200),
    "OEMCodeMismatch": SubStatus(6, 0x60006051, 200),
    "versionMismatch": SubStatus(6, 0x60006052, 200),
    "badUpgradePackage": SubStatus(6, 0x6000107A, 200),
}


def error(sub: str, *, http: int | None = None, text: str | None = None, description: str | None = None) -> Status:
    """A documented error; a sub status outside the table counts as an invalid operation."""
    known = SUB_STATUSES.get(sub, SubStatus(4, 0x40000006, 403))
    return Status(known.code, sub, known.http if http is None else http, text, description)
