# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rollout adds to the modules, and that it adds nothing elsewhere."""

from __future__ import annotations

import dataclasses
import hashlib
import pathlib
import threading
import time
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.passage import unguarded
from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import Result
from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress
from ansible_collections.surveillance.hikvision.plugins.modules import firmware, firmware_proof
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.attendance import NOBODY, Attendance
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.earlier_upload import earlier_upload
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.flight import Notes
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.in_rollout import attendance
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import NotDurable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import Uploads
from ansible_collections.surveillance.hikvision.tests.unit.flight.rollout_of_one import HOST, Rollout
from ansible_collections.surveillance.hikvision.tests.unit.modules_change.running import options_of

BEFORE = {"version": "V5.7.15", "build": "240201"}
AFTER = {"version": "V5.7.18", "build": "240826"}
PROOF: typing.Final = options_of(
    firmware_proof.MODULE, version="V5.7.18", build="240826", since="2026-11-22T03:10:33+00:00"
)
QUIET = Notes(lambda text: None, lambda text: None)


def of(rollout: Rollout, module: str) -> Attendance:
    return attendance(module, rollout.variables, check_mode=False)


@pytest.mark.parametrize("module", ["firmware", "firmware_proof", "config_backup", "health", "device_info"])
def test_nobody_stands_by_outside_a_rollout_and_in_check_mode(rollout: Rollout, module: str) -> None:
    assert attendance(module, {}, check_mode=False) is NOBODY
    assert attendance(module, rollout.variables, check_mode=True) is NOBODY
    assert of(rollout, "device_info") is NOBODY
    assert NOBODY.guard(QUIET) is unguarded
    assert NOBODY.ship(lambda: {"changed": True}, {}) == {"changed": True}


def test_a_broken_fact_is_not_taken_for_no_rollout() -> None:
    with pytest.raises(ControlError, match="firmware_upgrade_rollout"):
        attendance("firmware", {"firmware_upgrade_rollout": {"host": HOST}}, check_mode=False)


# --- firmware on a gateway ---------------------------------------------------------------------------------------


@pytest.fixture
def params(tmp_path: pathlib.Path) -> typing.Any:
    path = tmp_path / "digicap.dav"
    path.write_bytes(bytes(1000))
    return options_of(firmware.MODULE, src=str(path), version="V5.7.18", build="240826")


def test_a_gateway_is_written_down_before_and_after(rollout: Rollout, params: typing.Any) -> None:
    during: list[list[Kind]] = []

    def work() -> Result:
        during.append(rollout.kinds())
        return {"outcome": "upgraded", "after": AFTER, "upload": {"bytes_sent": 1000, "bytes_total": 1000}}

    assert of(rollout, "firmware").ship(work, params)["outcome"] == "upgraded"
    assert during == [[Kind.WRITING, Kind.SENT]]
    assert rollout.kinds() == [Kind.WRITING, Kind.SENT, Kind.SENT, Kind.FLASHED]
    assert rollout.events()[-1].details["whole"]


def test_a_gateway_that_is_lost_leaves_open_what_became_of_the_device(rollout: Rollout, params: typing.Any) -> None:
    assert of(rollout, "firmware").ship(lambda: {"failed": True, "msg": "ssh"}, params)["failed"]
    assert rollout.kinds() == [Kind.WRITING, Kind.SENT]
    assert earlier_upload(rollout.events(), HOST)["whole_file"]


def test_a_device_that_the_gateway_does_not_reach(rollout: Rollout, params: typing.Any) -> None:
    of(rollout, "firmware").ship(lambda: {"unreachable": True, "msg": "No route."}, params)
    assert rollout.events()[-1].details["outcome"] == "failed_before_write"


def test_a_gateway_gets_nothing_when_it_must_not_begin(rollout: Rollout, params: typing.Any) -> None:
    rollout.context.stop_files[0].write_text("Stop.")
    result = of(rollout, "firmware").ship(pytest.fail, params)
    assert (result["outcome"], result["changed"]) == ("stopped", False)


def test_the_rate_goes_along_to_a_gateway_and_nowhere_else(rollout: Rollout, params: typing.Any) -> None:
    upgrade = of(rollout.with_context(uploads=Uploads(bytes_per_second=1000)), "firmware")
    assert upgrade.options(params, elsewhere=True) == {"upload_rate": 1000}
    assert upgrade.options({**params, "upload_rate": 10}, elsewhere=True) == {"upload_rate": 10}
    assert upgrade.options(params, elsewhere=False) == {}
    assert of(rollout, "firmware").options(params, elsewhere=True) == {}


def test_progress_is_told_as_long_as_somebody_listens(rollout: Rollout, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Progress] = []
    report = of(rollout, "firmware").heard(heard.append)
    report(Progress("upload"))
    monkeypatch.setattr(
        "ansible_collections.surveillance.hikvision.plugins.plugin_utils._main_process.is_gone", lambda: True
    )
    report(Progress("flash"))
    assert heard == [Progress("upload")]


# --- firmware_proof ----------------------------------------------------------------------------------------------


def write(rollout: Rollout, kind: Kind, **details: typing.Any) -> None:
    rollout.context.journal.append(kind, HOST, **details)


def test_what_the_journal_knows_of_an_upload(rollout: Rollout) -> None:
    assert of(rollout, "firmware_proof").options(PROOF, elsewhere=False) == {}
    write(rollout, Kind.WRITING, step=1, before=BEFORE, uptime=77)
    known = of(rollout, "firmware_proof").options(PROOF, elsewhere=False)
    [writing] = rollout.events()
    assert known == {
        "since": writing.at.isoformat(),
        "before": BEFORE,
        "uptime": 77,
        "whole_file": False,
        "accepted": False,
        "refused": False,
    }


@pytest.mark.parametrize(
    ("marks", "whole", "accepted"),
    [
        ([(Kind.SENT, {"bytes": 9, "total": 9})], True, False),
        ([(Kind.SENT, {"bytes": 9, "total": 9}), (Kind.SENT, {"bytes": 8, "total": 9, "whole": False})], False, False),
        ([(Kind.SENT, {"bytes": 9, "total": 9}), (Kind.SENT, {"whole": True}), (Kind.FLASHING, {})], True, True),
        ([(Kind.SENT, {"whole": True}), (Kind.WRITING, {"step": 2})], False, False),
    ],
)
def test_only_the_last_upload_counts(
    rollout: Rollout, marks: list[tuple[Kind, dict[str, typing.Any]]], *, whole: bool, accepted: bool
) -> None:
    write(rollout, Kind.WRITING, step=1)
    for kind, details in marks:
        write(rollout, kind, **details)
    known = earlier_upload(rollout.events(), HOST)
    assert (known["whole_file"], known["accepted"]) == (whole, accepted)
    assert earlier_upload(rollout.events(), "cam-02") == {}


def test_a_refusal_is_known_as_one(rollout: Rollout) -> None:
    write(rollout, Kind.WRITING, step=1)
    write(rollout, Kind.SENT, whole=True, refused=True)
    assert earlier_upload(rollout.events(), HOST)["refused"]
    write(rollout, Kind.WRITING, step=1)
    assert not earlier_upload(rollout.events(), HOST)["refused"]


def test_a_proof_is_written_down(rollout: Rollout) -> None:
    result = {"outcome": "upgraded", "msg": "It runs.", "before": BEFORE, "after": AFTER, "changed": False}
    assert of(rollout, "firmware_proof").run(lambda: result, PROOF) == result
    [settled] = rollout.events()
    assert (settled.kind, settled.details["outcome"], settled.details["after"]) == (Kind.SETTLED, "upgraded", AFTER)


def test_a_proof_waits_for_the_worker_that_is_still_there(rollout: Rollout) -> None:
    proof, begun, may_end = of(rollout, "firmware_proof"), threading.Event(), threading.Event()

    def work() -> None:
        with rollout.context.leases.working(HOST):
            write(rollout, Kind.WRITING, step=1)
            begun.set()
            may_end.wait()
            write(rollout, Kind.SENT, whole=True)

    worker = threading.Thread(target=work)
    worker.start()
    begun.wait()
    threading.Timer(0.2, may_end.set).start()
    since = time.monotonic()
    assert proof.options(PROOF, elsewhere=False)["whole_file"]
    assert time.monotonic() - since > 0.2
    worker.join()


def test_somebody_who_does_not_leave(rollout: Rollout) -> None:
    with rollout.context.leases.working(HOST):
        result = of(rollout, "firmware_proof").run(pytest.fail, PROOF)
    assert result["failed"]
    assert "being worked on" in result["msg"]


@pytest.mark.parametrize("module", ["firmware_proof", "config_restore"])
def test_nobody_else_is_at_the_device_meanwhile(rollout: Rollout, module: str) -> None:
    leases, during = rollout.context.leases, []

    def work() -> Result:
        during.append(leases.held(HOST))
        return {"changed": True}

    assert of(rollout, module).ship(work, PROOF) == {"changed": True}
    [held] = during
    assert held is not None
    assert (held.by, held.at_work) == (rollout.context.holder, True)
    other = dataclasses.replace(rollout.context.holder, run="other run", rollout="f" * 64)
    leases.release(HOST, rollout.context.holder)
    leases.take(HOST, other, 600)
    refused = of(rollout, module).run(pytest.fail, PROOF)
    assert (refused["failed"], refused["changed"]) == (True, False)
    assert "is leased by run other run" in refused["msg"]
    assert leases.is_worked_on(HOST) is False


# --- evidence ----------------------------------------------------------------------------------------------------


def test_a_backup_is_written_down(rollout: Rollout) -> None:
    result = {"changed": True, "path": "/backups/a.cfg", "backup": {**BEFORE, "sha256": "cd" * 32, "size": 5}}
    assert of(rollout, "config_backup").run(lambda: result, {}) == result
    [backed_up] = rollout.events()
    assert dict(backed_up.details) == {"path": "/backups/a.cfg", "sha256": "cd" * 32, "step": 1, "firmware": BEFORE}


def test_the_first_health_of_a_device_is_its_baseline(rollout: Rollout) -> None:
    health = of(rollout, "health")
    health.run(lambda: {"current": {"model": "first"}}, {"baseline": None})
    health.run(lambda: {"current": {"model": "second"}}, {"baseline": None})
    health.run(lambda: {"current": {"model": "third"}}, {"baseline": {"model": "first"}})
    [kept] = rollout.events()
    path = rollout.context.place.baseline(HOST)
    assert '"first"' in path.read_text()
    assert dict(kept.details) == {"path": str(path), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def test_a_health_after_an_upload_is_no_baseline(rollout: Rollout) -> None:
    write(rollout, Kind.WRITING, step=1)
    of(rollout, "health").run(lambda: {"current": {}}, {"baseline": None})
    assert rollout.kinds() == [Kind.WRITING]


def test_what_failed_is_no_evidence(rollout: Rollout) -> None:
    of(rollout, "config_backup").run(lambda: {"failed": True, "backup": {}}, {})
    of(rollout, "health").run(lambda: {"unreachable": True}, {"baseline": None})
    assert rollout.kinds() == []


def test_a_backup_that_can_not_be_written_down_fails(rollout: Rollout, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: object, **_details: object) -> None:
        raise NotDurable("The disk is full.")

    monkeypatch.setattr(Journal, "append", fails)
    result = of(rollout, "config_backup").run(lambda: {"changed": True, "path": "a", "backup": BEFORE}, {})
    assert (result["failed"], result["changed"], result["msg"]) == (True, True, "The disk is full.")
