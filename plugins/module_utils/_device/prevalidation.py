# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device's own verdict on the first bytes of a firmware file (``updateFirmware/AddPreValidation``).

Only devices whose capabilities tell ``updateHeaderLength`` have it. Paths, parts and words are those of the vendor's
SDK demonstration client, the only source found; it asks for the result each second, sixty times.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import secrets

from .._clock import Backoff, Deadline
from .._isapi.client import Client
from .._isapi.errors import BadAnswer, ConnectionLost, PackageRefused, Rejected, Unreachable
from .._isapi.request import BytesBody, Request, get_json
from . import document

SECONDS = 60.0

_PATH = "/ISAPI/System/updateFirmware"
_FILE_PART = "updateFileName"
# Of the prompt, as far as the source shows; the firmware's own language is in its header.
_LANGUAGE = "English"
_PACE = Backoff(first=0.5, factor=1.5, ceiling=3.0)


class Answer(enum.StrEnum):
    """What a device makes of a header."""

    SUCCESS = "succ"
    FAIL = "fail"
    CONFIRM = "confirm"  # it takes the file only if somebody says so
    UNKNOWN = "unknown"  # it came to no verdict, or gave none in time


@dataclasses.dataclass(frozen=True, slots=True)
class Judgement:
    """``words`` are the device's own, or say why there is no verdict."""

    answer: Answer
    words: str = ""


def prevalidate(client: Client, header: bytes, *, seconds: float = SECONDS) -> Judgement:
    """Hand over the first bytes of a file and wait for the verdict, at most ``seconds``.

    Trouble on the way is :attr:`Answer.UNKNOWN`: the device judges the whole file anyway. Raises what
    :meth:`Client.send` raises about credentials, and in check mode.
    """
    query = {"format": "json"}
    try:
        client.send(Request("PUT", f"{_PATH}/AddPreValidation", query, body=_form(header), harmless=True))
        return _verdict(client, Deadline(client.clock, seconds))
    except PackageRefused as refusal:
        return Judgement(Answer.FAIL, str(refusal))
    except (BadAnswer, ConnectionLost, Rejected, Unreachable) as trouble:
        return Judgement(Answer.UNKNOWN, str(trouble))


def _verdict(client: Client, deadline: Deadline) -> Judgement:
    for pause in _PACE.pauses():
        told = document.of(client.send(get_json(f"{_PATH}/GetPreValidationResults")))
        status = (document.text(told, "status") or "").casefold()
        if status in (Answer.SUCCESS, Answer.FAIL, Answer.CONFIRM):
            return Judgement(Answer(status), document.text(told, "results/confirmPrompt", "errorMsg") or "")
        if status != "verifying":
            return Judgement(Answer.UNKNOWN, f"its check ended with {status or 'no word'!r}")
        if deadline.passed:
            break
        client.clock.sleep(min(pause, deadline.remaining))
    return Judgement(Answer.UNKNOWN, f"it was still checking after {deadline.seconds:.0f} s")


def _form(header: bytes) -> BytesBody:
    """Two parts: what is handed over, and the bytes."""
    path = {"filePathType": "multipart", "filePath": _FILE_PART}
    about = json.dumps({"upgradePacketPath": path, "languageType": _LANGUAGE}).encode()
    boundary = secrets.token_hex(16)
    parts = (
        ("AddPreValidation", "", "text/json", about),
        (_FILE_PART, "digicap.dav", "application/octet-stream", header),
    )
    framed = b"".join(_part(boundary, *part) for part in parts)
    return BytesBody(framed + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}")


def _part(boundary: str, name: str, file: str, content_type: str, content: bytes) -> bytes:
    named = f'; filename="{file}"' if file else ""
    disposition = f'Content-Disposition: form-data; name="{name}"{named}'
    head = f"--{boundary}\r\n{disposition}\r\nContent-Type: {content_type}\r\n\r\n"
    return head.encode() + content + b"\r\n"
