# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evidence, locks and whole tasks in real directories."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import os
import pathlib
import stat
import subprocess
import sys
import time
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.procedures import PROCEDURES
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure import lock
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.errors import (
    EvidenceChanged,
    NoRun,
    NotAllowed,
    ProcedureError,
    RunLocked,
    RunUnusable,
    SecretRefused,
    WrongRun,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.evidence_file import SeenFile
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.gate import Demand, Said, WantedFile
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.instructions import Instructions
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.logbook import Logbook
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.order import Entry, Operation, Order
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import Origin, Status
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run_directory import RunDirectory

HOST = "hcp-01"
PATCH = "b" * 64
NOW = datetime.datetime(2026, 11, 22, 3, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
RESPONSE = WantedFile("ActivationResponseFile.bin", "the response file")
ME = Process.with_pid(os.getpid())


class Site:
    """A run directory and a clock that goes on a minute with every task."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.run_dir = directory / "run"
        self.now = NOW

    @property
    def top(self) -> pathlib.Path:
        return self.run_dir / HOST

    def do(self, operation: str, step: str = "", *, me: Process = ME, dry: bool = False, **order: typing.Any) -> Entry:
        self.now += MINUTE
        host = order.setdefault("host", HOST)
        whole = {"procedure": "license_patch", "operator": "ada", "patch": PATCH, **order}
        directory = RunDirectory(self.run_dir, host, PROCEDURES)
        return Logbook(directory, PROCEDURES, me, self.now, dry=dry).carry_out(
            Order(operation=Operation(operation), step=step, **whole)
        )

    def gate(self, step: str, *files: WantedFile, said: Said | None = None, **order: typing.Any) -> Entry:
        demand = Demand(
            files=files,
            **{key: order.pop(key) for key in list(order) if key in ("on_server", "statement", "confirmation")},
        )
        return self.do("gate", step, demand=demand, said=said or Said(), **order)

    def until(self, step: str) -> Entry:
        """Begin and do everything before a step, gates with statements, without what is optional."""
        entry = self.do("begin")
        for each in entry.run.procedure.steps:
            if each.id == step:
                break
            if entry.run.is_over(each.id):
                continue
            if each.may_wait and not each.optional:
                entry = self.gate(each.id, said=Said("ada", "HIK-1"), statement=True)
            elif not each.optional:
                entry = self.do("done", each.id)
        return entry

    def evidence(
        self, name: str, content: str = "content", age: datetime.timedelta = datetime.timedelta()
    ) -> pathlib.Path:
        """A file that the operator has put there now, or some time ago."""
        path = self.top / "evidence" / name
        path.write_text(content)
        seconds = (self.now + MINUTE / 2 - age).timestamp()
        os.utime(path, (seconds, seconds))
        return path


@pytest.fixture
def site(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(os, "fsync", lambda _file: None)  # no test here cuts the power
    return Site(tmp_path)


def test_a_run_begins_once_and_goes_on(site: Site) -> None:
    first = site.do("begin")
    again = site.do("begin")
    assert (first.changed, again.changed) == (True, False)
    assert first.run == again.run
    assert "0 of 17 steps on hcp-01 are done; preflight is next" in again.msg


def test_only_the_owner_may_look_into_it(site: Site) -> None:
    site.do("begin")
    site.do("done", "preflight")
    modes = {path.name: stat.S_IMODE(path.lstat().st_mode) for path in [site.top, *site.top.iterdir()]}
    assert modes == {HOST: 0o700, "evidence": 0o700, "records": 0o700, "state.json": 0o600, "lock.json": 0o600}


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"patch": "c" * 64}, "is for the patch bbb.*, not ccc"),
        ({"patch": None}, "not None"),
        ({"procedure": "database_rollback"}, "is for the procedure license_patch"),
    ],
)
def test_a_run_of_something_else_is_refused(site: Site, other: dict[str, typing.Any], words: str) -> None:
    site.do("begin")
    with pytest.raises(WrongRun, match=words):
        site.do("begin", **other)


def test_a_run_of_another_host_is_refused(site: Site) -> None:
    site.do("begin")
    site.top.rename(site.run_dir / "hcp-02")
    for operation in ("begin", "status"):
        with pytest.raises(WrongRun, match="hcp-01"):
            site.do(operation, host="hcp-02")


@pytest.mark.parametrize("host", ["", "..", ".hidden", "a/b", "a\nb"])
def test_a_host_needs_a_name_that_a_directory_can_have(site: Site, host: str) -> None:
    with pytest.raises(RunUnusable):
        site.do("begin", host=host)
    assert not site.run_dir.exists()


def test_without_a_patch_no_run_of_it_begins(site: Site) -> None:
    with pytest.raises(WrongRun, match="bound to a patch"):
        site.do("begin", patch=None)


@pytest.mark.parametrize("operation", ["status", "take", "leave", "started", "done", "gate", "end"])
def test_nothing_is_recorded_without_a_run(site: Site, operation: str) -> None:
    with pytest.raises(NoRun):
        site.do(operation, "preflight")
    assert not site.run_dir.exists()


def test_a_directory_that_is_a_link_is_refused(site: Site, tmp_path: pathlib.Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    site.run_dir.mkdir()
    site.top.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RunUnusable, match="is a link"):
        site.do("begin")


def test_a_damaged_state_is_refused_and_left_alone(site: Site) -> None:
    site.do("begin")
    state = site.top / "state.json"
    state.write_text(state.read_text()[:-9])
    before = state.read_bytes()
    with pytest.raises(RunUnusable, match="not JSON"):
        site.do("begin")
    assert state.read_bytes() == before


def test_a_gate_waits_with_exact_instructions_and_passes_with_the_file(site: Site) -> None:
    site.until("system_backup")
    how = Instructions(("Click Back Up Now.",), "ansible-playbook x.yml", "word")
    entry = site.gate("system_backup", WantedFile("*.zip", "the backup"), instructions=how)
    assert (entry.passed, entry.waiting) == (False, True)
    assert entry.lines == (
        "hcp-01 waits: Back up the system in the web client (system_backup).",
        "Do this:",
        "  1. Click Back Up Now.",
        "Still missing:",
        f"  1. Put the backup into {site.top / 'evidence'} under the name *.zip.",
        "Then go on with: ansible-playbook x.yml",
    )
    path = site.evidence("Backup.ZIP")
    entry = site.gate("system_backup", WantedFile("*.zip", "the backup"))
    assert entry.passed
    assert entry.record is not None
    [kept] = entry.record.evidence
    assert (kept.path, kept.size, kept.origin) == ("evidence/Backup.ZIP", 7, Origin.CONTROLLER)
    assert kept.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    again = site.gate("system_backup", WantedFile("*.zip", "the backup"))
    assert (again.passed, again.repeated, again.changed) == (True, True, False)


def spoil_empty(path: pathlib.Path) -> None:
    path.write_text("")


def spoil_link(path: pathlib.Path) -> None:
    path.rename(path.parent.parent / "real.bin")
    path.symlink_to("../real.bin")


def spoil_pipe(path: pathlib.Path) -> None:
    path.unlink()
    os.mkfifo(path)


def spoil_directory(path: pathlib.Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (spoil_empty, "is empty"),
        (spoil_link, "it is a link"),
        (spoil_pipe, "is no file"),
        (spoil_directory, "is no file"),
        (lambda path: os.utime(path, (0, 0)), "is not newer than the step"),
        (lambda path: os.utime(path, (4e9, 4e9)), "is dated in the future"),
    ],
    ids=["empty", "link", "pipe", "directory", "old", "future"],
)
def test_evidence_that_does_not_count(site: Site, spoil: typing.Callable[[pathlib.Path], None], words: str) -> None:
    site.until("patch_install")
    spoil(site.evidence("screen.png"))
    entry = site.gate("patch_install", WantedFile("screen.png", "a screenshot"))
    assert entry.waiting
    assert [words in sentence for sentence in entry.refused] == [True]


def test_evidence_lies_in_the_directory_of_the_run(site: Site, tmp_path: pathlib.Path) -> None:
    site.until("patch_install")
    (site.top / "evidence").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "screen.png").write_text("x")
    (site.top / "evidence").symlink_to(tmp_path / "elsewhere")
    entry = site.gate("patch_install", WantedFile("screen.png", "a screenshot"))
    assert entry.waiting
    assert "does not lie in the directory of the run" in entry.refused[0]


def test_evidence_as_old_as_the_step_before_is_too_old(site: Site) -> None:
    """Not older is not enough: the answer to a request is made after it."""
    site.until("patch_install")
    staged = site.do("status").run.record("package_staged")
    assert staged is not None
    path = site.evidence("screen.png")
    ended = datetime.datetime.fromisoformat(str(staged.ended)).timestamp()
    os.utime(path, (ended, ended))
    assert site.gate("patch_install", WantedFile("screen.png", "x")).waiting
    os.utime(path, (ended + 1, ended + 1))
    assert site.gate("patch_install", WantedFile("screen.png", "x")).passed


def test_of_several_files_nobody_chooses(site: Site) -> None:
    site.until("patch_install")
    site.evidence("a.png", "a")
    site.evidence("b.png", "b")
    entry = site.gate("patch_install", WantedFile("*.png", "x"))
    assert "evidence/a.png, evidence/b.png" in entry.refused[0] + entry.refused[-1]
    os.utime(site.top / "evidence" / "a.png", (0, 0))
    assert site.gate("patch_install", WantedFile("*.png", "x")).passed, "an old one does not count"


def offline(site: Site, request: str = "request", response: str = "response") -> Entry:
    """Both files are made in one go, and handed in together."""
    site.until("activation_request")
    site.evidence("ActivationRequestFile.bin", request, age=-MINUTE)
    site.evidence("ActivationResponseFile.bin", response, age=-2 * MINUTE)
    site.now += 3 * MINUTE
    assert site.gate("activation_request", WantedFile("ActivationRequestFile.bin", "the request")).passed
    return site.gate("activation_response", RESPONSE)


def test_request_and_response_may_be_handed_in_together(site: Site) -> None:
    assert offline(site).passed


def test_a_response_that_is_the_request_is_refused(site: Site) -> None:
    entry = offline(site, response="request")
    assert entry.waiting
    assert "was evidence for the step activation_request already" in entry.refused[0]


@pytest.mark.parametrize("age", [datetime.timedelta(), MINUTE])
def test_a_response_as_old_as_its_request_or_older_is_refused(site: Site, age: datetime.timedelta) -> None:
    site.until("activation_request")
    site.now += 5 * MINUTE
    site.evidence("ActivationRequestFile.bin", "request")
    site.evidence("ActivationResponseFile.bin", "response", age=age)
    site.gate("activation_request", WantedFile("ActivationRequestFile.bin", "the request"))
    entry = site.gate("activation_response", RESPONSE)
    assert entry.waiting
    assert "is not newer than the step activation_request" in entry.refused[0]


def test_a_statement_needs_a_person_and_a_case(site: Site) -> None:
    site.until("support_case")
    names = {"operator_variable": "who", "reference_variable": "case"}
    for said, missing in (
        (Said(**names), ("who", "case")),
        (Said("ada", " ", **names), ("case",)),
        (Said(None, "HIK-1", **names), ("who",)),
    ):
        told = site.gate("support_case", said=said, statement=True).missing
        assert [sentence.partition(": ")[2] for sentence in told] == [f"{name} is empty." for name in missing]
    record = site.gate("support_case", said=Said("ada", "HIK-1"), statement=True).record
    assert record is not None
    assert (record.operator, record.reference) == ("ada", "HIK-1")


def test_nobody_can_have_confirmed_before(site: Site) -> None:
    site.until("support_case")
    asked = site.gate("support_case", said=Said("ada", confirm="anything"), confirmation=True)
    assert asked.waiting
    assert asked.record is not None
    word = asked.record.confirm
    assert word
    assert f"-e hikcentral_confirm={word}" not in asked.msg, "the variable is the caller's"
    wrong = site.gate("support_case", said=Said("ada", confirm="anything"), confirmation=True)
    assert "not the one that this run asks for" in wrong.refused[0]
    assert site.gate("support_case", said=Said(None, confirm=word), confirmation=True).waiting
    passed = site.gate("support_case", said=Said("ada", confirm=word), confirmation=True)
    assert passed.passed
    assert passed.record is not None
    assert passed.record.confirm is None


def seen(path: str, mtime: datetime.datetime, size: int = 5, sha256: str = "d" * 64) -> SeenFile:
    return SeenFile(path, size, sha256, mtime, Origin.SERVER)


def test_files_on_the_server_are_judged_in_the_same_way(site: Site) -> None:
    site.until("system_backup")
    assert site.gate("system_backup", on_server=()).waiting
    old, empty = seen(r"E:\b\1", NOW - MINUTE), seen(r"E:\b\2", site.now, size=0)
    assert len(site.gate("system_backup", on_server=(old, empty)).refused) == 2
    entry = site.gate("system_backup", on_server=(old, empty, seen(r"E:\b\3", site.now)))
    assert entry.passed
    assert entry.record is not None
    assert [(each.path, each.origin) for each in entry.record.evidence] == [(r"E:\b\3", Origin.SERVER)]
    told = entry.as_result(RunDirectory(site.run_dir, HOST, PROCEDURES))
    assert [each["path"] for each in told["run"]["on_server"]] == [r"E:\b\3"]


def change_content(path: pathlib.Path) -> None:
    path.write_text("other content")


def remove(path: pathlib.Path) -> None:
    path.unlink()


def replace_by_link(path: pathlib.Path) -> None:
    spoil_link(path)


@pytest.mark.parametrize("change", [change_content, remove, replace_by_link])
@pytest.mark.parametrize("name", ["evidence/screen.png", "records/before.json"])
def test_what_a_step_passed_on_is_read_again_on_resume(
    site: Site, change: typing.Callable[[pathlib.Path], None], name: str
) -> None:
    site.until("patch_install")
    site.evidence("screen.png")
    (site.top / "records" / "before.json").write_text("[]")
    site.gate("patch_install", WantedFile("screen.png", "x"), records=("before.json",))
    site.do("begin")
    change(site.top / name)
    with pytest.raises(EvidenceChanged, match=name):
        site.do("begin")
    assert site.do("take").run.is_done("patch_install"), "what has to be put back does not wait for it"


def test_touching_evidence_changes_nothing(site: Site) -> None:
    site.until("patch_install")
    path = site.evidence("screen.png")
    site.gate("patch_install", WantedFile("screen.png", "x"))
    os.utime(path)
    site.do("begin")


@pytest.mark.parametrize("name", ["missing.json", "../state.json", "../evidence/screen.png", "/etc/hostname"])
def test_records_are_files_in_their_directory(site: Site, name: str) -> None:
    site.do("begin")
    site.evidence("screen.png")
    with pytest.raises(NotAllowed):
        site.do("done", "preflight", records=(name,))
    assert site.do("status").run.record("preflight") is None


def test_out_of_turn_nothing_is_recorded(site: Site) -> None:
    site.do("begin")
    state = (site.top / "state.json").read_bytes()
    for operation in ("started", "done", "gate"):
        with pytest.raises(NotAllowed):
            site.do(operation, "license_confirmed", demand=Demand(statement=True), said=Said("ada", "x"))
    with pytest.raises(ProcedureError, match="no step"):
        site.do("done", "nonsense")
    assert (site.top / "state.json").read_bytes() == state


def test_a_dry_run_writes_nothing(site: Site) -> None:
    entry = site.do("begin", dry=True)
    assert entry.run.run_id == ""
    for operation in ("started", "noted", "done", "failed"):
        site.do(operation, "database_copy", dry=True, milestone="x", reason="x")
    assert site.gate("license_confirmed", WantedFile("*.png", "x"), dry=True).waiting
    assert not site.run_dir.exists()
    site.until("support_case")
    before = {path: path.read_bytes() for path in site.top.rglob("*") if path.is_file()}
    waiting = site.gate("support_case", confirmation=True, dry=True)
    assert waiting.record is not None
    assert waiting.record.confirm is None
    site.do("done", "package_staged", dry=True)
    site.do("end", dry=True)
    assert {path: path.read_bytes() for path in site.top.rglob("*") if path.is_file()} == before


SECRET = "CANARY-9Q1Z-7F3A"


@pytest.mark.parametrize("spelling", [SECRET, SECRET.lower(), SECRET.replace("-", ""), f"code={SECRET}!"])
@pytest.mark.parametrize(
    "order",
    [
        lambda text: {"operation": "done", "step": "preflight", "facts": {"deep": [{"in": text}]}},
        lambda text: {"operation": "done", "step": "preflight", "facts": {text: 1}},
        lambda text: {"operation": "failed", "step": "preflight", "reason": text},
        lambda text: {"operation": "started", "step": "preflight", "operator": text},
        lambda text: {"operation": "noted", "step": "preflight", "milestone": text},
    ],
    ids=["fact", "key", "reason", "operator", "milestone"],
)
def test_a_secret_is_never_recorded(
    site: Site, spelling: str, order: typing.Callable[[str], dict[str, typing.Any]]
) -> None:
    site.do("begin")
    site.do("started", "preflight")
    with pytest.raises(SecretRefused) as refused:
        site.do(**order(spelling), secrets=(SECRET,))
    assert "canary" not in repr(refused.value.as_result()).casefold()
    assert "canary" not in "".join(path.read_text() for path in site.top.rglob("*") if path.is_file()).casefold()


def test_a_secret_in_the_name_of_evidence_or_a_reference_is_refused(site: Site) -> None:
    site.until("support_case")
    with pytest.raises(SecretRefused):
        site.gate("support_case", said=Said("ada", SECRET), statement=True, secrets=(SECRET,))
    site.gate("support_case", said=Said("ada", "HIK-1"), statement=True, secrets=(SECRET,))
    site.until("patch_install")
    site.evidence(f"{SECRET}.png")
    with pytest.raises(SecretRefused):
        site.gate("patch_install", WantedFile("*.png", "x"), secrets=(SECRET,))
    assert SECRET not in repr(Order(Operation.BEGIN, "license_patch", HOST, "ada", secrets=(SECRET,)))


@pytest.fixture
def other() -> typing.Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.wait()


def test_a_living_run_keeps_others_out_until_it_is_killed(site: Site, other: subprocess.Popen[bytes]) -> None:
    site.do("begin", me=Process.with_pid(other.pid))
    for operation in ("begin", "take", "leave", "done", "end"):
        with pytest.raises(RunLocked, match=f"process {other.pid} on"):
            site.do(operation, "preflight")
    site.do("status")
    site.do("begin", dry=True)
    other.kill()
    other.wait()
    site.do("begin")
    with pytest.raises(RunLocked):
        site.do("done", "preflight", me=dataclasses.replace(ME, controller="elsewhere"))


def test_what_can_not_be_seen_from_here_keeps_others_out_until_somebody_says_so(site: Site) -> None:
    site.do("begin", me=dataclasses.replace(ME, controller="container-17"))
    with pytest.raises(RunLocked, match="nobody can tell"):
        site.do("begin")
    site.do("take", take_over=True)
    site.do("done", "preflight")


def test_a_run_of_another_boot_or_of_a_number_used_again_is_gone(site: Site) -> None:
    for gone in (dataclasses.replace(ME, boot_id="before"), dataclasses.replace(ME, started=1)):
        site.do("begin", me=gone)
        site.do("begin")
        site.do("failed", "preflight", reason="leaves the run")


@pytest.mark.parametrize("leave", ["waiting", "failed", "leave", "error"])
def test_who_waits_or_fails_leaves_the_run_to_others(site: Site, leave: str) -> None:
    elsewhere = dataclasses.replace(ME, controller="container-17")
    site.do("begin", me=elsewhere)
    site.do("done", "preflight", me=elsewhere)
    with pytest.raises(RunLocked):
        site.do("begin")
    if leave == "waiting":
        assert site.gate("support_case", statement=True, me=elsewhere).waiting
    elif leave == "failed":
        site.do("failed", "support_case", reason="x", me=elsewhere)
    elif leave == "leave":
        site.do("leave", me=elsewhere)
    else:
        with pytest.raises(NotAllowed):
            site.do("done", "report", me=elsewhere)
    site.do("begin")


def test_a_task_that_never_ends_its_writing_is_not_waited_for_for_ever(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.do("begin")
    monkeypatch.setattr(lock, "_PATIENCE", 0.2)
    with lock.held(site.top / "lock.json", ME):
        began = time.monotonic()
        with pytest.raises(RunLocked, match="for a long time"):
            site.do("begin")
    assert time.monotonic() - began < 5


def test_a_run_that_has_ended_is_only_read(site: Site) -> None:
    site.until("")
    run = site.do("status").run
    for each in run.procedure.steps:
        if each.optional:
            site.do("skipped", each.id, reason="not needed")
    assert site.do("end").run.ended
    assert site.do("end").changed is False
    assert "ended at" in site.do("begin", me=dataclasses.replace(ME, controller="container-17")).msg
    assert "ended at" in site.do("begin").msg, "nobody keeps it"
    with pytest.raises(NotAllowed, match="ended at"):
        site.do("done", "report")


def test_files_that_a_write_left_behind_do_no_harm(site: Site) -> None:
    site.do("begin")
    (site.top / ".state.json.0badcafe").write_text("{")
    site.do("done", "preflight")
    record = site.do("begin").run.record("preflight")
    assert record is not None
    assert record.status is Status.DONE


def test_a_directory_that_can_not_be_written_is_an_error_in_words(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.do("begin")
    before = (site.top / "state.json").read_bytes()

    def full(*_unused: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RunUnusable, match="No space left on device"):
        site.do("done", "preflight")
    assert (site.top / "state.json").read_bytes() == before
    assert [path.name for path in site.top.iterdir() if path.name.startswith(".")] == []


def test_values_are_written_as_records_when_their_step_is_done(site: Site) -> None:
    site.do("begin")
    done = site.do("done", "preflight", contents={"services.json": [{"name": "SYS"}]})
    file = site.top / "records" / "services.json"
    assert json.loads(file.read_text()) == [{"name": "SYS"}]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [record.path for record in done.record.records] == ["records/services.json"]

    with pytest.raises(NotAllowed, match="already"):
        site.do("done", "preflight", contents={"services.json": []})
    assert json.loads(file.read_text()) == [{"name": "SYS"}], "a record of a step that is done is never written again"


@pytest.mark.parametrize("name", ["../state.json", ".hidden", "", "a/b"])
def test_the_name_of_a_record_is_a_plain_one(site: Site, name: str) -> None:
    site.do("begin")
    with pytest.raises(NotAllowed, match="can not be the name of a record"):
        site.do("done", "preflight", contents={name: 1})


def test_results_do_not_tell_the_salt_of_the_digests_in_them(site: Site) -> None:
    told = site.do("begin").as_result(RunDirectory(site.run_dir, HOST, PROCEDURES))
    assert json.loads(pathlib.Path(told["run"]["state"]).read_text())["salt"] not in json.dumps(told)


def test_records_hold_no_secrets_and_check_mode_writes_none(site: Site) -> None:
    site.do("begin")
    with pytest.raises(SecretRefused):
        site.do("done", "preflight", contents={"codes.json": ["CANARY-CODE-1"]}, secrets=("CANARY-CODE-1",))
    site.do("done", "preflight", contents={"services.json": []}, dry=True)
    assert list((site.top / "records").iterdir()) == []
