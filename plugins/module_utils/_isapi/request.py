# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests and answers as values."""

from __future__ import annotations

import dataclasses
import json
import typing
import urllib.parse

from . import xml
from .errors import BadAnswer

KIB = 1024
MIB = 1024 * KIB


class Body(typing.Protocol):
    """A request body that is read once, in order, and knows its exact length in bytes.

    ``sent`` counts the bytes read; when the connection breaks, the transport sets it to those that had gone out.
    """

    content_type: str
    sent: int

    def __len__(self) -> int: ...

    def read(self, size: int = -1) -> bytes: ...

    def rewind(self) -> None:
        """Start over, for the one repetition that a stale nonce allows."""


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """One ISAPI request.

    ``path`` starts with ``/``; ``query`` is encoded by us. ``timeout`` (seconds without a sign of life) overrides the
    client's. ``limit`` caps the answer's size in bytes. ``harmless``: it has a changing verb, and the device keeps
    nothing of it.
    """

    method: str
    path: str
    query: typing.Mapping[str, str] = dataclasses.field(default_factory=dict)
    body: Body | None = None
    timeout: float | None = None
    limit: int = 4 * MIB
    harmless: bool = False

    @property
    def safe(self) -> bool:
        """Whether the request only reads. The device decides nothing else by verb."""
        return self.method == "GET"

    @property
    def target(self) -> str:
        """Path and query as they go over the wire, and into the Digest response."""
        encoded = urllib.parse.urlencode(self.query, quote_via=urllib.parse.quote)
        return f"{self.path}?{encoded}" if encoded else self.path

    def __str__(self) -> str:
        # The query may hold an encrypted secret: it stays out of every message.
        return f"{self.method} {self.path}"


def get(path: str, **query: str) -> Request:
    """A read of ``path``."""
    return Request("GET", path, query)


def get_json(path: str) -> Request:
    """A read of ``path`` in its JSON form, which access control devices prefer."""
    return Request("GET", path, {"format": "json"})


class BytesBody:
    """A small body held in memory."""

    def __init__(self, data: bytes, content_type: str) -> None:
        self._data = data
        self.content_type = content_type
        self.sent = 0

    def __len__(self) -> int:
        return len(self._data)

    def read(self, size: int = -1) -> bytes:
        end = len(self._data) if size < 0 else self.sent + size
        chunk = self._data[self.sent : end]
        self.sent += len(chunk)
        return chunk

    def rewind(self) -> None:
        self.sent = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What came back: HTTP status, headers with lower-case names, body. ``source`` names the request in messages."""

    status: int
    headers: typing.Mapping[str, str]
    body: bytes
    source: str = "the request"

    @property
    def is_xml(self) -> bool:
        return (self._begins_with(b"<") or b"<?xml" in self.body[:256]) and not self.is_html

    @property
    def is_json(self) -> bool:
        """Judged by the body: devices send JSON labelled as XML and the other way round."""
        return self._begins_with(b"{", b"[")

    @property
    def is_html(self) -> bool:
        head = self.body[:512].lower()
        return b"<html" in head or b"<!doctype html" in head

    def xml(self) -> xml.Element:
        """The body as XML; raises :class:`BadAnswer` when it is something else."""
        if self.is_html:
            raise BadAnswer(f"the device answered {self.source} with a web page instead of data")
        if self.is_json:
            raise BadAnswer(f"the device answered {self.source} with JSON instead of XML")
        try:
            return xml.parse(self.body)
        except BadAnswer as error:
            raise BadAnswer(f"the device answered {self.source} with {error}") from error

    def json(self) -> dict[str, typing.Any]:
        """The body as a JSON object; raises :class:`BadAnswer` when it is something else."""
        try:
            document = json.loads(xml.decoded(self.body).strip("\x00 \r\n\t"), strict=False)
        except (ValueError, RecursionError) as error:
            raise BadAnswer(f"the device answered {self.source} with broken JSON") from error
        if not isinstance(document, dict):
            raise BadAnswer(f"the device answered {self.source} with JSON that is not an object")
        return document

    def _begins_with(self, *starts: bytes) -> bool:
        return self.body[:256].lstrip(b"\xef\xbb\xbf\x00 \r\n\t").startswith(starts)
