# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""System/updateFirmware: takes an image, judges it and begins to write it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from . import faults as f
from .answers import DROP, SUB_STATUSES, Answer, Status, error
from .body import Body, ConnectionBroken
from .device import Device
from .image_layout import ImageError, ImageFacts
from .image_reader import ImageReader
from .isapi.context import Context
from .lifecycle import DeviceState
from .multipart import MultipartFile
from .record import Upload

PATH = "/ISAPI/System/updateFirmware"
FORM_FIELD = "updateFile"
POLL = 0.01
"""Real seconds between two looks at a device that is writing."""


class Refused(Exception):
    """The device does not take the image."""

    def __init__(self, sub: str, http: int | None = None) -> None:
        super().__init__(sub)
        self.sub = sub
        self.http = http


async def take_firmware(context: Context, body: Body, upload: Upload) -> Answer:
    """Take one upload from beginning to end and answer it; ``upload`` is filled in on the way."""
    device = context.device
    if early := _early_refusal(device):
        upload.outcome = early.sub_status
        return replace(_refusal(context, Refused(early.sub_status)), close=True)
    try:
        await _check_method(device, body, upload)
        image = await _receive(context, body, upload)
    except Refused as refusal:
        upload.outcome = refusal.sub
        return _refusal(context, refusal)
    except ConnectionBroken:
        upload.outcome = "dropped"
        return DROP
    upload.outcome = "accepted"
    device.write(image)
    if device.faults.take(f.UploadDropAfterLastByte):
        return DROP
    return await _accepted(context)


async def _check_method(device: Device, body: Body, upload: Upload) -> None:
    policy = device.profile.upload
    needed = "multipart" if upload.form == "multipart" else upload.method.lower()
    if needed not in policy.methods:
        await body.drain()
        raise Refused("methodNotAllowed", policy.wrong_method_http)


def _early_refusal(device: Device) -> f.RefusePackage | None:
    """A fault that refuses before the body has arrived."""
    for refusal in device.faults.all(f.RefusePackage):
        if refusal.early:
            device.faults.use(refusal)
            return refusal
    return None


async def _receive(context: Context, body: Body, upload: Upload) -> ImageFacts:
    """An image the device takes; whatever goes wrong leaves the device as it was before."""
    device = context.device
    _refuse_when(await _obstacle(context, body))
    device.begin_upload()
    try:
        return await _verified(device, await _read_image(context, body, upload))
    except (Refused, ConnectionBroken):
        device.abort_upload()
        raise


async def _verified(device: Device, reader: ImageReader) -> ImageFacts:
    if device.state is not DeviceState.RECEIVING:
        raise ConnectionBroken
    device.begin_verification()
    await asyncio.sleep(device.profile.timing.verify / device.clock.factor)
    try:
        image = reader.finish()
    except ImageError:
        raise Refused(device.profile.upload.damage_code if reader.received else "upgrateDataEmpty") from None
    _refuse_when(device.judge(image))
    return image


def _refuse_when(sub: str | None) -> None:
    if sub is not None:
        raise Refused(sub)


async def _obstacle(context: Context, body: Body) -> str | None:
    """Why the device takes no image at all now; it says so only after the body has arrived."""
    device = context.device
    sub: str | None = None
    if "xml" in context.headers.get("Content-Type", ""):
        sub = "badXmlFormat"
    elif device.upgrading:
        sub = "upgrading"
    elif device.reboot_pending:
        sub = "rebootRequired"
    if sub is not None:
        await body.drain()
    return sub


async def _read_image(context: Context, body: Body, upload: Upload) -> ImageReader:
    device = context.device
    if slow := device.faults.get(f.UploadSlow):
        body.bytes_per_second = slow.bytes_per_s
    drop = device.faults.take(f.UploadDrop)
    limit = None if drop is None or body.declared is None else body.declared * drop.percent / 100
    reader = ImageReader()
    part = None
    if upload.form == "multipart":
        part = MultipartFile(context.headers["Content-Type"], FORM_FIELD)
    async for chunk in body.chunks():
        reader.feed(chunk if part is None else part.feed(chunk))
        upload.bytes, upload.image_bytes = body.received, reader.received
        if device.state is not DeviceState.RECEIVING or (limit is not None and body.received >= limit):
            raise ConnectionBroken
    if part is not None and not part.found:
        raise Refused("badParameters", 400)
    return reader


def _refusal(context: Context, refusal: Refused) -> Answer:
    policy = context.device.profile.upload
    if refusal.http is not None or refusal.sub not in PACKAGE_CODES:
        return context.error(refusal.sub, http=refusal.http)
    known = error(refusal.sub)
    code = policy.refusal_code or known.code
    # The text says "content" whatever the code is: real devices do that for a wrong package.
    return context.status(
        Status(code, refusal.sub, policy.refusal_http, "Invalid XML Content", "upgrade capability mismatch")
    )


PACKAGE_CODES = frozenset(
    sub
    for sub in SUB_STATUSES
    if sub
    not in ("ok", "rebootRequired", "deviceBusy", "upgrading", "methodNotAllowed", "badXmlFormat", "badParameters")
)


async def _accepted(context: Context) -> Answer:
    device = context.device
    match device.profile.upload.answer:
        case "empty":
            return Answer(200, b"")
        case "reboot_text":
            return context.status(Status(1, "rebootRequired", 200, "Reboot Required"))
        case "after_write":
            return await _after_writing(context)
    return context.status()


async def _after_writing(context: Context) -> Answer:
    device = context.device
    while device.state is DeviceState.WRITING:
        await asyncio.sleep(POLL)
        device.advance()
    if not device.reachable:
        return DROP
    if device.progress_error is not None:
        return context.error(device.progress_error)
    return context.error("rebootRequired") if device.reboot_pending else context.status()
