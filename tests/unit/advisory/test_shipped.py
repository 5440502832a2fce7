# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The advisories of the collection: what each says of devices below, at and above its bounds."""

from __future__ import annotations

import datetime
import fnmatch
import re

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.advisory import AdvisoryError, Severity
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import judge, standing_for
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.rules import SHIPPED, advisories_of
from ansible_collections.surveillance.hikvision.tests.unit.advisory.devices import snapshot
from ansible_collections.surveillance.hikvision.tests.unit.architecture.sources import ROOT

LISTED = advisories_of().listed
NO_RULE = None
CASES = {
    "CVE-2017-7921": [
        ("DS-2CD2532F-IWS", "V5.2.0 140721", "affected"),  # the first
        ("DS-2CD2532F-IWS", "V5.2.0 140720", "unknown"),  # nothing is said of earlier ones
        ("DS-2CD2132F-I", "V5.4.0 160530", "affected"),  # the last
        ("DS-2CD2132F-I", "V5.4.0 160531", "fixed"),
        ("DS-2CD2132F-I", "V5.4.0", "unknown"),
        ("DS-2CD2132F-I", "V5.3.0", "affected"),  # the build does not matter here
        ("DS-2CD2132F-I", "V5.4.1 160525", "fixed"),  # a later version of an earlier day
        ("DS-2CD2132F-I", None, "unknown"),
        ("ds-2cd2132f-is", "V5.4.0 160530", "affected"),
        ("DS-2CD2132-I", "V5.4.0 160530", NO_RULE),  # no F
        ("DS-2CD2432F-IW(B)", "V5.4.0 160530", "affected"),
        ("DS-2CD2020F-I", "V5.4.0 160401", "affected"),
        ("DS-2CD2020F-I", "V5.4.0 160402", "fixed"),
        ("DS-2CD2020F-I", "V5.1.0 130101", "affected"),  # no lower bound is known
        ("DS-2CD2142FWD-I", "V5.4.4 161125", "affected"),
        ("DS-2CD2142FWD-I", "V5.5.0 170725", "fixed"),
        ("DS-2CD4024FWD", "V5.4.0 160414", "affected"),
        ("DS-2CD4024FWD", "V5.4.0 160415", "fixed"),
        ("DS-2CD4025FWD-A", "V5.4.0 160421", "affected"),  # the second of its two rules
        ("DS-2CD4665G0-IZ", "V5.4.0 160101", NO_RULE),  # a later generation
        ("DS-2DF8223I-AEL", "V5.4.5 160928", "affected"),
        ("DS-2DF8223I-AEL", "V5.4.6", "fixed"),
        ("DS-2DE4220IW", "V5.4.5 160928", NO_RULE),
        ("DS-2CD6362F-IV", "V5.3.5 160106", "affected"),
        ("DS-2CD6365G0-IVS", "V5.3.5 160106", NO_RULE),
    ],
    "CVE-2021-36260": [
        ("HWI-B120H", "V5.5.101 200408", "unknown"),  # known to be exploitable, but not by a verified rule
        ("DS-2CD2386G2-IU", "V5.7.18 240826", "unknown"),
        ("DS-7616NI-Q2/16P", "V4.30.097 240401", "unknown"),
        ("DS-7204HGHI-K1", "V4.30.000 200101", NO_RULE),
        ("DS-K1T671M", "V3.2.0 200101", NO_RULE),
    ],
    "CVE-2023-28809": [
        ("DS-K1T804AMF", "V1.4.0 221211", "affected"),
        ("DS-K1T804AMF", "V1.4.0 221212", "fixed"),
        ("DS-K1T804BMF", "V1.4.0 221211", NO_RULE),
        ("DS-K1T341AMF", "V3.2.30 220311", "affected"),
        ("DS-K1T341AMF", "V3.2.30 221223", "fixed"),
        ("DS-K1T341BMWI-T", "V3.2.30 220311", NO_RULE),
        ("DS-K1T671TM-3XF", "V3.2.30", "unknown"),
        ("DS-K1T343EWX", "V3.14.0 230116", "affected"),
        ("DS-K1T343EWX", "V3.14.0 230117", "fixed"),
        ("DS-K1T343EWX", "V3.9.0 230117", "affected"),  # 9 is less than 14
        ("DS-K1T341CMF", "V3.3.8 230111", "affected"),
        ("DS-K1T341CMF", "V3.3.8 230112", "fixed"),
        ("DS-K1T320EFWX", "V3.5.0 220705", "affected"),
        ("DS-K1T320EFWX", "V3.5.0 220706", "fixed"),
        ("DS-KH6320-WTE1", "V2.2.0 220101", NO_RULE),
    ],
    "CVE-2023-28810": [
        ("DS-K1T804AMF", "V1.4.0 221211", "affected"),
        ("DS-K1T341AMF", "V3.2.30 221223", "fixed"),
        ("DS-K1T343EWX", "V3.14.0 230116", "affected"),
        ("DS-K1T341CMF", "V3.3.8 230112", "fixed"),
        ("DS-K1T320EFWX", "V3.5.0 220705", "affected"),
        ("DS-KH6320-WTE1", "V2.2.8 230218", "affected"),
        ("DS-KH8520-WTE1", "V2.2.8 230219", "fixed"),
        ("DS-KH8350-WTE1", "V2.2.7 230101", NO_RULE),
        ("DS-KH9310-WTE1(B)", "V2.1.76 230203", "affected"),
        ("DS-KH9510-WTE1(B)", "V2.1.76 230204", "fixed"),
    ],
    "CVE-2023-28811": [
        ("iDS-7204HUHI-M1/E", "V4.75.011 240625", "fixed"),
        ("iDS-7204HUHI-M1/E", "V4.75.011 230820", "affected"),
        ("iDS-7204HUHI-M1/E", "V4.75.011 230821", "fixed"),
        ("iDS-7204HUHI-M1/E", "V4.75.011", "unknown"),
        ("DS-7108HGHI-K1(S)", "V4.1.60 200101", "affected"),
        ("DS-7108HGHI-K1(S)", "V4.1.59", "fixed"),  # expressly not affected, whatever the build
        ("DS-7208HQHI-K2", "V4.1.60 230821", "fixed"),
        ("HWD-5104MH", "V4.30.000 220101", "affected"),
        ("DS-7216HGHI-F2", "V4.30.000 220101", "unknown"),  # neither K nor M
        ("DS-7616NI-Q2/16P", "V4.30.097 240401", "unknown"),
        ("DS-7204HUHI-K1", None, "unknown"),
    ],
    "CVE-2024-29949": [
        ("DS-7604NI-K1/4P(B)", "V4.30.096 221220", "affected"),
        ("DS-7604NI-K1/4P(B)", "V4.30.96 221221", "fixed"),
        ("DS-7604NI-K1/4P(C)", "V4.30.096 221220", NO_RULE),
        ("DS-7604NI-K1/4P", "V4.30.096 221220", "unknown"),  # perhaps a (B)
        ("DS-7604NI-K1/4P", "V4.30.097 230101", "unknown"),
        ("DS-7608NXI-I2/8P/S", "V4.62.210 230619", "unknown"),  # before the range
        ("DS-7608NXI-I2/8P/S", "V5.00.000 230101", "affected"),
        ("DS-7608NXI-I2/8P/S", "V5.02.005", "affected"),
        ("DS-7608NXI-I2/8P/S", "V5.2.6", "fixed"),
        ("DS-7732NI-M4", "V5.01.070 240101", "affected"),
        ("DS-9632NXI-M8", "V5.02.006 240101", "fixed"),
        ("DS-7608NXI-K2", "V5.00.000", NO_RULE),
        ("DS-7604NI-M1/4P", "V5.01.069", "affected"),
        ("DS-7604NI-M1/4P", "V5.01.070", "fixed"),  # its own bound, not that of the other NI-M
    ],
    "CVE-2025-66176": [
        ("DS-K1T331W", "V3.7.79", "affected"),
        ("DS-K1T331W", "V3.7.80", "fixed"),
        ("DS-K1T341AMF", "V3.2.30 220311", "affected"),
        ("DS-K1T341BMWI-T", "V3.7.79", "affected"),
        ("DS-K1T341CMF", "V3.3.179", "affected"),
        ("DS-K1T341CMF", "V3.3.180", "fixed"),
        ("DS-K1T342MX", "V4.47.9", "affected"),
        ("DS-K1T6QT-F72", "V4.48.0", "fixed"),
        ("DS-K1T8003EF", "V1.4.20", "affected"),
        ("DS-K1T8004", "V1.4.21", "fixed"),
        ("DS-K1T804AMF", "V1.4.21", "affected"),
        ("DS-K1T804AMF", "V1.4.22", "fixed"),
        ("DS-K1T804BMF", "V1.4.22", "affected"),
        ("DS-K1T804BMF", "V1.4.23", "fixed"),
        ("DS-K1T105AM", "V1.3.64", "affected"),
        ("DS-K1T201AEF", "V1.3.65", "fixed"),
        ("DS-K1T201MF", "V1.3.64", NO_RULE),
        ("DS-K1T808MFWX", "V3.25.39", "affected"),
        ("DS-K1T8005", "V3.25.40", "fixed"),
        ("DS-K1T320EFWX", "V3.9.39", "affected"),
        ("DS-K1T321MFWX", "V3.9.40", "fixed"),
        ("DS-K1T323MBFWX", "V4.23.40", "affected"),
        ("DS-K1T510", "V4.23.41", "fixed"),
        ("DS-K5033", "V4.37.39", "affected"),
        ("DS-K5033", "V4.37.40", "fixed"),
        ("DS-K5604A", "V1.0.0", NO_RULE),
        ("DS-K1A340FWX", "V1.2.7 240102", NO_RULE),
    ],
    "CVE-2025-66177": [
        ("DS-7608NXI-I2/8P/S", "V4.62.210 230619", "affected"),
        ("DS-7616NI-Q2/16P", "V4.84.100 250806", "affected"),
        ("DS-7616NI-Q2/16P", "V4.84.100 250807", "fixed"),
        ("DS-7616NI-Q2/16P", "V4.84.100", "unknown"),
        ("iDS-9632NXI-I8/X", "V5.05.000 250806", "affected"),
        ("DS-7108NI-Q1", "V4.30.000 250807", "fixed"),
        ("DS-7732NI-M4", "V5.04.085 251345", "unknown"),  # no such month
        ("DS-7208HQHI-K2", "V4.80.000 250806", "unknown"),
        ("DS-8632N-I8", "V4.61.030 240123", "unknown"),
        ("DS-2CD1043G2-I", "V5.7.13 230822", "affected"),
        ("DS-2CD1043G2-I", "V5.7.13 230823", "fixed"),
        ("DS-2CD1041G2-I", "V5.7.14 230101", "fixed"),  # not the rule for DS-2CD1xx1, which ends at V5.7.23
        ("DS-2CD3041G2-IU", "V5.7.12", "affected"),
        ("HWI-B149HA", "V5.7.13 230822", "affected"),
        ("HWI-T220H", "V5.7.13 230822", NO_RULE),  # H without A
        ("DS-2CD2D25G1-D/NF", "V5.7.210 240826", "affected"),
        ("DS-2CD6425G1-30", "V5.7.211", "fixed"),
        ("DS-2CD2955G0-ISU", "V5.7.21 240814", "affected"),
        ("DS-2CD2955G0-ISU", "V5.7.21 240815", "fixed"),
        ("DS-2XE6222G0-IS", "V5.7.7 241203", "affected"),
        ("DS-2XC6645G0-IZHRS", "V5.7.8", "fixed"),
        ("DS-2CD1023G0E-I", "V5.7.23 241015", "affected"),
        ("DS-2CD1021-I", "V5.7.23 241016", "fixed"),
        ("DS-2CD2021G0-I", "V5.7.23 241015", "affected"),
        ("DS-2CD3021G0-I", "V5.07.023 241015", "affected"),
        ("DS-2CD2386G2-IU", "V5.7.18 240826", NO_RULE),
    ],
}


@pytest.mark.parametrize(
    ("advisory", "model", "firmware", "standing"),
    [(advisory, *case) for advisory, cases in CASES.items() for case in cases],
)
def test_a_device_below_at_and_above_the_bounds(advisory, model, firmware, standing):
    device = Device.from_snapshot(snapshot(model, firmware))
    assessment = judge(device, advisories_of().named(advisory))

    assert (assessment and assessment.standing) == standing
    assert standing_for(device, advisories_of(), advisory) == (standing or "unknown")


def test_every_rule_is_in_the_table():
    """A rule that no case reaches could say anything."""
    for advisory in LISTED:
        reached = {
            found.rule.series
            for model, firmware, _standing in CASES[advisory.id]
            if (found := judge(Device.from_snapshot(snapshot(model, firmware)), advisory))
        }
        assert reached == {rule.series for rule in advisory.rules}


@pytest.mark.parametrize("advisory", LISTED, ids=lambda advisory: advisory.id)
def test_an_advisory_says_where_it_is_from(advisory):
    assert advisory.source.endswith(advisory.id)
    assert datetime.date.fromisoformat(advisory.checked) >= datetime.date(2026, 11, 21)
    assert len({rule.series for rule in advisory.rules}) == len(advisory.rules)


@pytest.mark.parametrize("advisory", LISTED, ids=lambda advisory: advisory.id)
def test_severity_and_score_agree(advisory):
    """Bands of the CVSS 3.1 specification, section 5."""
    bands = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM), (0.1, Severity.LOW))
    if advisory.cvss is not None:
        assert advisory.severity is next(word for score, word in bands if advisory.cvss >= score)


@pytest.mark.parametrize("advisory", LISTED, ids=lambda advisory: advisory.id)
def test_patterns_have_no_slips(advisory):
    for rule in advisory.rules:
        patterns = (*rule.models, *rule.exclude)
        assert len(set(patterns)) == len(patterns)
        assert all(re.fullmatch(r"[A-Za-z0-9*?/()\[\]-]+", pattern) for pattern in patterns)
        assert not any("xx" in pattern.casefold() for pattern in patterns), "an x of the advisory is ? here"
        wide = [pattern for pattern in rule.models if fnmatch.fnmatchcase("ZZZZZZZZ", pattern)]
        assert not wide or (rule.kinds and rule.doubt), "every model of a kind: only for a rule that is not verified"


def test_rules_that_are_not_verified_say_so():
    doubtful = {(advisory.id, rule.series) for advisory in LISTED for rule in advisory.rules if rule.doubt}
    assert doubtful == {
        ("CVE-2021-36260", "cameras"),
        ("CVE-2021-36260", "network recorders"),
        ("CVE-2023-28811", "other recorders"),
        ("CVE-2024-29949", "DS-7604NI-K1/4P"),
        ("CVE-2025-66177", "other recorders"),
    }


@pytest.mark.parametrize("server", ["CVE-2022-28171", "CVE-2023-6895", "cve-2025-39247"])
def test_server_products_are_no_devices(server):
    with pytest.raises(AdvisoryError, match=f"{server} can not be answered for a device: it is about"):
        advisories_of().named(server)


def test_an_advisory_has_several_names():
    assert advisories_of().named("hsrc-202109-01").id == "CVE-2021-36260"


def test_the_documentation_lists_what_the_data_says():
    told = (ROOT / "docs" / "advisories.md").read_text(encoding="utf-8")
    rows = {line for line in told.splitlines() if line.startswith("| CVE-")}
    assert rows == set(documented())


def documented() -> list[str]:
    """The rows of the three tables in docs/advisories.md."""
    outside = advisories_of().outside.items()
    covered = [_row(advisory) for advisory in LISTED]
    doubts = [f"| {each.id} | {rule.series} | {rule.doubt} |" for each in LISTED for rule in each.rules if rule.doubt]
    return [*covered, *doubts, *(f"| {name} | {reason} |" for name, reason in outside)]


def _row(advisory) -> str:
    severity = f"{advisory.severity} ({advisory.cvss})" if advisory.cvss else str(advisory.severity)
    doubtful = sum(rule.doubt is not None for rule in advisory.rules)
    rules = f"{len(advisory.rules) - doubtful} + {doubtful}"
    link = f"[{advisory.source.split('/')[2]}]({advisory.source})"
    return f"| {advisory.id} | {advisory.title} | {severity} | {rules} | {advisory.checked} | {link} |"


def test_the_data_is_where_it_is_looked_for():
    assert SHIPPED == ROOT / "data" / "advisories.yml"
