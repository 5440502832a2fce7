# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Events as a rollout would write them, one second after the other."""

from __future__ import annotations

import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.details import closed
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import DeviceHistory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History

FIRST, SECOND = "aaaaaaaaaaaa", "bbbbbbbbbbbb"
NIGHT = datetime.datetime(2026, 3, 2, 22, tzinfo=datetime.UTC)
OLD = {"version": "V5.7.15", "build": "240201"}
NEW = {"version": "V5.7.18", "build": "240826"}

Told = tuple[Kind, dict[str, typing.Any]]


def event(kind: Kind, host: str | None = "cam-1", *, run: str = FIRST, second: float = 0, **details: object) -> Event:
    return Event(NIGHT + datetime.timedelta(seconds=second), run, kind, host, closed(kind, details))


def history(*told: Told | Event, run: str = FIRST) -> History:
    """The history of events that are about one device, unless they are events already."""
    events = [
        each if isinstance(each, Event) else event(each[0], run=run, second=number, **each[1])
        for number, each in enumerate(told)
    ]
    return History.of(events, run)


def camera(*told: Told | Event) -> DeviceHistory:
    return history(*told).device("cam-1")


BEGAN: Told = (Kind.BEGAN, {"wave": 1, "attempt": 1, "model": "DS-2CD", "package": "g5"})
WRITING: Told = (Kind.WRITING, {"step": 1, "package": "g5", **NEW, "before": OLD, "size": 31_457_280})
SENT: Told = (Kind.SENT, {"step": 1, "bytes": 31_457_280, "total": 31_457_280, "whole": True})
PROVEN: Told = (Kind.PROVEN, {"step": 1})


def flashed(outcome: str, **details: object) -> Told:
    return Kind.FLASHED, {"step": 1, "outcome": outcome, "before": OLD, **details}


def settled(outcome: str, **details: object) -> Told:
    return Kind.SETTLED, {"outcome": outcome, **details}


def ended(state: str, **details: object) -> Told:
    return Kind.ENDED, {"state": state, "reason": f"it is {state}", **details}


UPGRADED: typing.Final = (BEGAN, WRITING, SENT, flashed("upgraded", after=NEW), PROVEN, ended("upgraded", after=NEW))
