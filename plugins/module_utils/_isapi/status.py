# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ResponseStatus: how a device says yes, no, later and "after a reboot".

The HTTP status is the weakest evidence (a refused firmware file comes with 200, an unknown function with 403), the
``subStatusCode`` the strongest. Codes are those of the ISAPI error dictionary; spellings are the vendor's.
"""

from __future__ import annotations

import dataclasses
import typing

from . import errors, xml
from .request import Answer

_BUSY = frozenset(
    "devicebusy nomemory serviceunavailable upgrading reconnectipc transferupgradepackagefailed startupgradefailed "
    "getupgradeprocessfailed networkerror configoperating formatting mcuupgrading ssdfilesystemisupgrading exporting "
    "beingexportedbyanotheruser".split()
)
_PACKAGE = frozenset(
    "baddevtype badlanguage badversion versionmismatch deviceplatformmismatch oemcodemismatch badupgradepackage "
    "verificationfailed upgradeparameterwrong upgrateparameterwrong upgratedataempty upgratepackagesizelargerthan10m "
    "differentialuuidmismatch fileerror updatefilersaerror updatetypeunmatched updatelangunmatched platmismatch "
    "productidnotmatched channelbadlanguage errorupgradeversion updatepackagenameorsizenotmatch "
    "upgradepackagemorethan2gb upgradepackagelarge devicevervisionnotmatch".split()
)
_UNSUPPORTED = frozenset({"notsupport", "methodnotallowed"})
_PERMISSION = frozenset({"lowprivilege", "lowprivileges", "needdoubleverification"})
_CREDENTIALS = frozenset(
    {"badauthorization", "loginpassworderror", "incorrentusernameorpassword", "sessionexpired", "needreauthentication"}
)
_LOCKED = frozenset({"usernamelocked", "forbiddenip", "maxpassword attempts"})
_NOT_ACTIVATED = frozenset({"notactivated", "theaccountisnotactivated"})
REBOOT_REQUIRED = "rebootrequired"
NO_NEED_UPGRADE = "noneedupgrade"
UPGRADING = frozenset({"upgrading", "mcuupgrading"})
_AUTO_REBOOT = "autoreboot"
_ALL_SUCCEEDED = "allsuccess"

_TRANSIENT_HTTP = frozenset({408, 429, 500, 502, 503, 504})


@dataclasses.dataclass(frozen=True, slots=True)
class ResponseStatus:
    """The vendor's verdict on a request. ``code`` is its ``statusCode`` (1 OK ... 7 reboot required, 8 batch)."""

    code: int | None
    text: str
    sub_status: str
    description: str

    @property
    def key(self) -> str:
        return comparable(self.sub_status)

    @property
    def accepted(self) -> bool:
        return self.code in (0, 1, 7) or (self.code == 8 and self.key == _ALL_SUCCEEDED)

    @property
    def reboot_required(self) -> bool:
        """Code 7, or code 1 with a "reboot required" text as one camera generation sends it.

        Not when the device says that it reboots by itself (``autoReboot``, also code 7).
        """
        if self.key == _AUTO_REBOOT:
            return False
        return self.code == 7 or self.key == REBOOT_REQUIRED or self.text.strip().casefold() == "reboot required"

    @property
    def concerns_credentials(self) -> bool:
        return self.key in _CREDENTIALS or self.key in _LOCKED

    @property
    def says_locked(self) -> bool:
        return self.key in _LOCKED

    @property
    def says_not_activated(self) -> bool:
        return self.key in _NOT_ACTIVATED

    def __str__(self) -> str:
        words = [self.text or "no status text"]
        if self.sub_status:
            words.append(self.sub_status)
        if self.description and self.description not in words:
            words.append(self.description)
        return ", ".join(words)


def comparable(sub_status: str) -> str:
    """A sub status for comparison: the dictionary itself has trailing dots and mixed case."""
    return sub_status.strip().rstrip(".").casefold()


def response_status(answer: Answer) -> ResponseStatus | None:
    """The ResponseStatus in an answer, from XML or JSON; ``None`` when the body is something else."""
    if b"ResponseStatus" not in answer.body and b"statusCode" not in answer.body:
        return None  # found out without parsing, as nearly every answer is a plain document
    try:
        if answer.is_json:
            return _from_json(answer.json())
        if answer.is_xml:
            return _from_xml(answer.xml())
    except errors.BadAnswer:
        return None
    return None


def _from_xml(root: xml.Element) -> ResponseStatus | None:
    if root.name != "ResponseStatus":
        return None
    return ResponseStatus(
        code=root.integer("statusCode"),
        text=root.value("statusString") or "",
        sub_status=root.value("subStatusCode") or "",
        description=root.value("description") or root.value("MErrDevSelfEx") or "",
    )


def _from_json(document: dict[str, typing.Any]) -> ResponseStatus | None:
    body = document.get("ResponseStatus", document)
    if not isinstance(body, dict) or "statusCode" not in body:
        return None
    return ResponseStatus(
        code=xml.to_integer(body["statusCode"]),
        text=str(body.get("statusString") or ""),
        sub_status=str(body.get("subStatusCode") or ""),
        description=str(body.get("errorMsg") or ""),
    )


def judge(answer: Answer, what: str) -> ResponseStatus | None:
    """Return the accepted ResponseStatus, ``None`` for a plain document, or raise the :class:`Rejected` that fits.

    ``what`` names the request in messages. Credentials are not judged here: that needs the history of the session.
    """
    status = response_status(answer)
    if status is not None:
        if answer.status < 400 and status.accepted:
            return status
        raise rejection(answer.status, status, what)
    if answer.status < 300:
        return None
    raise _by_http_status(answer, what)


def rejection(http_status: int, status: ResponseStatus, what: str) -> errors.Rejected:
    """The error that a failing ResponseStatus stands for."""
    kind = _class_of(status)
    return kind(
        f"the device refused {what}: {status}",
        http_status=http_status,
        status_code=status.code,
        sub_status=status.sub_status,
    )


def _class_of(status: ResponseStatus) -> type[errors.Rejected]:
    for keys, kind in (
        (_PACKAGE, errors.PackageRefused),
        (_BUSY, errors.Busy),
        (_UNSUPPORTED, errors.NotSupported),
        (_PERMISSION, errors.PermissionDenied),
        (_NOT_ACTIVATED, errors.NotActivated),
    ):
        if status.key in keys:
            return kind
    return errors.Busy if status.code == 2 else errors.Rejected


def _by_http_status(answer: Answer, what: str) -> errors.Rejected:
    kind: type[errors.Rejected] = errors.Rejected
    if 300 <= answer.status < 400:
        place = answer.headers.get("location", "another place")
        return kind(
            f"the device sends {what} on to {place}. When that is HTTPS, set hikvision_use_ssl and its port",
            http_status=answer.status,
        )
    if answer.status in _TRANSIENT_HTTP:
        kind = errors.Busy
    elif answer.status in (400, 403, 404, 405, 501):
        # Of the recorded 403 answers every one was a function that the device does not have.
        kind = errors.NotSupported
    return kind(f"the device refused {what} with HTTP {answer.status}", http_status=answer.status)
