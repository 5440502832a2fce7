# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of a run: everything in it, and nothing in it that is markup or a secret."""

from __future__ import annotations

import html.parser
import json

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.procedures import (
    DATABASE_ROLLBACK,
    LICENSE_PATCH,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.report import (
    FileChange,
    NumberChange,
    report,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.report_html import as_html
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.report_markdown import as_markdown
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.shown_time import shown_span
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.procedure import Procedure
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import (
    Evidence,
    Milestone,
    Origin,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run import ProcedureRun

NOW = "2026-11-22T03:00:00.000000Z"
LATER = "2026-11-22T04:30:15.123456Z"
SCREENSHOT = Evidence("evidence/license.png", 2048, "a" * 64, LATER, Origin.CONTROLLER)
EVIL = "<script>alert(1)</script> | **x** @all\n`y`"


def service(name: str, state: str = "started", mode: str = "auto") -> dict[str, str]:
    return {"name": name, "state": state, "start_mode": mode, "path": "x"}


def whole(*, complete: bool = True) -> ProcedureRun:
    """A run with something in every part of its report."""
    run = ProcedureRun(LICENSE_PATCH, "run-17", "hcp-01", "b" * 64, "SALT", NOW)
    facts = {
        "preflight": {
            "version": "1.4.2",
            "versions": {"operator": "V1.4.2", "openapi": "1.4.2.0", "program file": None},
            "data_dir": r"C:\VSM Servers\data",
            "data_size": 31_000_000,
            "services": [service("SYS"), service("PostgreSQL", mode="manual")],
            "openapi": {"available": True, "counts": {"cameras": 4, "doors": None, "persons": 5}},
        },
        "database_copy": {"services_before": [service("SYS", "stopped", "disabled")], "copy": r"E:\copy", "size": 2000},
        "patch_verified": {
            "changes": {"extra": [r"lib\new.dll"], "hash": [r"a.dll"], "missing": ["z.dat"], "same": False},
            "accepted": {"services": []},
        },
        "package_staged": {"path": "p.exe", "inspected": {"kind": "nsis", "signed": True, "publisher": "Acme Ltd."}},
        "patch_install": {"mode": "silent", "switches": "/S", "rc": 0, "reboot_required": True},
        "verification": {
            "accepted": {"services": ["Old (disabled, was auto)"], "programs": ["c.jar", "d.jar"]},
            "services": [service("SYS"), service("PostgreSQL", "stopped", "manual"), service("New")],
            "openapi": {"available": True, "counts": {"cameras": 3, "doors": None, "persons": 5}},
        },
    }
    for step in LICENSE_PATCH.steps:
        if step.optional:
            run = run.skipped(step, NOW, "ada", "not needed here")
        elif step.id == "license_confirmed":
            run = run.passed(step, LATER, operator="Ada L.", reference="HIK-1", evidence=(SCREENSHOT,))
        elif step.may_wait and step.id not in facts:
            run = run.passed(step, NOW, operator="ada", reference="HIK-1", evidence=())
        else:
            run = run.started(step, NOW, "ada", facts.get(step.id, {}))
            run = run.noted(step, Milestone("all_copied", NOW, {})) if step.id == "database_copy" else run
            run = run.done(step, LATER, "ada", {})
    return run.finished(LATER) if complete else run


def new(procedure: Procedure = LICENSE_PATCH) -> ProcedureRun:
    return ProcedureRun(procedure, "run-17", "hcp-01", "b" * 64, "SALT", NOW)


def test_services_before_are_those_before_anything_was_touched() -> None:
    services = report(whole()).services
    assert services is not None
    told = {each.name: (each.before, each.after, each.same) for each in services}
    assert told == {
        "SYS": ("started, auto", "started, auto", True),
        "PostgreSQL": ("started, manual", "stopped, manual", False),
        "New": (None, "started, auto", False),
    }


def test_services_after_are_the_last_that_were_seen() -> None:
    run = new().done(LICENSE_PATCH.step("preflight"), NOW, "ada", {"services": [service("SYS")]})
    assert report(run).services is None
    copy = LICENSE_PATCH.step("database_copy")
    run = run.started(copy, NOW, "ada", {}).noted(
        copy, Milestone("services_restored", NOW, {"services": [service("SYS", "stopped")]})
    )
    services = report(run).services
    assert services is not None
    assert [each.after for each in services] == ["stopped, auto"]


def test_files_that_the_patch_changed() -> None:
    assert report(whole()).files == (
        FileChange("a.dll", "changed"),
        FileChange(r"lib\new.dll", "added"),
        FileChange("z.dat", "removed"),
    )


def test_numbers_before_and_after() -> None:
    assert report(whole()).numbers == (
        NumberChange("cameras", 4, 3),
        NumberChange("doors", None, None),
        NumberChange("persons", 5, 5),
    )
    run = new().done(LICENSE_PATCH.step("preflight"), NOW, "ada", {"openapi": {"available": False, "counts": {}}})
    run = run.done(LICENSE_PATCH.step("verification"), NOW, "ada", {"openapi": {}})
    assert report(run).numbers is None


def test_what_steps_have_found_is_told_in_both_forms() -> None:
    told = report(whole())
    for text in (as_html(told), as_markdown(told).replace("\\", "")):
        for words in (
            "version 1.4.2, told by: operator, openapi",
            "31 MB",
            "copied to E:",
            "kind nsis, signed in the name of Acme Ltd.",
            "silently with /S, returned 0",
            "wanted the server to be booted",
            "changed: 1, added: 1, removed: 1",
            "cameras",
            "unknown",
            "accepted as they are: services Old (disabled, was auto)",
            "accepted as they are: programs c.jar, d.jar",
        ):
            assert words in text
        assert text.count("accepted as they are") == 2


def test_who_has_installed_it_is_told() -> None:
    step = LICENSE_PATCH.step("patch_install")
    run = new().done(step, NOW, "ada", {"mode": "attended"})
    assert "by a person on the server" in as_markdown(report(run))
    assert "this run had begun it before" not in as_markdown(report(run))
    run = new().done(step, NOW, "ada", {"mode": "attended", "tried_before": True})
    assert "this run had begun it before" in as_markdown(report(run))


def test_what_a_rollback_has_found_is_told() -> None:
    """The size is a text, as older releases of ansible-core write numbers."""
    steps = {
        "preflight": {"data_dir": "D", "copy": "E", "size": "2000000"},
        "copy_staged": {"staged": "D_rollback"},
        "database_exchanged": {"aside": "D_before", "services_before": [], "services_after": []},
    }
    run = new(DATABASE_ROLLBACK)
    for name, facts in steps.items():
        run = run.done(DATABASE_ROLLBACK.step(name), NOW, "ada", facts)
    for words in ("database in D", "copy of it in E, 2.0 MB", "SHA-256, in D_rollback", "kept in D_before"):
        assert words in as_html(report(run))


def test_times_are_told_as_short_as_they_can_be() -> None:
    assert shown_span(NOW, LATER) == "2026-11-22 03:00:00 to 04:30:15 UTC"
    assert shown_span(NOW, NOW) == shown_span(NOW, None) == shown_span(None, NOW) == "2026-11-22 03:00:00 UTC"
    assert shown_span("2026-11-21T23:59:59.000000Z", NOW) == "2026-11-21 23:59:59 UTC to 2026-11-22 03:00:00 UTC"
    assert shown_span(None, None) == ""


def test_the_form_for_programs_has_everything_but_the_salt() -> None:
    told = json.loads(json.dumps(report(whole()).as_result()))
    assert told["license"] == {"by": "Ada L.", "at": LATER, "reference": "HIK-1", "evidence": ["a" * 64]}
    assert [step["step"] for step in told["steps"]] == [step.id for step in LICENSE_PATCH.steps]
    assert (told["version"], told["ended"], told["patch"]) == ("1.4.2", LATER, "b" * 64)
    assert "SALT" not in json.dumps(told)
    assert '"confirm"' not in json.dumps(told)


def test_page_and_text_tell_the_same() -> None:
    run = whole()
    for text in (as_html(report(run)), as_markdown(report(run))):
        for words in (
            "All steps on hcp-01 are done",
            "Ada L.",
            "a" * 64,
            "b" * 64,
            "2026-11-22 04:30:15 UTC",
            "HIK-1",
            "1.4.2",
        ):
            assert words in text
        for step in LICENSE_PATCH.steps:
            assert step.title in text
        assert "evidence/license.png" in text.replace("\\", "")
        assert "not needed here" in text
        assert "stopped, manual" in text
        assert "new.dll" in text


def test_where_a_run_stands() -> None:
    step = LICENSE_PATCH.step
    run = new().done(step("preflight"), NOW, "ada", {})
    assert report(run).headline == "1 of 17 steps on hcp-01 are done."
    assert report(run.waiting(step("support_case"), NOW, "ada", None)).headline.endswith(
        "The run waits at support_case."
    )
    begun = run.started(step("database_copy"), NOW, "ada", {})
    assert "The step database_copy was begun, and has not ended." in report(begun).headline
    failed = begun.failed(step("database_copy"), NOW, "locked", {}, put_back=True)
    assert "The step database_copy failed." in report(failed).headline
    assert "locked" in as_html(report(failed))
    assert report(run.started(step("report"), NOW, "ada", {})).headline == "1 of 17 steps on hcp-01 are done."


def test_the_report_of_nothing_and_of_a_rollback() -> None:
    for run in (new(), new(DATABASE_ROLLBACK)):
        told = report(run)
        assert (told.services, told.files, told.license, told.version) == (None, None, None, None)
        assert run.procedure.title in as_html(told)
        assert "not confirmed" in as_markdown(told)


class Tags(html.parser.HTMLParser):
    """Collects the names of elements, and whether each that is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_nothing_that_was_recorded_becomes_markup() -> None:
    first = LICENSE_PATCH.step("preflight")
    run = new().started(first, NOW, EVIL, {"version": EVIL, "services": [service(EVIL, EVIL)]})
    run = run.noted(first, Milestone(EVIL, NOW, {"services": [service(EVIL)]}))
    run = run.keeping(first, [Evidence(EVIL, 1, "a" * 64, NOW, Origin.CONTROLLER)])
    run = run.failed(first, NOW, EVIL, {}, put_back=False)
    page = Tags(as_html(report(run)))
    assert "script" not in page.names
    assert page.open == []
    text = as_markdown(report(run))
    assert "<script>" not in text
    assert "@all" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in rows)


def test_facts_that_are_not_what_is_expected_are_left_out() -> None:
    step = LICENSE_PATCH.step
    run = new().done(step("preflight"), NOW, "ada", {"services": "text", "version": None})
    run = run.done(step("patch_verified"), NOW, "ada", {"changes": "none"})
    run = run.done(step("package_staged"), NOW, "ada", {"inspected": "none", "signature": 1})
    run = run.done(step("person_export_api"), NOW, "ada", {"counts": "none"})
    run = run.done(step("verification"), NOW, "ada", {"services": [1, {"state": "x"}], "openapi": "none"})
    told = report(run)
    assert (told.services, told.numbers, told.files) == (None, None, None)
    assert as_html(told)
