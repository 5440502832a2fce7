# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults that change an answer after the device has made it."""

from __future__ import annotations

import asyncio
from fnmatch import fnmatchcase
from typing import TypeVar

from . import faults as f
from .answers import DROP, HTML, Answer
from .faults import FaultSet, PathFault
from .isapi import Context

F = TypeVar("F", bound=PathFault)

ERROR_PAGE = b"<html><head><title>Error</title></head><body><h1>Error</h1></body></html>\n"
GARBAGE = b"\x00\xff<<DeviceInfo>&\x01 ]]>"


async def spoil(context: Context, answer: Answer) -> Answer:
    """Apply what is pending for this path. A 401 stays as it is: authentication has faults of its own."""
    faults = context.device.faults
    if not faults or answer.drop:
        return answer
    if slow := _due(faults, f.SlowAnswers, context):
        await asyncio.sleep(slow.seconds)
    if _due(faults, f.DropAnswers, context):
        return DROP
    return answer if answer.status == 401 else _replaced(faults, context, answer)


def _replaced(faults: FaultSet, context: Context, answer: Answer) -> Answer:
    if html := _due(faults, f.HtmlError, context):
        return Answer(html.status, ERROR_PAGE, HTML)
    if wrong := _due(faults, f.ErrorAnswer, context):
        return context.error(wrong.sub_status, http=wrong.http)
    if _due(faults, f.GarbageXml, context):
        return Answer(answer.status, GARBAGE, answer.content_type, answer.headers)
    if b"<?xml" in answer.body[:64] and _due(faults, f.DirtyXml, context):
        return Answer(answer.status, _dirty(answer.body), answer.content_type, answer.headers)
    return answer


def _due(faults: FaultSet, kind: type[F], context: Context) -> F | None:
    found = faults.get(kind)
    if found is None or not fnmatchcase(context.path, found.path):
        return None
    faults.use(found)
    return found


def _dirty(body: bytes) -> bytes:
    """Readable by a tolerant parser: junk around, a bare ampersand inside, an encoding that is not the real one."""
    content, closing, rest = body.replace(b"UTF-8", b"gb2312", 1).rpartition(b"</")
    return b"\r\nOK \x00\r\n" + content + b"<dirt>R & D</dirt>\n" + closing + rest + b"\x00\x00"
