# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of each device, from scripted events."""

from __future__ import annotations

import datetime
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._report import Run, document, write
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._run_record import HostRow, RunRecord, TaskEnd
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._summary import outcome_line, summary

OLD = {"version": "V5.7.15", "build": "240201"}
NEW = {"version": "V5.7.18", "build": "240826"}
PHASES = [{"name": "upload", "seconds": 12.04}, {"name": "flash and reboot", "seconds": 30.0}]
UPGRADED = {"outcome": "upgraded", "before": OLD, "after": NEW, "phases": PHASES, "msg": "It runs V5.7.18."}
WRONG = {
    "outcome": "wrong_version",
    "before": OLD,
    "after": OLD,
    "phases": PHASES,
    "msg": "The device booted and runs V5.7.15.",
    "advice": "Look at its log.",
    "failed": True,
}
STARTED = datetime.datetime(2026, 11, 21, 20, 30, tzinfo=datetime.UTC)


@pytest.fixture
def record() -> RunRecord:
    """A rollout of three devices; the turn of the first two has begun."""
    made = RunRecord()
    made.expect(["cam-01", "cam-02", "cam-03"])
    made.begin("cam-01")
    made.begin("cam-02")
    made.upgrades()
    return made


def row(record: RunRecord, host: str = "cam-01") -> HostRow:
    return next(row for row in record.rows() if row.host == host)


def test_upgraded(record: RunRecord) -> None:
    record.backup_kept("cam-01", "/backups/cam-01/a.cfg")
    record.upgrade_ended("cam-01", UPGRADED)
    seen = row(record)
    assert (seen.outcome, seen.before, seen.after, seen.seconds) == ("upgraded", OLD, NEW, 42.0)
    assert (seen.backup, seen.message, seen.is_good) == ("/backups/cam-01/a.cfg", "It runs V5.7.18.", True)


def test_the_devices_that_were_never_reached_and_the_devices_that_vanished(record: RunRecord) -> None:
    record.upgrade_ended("cam-01", UPGRADED)
    assert [row(record, host).outcome for host in ("cam-02", "cam-03")] == ["vanished", "not_started"]
    assert not any(row(record, host).is_good for host in ("cam-02", "cam-03"))


@pytest.mark.parametrize(("end", "outcome"), [(TaskEnd.FAILED, "failed"), (TaskEnd.UNREACHABLE, "unreachable")])
def test_a_task_before_the_upgrade_ends_it(record: RunRecord, end: TaskEnd, outcome: str) -> None:
    record.task_ended("cam-01", TaskEnd.OK, {"msg": "fine"})
    record.task_ended("cam-01", end, {"msg": "No answer\n  from the device.", "advice": "Check the cable."})
    seen = row(record)
    assert (seen.outcome, seen.message, seen.advice) == (outcome, "No answer from the device.", "Check the cable.")


def test_the_first_trouble_is_the_one_to_report(record: RunRecord) -> None:
    record.upgrade_ended("cam-01", WRONG)
    record.task_ended("cam-01", TaskEnd.FAILED, {"msg": "The rollout stops."})
    record.role_told("cam-01", {"state": "failed", "reason": "The upgrade failed."})
    seen = row(record)
    assert (seen.outcome, seen.message) == ("wrong_version", "The device booted and runs V5.7.15.")
    assert seen.advice == "Look at its log."


def test_a_failed_check_after_the_upgrade_is_a_failure(record: RunRecord) -> None:
    record.upgrade_ended("cam-01", UPGRADED)
    record.task_ended("cam-01", TaskEnd.FAILED, {"msg": "Two channels are offline."})
    seen = row(record)
    assert (seen.outcome, seen.message, seen.after) == ("failed", "Two channels are offline.", NEW)


def test_an_upgrade_after_a_rescued_task_counts(record: RunRecord) -> None:
    record.task_ended("cam-01", TaskEnd.FAILED, {"msg": "No backup."})
    record.upgrade_ended("cam-01", UPGRADED)
    assert row(record).outcome == "upgraded"


def test_bringing_the_old_firmware_back_is_no_success(record: RunRecord) -> None:
    record.upgrade_ended("cam-01", UPGRADED)
    record.task_ended("cam-01", TaskEnd.FAILED, {"msg": "Two channels are offline."})
    record.upgrade_ended("cam-01", {**UPGRADED, "before": NEW, "after": OLD})
    record.role_told("cam-01", {"state": "rolled_back", "reason": "Two channels are offline; rolled back."})
    seen = row(record)
    assert (seen.outcome, seen.before, seen.after) == ("rolled_back", OLD, OLD)
    assert (seen.message, seen.seconds) == ("Two channels are offline; rolled back.", 84.1)

    assert seen.in_trouble


@pytest.mark.parametrize("outcome", ["upgraded", "unchanged"])
def test_bringing_the_old_firmware_back_on_purpose_is_one(record: RunRecord, outcome: str) -> None:
    record.upgrade_ended("cam-01", {**UPGRADED, "outcome": outcome, "before": NEW, "after": OLD})
    record.role_told("cam-01", {"state": "rolled_back", "reason": "The configuration is back."})
    seen = row(record)
    assert (seen.outcome, seen.message) == ("rolled_back", "The configuration is back.")
    assert seen.is_good
    assert outcome_line(seen) == "cam-01: rolled back, V5.7.18 build 240826 -> V5.7.15 build 240201, 42 s"


def test_a_device_that_keeps_its_firmware_was_not_brought_back(record: RunRecord) -> None:
    refused = {**UPGRADED, "outcome": "refused", "before": NEW, "after": NEW, "msg": "The device refuses it."}
    record.upgrade_ended("cam-01", refused)
    record.role_told("cam-01", {"state": "config_restored", "reason": "The configuration is back. The firmware stays."})
    seen = row(record)
    assert (seen.outcome, seen.message) == ("config_restored", "The configuration is back. The firmware stays.")
    assert seen.in_trouble


def test_a_device_that_refuses_its_second_step_is_not_as_it_was(record: RunRecord) -> None:
    record.upgrade_ended("cam-01", UPGRADED)
    record.upgrade_ended("cam-01", {**UPGRADED, "outcome": "refused", "before": NEW, "after": NEW})
    record.role_told("cam-01", {"state": "failed", "reason": "Step 2 of 2: it is busy.", "steps_done": 1})
    seen = row(record)
    assert (seen.outcome, seen.message) == ("failed", "Step 2 of 2: it is busy.")
    assert (seen.before, seen.after, seen.in_trouble) == (OLD, NEW, True)


def test_only_a_device_whose_turn_has_begun_can_vanish() -> None:
    record = RunRecord()
    record.expect(["cam-01", "cam-02", "cam-03", "cam-04"])
    record.role_told("cam-01", {"state": "started"})
    record.begin("cam-02")
    record.task_ended("cam-03", TaskEnd.OK, {"msg": "Admitted."})
    outcomes = [row.outcome for row in record.rows()]
    assert outcomes == ["vanished", "vanished", "not_started", "not_started"]


def test_a_turn_that_begins_again_does_not_hide_how_the_first_one_ended(record: RunRecord) -> None:
    record.upgrade_ended("cam-01", WRONG)
    record.begin("cam-01")
    record.role_told("cam-01", {"state": "started"})
    assert row(record).outcome == "wrong_version"


@pytest.mark.parametrize("state", ["unchanged", "skipped"])
def test_the_role_may_decide_without_the_module(record: RunRecord, state: str) -> None:
    record.role_told("cam-01", {"state": "started"})
    assert row(record).outcome == "vanished"
    fact = {"state": state, "reason": "It runs V5.7.18.", "before": {**NEW, "released": "x"}, "after": NEW}
    record.role_told("cam-01", fact)
    seen = row(record)
    assert (seen.outcome, seen.before, seen.after, seen.is_good) == (state, NEW, NEW, True)


def test_the_document(record: RunRecord) -> None:
    record.upgrade_ended("cam-01", UPGRADED)
    finished = STARTED + datetime.timedelta(minutes=2)
    run = Run("rollout.yml", check_mode=False, started=STARTED, finished=finished)
    content = document(run, record.rows())
    assert content["schema_version"] == 1
    assert (content["started"], content["finished"]) == ("2026-11-21T20:30:00+00:00", "2026-11-21T20:32:00+00:00")
    assert content["stopped_early"] is True
    assert content["totals"] == {"upgraded": 1, "vanished": 1, "not_started": 1}
    assert content["hosts"][0] == {
        "host": "cam-01",
        "outcome": "upgraded",
        "before": OLD,
        "after": NEW,
        "phases": tuple(PHASES),
        "seconds": 42.0,
        "backup": None,
        "message": "It runs V5.7.18.",
        "advice": "",
        "in_trouble": False,
    }


@pytest.mark.parametrize(("finished", "early"), [(None, True), (STARTED, False)])
def test_a_killed_run_stopped_early(finished: datetime.datetime | None, early: bool) -> None:
    record = RunRecord()
    record.begin("cam-01")
    record.upgrade_ended("cam-01", UPGRADED)
    run = Run("rollout.yml", check_mode=False, started=STARTED, finished=finished)
    assert document(run, record.rows())["stopped_early"] is early


def test_the_file_is_private_whole_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "reports/today.json"
    for number in (1, 2):
        write(path, {"number": number, "name": "书房"})
    assert json.loads(path.read_text(encoding="utf-8")) == {"number": 2, "name": "书房"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("result", "line"),
    [
        (UPGRADED, "cam-01: upgraded, V5.7.15 build 240201 -> V5.7.18 build 240826, 42 s"),
        (
            {"outcome": "would_upgrade", "before": OLD, "after": NEW, "phases": [{"name": "check", "seconds": 0.4}]},
            "cam-01: would upgrade, V5.7.15 build 240201 -> V5.7.18 build 240826",
        ),
        ({"outcome": "unchanged", "before": NEW, "after": NEW}, "cam-01: unchanged, V5.7.18 build 240826"),
        (WRONG, "cam-01: wrong version after 42 s. The device booted and runs V5.7.15."),
        (
            {"outcome": "refused", "before": OLD, "after": OLD, "msg": "It is busy."},
            "cam-01: refused. It is busy.",
        ),
    ],
)
def test_one_line_for_an_outcome(record: RunRecord, result: dict[str, Any], line: str) -> None:
    record.upgrade_ended("cam-01", result)
    assert outcome_line(row(record)) == line


def test_the_summary(record: RunRecord) -> None:
    record.upgrade_ended("cam-01", UPGRADED)
    assert summary(record.rows()) == [
        "DEVICE  OUTCOME      BEFORE                AFTER                 SECONDS",
        "cam-01  upgraded     V5.7.15 build 240201  V5.7.18 build 240826  42",
        "cam-02  vanished     -                     -",
        "cam-03  not started  -                     -",
        "3 devices: 1 upgraded, 1 vanished, 1 not started",
    ]


def test_the_summary_of_a_large_fleet_shows_the_trouble() -> None:
    record = RunRecord()
    for number in range(100):
        record.upgrade_ended(f"cam-{number:03d}", WRONG if number == 50 else UPGRADED)
    header, trouble, counted = summary(record.rows())
    assert header.startswith("DEVICE")
    assert trouble.startswith("cam-050  wrong version")
    assert counted == "100 devices: 99 upgraded, 1 wrong version"


def test_a_large_fleet_without_trouble_is_one_line() -> None:
    record = RunRecord()
    for number in range(100):
        record.upgrade_ended(f"cam-{number:03d}", UPGRADED)
    assert summary(record.rows()) == ["100 devices: 100 upgraded"]
