# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recorded answers of real devices, read in place. They are not part of the project.

They are looked for in the directory that ``HIKVISION_RECORDINGS`` names, else in ``recordings`` of a directory
``shared`` beside the checkout. Layout: ``<source>/<device>/index.json`` with a list ``records`` of ``method``,
``path``, ``http_status`` and ``file``; the last two may be null.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer, Request
from ansible_collections.surveillance.hikvision.tests.unit import wire

_BESIDE = pathlib.Path(__file__).resolve().parents[3].parent / "shared" / "recordings"
ROOT = pathlib.Path(os.environ.get("HIKVISION_RECORDINGS") or _BESIDE)

needs_recordings = pytest.mark.skipif(
    not ROOT.is_dir(), reason="no recordings of real devices here; HIKVISION_RECORDINGS names their directory"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """One recorded answer. ``body`` is ``None`` where only the status was recorded."""

    method: str
    path: str
    status: int
    body: bytes | None


@dataclasses.dataclass(frozen=True, slots=True)
class RecordedDevice:
    """Everything recorded of one device; ``name`` is its directory."""

    source: str
    name: str
    records: tuple[Record, ...]

    def __str__(self) -> str:
        return f"{self.source}/{self.name}"


def bodies() -> list[pathlib.Path]:
    """Every recorded body, indexed or not."""
    if not ROOT.is_dir():
        return []
    return sorted(file for file in ROOT.glob("*/*/*") if file.is_file() and file.name != "index.json")


def devices() -> list[RecordedDevice]:
    """Every recorded device, ordered by name."""
    return [_device(index) for index in sorted(ROOT.glob("*/*/index.json"))] if ROOT.is_dir() else []


def _device(index: pathlib.Path) -> RecordedDevice:
    entries = json.loads(index.read_text(encoding="utf-8"))["records"]
    records = tuple(_record(index.parent, entry) for entry in entries)
    return RecordedDevice(index.parent.parent.name, index.parent.name, records)


def _record(directory: pathlib.Path, entry: dict[str, typing.Any]) -> Record:
    body = (directory / entry["file"]).read_bytes() if entry.get("file") else None
    return Record(entry["method"], entry["path"], entry.get("http_status") or 200, body)


class ReplayTransport:
    """Answers like the recorded device, and 404 to everything that was not recorded.

    Paths are compared without case, as devices do. ``asked`` lists every request after the login.
    """

    encrypted = True

    def __init__(self, device: RecordedDevice) -> None:
        self.asked: list[str] = []
        self._answers = {(record.method, record.path.casefold()): record for record in device.records}

    def exchange(self, request: Request, headers: typing.Mapping[str, str], timeout: float) -> Answer:
        if request.path == wire.USER_CHECK:
            return wire.user_check() if "Authorization" in headers else wire.digest_challenge()
        self.asked.append(f"{request.method} {request.target}")
        record = self._answers.get((request.method, request.target.casefold()))
        if record is None:
            return wire.answer(status=404)
        return wire.answer(record.body or b"", record.status)

    def close(self) -> None:
        """Nothing is open."""
