# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of one's own: files and documents, good and bad."""

from __future__ import annotations

import json
import os

import pytest
import yaml
from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.filter.advisories import FilterModule, advisories
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.advisory import AdvisoryError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.rules import MOST_BYTES, advisories_of
from ansible_collections.surveillance.hikvision.plugins.test.affected_by import TestModule as AffectedBy
from ansible_collections.surveillance.hikvision.plugins.test.fixed_for import TestModule as FixedFor
from ansible_collections.surveillance.hikvision.tests.unit.advisory.devices import document, rule, snapshot
from ansible_collections.surveillance.hikvision.tests.unit.architecture.sources import ROOT

affected_by = AffectedBy().tests()["affected_by"]
fixed_for = FixedFor().tests()["fixed_for"]
CAMERA = snapshot("DS-2CD2386G2-IU", "V5.7.15 240201")
BEFORE_V6 = {"version": "V6.0.0", "inclusive": False}
GOOD = """\
---
schema: hikvision-advisories/1
advisories:
  - id: TEST-1
    title: A flaw
    severity: high
    source: https://advisories.example/1
    checked: 2026-01-31
    rules:
      - series: the series
        models: [DS-2CD*]
        to: {build: 240201, inclusive: true}
        verified: true
"""


def ids(loaded):
    return [advisory.id for advisory in loaded.listed]


@pytest.fixture
def file(tmp_path):
    """Writes a file of rules and returns its path as text."""

    def write(text, name="own.yml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_file_replaces_the_rules_of_the_collection(file):
    text = GOOD.replace("240201", '"240201"')
    assert ids(advisories_of(file(text))) == ["TEST-1"]
    assert advisories(CAMERA, file(text))["summary"] == "affected"


def test_a_file_in_json(file):
    assert ids(advisories_of(file(json.dumps(document(rule())), "own.json"))) == ["TEST-1"]


def test_a_document_at_hand():
    assert ids(advisories_of(document(rule()))) == ["TEST-1"]
    assert FilterModule().filters()["advisories"](CAMERA, rules=document(rule()))["summary"] == "affected"


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_given_means_the_rules_of_the_collection(nothing):
    assert "CVE-2017-7921" in ids(advisories_of(nothing))


def test_a_file_may_add_to_the_rules_of_the_collection():
    both = advisories_of({**document(rule()), "include_shipped": True})
    assert ids(both) == [*ids(advisories_of()), "TEST-1"]
    assert both.outside == advisories_of().outside


@pytest.mark.parametrize(
    ("own", "replaced"), [({"id": "cve-2017-7921"}, "CVE-2017-7921"), ({"id": "HSRC-202109-01"}, "CVE-2021-36260")]
)
def test_an_added_advisory_takes_the_place_of_the_one_with_its_name(own, replaced):
    both = advisories_of({**document(rule(), **own), "include_shipped": True})
    assert replaced not in ids(both)
    assert both.named(own["id"]).title == "A flaw"


def test_a_file_is_read_once_until_it_changes(file):
    path = file(GOOD.replace("240201", '"240201"'))
    first = advisories_of(path)
    assert advisories_of(path) is first

    file(GOOD.replace("240201", '"240202"'))
    os.utime(path, ns=(1, 1))
    assert advisories_of(path) is not first


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"240201"', "240201", r"rules\[0\].to.build \(line 12\): "),
        ('"240201"', '"240230"', r"rules\[0\].to.build \(line 12\): '240230' is not a date yymmdd"),
        ('"240201"', '"2402"', r'build \(line 12\): .* Wanted: a build date such as "240826", in quotes'),
        ('{build: "240201", inclusive: true}', "{inclusive: true}", r"to \(line 12\): .* Wanted: a version, a build"),
        (", inclusive: true", "", r"rules\[0\].to \(line 12\): the key 'inclusive' is missing"),
        ("severity: high", "severity: awful", r"advisories\[0\].severity \(line 6\): 'awful' is not one of"),
        ("verified: true", "verified: false", r"rules\[0\] \(line 10\): the key 'doubt' is missing"),
        ("verified: true", "verified true", "is not YAML: line 14"),
        ("verified: true", "verified: true\n        doubt: none", r"doubt \(line 14\): .* Wanted: no doubt"),
        ("verified: true", "verified: true\n        verified: true", "line 14, the key 'verified' is given twice"),
        (
            "verified: true",
            "verified: true\n        earlier: unknown",
            r"earlier \(line 14\): 'earlier' needs 'from'",
        ),
        ("title: A flaw", "titel: A flaw", r"titel \(line 5\): there is no such key; did you mean 'title'"),
        ("https://", "http://", r"source \(line 7\): .* does not fit. Wanted: an address that starts with https://"),
        ("advisories:", "advisory:", r"the document \(line 2\): "),
        ("hikvision-advisories/1", "other/1", r"schema \(line 2\): .* it must be 'hikvision-advisories/1'"),
        ("TEST-1\n", "TEST-1\n    aliases: [test-1]\n", r"advisories\[0\].id \(line 4\): test-1 is there twice"),
        (
            'to: {build: "240201"',
            'from: {build: "240202", inclusive: true}\n        to: {build: "240201"',
            r"to \(line 13\): no firmware is from build 240202 up to and including build 240201",
        ),
        (
            'to: {build: "240201"',
            "from: {version: V5.10.0, inclusive: true}\n        to: {version: V5.9.0",
            r"to \(line 13\): no firmware is from V5.10.0 up to",
        ),
    ],
)
def test_a_mistake_is_named_with_path_and_line(file, old, new, words):
    good = GOOD.replace("240201", '"240201"')
    path = file(good.replace(old, new, 1))
    assert old in good
    with pytest.raises(AdvisoryError, match=words) as caught:
        advisories_of(path)
    assert path in str(caught.value)


def test_a_mistake_in_a_document_at_hand_is_named_with_its_path():
    with pytest.raises(AdvisoryError, match=r"the given rules can not be used:\n.*to.build: 240201 is a number"):
        advisories_of(document(rule(to={"build": 240201, "inclusive": True})))


def test_not_every_mistake_is_told():
    wrong = document(*(rule(more=number) for number in range(30)))
    with pytest.raises(AdvisoryError, match="and 10 more"):
        advisories_of(wrong)


@pytest.mark.parametrize("text", ["", "- 1", "just words", "\tx", "a: !!python/name:os.system x", "[" * 100])
def test_what_is_no_document_of_rules(file, text):
    with pytest.raises(AdvisoryError):
        advisories_of(file(text))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(AdvisoryError, match=r"none.yml can not be read: No such file"):
        advisories_of(tmp_path / "none.yml")
    with pytest.raises(AdvisoryError, match="can not be read"):
        advisories_of(tmp_path)


def test_a_file_that_is_too_big(tmp_path):
    with (tmp_path / "big.yml").open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    with pytest.raises(AdvisoryError, match="too much for rules"):
        advisories_of(tmp_path / "big.yml")


@pytest.mark.parametrize(
    ("rules", "affected", "fixed"),
    [
        (document(rule()), True, False),
        (document(rule(to=BEFORE_V6)), True, False),
        (document(rule(to={**BEFORE_V6, "version": "V5.7.15"})), False, True),
        (document(rule(to={"build": "250101", "inclusive": True}, verified=False, doubt="?")), False, False),
        (document(rule(models=["DS-K*"])), False, False),
    ],
)
def test_neither_test_is_true_for_what_is_not_known(rules, affected, fixed):
    assert affected_by(CAMERA, "test-1", rules) is affected
    assert fixed_for(CAMERA, "TEST-1", rules=rules) is fixed


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: affected_by(CAMERA, "CVE-1999-1"), "affected_by: there is no rule about CVE-1999-1; known are: CVE-2"),
        (lambda: fixed_for(CAMERA, "CVE-2025-39247"), "fixed_for: CVE-2025-39247 can not be answered for a device"),
        (lambda: fixed_for(CAMERA, "CVE-2017-7921", {}), "fixed_for: the given rules can not be used"),
        (lambda: advisories(CAMERA, {}), "the advisories can not be used: the given rules can not be used"),
        (lambda: advisories(CAMERA, "/none.yml"), "/none.yml can not be read"),
    ],
)
def test_a_question_that_can_not_be_answered_is_an_error(call, words):
    with pytest.raises(AnsibleFilterError, match=words):
        call()


def test_the_example_in_the_documentation_is_one(file):
    told = (ROOT / "docs" / "advisories.md").read_text(encoding="utf-8")
    example = told.split("```yaml\n---\n")[1].split("```")[0]
    assert yaml.safe_load(example)["include_shipped"] is True
    assert fixed_for(snapshot("DS-2CD2386G2-IU", "V5.7.18 240826"), "CVE-2021-36260", file(example))
