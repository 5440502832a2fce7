# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run as a value: whose turn it is, what a resumed step knows, and what the file of a run may hold."""

from __future__ import annotations

import dataclasses
import json
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.procedures import (
    DATABASE_ROLLBACK,
    LICENSE_PATCH,
    PROCEDURES,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.document import read, to_bytes
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.errors import (
    NotAllowed,
    RunUnusable,
    UnknownStep,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.position import position
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.procedure import Procedure
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import (
    Evidence,
    Milestone,
    Origin,
    Status,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run import ProcedureRun, repeats

NOW = "2026-11-22T03:00:00.000000Z"
LATER = "2026-11-22T04:00:00.000000Z"
SCREENSHOT = Evidence("evidence/license.png", 9, "a" * 64, NOW, Origin.CONTROLLER)


def new(procedure: Procedure = LICENSE_PATCH) -> ProcedureRun:
    return ProcedureRun(procedure, "run", "server", "b" * 64, "salt", NOW)


def through(run: ProcedureRun, last: str) -> ProcedureRun:
    """The run with everything done up to a step, that step among it, and without the optional ones."""
    for step in run.procedure.steps:
        if not step.optional and step.may_wait:
            run = run.passed(step, NOW, operator="ada", reference="HIK-1", evidence=())
        elif not step.optional:
            run = run.done(step, NOW, "ada", {})
        if step.id == last:
            return run
    raise AssertionError(last)


def step(name: str) -> typing.Any:
    return LICENSE_PATCH.step(name)


@pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=lambda each: each.name)
def test_a_procedure_refers_to_steps_that_come_before(procedure: Procedure) -> None:
    names = [each.id for each in procedure.steps]
    assert len(set(names)) == len(names)
    for each in procedure.steps:
        earlier = {before.id for before in procedure.before(each)}
        assert {*each.needs, *each.fresh_after} <= earlier


def test_an_unknown_step_is_an_error() -> None:
    with pytest.raises(UnknownStep, match="license_patch has no step 'nonsense'"):
        LICENSE_PATCH.step("nonsense")


def test_steps_take_turns() -> None:
    run = new()
    run.check_turn(step("preflight"))
    with pytest.raises(NotAllowed, match="support_case comes after preflight"):
        run.check_turn(step("support_case"))
    run = through(run, "system_backup_copy")
    for name in ("person_export_api", "person_export", "service_manager_closed", "database_copy"):
        run.check_turn(step(name))
    with pytest.raises(NotAllowed, match="package_staged comes after database_copy"):
        run.check_turn(step("package_staged"))


def test_a_response_needs_its_request() -> None:
    run = through(new(), "patch_verified")
    run.check_turn(step("license_confirmed"))
    with pytest.raises(NotAllowed, match="activation_response comes after activation_request"):
        run.check_turn(step("activation_response"))
    skipped = run.skipped(step("activation_request"), NOW, "ada", "online")
    with pytest.raises(NotAllowed, match="activation_response comes after activation_request"):
        skipped.check_turn(step("activation_response"))
    run.passed(step("activation_request"), NOW, operator="ada", reference=None, evidence=()).check_turn(
        step("activation_response")
    )


def test_a_value_never_changes() -> None:
    run = new()
    run.done(step("preflight"), NOW, "ada", {})
    assert run == new()


def test_what_was_known_first_survives_a_power_cut() -> None:
    """After a kill -9 the services are down and disabled, which must not pass for how they were."""
    run = through(new(), "system_backup_copy")
    run = run.started(step("database_copy"), NOW, "ada", {"services_before": ["auto"]})
    run = run.noted(step("database_copy"), Milestone("services_held", NOW, {}))
    assert position(run).interrupted == position(run).next == "database_copy"
    assert repeats(typing.cast(typing.Any, run.record("database_copy")))
    again = run.started(step("database_copy"), LATER, "bob", {"services_before": ["disabled"], "more": 1})
    record = again.record("database_copy")
    assert record is not None
    assert record.facts == {"services_before": ["auto"], "more": 1}
    assert (record.attempts, record.started, record.operator) == (2, LATER, "bob")
    assert [each.name for each in record.milestones] == ["services_held"]


@pytest.mark.parametrize(("put_back", "known"), [(False, ["auto"]), (True, ["manual"])])
def test_after_a_failure_only_what_was_put_back_is_looked_at_anew(put_back: bool, known: list[str]) -> None:
    run = through(new(), "system_backup_copy").started(step("database_copy"), NOW, "ada", {"before": ["auto"]})
    run = run.failed(step("database_copy"), NOW, "a file was locked", {"locked": "1259"}, put_back=put_back)
    record = run.record("database_copy")
    assert record is not None
    assert (record.status, record.reason, record.facts["locked"]) == (Status.FAILED, "a file was locked", "1259")
    assert position(run).failed == "database_copy"
    again = run.started(step("database_copy"), LATER, "ada", {"before": ["manual"]}).record("database_copy")
    assert again is not None
    assert again.facts["before"] == known
    assert (again.reason, again.put_back) == (None, False)


def test_a_gate_that_was_begun_automatically_keeps_what_was_known_while_it_waits() -> None:
    """The list of programs before the patch must be from before the patch."""
    run = through(new(), "package_staged").started(step("patch_install"), NOW, "ada", {"programs": "before"})
    run = run.waiting(step("patch_install"), NOW, "ada", "word")
    run = run.started(step("patch_install"), LATER, "ada", {"programs": "after"})
    run = run.passed(step("patch_install"), LATER, operator="bob", reference=None, evidence=(SCREENSHOT,))
    record = run.record("patch_install")
    assert record is not None
    assert record.facts == {"programs": "before"}
    assert (record.operator, record.confirm, record.evidence) == ("bob", None, (SCREENSHOT,))


def test_a_gate_waits_for_the_same_word_however_often_it_is_asked() -> None:
    run = through(new(), "preflight").waiting(step("support_case"), NOW, "ada", "first")
    record = run.waiting(step("support_case"), LATER, "ada", "second").record("support_case")
    assert record is not None
    assert (record.confirm, record.started, record.attempts, record.status) == ("first", NOW, 2, Status.WAITING)
    assert position(run).waiting == "support_case"


def test_the_gate_that_waits_is_the_one_that_was_asked_for_last() -> None:
    run = through(new(), "patch_verified")
    online = run.waiting(step("license_confirmed"), NOW, "ada", None)
    assert position(online.waiting(step("activation_request"), LATER, "ada", None)).waiting == "activation_request"
    offline = run.waiting(step("activation_request"), NOW, "ada", None)
    assert position(offline.waiting(step("license_confirmed"), LATER, "ada", None)).waiting == "license_confirmed"


def test_steps_that_nobody_needed_are_left_out_after_the_one_that_shows_it() -> None:
    run = through(new(), "license_confirmed")
    for name in ("activation_request", "activation_response"):
        run.check_turn(step(name), skips=True)
        run = run.skipped(step(name), NOW, "ada", "activated online")
    assert position(run).skipped == ("activation_request", "activation_response")


def test_what_is_over_stays_as_it_is() -> None:
    run = through(new(), "system_backup_copy").skipped(step("person_export"), NOW, "ada", "no access control")
    done, skipped = step("preflight"), step("person_export")
    for each in (done, skipped):
        with pytest.raises(NotAllowed, match="already, since"):
            run.done(each, NOW, "ada", {})
        with pytest.raises(NotAllowed, match="already, since"):
            run.failed(each, NOW, "x", {}, put_back=True)
    with pytest.raises(NotAllowed, match="already"):
        run.started(done, NOW, "ada", {})
    with pytest.raises(NotAllowed, match="already"):
        run.passed(skipped, NOW, operator="ada", reference=None, evidence=())


def test_kinds_of_steps_are_not_mixed_up() -> None:
    run = new()
    with pytest.raises(NotAllowed, match="is a gate"):
        run.started(step("support_case"), NOW, "ada", {})
    with pytest.raises(NotAllowed, match="is a gate"):
        run.done(step("support_case"), NOW, "ada", {})
    with pytest.raises(NotAllowed, match="is no gate"):
        run.passed(step("preflight"), NOW, operator="ada", reference=None, evidence=())
    with pytest.raises(NotAllowed, match="can not be skipped"):
        run.skipped(step("preflight"), NOW, "ada", "no time")
    with pytest.raises(NotAllowed, match="not under way"):
        run.noted(step("preflight"), Milestone("x", NOW, {}))


def test_a_milestone_and_a_record_once_more_take_the_place_of_the_first() -> None:
    run = new().started(step("preflight"), NOW, "ada", {})
    old, newer = (
        dataclasses.replace(SCREENSHOT, path="records/a"),
        dataclasses.replace(SCREENSHOT, path="records/a", size=3),
    )
    run = run.noted(step("preflight"), Milestone("looked", NOW, {"n": 1})).keeping(step("preflight"), [old])
    run = run.noted(step("preflight"), Milestone("looked", LATER, {"n": 2})).keeping(step("preflight"), [newer])
    record = run.record("preflight")
    assert record is not None
    assert record.milestones == (Milestone("looked", LATER, {"n": 2}),)
    assert record.records == (newer,)


def test_a_run_ends_when_nothing_is_open() -> None:
    run = through(new(), "report")
    with pytest.raises(NotAllowed, match="person_export_api, person_export, service_manager_closed"):
        run.finished(NOW)
    for each in LICENSE_PATCH.steps:
        run = run.skipped(each, NOW, "ada", "not needed") if each.optional else run
    ended = run.finished(LATER)
    assert (ended.ended, ended.finished(NOW)) == (LATER, ended)
    assert position(ended).complete
    assert position(ended).next is None
    with pytest.raises(NotAllowed, match="ended at"):
        ended.check_turn(step("preflight"))


def rich() -> ProcedureRun:
    run = through(new(), "system_backup_copy").skipped(step("person_export"), NOW, "ada", "no doors")
    run = run.started(step("database_copy"), NOW, "ada", {"nested": {"list": [1, 2.5, None, True, "ä"]}})
    run = run.noted(step("database_copy"), Milestone("copied", NOW, {"n": 1})).keeping(
        step("database_copy"), [SCREENSHOT]
    )
    return run.failed(step("database_copy"), NOW, "why", {}, put_back=True)


def test_nothing_is_done_in_a_rollback_before_it_is_confirmed() -> None:
    run = through(new(DATABASE_ROLLBACK), "preflight")
    for name in ("copy_staged", "database_exchanged"):
        with pytest.raises(NotAllowed, match="rollback_confirmed"):
            run.check_turn(DATABASE_ROLLBACK.step(name))
    with pytest.raises(NotAllowed, match="is a gate"):
        run.done(DATABASE_ROLLBACK.step("rollback_confirmed"), NOW, "ada", {})


def test_an_exchange_that_was_cut_off_still_knows_where_everything_has_to_go() -> None:
    exchange = DATABASE_ROLLBACK.step("database_exchanged")
    run = through(new(DATABASE_ROLLBACK), "copy_staged").started(
        exchange, NOW, "ada", {"aside": "of the first attempt"}
    )
    again = run.started(exchange, LATER, "ada", {"aside": "of the second attempt"}).record("database_exchanged")
    assert again is not None
    assert again.facts == {"aside": "of the first attempt"}


def test_a_run_is_read_as_it_was_written() -> None:
    for run in (new(), new(DATABASE_ROLLBACK), rich()):
        assert read(to_bytes(run), PROCEDURES, "state.json") == run


def test_every_piece_of_a_file_is_refused() -> None:
    data = to_bytes(rich())
    for length in range(len(data) - 1):
        with pytest.raises(RunUnusable, match="state.json"):
            read(data[:length], PROCEDURES, "state.json")


def paths(value: object, path: tuple[typing.Any, ...] = ()) -> typing.Iterator[tuple[typing.Any, ...]]:
    """Every place in a document, but for the facts, which may hold anything."""
    yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from paths(each, (*path, key)) if key != "facts" else [(*path, key)]
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from paths(each, (*path, number))


ALL_PATHS = [path for path in paths(json.loads(to_bytes(rich()))) if path]
ANY_TEXT = "path run_id salt host patch operator reference reason confirm name".split()


def refuses(content: object) -> bool:
    try:
        read(json.dumps(content).encode(), PROCEDURES, "state.json")
    except RunUnusable:
        return True
    return False


def changed(path: tuple[typing.Any, ...], *value: object) -> typing.Any:
    """The document with another value at a place, or without the place."""
    content = json.loads(to_bytes(rich()))
    place = content
    for each in path[:-1]:
        place = place[each]
    if value:
        place[path[-1]] = value[0]
    else:
        del place[path[-1]]
    return content


def test_a_value_of_another_type_is_refused() -> None:
    wrong = [[[]], 3.5, -1]
    assert [path for path in ALL_PATHS for value in wrong if not refuses(changed(path, value))] == []
    assert [path for path in ALL_PATHS if path[-1] not in ANY_TEXT and not refuses(changed(path, ""))] == []


def test_a_value_that_is_missing_is_refused() -> None:
    assert [path for path in ALL_PATHS if isinstance(path[-1], str) and not refuses(changed(path))] == []


def test_unknown_values_and_steps_twice_are_refused() -> None:
    for change in (
        lambda told: told.update(more=1),
        lambda told: told["steps"][0].update(more=1),
        lambda told: told["steps"].append(told["steps"][0]),
        lambda told: told["steps"][0].update(step="nonsense"),
        lambda told: told.update(schema="hikcentral-procedure-run/2"),
    ):
        content = json.loads(to_bytes(rich()))
        change(content)
        with pytest.raises(RunUnusable):
            read(json.dumps(content).encode(), PROCEDURES, "state.json")


@pytest.mark.parametrize("fact", [float("nan"), {1, 2}, b"x", "x" * (33 << 20)], ids=["nan", "set", "bytes", "long"])
def test_facts_are_plain_and_of_a_reasonable_size(fact: object) -> None:
    with pytest.raises(RunUnusable):
        to_bytes(new().done(step("preflight"), NOW, "ada", {"fact": fact}))
