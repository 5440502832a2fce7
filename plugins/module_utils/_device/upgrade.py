# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firmware upload and progress (``/ISAPI/System/updateFirmware``, ``/ISAPI/System/upgradeStatus``)."""

from __future__ import annotations

import dataclasses
import typing

from .._firmware.image import ImageFile, Watcher, opened
from .._isapi.client import Client
from .._isapi.errors import (
    BadAnswer,
    ConnectionLost,
    DeadlineExceeded,
    IsapiError,
    NotSupported,
    Rejected,
    Unreachable,
)
from .._isapi.request import Answer, Request, get
from .._isapi.status import NO_NEED_UPGRADE, ResponseStatus, response_status
from .._isapi.xml import to_boolean, to_integer

_UPGRADE_STATUS = get("/ISAPI/System/upgradeStatus")
# After the last byte many devices write the flash before they answer.
_ANSWER_TIMEOUT = 180.0


@dataclasses.dataclass(frozen=True, slots=True)
class UpgradeProgress:
    """The device's own view. It has no result: success is only the version read back after a reboot."""

    upgrading: bool
    percent: int | None
    reboot_wanted: bool


def read_progress(client: Client) -> UpgradeProgress | None:
    """What the device says of an upgrade; ``None`` where it has no such report, which is no failure."""
    try:
        return parse_progress(client.send(_UPGRADE_STATUS))
    except (NotSupported, BadAnswer):
        return None


def parse_progress(answer: Answer) -> UpgradeProgress:
    """Read the XML form or the flat JSON form, whose truth values are the strings TRUE and FALSE."""
    if answer.is_json:
        document = answer.json()
        fields = document.get("upgradeStatus", document)
        if not isinstance(fields, dict):
            raise BadAnswer("the device sent an upgrade status without fields")
        return _progress(fields.get("upgrading"), fields.get("percent"), fields.get("reboot"))
    root = answer.xml()
    return _progress(root.value("upgrading"), root.value("percent"), root.value("reboot"))


def _progress(upgrading: object, percent: object, reboot: object) -> UpgradeProgress:
    return UpgradeProgress(
        upgrading=to_boolean(upgrading) is True,
        percent=to_integer(percent),
        reboot_wanted=to_boolean(reboot) is True,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class UploadForm:
    """One of the ways in which devices take a firmware file."""

    name: str
    verb: str
    multipart: bool


PUT_RAW = UploadForm("PUT", "PUT", multipart=False)
POST_RAW = UploadForm("POST", "POST", multipart=False)
POST_MULTIPART = UploadForm("POST multipart", "POST", multipart=True)
# Cameras and recorders document PUT, access control documents POST; both families have members that take only one.
FORMS = (PUT_RAW, POST_RAW, POST_MULTIPART)
FORMS_ACCESS_CONTROL = (POST_RAW, PUT_RAW, POST_MULTIPART)


@dataclasses.dataclass(frozen=True, slots=True)
class Upload:
    """How an upload ended. ``error`` is ``None`` when the device accepted the file."""

    form: str
    sent: int
    total: int
    reboot_wanted: bool = False
    error: IsapiError | None = None

    @property
    def whole_file_sent(self) -> bool:
        return self.sent >= self.total

    @property
    def pending_reboot(self) -> bool:
        """Refused only because an earlier change still waits for its reboot."""
        return isinstance(self.error, Rejected) and self.error.sub_status.casefold() == "rebootrequired"

    @property
    def not_needed(self) -> bool:
        return isinstance(self.error, Rejected) and self.error.sub_status.casefold() == NO_NEED_UPGRADE

    @property
    def refused(self) -> bool:
        """The device said no to the request itself; an error while writing the flash (statusCode 3) is not that."""
        return isinstance(self.error, Rejected) and self.error.status_code != 3


def upload(
    client: Client, image: ImageFile, *, forms: typing.Sequence[UploadForm], seconds: float, watch: Watcher
) -> Upload:
    """Send the file in the first form that the device has.

    Another form is tried only when the device says that it does not know this one: never after a verdict on the
    file, after a lost connection or while it writes. Raises :class:`OSError` when the file can not be read.
    """
    for form in forms:
        done = _upload_once(client, image, form, seconds, watch)
        if not isinstance(done.error, NotSupported):
            break
    return done


def _upload_once(client: Client, image: ImageFile, form: UploadForm, seconds: float, watch: Watcher) -> Upload:
    client.prime()
    with opened(image, multipart=form.multipart, clock=client.clock, seconds=seconds, watch=watch) as body:
        request = Request(form.verb, "/ISAPI/System/updateFirmware", body=body, timeout=_ANSWER_TIMEOUT)
        try:
            verdict = response_status(client.send(request))
        except (Rejected, ConnectionLost, Unreachable, DeadlineExceeded) as error:
            client.forget_session()
            return Upload(form.name, body.sent, len(body), error=error)
        return Upload(form.name, body.sent, len(body), reboot_wanted=_wants_reboot(verdict))


def _wants_reboot(verdict: ResponseStatus | None) -> bool:
    return verdict is not None and verdict.reboot_required
