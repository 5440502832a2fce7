# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line of a journal, and what may stand in it."""

from __future__ import annotations

import datetime
import json

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.details import (
    DETAILS,
    LONGEST_TEXT,
    closed,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import (
    NewerSchema,
    NotAnEvent,
    UnknownDetail,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import SCHEMA, Event, Kind
from ansible_collections.surveillance.hikvision.tests.unit.journal.story import FIRST, NEW, NIGHT, event


def test_an_event_is_read_as_it_was_written() -> None:
    for kind in Kind:
        told = event(kind, "cam ü\n1" if kind.is_of_device else None)
        line = told.as_line()
        assert "\n" not in line
        assert line.isascii()
        assert Event.read(line) == told


def test_a_line_is_what_readers_of_the_format_expect() -> None:
    line = event(Kind.WRITING, step=1, package="g5", **NEW).as_line()
    assert json.loads(line) == {
        "schema": SCHEMA,
        "at": "2026-03-02T22:00:00.000000+00:00",
        "run": FIRST,
        "event": "writing",
        "host": "cam-1",
        "step": 1,
        "package": "g5",
        **NEW,
    }


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "12",
        '{"schema": "something else"}',
        json.dumps({"schema": SCHEMA}),
        json.dumps({"schema": SCHEMA, "at": "2026-03-02T22:00:00", "run": FIRST, "event": "began", "host": "a"}),
        json.dumps({"schema": SCHEMA, "at": NIGHT.isoformat(), "run": "short", "event": "began", "host": "a"}),
        json.dumps({"schema": SCHEMA, "at": NIGHT.isoformat(), "run": FIRST, "event": "unheard_of", "host": "a"}),
        json.dumps({"schema": SCHEMA, "at": NIGHT.isoformat(), "run": FIRST, "event": "began"}),
        json.dumps({"schema": SCHEMA, "at": NIGHT.isoformat(), "run": FIRST, "event": "run_ended", "host": "a"}),
        json.dumps({"schema": SCHEMA, "at": 5, "run": FIRST, "event": "began", "host": "a"}),
    ],
)
def test_anything_else_is_no_event(line: str) -> None:
    with pytest.raises(NotAnEvent):
        Event.read(line)


def test_a_later_format_is_not_guessed_at() -> None:
    with pytest.raises(NewerSchema, match=r"journal/2, and hikvision-rollout-journal/1"):
        Event.read('{"schema": "hikvision-rollout-journal/2"}')


def test_every_kind_has_its_list_of_details() -> None:
    assert set(DETAILS) == set(Kind)
    own = {"schema", "at", "run", "event", "host"}
    assert all(own.isdisjoint(forms) for forms in DETAILS.values())


@pytest.mark.parametrize("kind", Kind)
def test_what_is_not_on_the_list_is_refused(kind: Kind) -> None:
    with pytest.raises(UnknownDetail, match="password"):
        closed(kind, {"password": "canary-5ecret"})


def test_what_a_device_tells_is_cut_down_to_the_list() -> None:
    told = closed(
        Kind.FLASHED,
        {
            "outcome": "upgraded",
            "before": {**NEW, "password": "canary-5ecret"},
            "after": FirmwareVersion("V5.7.18", "240826"),
            "phases": [{"name": "upload", "seconds": 1.23456, "password": "canary-5ecret"}],
            "boot": {"by": "device", "proof": "uptime", "password": "canary-5ecret"},
            "msg": "x" * 10_000,
            "advice": None,
        },
    )
    assert "canary" not in json.dumps(told)
    assert told["before"] == told["after"] == NEW
    assert told["phases"] == [{"name": "upload", "seconds": 1.235}]
    assert len(told["msg"]) == LONGEST_TEXT
    assert "advice" not in told


def test_moments_and_names_have_one_form() -> None:
    until = datetime.datetime(2026, 3, 3, 5, tzinfo=datetime.UTC)
    assert closed(Kind.DEFERRED, {"until": until})["until"] == "2026-03-03T05:00:00+00:00"
    assert closed(Kind.REGRESSED, {"problems": "one"})["problems"] == ["one"]
    assert closed(Kind.ENDED, {"seconds": float("nan")})["seconds"] == 0.0
