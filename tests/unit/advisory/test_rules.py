# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How rules are read: ranges, models, kinds, doubts, and what several of them come to."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.filter.advisories import advisories
from ansible_collections.surveillance.hikvision.tests.unit.advisory.devices import document, rule, snapshot

V5 = {"version": "V5.0.0", "inclusive": True}
V6 = {"version": "V6.0.0", "inclusive": True}
BEFORE_V6 = {**V6, "inclusive": False}
AFTER_V5 = {**V5, "inclusive": False}
V6_BUILD = {**V6, "build": "240101"}
BEFORE_2024 = {"build": "240101", "inclusive": False}
CAMERA = "DS-2CD2386G2-IU"


def only(device, *rules, **keys):
    """The only assessment."""
    [assessment] = advisories(device, document(*rules, **keys))["assessments"]
    return assessment


@pytest.mark.parametrize(
    ("keys", "firmware", "standing"),
    [
        pytest.param({"to": V6}, "V6.0.0", "affected", id="the end, inclusive"),
        pytest.param({"to": V6}, "V06.00.000 240101", "affected", id="leading zeros"),
        pytest.param({"to": V6}, "V6.0", "affected", id="a number that is missing is 0"),
        pytest.param({"to": V6}, "V6.0.0.1", "fixed", id="one number more"),
        pytest.param({"to": V6}, "V6.0.1", "fixed", id="after an inclusive end"),
        pytest.param({"to": BEFORE_V6}, "V6.0.0", "fixed", id="the end, exclusive"),
        pytest.param({"to": BEFORE_V6}, "V5.10.0", "affected", id="numbers, not letters"),
        pytest.param({"from": V5}, "V5.0.0", "affected", id="the start, inclusive"),
        pytest.param({"from": AFTER_V5}, "V5.0.0", "unknown", id="the start, exclusive"),
        pytest.param({"from": V5}, "V9.9.9 991231", "affected", id="no fix is known"),
        pytest.param({"from": V5}, "V4.9.9", "unknown", id="before the start"),
        pytest.param({"from": V5, "earlier": "unknown"}, "V4.9.9", "unknown", id="before the start, in words"),
        pytest.param({"from": V5, "earlier": "not_affected"}, "V4.9.9", "fixed", id="earlier ones are not affected"),
        pytest.param({"to": V6_BUILD}, "V6.0.0 240101", "affected", id="the build of the end, inclusive"),
        pytest.param({"to": {**V6_BUILD, "inclusive": False}}, "V6.0.0 240101", "fixed", id="that build, exclusive"),
        pytest.param({"to": V6_BUILD}, "V6.0.0 231231", "affected", id="an earlier build"),
        pytest.param({"to": V6_BUILD}, "V6.0.0 240102", "fixed", id="a later build"),
        pytest.param({"to": V6_BUILD}, "V6.0.0", "unknown", id="the build decides and is not told"),
        pytest.param({"to": V6_BUILD}, "V5.9.9", "affected", id="the build does not decide"),
        pytest.param({"to": V6_BUILD}, "V6.0.1 200101", "fixed", id="an older build of a later version"),
        pytest.param({"to": BEFORE_2024}, "V1.0 231231", "affected", id="build alone, before"),
        pytest.param({"to": BEFORE_2024}, "V99.0 240101", "fixed", id="build alone, the day"),
        pytest.param({"to": BEFORE_2024}, "V1.0", "unknown", id="build alone, not told"),
        pytest.param({"to": BEFORE_2024}, "V1.0 240230", "unknown", id="build alone, no date"),
        pytest.param({"from": V5, "to": BEFORE_2024}, "V5.0 231231", "affected", id="version to build, within"),
        pytest.param({"from": V5, "to": BEFORE_2024}, "V5.0 240101", "fixed", id="version to build, after"),
        pytest.param({"from": V5, "to": BEFORE_2024}, "V4.0 240101", "unknown", id="before and after"),
        pytest.param(
            {"from": V5, "earlier": "not_affected", "to": BEFORE_2024}, "V4.0", "fixed", id="before, build not told"
        ),
        pytest.param(
            {"from": {**V5, "build": "200101"}, "to": BEFORE_2024}, "V5.0", "unknown", id="both need the build"
        ),
        pytest.param({"from": {**V5, "build": "200101"}, "to": V6}, "V5.0.0", "unknown", id="the start needs it"),
        pytest.param(
            {"from": {"build": "200101", "inclusive": True}, "to": V6}, "V7.0", "unknown", id="after, perhaps before"
        ),
        pytest.param({}, "V1.0", "affected", id="every version"),
        pytest.param({}, None, "affected", id="every version, none told"),
        pytest.param({"to": V6}, None, "unknown", id="no firmware told"),
        pytest.param({"from": V5}, None, "unknown", id="no firmware told, no end"),
    ],
)
def test_where_a_firmware_lies(keys, firmware, standing):
    assert only(snapshot(CAMERA, firmware), rule(**keys))["standing"] == standing


@pytest.mark.parametrize(
    ("keys", "affected", "fixed_in"),
    [
        ({}, "firmware of every version", None),
        ({"from": V5}, "firmware from V5.0.0", None),
        ({"to": V6_BUILD}, "firmware up to and including V6.0.0 build 240101", "later than V6.0.0 build 240101"),
        ({"from": AFTER_V5, "to": BEFORE_2024}, "firmware after V5.0.0 before build 240101", "build 240101 or later"),
    ],
)
def test_a_range_in_words(keys, affected, fixed_in):
    told = only(snapshot(CAMERA), rule(**keys))
    assert (told["affected"], told["fixed_in"]) == (affected, fixed_in)


@pytest.mark.parametrize(
    ("model", "covered"),
    [
        ("DS-2CD2386G2-IU", True),
        ("ds-2cd2386g2-iu", True),
        ("DS-2CD2386G2", True),
        ("DS-2CD2386G2(B)", False),
        ("XDS-2CD2386G2", False),
        ("DS-2CD238G2", False),
    ],
)
def test_the_whole_model_counts(model, covered):
    told = advisories(snapshot(model), document(rule(models=["DS-2CD2?86G2*"], exclude=["*(b)"])))
    assert bool(told["assessments"]) is covered
    assert covered or told["reason"] == f"no rule is about the model {model}"


def test_a_rule_for_other_kinds_is_not_about_a_device():
    rules = document(rule(models=["*"], kinds=["recorder", "intercom"], to=V6))
    assert advisories(snapshot("OEM", "V7.0", "camera"), rules)["assessments"] == []
    assert advisories(snapshot("OEM", "V7.0", "recorder"), rules)["summary"] == "fixed"


def test_a_device_that_does_not_tell_its_kind_might_be_meant():
    told = only(snapshot("OEM", "V7.0", "unknown"), rule(models=["*"], kinds=["recorder", "intercom"], to=V6))
    assert (told["standing"], told["indication"]) == ("unknown", None)
    assert told["reason"] == "the rule is for the kind intercom or recorder, and the device does not tell its kind"


@pytest.mark.parametrize(("firmware", "indication"), [("V5.0", "affected"), ("V7.0", "fixed"), (None, "unknown")])
def test_a_rule_that_is_not_verified_decides_nothing(firmware, indication):
    told = only(snapshot(CAMERA, firmware), rule(to=V6, verified=False, doubt="somebody said so"))
    assert (told["standing"], told["indication"], told["verified"]) == ("unknown", indication, False)
    assert told["reason"].startswith("the rule is not verified: somebody said so. By that rule: affected is firmware")


@pytest.mark.parametrize(
    ("rules", "standing", "series"),
    [
        ([rule(to=V6), rule(series="later", to={**V6, "version": "V8.0"})], "affected", "later"),
        ([rule(to=V6), rule(series="doubtful", verified=False, doubt="?")], "unknown", "doubtful"),
        ([rule(to=V6), rule(series="also past", to=V5)], "fixed", "the series"),
    ],
)
def test_the_worst_of_several_rules_counts(rules, standing, series):
    told = only(snapshot(CAMERA, "V7.0"), *rules)
    assert (told["standing"], told["series"]) == (standing, series)


def test_what_is_told_of_a_device():
    assert advisories(snapshot(CAMERA, "V5.7.15 240201"), document(rule(to=V6), cvss=7.5)) == {
        "summary": "affected",
        "reason": "affected by TEST-1",
        "worst_severity": "high",
        "assessments": [
            {
                "id": "TEST-1",
                "title": "A flaw",
                "standing": "affected",
                "severity": "high",
                "cvss": 7.5,
                "known_exploited": None,
                "reason": "affected is firmware up to and including V6.0.0 of the series, "
                "and the device runs V5.7.15 build 240201",
                "series": "the series",
                "affected": "firmware up to and including V6.0.0",
                "fixed_in": "later than V6.0.0",
                "verified": True,
                "indication": None,
                "source": "https://advisories.example/1",
                "checked": "2026-01-31",
            }
        ],
    }


@pytest.mark.parametrize(
    ("firmware", "keys", "words"),
    [
        ("V5.0", {"to": V6}, "and the device runs V5.0 and does not tell the build"),
        (None, {"to": V6}, "and the device does not tell its firmware"),
        ("V4.0 200101", {"from": V5}, "; nothing is said of anything before it, and the device runs V4.0 build 200101"),
        ("V4.0 200101", {"from": V5, "earlier": "not_affected"}, "from V5.0.0 of the series and none before it, and"),
    ],
)
def test_the_reason_says_what_was_compared(firmware, keys, words):
    assert words in only(snapshot(CAMERA, firmware), rule(**keys))["reason"]


FIXED, AFFECTED = rule(to=V6), rule(to={**V6, "version": "V8.0"})
UNKNOWN = rule(verified=False, doubt="?")


@pytest.mark.parametrize(
    ("rules", "summary", "reason", "worst"),
    [
        (
            [FIXED, FIXED],
            "fixed",
            "not, or not any more, affected by TEST-0, TEST-1; no other rule is about the model",
            None,
        ),
        ([FIXED, UNKNOWN], "unknown", "not known for TEST-1", "critical"),
        ([AFFECTED, UNKNOWN, FIXED, AFFECTED], "affected", "affected by TEST-0, TEST-3", "high"),
        ([UNKNOWN, UNKNOWN], "unknown", "not known for TEST-0, TEST-1", "critical"),
        ([], "unknown", f"no rule is about the model {CAMERA}", None),
    ],
)
def test_what_all_advisories_come_to(rules, summary, reason, worst):
    severities = ("high", "critical", "low", "medium")
    each = [document(r, id=f"TEST-{n}", severity=severities[n])["advisories"][0] for n, r in enumerate(rules)]
    told = advisories(snapshot(CAMERA, "V7.0"), {"schema": "hikvision-advisories/1", "advisories": each})
    assert (told["summary"], told["reason"], told["worst_severity"]) == (summary, reason, worst)


@pytest.mark.parametrize(
    "device", [snapshot(None, "V7.0"), snapshot("", "V7.0"), {"identity": None, "firmware": None}, {}]
)
def test_any_rule_could_be_about_a_device_without_a_model(device):
    told = advisories(device, document(rule(models=["*"], to=V6)))
    assert (told["summary"], told["assessments"]) == ("unknown", [])
    assert told["reason"] == "the device does not tell its model, so any rule could be about it"
