# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with single answers."""

from __future__ import annotations

from dataclasses import dataclass

from .base import Fault, PathFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy(PathFault):
    """Requests for ``path`` (a shell pattern) are refused with ``sub_status``, which says try again later."""

    sub_status: str = "deviceBusy"
    path: str = "/ISAPI/System/updateFirmware"


@dataclass(frozen=True, slots=True, kw_only=True)
class GarbageXml(PathFault):
    """Answers of ``path`` (a shell pattern) are not XML any more."""

    uses: int | None = None
    path: str = "/ISAPI/System/deviceInfo"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirtyXml(PathFault):
    """Answers of ``path`` are XML with junk before, NUL bytes after and a bare ampersand inside."""

    uses: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlError(PathFault):
    """``path`` answers a HTML page with ``status``."""

    uses: int | None = None
    path: str = "/ISAPI/System/deviceInfo"
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorAnswer(PathFault):
    """``path`` answers a ResponseStatus with ``sub_status``; ``http``: its HTTP status."""

    uses: int | None = None
    path: str = "/ISAPI/Streaming/channels/*/picture"
    sub_status: str = "deviceError"
    http: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowAnswers(PathFault):
    """Every answer of ``path`` comes ``seconds`` (real) later."""

    uses: int | None = None
    seconds: float = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupErrorPage(Fault):
    """The configuration export answers 200 with a ResponseStatus; ``html``: with a HTML page."""

    html: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupTiny(Fault):
    """The configuration export has ``size`` bytes only."""

    size: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupTruncated(Fault):
    """The connection breaks in the middle of the configuration export."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropAnswers(PathFault):
    """The connection closes instead of an answer of ``path``, after the request has been carried out."""

    uses: int | None = None
