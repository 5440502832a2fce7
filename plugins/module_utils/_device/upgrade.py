# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firmware upload and progress (``/ISAPI/System/updateFirmware``, ``/ISAPI/System/upgradeStatus``)."""

from __future__ import annotations

import dataclasses
import typing

from .._firmware.image import ImageBody, ImageFile, Watcher, opened
from .._firmware.pace import FULL_SPEED, Pace
from .._isapi.client import Client
from .._isapi.errors import BadAnswer, CredentialsRefused, IsapiError, NotSupported, PermissionDenied, Rejected
from .._isapi.request import Answer, Request, get, get_json
from .._isapi.status import (
    NO_NEED_UPGRADE,
    REBOOT_REQUIRED,
    UPGRADING,
    ResponseStatus,
    comparable,
    response_status,
)
from . import document

_UPGRADE_STATUS = "/ISAPI/System/upgradeStatus"
# After the last byte many devices write the flash before they answer.
_ANSWER_TIMEOUT = 180.0


@dataclasses.dataclass(frozen=True, slots=True)
class UpgradeProgress:
    """The device's own view. It has no result: success is only the version read back after a reboot.

    ``reboot_wanted``: what was written takes effect with a reboot that the device leaves to us.
    """

    upgrading: bool
    percent: int | None
    reboot_wanted: bool


def read_progress(client: Client) -> UpgradeProgress | None:
    """What the device says of an upgrade; ``None`` where it has no such report for us, which is no failure."""
    for request in (get(_UPGRADE_STATUS), get_json(_UPGRADE_STATUS)):  # face terminals document the JSON form alone
        try:
            return parse_progress(client.send(request))
        except (NotSupported, BadAnswer, PermissionDenied):
            continue
    return None


def parse_progress(answer: Answer) -> UpgradeProgress:
    """Read the XML form or the flat JSON form. Raises :class:`BadAnswer` when it tells nothing of an upgrade.

    ``reboot`` counts with 100 percent only (ISAPI guide for access control).
    """
    root = document.of(answer)
    told = document.child(root, "upgradeStatus") or root
    upgrading = document.flag(told, "upgrading")
    if upgrading is None:
        raise BadAnswer(f"the device sent {root.name or 'a document'!r} where its upgrade status was asked for")
    percent = document.number(told, "percent")
    return UpgradeProgress(upgrading, percent, percent == 100 and document.flag(told, "reboot") is True)


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
        return self._sub_status == REBOOT_REQUIRED

    @property
    def not_needed(self) -> bool:
        return self._sub_status == NO_NEED_UPGRADE

    @property
    def refused(self) -> bool:
        """The device has turned the file down. "Upgrading" is no such word: it may be about this very file."""
        return isinstance(self.error, Rejected) and self.error.turned_down and self._sub_status not in UPGRADING

    @property
    def _sub_status(self) -> str:
        return comparable(self.error.sub_status) if isinstance(self.error, Rejected) else ""


def upload(
    client: Client,
    image: ImageFile,
    *,
    forms: typing.Sequence[UploadForm],
    seconds: float,
    watch: Watcher,
    pace: Pace = FULL_SPEED,
) -> Upload:
    """Send the file in the first form that the device has.

    Another form is tried only when the device says that it does not know this one: never after a verdict on the
    file, after a lost connection or while it writes. Raises what :meth:`Client.send` raises before anything has been
    sent, :class:`CredentialsRefused` at any time, and :class:`OSError` when the file can not be read.
    """
    for form in forms:
        with opened(
            image, multipart=form.multipart, clock=client.clock, seconds=seconds, watch=watch, pace=pace
        ) as body:
            done = _upload_once(client, form, body)
        if not isinstance(done.error, NotSupported):
            break
    return done


def _upload_once(client: Client, form: UploadForm, body: ImageBody) -> Upload:
    request = Request(form.verb, "/ISAPI/System/updateFirmware", body=body, timeout=_ANSWER_TIMEOUT)
    try:
        client.prime()
        verdict = response_status(client.send(request))
    except IsapiError as error:
        client.forget_session()
        if isinstance(error, CredentialsRefused) or not client.has_written:
            raise
        # Whatever it is, the device may be writing by now: what it does next decides.
        return Upload(form.name, body.sent, len(body), error=error)
    return Upload(form.name, len(body), len(body), reboot_wanted=_wants_reboot(verdict))


def _wants_reboot(verdict: ResponseStatus | None) -> bool:
    return verdict is not None and verdict.reboot_required
