# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The details that each kind of event has, and their form: a closed list, so that nothing else is ever written.

What a device or a module tells is cut down to the list, too: of a firmware its version and build, of a phase its name
and seconds.
"""

from __future__ import annotations

import datetime
import math
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import UnknownDetail
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind

LONGEST_TEXT: typing.Final = 4000  # characters; the words of a device may be of any length

Details = dict[str, typing.Any]
Form = typing.Callable[[typing.Any], typing.Any]


def text(told: object) -> str:
    """A text, not longer than :data:`LONGEST_TEXT`."""
    words = str(told)
    return words if len(words) <= LONGEST_TEXT else f"{words[: LONGEST_TEXT - 1]}…"


def texts(told: typing.Iterable[object]) -> list[str]:
    """Names or sentences."""
    return [text(each) for each in ([told] if isinstance(told, str) else told)]


def number(told: float) -> int | float:
    """A number; seconds are rounded to thousandths."""
    if isinstance(told, int):
        return int(told)
    value = float(told)
    return round(value, 3) if math.isfinite(value) else 0.0


def moment(told: datetime.datetime | str) -> str:
    """A moment with its zone."""
    return told.isoformat() if isinstance(told, datetime.datetime) else text(told)


def firmware(told: FirmwareVersion | typing.Mapping[str, typing.Any]) -> Details:
    """Version and build."""
    if isinstance(told, FirmwareVersion):
        return dict(told.as_result())
    return {name: None if told.get(name) is None else text(told[name]) for name in ("version", "build")}


def phases(told: typing.Iterable[typing.Mapping[str, typing.Any]]) -> list[Details]:
    """Name and seconds of each phase."""
    return [{"name": text(each["name"]), "seconds": number(each["seconds"])} for each in told]


def boot(told: typing.Mapping[str, typing.Any]) -> Details:
    """Who rebooted the device, and what proves it."""
    return {name: text(told[name]) for name in ("by", "proof") if told.get(name) is not None}


_STEP: typing.Final[dict[str, Form]] = {"step": number, "package": text, "version": text, "build": text}
_FILE: typing.Final[dict[str, Form]] = {"path": text, "sha256": text}
_AROUND: typing.Final[dict[str, Form]] = {"before": firmware, "after": firmware}
_RESULT: typing.Final[dict[str, Form]] = {
    **_STEP,
    **_AROUND,
    "outcome": text,
    "msg": text,
    "advice": text,
    "phases": phases,
    "boot": boot,
    "whole": bool,
}

DETAILS: typing.Final[typing.Mapping[Kind, typing.Mapping[str, Form]]] = {
    Kind.RUN_BEGAN: {
        **dict.fromkeys(("controller", "machine", "boot_id", "namespace", "user", "plan", "collection_version"), text),
        **dict.fromkeys(("pid", "started", "devices", "waves"), number),
        **dict.fromkeys(("core", "python"), text),
        "going_back": bool,
    },
    Kind.WAVE_BEGAN: {"wave": number, "canary": bool, "hosts": texts},
    Kind.WAVE_JUDGED: {"wave": number, "stop": bool, "sentence": text},
    Kind.APPROVED: {"wave": number, "request": text, "by": text},
    Kind.STOPPED: {"reason": text, "wave": number},
    Kind.SET_ASIDE: {"hosts": texts, "reason": text},
    Kind.RUN_ENDED: {"state": text, "sentence": text},
    Kind.BEGAN: {"wave": number, "attempt": number, "model": text, "package": text, "serial": text},
    Kind.DEFERRED: {"reason": text, "until": moment, "step": number, "wave": number},
    Kind.BASELINE: _FILE,
    Kind.BACKED_UP: {**_FILE, "step": number, "firmware": firmware},
    Kind.WRITING: {**_STEP, "sha256": text, "size": number, "before": firmware, "uptime": number, "wave": number},
    Kind.SENT: {"step": number, "bytes": number, "total": number, "whole": bool, "refused": bool, "seconds": number},
    Kind.FLASHING: {"step": number, "msg": text},
    Kind.REBOOTING: {"step": number, "msg": text},
    Kind.FLASHED: _RESULT,
    Kind.PROVEN: {"step": number, "firmware": text, "msg": text},
    Kind.SETTLED: _RESULT,
    Kind.ENDED: {
        **_AROUND,
        "state": text,
        "reason": text,
        "advice": text,
        "seconds": number,
        "wave": number,
        "backup": text,
        "package": text,
    },
    Kind.REGRESSED: {"problems": texts, "wave": number},
    Kind.ROLLED_BACK: {**_AROUND, "state": text, "reason": text, "advice": text, "backup": text, "package": text},
}
"""Kind -> name of the detail -> what makes its plain value. A value of ``None`` is left out."""


def closed(kind: Kind, told: typing.Mapping[str, typing.Any]) -> Details:
    """``told`` in the form of the list. Raises :class:`UnknownDetail` for a name that is not on it."""
    forms = DETAILS[kind]
    if unknown := sorted(told.keys() - forms.keys()):
        raise UnknownDetail(f"The event {kind.value} has no detail {', '.join(unknown)}.")
    return {name: forms[name](value) for name, value in told.items() if value is not None}
