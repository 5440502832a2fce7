# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The published schemas of journal and plan are about what the code writes."""

from __future__ import annotations

import datetime
import functools
import json
import typing

import jsonschema
import pytest
from hypothesis import given, settings

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.schema import SCHEMAS
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal import details
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.details import DETAILS, closed
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document
from ansible_collections.surveillance.hikvision.tests.unit.journal.story import FIRST, NEW, NIGHT, event
from ansible_collections.surveillance.hikvision.tests.unit.journal.test_history_laws import journals
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet

SAMPLES: typing.Final[dict[typing.Any, typing.Any]] = {
    details.text: "words",
    details.texts: ["one", "two"],
    details.number: 12.5,
    details.moment: datetime.datetime(2026, 3, 3, 5, tzinfo=datetime.UTC),
    details.firmware: NEW,
    details.phases: [{"name": "upload", "seconds": 12.0}],
    details.boot: {"by": "device", "proof": "uptime"},
    bool: True,
}


@functools.cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def check(told: Event) -> None:
    validator("rollout-journal").validate(json.loads(told.as_line()))


@pytest.mark.parametrize("kind", Kind)
def test_an_event_with_every_detail_and_one_without_any_obey(kind: Kind) -> None:
    host = "cam-1" if kind.is_of_device else None
    whole = closed(kind, {name: SAMPLES[form] for name, form in DETAILS[kind].items()})
    assert set(whole) == set(DETAILS[kind])
    check(Event(NIGHT, FIRST, kind, host, whole))
    check(Event(NIGHT, FIRST, kind, host))


@pytest.mark.parametrize("kind", Kind)
def test_the_schema_knows_the_same_details_as_the_code(kind: Kind) -> None:
    schema = validator("rollout-journal").schema
    known = set(schema["$defs"][kind.value]["properties"]) - {"schema", "at", "run", "event", "host"}
    assert known == set(DETAILS[kind])


@settings(max_examples=50, deadline=None)
@given(journals())
def test_any_journal_obeys(events: list[Event]) -> None:
    for told in events:
        check(told)


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "x"},
        {"host": None},
        {"event": "unheard_of"},
        {"run": "short"},
        {"schema": "hikvision-rollout-journal/2"},
        {"step": "one"},
        {"before": {**NEW, "password": "x"}},
    ],
)
def test_what_is_no_event_does_not_obey(changes: dict[str, typing.Any]) -> None:
    line = json.loads(event(Kind.WRITING, step=1, before=NEW).as_line())
    validator("rollout-journal").validate(line)
    assert list(validator("rollout-journal").iter_errors({**line, **changes}))


def test_a_plan_obeys_its_schema() -> None:
    plan = sample_fleet.plan()
    assert plan.left_out
    assert plan.release_notes
    validator("rollout-plan").validate(json.loads(document.to_bytes(plan)))


@pytest.mark.parametrize("key", ["schema", "devices", "limits", "expires"])
def test_what_is_no_plan_does_not_obey(key: str) -> None:
    told = json.loads(document.to_bytes(sample_fleet.plan()))
    assert list(validator("rollout-plan").iter_errors({name: value for name, value in told.items() if name != key}))
    assert list(validator("rollout-plan").iter_errors({**told, "unheard_of": 1}))
