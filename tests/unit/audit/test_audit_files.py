# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CSV that a spreadsheet does not run, and JUnit XML that every reader takes."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.junit import as_junit
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.policy import rules
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.spreadsheet import as_csv
from ansible_collections.surveillance.hikvision.tests.unit.audit.device_results import NOW, row

TIME = NOW.isoformat()


def table(*rows):
    return list(csv.DictReader(io.StringIO(as_csv(rows))))


def test_a_line_for_each_row_and_every_field():
    affected = row(
        "cam-01", exposure=Standing.AFFECTED, severity="high", advisories=("CVE-1", "CVE-2"), customised=True
    )
    found = table(affected, row("cam-02", reason='He said "no", twice;\nthen left'))
    assert [line["host"] for line in found] == ["cam-01", "cam-02"]
    assert (found[0]["advisories"], found[0]["customised"], found[0]["model"]) == ("CVE-1 CVE-2", "true", "")
    assert (found[0]["backup_age"], found[0]["state"]) == ("1.0", "current")
    assert found[1]["reason"] == 'He said "no", twice; then left'
    assert set(found[0]) == set(affected.as_result())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\uff1d", " =", "\t=", "\r\n@"])
def test_what_a_device_says_is_no_formula(start):
    (found,) = table(row(model=f"{start}HYPERLINK(1)", serial="DS-1"))
    assert found["model"] == f"'{start.strip()}HYPERLINK(1)"
    assert found["serial"] == "DS-1"


def test_no_rows_are_a_heading():
    assert as_csv([]).startswith("host,state,kind,")
    assert as_csv([]).count("\n") == 1


def junit(*rows, words=(), suites="kind"):
    return ET.fromstring(as_junit(rows, rules(words), suites=suites, time=TIME))


def test_a_suite_for_each_kind_and_a_case_for_each_device():
    behind = row("nvr", kind="recorder", state=State.BEHIND, firmware="V4", reason="why", advice="what to do")
    root = junit(row("cam-01", kind="camera"), behind, row("dark", state=State.UNREACHABLE), words=["behind"])
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["camera", "recorder", "unknown"]
    assert [suites[name].get("failures") for name in suites] == ["0", "1", "0"]
    (case,) = suites["recorder"].iter("testcase")
    assert (case.get("name"), case.get("classname")) == ("nvr", "surveillance.hikvision.audit.recorder")
    (failure,) = case
    assert (failure.get("type"), failure.get("message")) == ("behind", "in state behind")
    assert failure.text == "runs: V4\nstate: behind\nadvisories: fixed\nreason: why\nadvice: what to do"


def test_several_broken_words_are_one_failure():
    root = junit(row(backup_age=None, customised=True), words=["customised", "no_backup", "critical"])
    (failure,) = root.iter("failure")
    assert (failure.get("type"), failure.get("message")) == (
        "customised no_backup",
        "with customised firmware, without a backup",
    )


def test_another_column_can_make_the_suites():
    root = junit(row("a", model="X"), row("b", model="Y"), row("c", model="X"), suites="model")
    assert [(suite.get("name"), suite.get("tests")) for suite in root] == [("X", "2"), ("Y", "1")]


def test_nothing_that_a_device_says_breaks_the_document():
    evil = "".join(map(chr, range(0x30))) + "]]><failure/>\x7f\ufffe\ud800\U0001f600é"
    root = junit(row(evil, kind=evil, reason=evil, state=State.BEHIND), words=["behind"])
    (case,) = root.iter("testcase")
    assert case.get("name").endswith("]]><failure/>\x7f\ufffd\ufffd\U0001f600é")
    assert len(list(root.iter("failure"))) == 1


# Attribute -> what the XML schema of Ant's JUnit reports says about it; all of them are required there.
NUMBER, NAME = r"\d+", r"\S.*"
SUITE = {
    "package": NAME, "id": NUMBER, "name": NAME, "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", "hostname": NAME,
    "tests": NUMBER, "failures": NUMBER, "errors": NUMBER, "time": NUMBER,
}  # fmt: skip


def test_the_document_has_the_form_that_both_common_schemas_share():
    root = junit(row("a", state=State.BEHIND), row("b"), row("c", kind="camera"), words=["behind"])
    assert (root.tag, root.attrib) == ("testsuites", {})
    for number, suite in enumerate(root):
        assert suite.get("id") == str(number)
        assert [name for name, form in SUITE.items() if not re.fullmatch(form, suite.get(name, ""))] == []
        assert set(suite.attrib) - set(SUITE) == {"skipped"}
        tags = [element.tag for element in suite]
        cases = ["testcase"] * int(suite.get("tests"))
        assert tags == ["properties", *cases, "system-out", "system-err"]
        for case in suite.iter("testcase"):
            assert set(case.attrib) == {"name", "classname", "time"}
            assert [set(failure.attrib) for failure in case] in ([], [{"type", "message"}])
        assert len(list(suite.iter("failure"))) == int(suite.get("failures"))
