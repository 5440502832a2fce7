# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has changed since a plan was made, for the run and for one device."""

from __future__ import annotations

import dataclasses
import datetime
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.device_drift import (
    Standing,
    device_drift,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.drift import (
    Facts,
    Refusal,
    drift,
)
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet as sample
from ansible_collections.surveillance.hikvision.tests.unit.selection import documents

Document = dict[str, typing.Any]

PLAN = sample.plan()
LATER = sample.NOW + datetime.timedelta(days=2)
KNOWN = PLAN.hosts.union(device.host for device in PLAN.left_out)
FILES = {step.package.src: step.package.sha256 for step in PLAN.steps}
ENTRIES = (sample.CAMERA, sample.BRIDGE, sample.RECORDER, sample.DOOR)
NEWER: Document = {"serial": 8, "digest": "cd" * 32}
A_FILE = min(FILES)


def refusals(plan: Plan = PLAN, now: datetime.datetime = LATER, **facts: typing.Any) -> tuple[Refusal, ...]:
    told: Document = {"hosts": KNOWN, "files": FILES, "catalogue": sample.catalogue(), **facts}
    return drift(plan, now, Facts(**told))


def issue(changed: Document | None = None, *, without: str = "", **keys: typing.Any) -> Document:
    """A newer issue of the catalogue, in which an entry says something else."""
    entries = [entry for entry in ENTRIES if entry["id"] != without]
    if changed:
        entries = [{**entry, **changed} if entry["id"] == changed["id"] else entry for entry in entries]
    return {"catalogue": sample.catalogue(*entries, **{**NEWER, **keys})}


def unsigned() -> Document:
    return {"catalogue": sample.catalogue(verification={"signature": "off"})}


WITHDRAWN = {"id": sample.CAMERA["id"], "status": "withdrawn", "status_reason": "it loses the clock"}
CANDIDATE = {"id": sample.CAMERA["id"], "status": "candidate"}
OTHER_FILE = {"id": sample.CAMERA["id"], "file": {**sample.CAMERA["file"], "sha256": "0" * 64}}
OTHER_MODELS = {"id": sample.CAMERA["id"], "models": {"include": ["DS-2CD2386G2-I"]}}
RESETS = {"id": sample.DOOR["id"], "requires": {"config_reset": True}}

CASES: list[tuple[str, Document, str, tuple[str, ...]]] = [
    (
        "expired",
        {"now": sample.NOW + datetime.timedelta(days=7)},
        "Expired",
        ("good until 2026-03-09T07:30:00Z", "now it is 2026-03-09T07:30:00Z"),
    ),
    (
        "from the future",
        {"now": sample.NOW - datetime.timedelta(days=2)},
        "CreatedInFuture",
        ("made at 2026-03-02T07:30:00Z", "now it is 2026-02-28T07:30:00Z"),
    ),
    ("no catalogue", {"catalogue": None}, "NoCatalogue", ("There is no catalogue", "example serial 7")),
    (
        "another catalogue",
        {"catalogue": sample.catalogue(catalogue_id="lab", **NEWER)},
        "OtherCatalogue",
        ("is lab", "example serial 7"),
    ),
    ("an older catalogue", issue(serial=6), "CatalogueRolledBack", ("has the serial 6", "example serial 7")),
    ("issued twice", issue(serial=7), "CatalogueReissued", ("cd" * 32, "ab" * 32)),
    (
        "an expired catalogue",
        {"catalogue": sample.catalogue(expires="2026-03-04T07:00:00Z")},
        "CatalogueExpired",
        ("until 2026-03-04T07:00:00Z", "example serial 7"),
    ),
    ("an unchecked catalogue", unsigned(), "SignatureOff", ("is not checked now", "it was valid")),
    (
        "a package that is gone",
        issue(without=sample.RECORDER["id"]),
        "PackageGone",
        (sample.RECORDER["id"], "example serial 8 does not have it"),
    ),
    (
        "a package that is withdrawn",
        issue(WITHDRAWN),
        "PackageWithdrawn",
        ("was approved when", "serial 8 withdraws it: it loses the clock"),
    ),
    ("a package that is a candidate again", issue(CANDIDATE), "PackageStatus", ("was approved", "is candidate in")),
    (
        "a package with another file",
        issue(OTHER_FILE),
        "PackageChanged",
        (f"sha256 {'0' * 64}, planned {sample.CAMERA['file']['sha256']}",),
    ),
    (
        "a package for other models",
        issue(OTHER_MODELS),
        "PackageChanged",
        ("models ['DS-2CD2386G2-I'], planned ['DS-2CD2?86G2-I*']",),
    ),
    ("a package that resets", issue(RESETS), "PackageChanged", ("config_reset True, planned False",)),
    (
        "a slice of the hosts",
        {"hosts": KNOWN - {"nvr-north", "cam-north-00"}},
        "HostsMissing",
        ("upgrades 16 hosts, and this run has 14 of them; missing: cam-north-00, nvr-north",),
    ),
    ("a new host", {"hosts": KNOWN | {"cam-new"}}, "HostsAdded", ("knows 24 hosts", "has others: cam-new")),
    ("a file that is gone", {"files": {**FILES, A_FILE: None}}, "FileMissing", (A_FILE, str(FILES[A_FILE]))),
    (
        "another file",
        {"files": {**FILES, A_FILE: "0" * 64}},
        "FileChanged",
        ("has the digest " + "0" * 64, f"made with {FILES[A_FILE]}"),
    ),
]


def test_nothing_has_changed() -> None:
    assert refusals() == ()


@pytest.mark.parametrize(("facts", "check", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_drift_is_refused_with_both_sides(facts: Document, check: str, words: tuple[str, ...]) -> None:
    [refusal] = refusals(**facts)
    assert refusal.check == check
    assert [word for word in words if word not in refusal.sentence] == []
    assert refusal.advice
    assert refusal.as_result() == {"check": check, "sentence": refusal.sentence, "advice": refusal.advice}


def test_every_case_has_a_sentence_of_its_own() -> None:
    sentences = [refusals(**facts)[0].sentence for _said, facts, _check, _words in CASES]
    assert len(set(sentences)) == len(CASES)


def test_everything_is_told_at_once() -> None:
    found = refusals(now=sample.NOW + datetime.timedelta(days=30), hosts=frozenset({"cam-new"}), files={})
    assert [refusal.check for refusal in found] == ["Expired", "HostsMissing", "HostsAdded", *["FileMissing"] * 4]
    assert "and 6 more" in found[1].sentence


def test_what_is_meant_so_is_no_drift() -> None:
    assert refusals(hosts=frozenset({"nvr-north"}), subset=True) == ()
    assert refusals(hosts=KNOWN | {"cam-new"}, ignore_new_hosts=True) == ()
    assert refusals(hosts=PLAN.hosts) == (), "what the plan leaves out need not be there"


@pytest.mark.parametrize(
    "changed",
    [
        None,
        {"id": sample.DOOR["id"], "note": "checked again"},
        {"id": sample.BRIDGE["id"], "status": "approved"},
    ],
    ids=["nothing", "a note", "the bridge is approved again"],
)
def test_a_newer_catalogue_with_the_same_packages_will_do(changed: Document | None) -> None:
    assert refusals(**issue(changed)) == ()


def test_a_package_that_was_a_candidate_may_stay_one() -> None:
    steps = [dataclasses.replace(step, status="candidate") for step in PLAN.devices[0].steps]
    plan = dataclasses.replace(PLAN, devices=(dataclasses.replace(PLAN.devices[0], steps=tuple(steps)),))
    entries = [{**entry, "status": "candidate"} for entry in ENTRIES]
    assert refusals(plan, catalogue=sample.catalogue(*entries, **NEWER), hosts=plan.hosts) == ()


def test_a_plan_from_a_list_asks_for_no_catalogue() -> None:
    plan = dataclasses.replace(PLAN, source=None)
    assert refusals(plan, catalogue=None) == ()


DEVICE = next(device for device in PLAN.devices if len(device.steps) == 2 and device.platform)
SERIAL = DEVICE.serial


@pytest.mark.parametrize(
    ("runs", "standing", "left"),
    [
        ("5.7.10 220315", Standing.AS_PLANNED, 2),
        ("5.7.12 230508", Standing.UNDER_WAY, 1),
        ("5.7.18 240826", Standing.DONE, 0),
    ],
)
def test_a_device_goes_on_where_it_is(runs: str, standing: Standing, left: int) -> None:
    found = device_drift(DEVICE, documents.device(runs, serial=SERIAL))
    assert (found.standing, found.reasons) == (standing, ())
    assert found.steps == DEVICE.steps[2 - left :]
    assert found.as_result()["steps"] == [step.as_options() for step in found.steps]


@pytest.mark.parametrize(
    ("runs", "identity", "because"),
    [
        ("5.7.15 240201", {}, ("it runs V5.7.15 build 240201", "V5.7.10 build 220315 -> V5.7.12 build 230508 -> ")),
        ("5.7.18", {}, ("it runs V5.7.18, which is not on its way",)),
        ("5.7.10 220316", {}, ("it runs V5.7.10 build 220316", "V5.7.10 build 220315 -> ")),
        ("5.7.10", {}, ("it runs V5.7.10, which is not on its way",)),
        (None, {}, ("does not tell what it runs", "it ran V5.7.10 build 220315")),
        ("5.7.10 220315", {"model": "DS-2CD2386G2-ISU"}, ("model is DS-2CD2386G2-ISU", "was DS-2CD2386G2-IU")),
        ("5.7.10 220315", {"serial": "X1"}, ("serial number is X1", f"was {SERIAL}")),
        ("5.7.10 220315", {"serial": None}, ("serial number is not told", f"was {SERIAL}")),
        ("5.7.18 240826", {"serial": "X1"}, ("serial number is X1", f"was {SERIAL}")),
        ("5.7.10 220315", {"platform": "G3"}, ("platform is G3", "was G5")),
    ],
)
def test_a_device_that_has_drifted_is_refused_with_both_sides(
    runs: str | None, identity: Document, because: tuple[str, ...]
) -> None:
    found = device_drift(DEVICE, documents.device(runs, **{"serial": SERIAL, **identity}))
    assert (found.standing, found.steps) == (Standing.DRIFTED, ())
    [reason] = found.reasons
    assert [words for words in because if words not in reason] == []


def test_a_device_that_is_another_one_in_every_way_says_so() -> None:
    found = device_drift(DEVICE, documents.device("5.7.10 220315", "DS-X", serial="X1", platform="G3"))
    assert len(found.reasons) == 3


def test_a_platform_that_is_not_told_is_no_drift() -> None:
    told = documents.device("5.7.10 220315", serial=SERIAL, platform=None)
    assert device_drift(DEVICE, told).standing is Standing.AS_PLANNED


def test_a_device_that_could_not_be_read_is_no_longer_what_it_was() -> None:
    assert device_drift(DEVICE, {}).standing is Standing.DRIFTED
