# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer of the filter with a catalogue, and with a list beside it."""

from __future__ import annotations

import typing

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.filter.select_firmware import select_firmware
from ansible_collections.surveillance.hikvision.tests.unit.selection.documents import (
    CAMERA,
    Document,
    catalogue,
    device,
    entry,
)

OTHERS = catalogue(entry("nvr", kind="recorder", models=["DS-76*"]))
LISTED = {"models": [CAMERA], "version": "V5.7.18", "build": "240826", "src": "listed.dav"}


def test_the_whole_answer() -> None:
    notes = {"url": "https://example.invalid/notes.pdf", "fixes": ["clock"], "known_issues": ["zoom"]}
    step = entry("old", "5.4.41 170312", status="deprecated", config_reset=True, expected_duration=600)
    target = entry("new", via=["old"], release_notes=notes, hardware={"platform": "G5"})
    choice = select_firmware(
        device("5.3.0 150513"),
        catalogue=catalogue(step, target, entry("now", "5.3.0 150513", status="deprecated", status_reason="too old")),
        policy={"allow": ["config_reset"]},
    )

    options = {
        "package": "old",
        "version": "V5.4.41",
        "build": "170312",
        "src": "firmware/old.dav",
        "sha256": step["file"]["sha256"],
        "models": ["DS-2CD2?86G2-I*"],
        "kind": "camera",
        "component": "main",
        "language": "EN",
        "edition": "STD",
        "allow": ["config_reset"],
    }
    assert choice["package"] == options
    assert choice["steps"][0] == {**options, "expected_duration": 600, "config_reset": True}
    assert (choice["steps"][1]["package"], choice["steps"][1]["platform"]) == ("new", "G5")
    assert choice["target"] == {"package": "new", "version": "V5.7.18", "build": "240826"}
    assert choice["reasons"] == [
        "it runs V5.3.0 build 150513, new (V5.7.18 build 240826) is meant for it, over old (V5.4.41 build 170312)"
    ]
    assert [(found["code"], found["allow"]) for found in choice["findings"]] == [("FW044", "config_reset")]
    assert choice["running"] == {"id": "now", "status": "deprecated", "status_reason": "too old"}
    assert choice["release_notes"] == {**notes, "sha256": None, "acknowledge": False}
    assert choice["source"] == {"catalogue": "example", "serial": 7, "digest": "ab" * 32, "signature": "valid"}


def test_of_several_entries_for_what_runs_the_gravest_is_told() -> None:
    known = catalogue(entry("a"), entry("b", status="withdrawn"), entry("c", status="deprecated"))
    assert select_firmware(device("5.7.18 240826"), catalogue=known)["running"]["id"] == "b"


def test_what_runs_is_told_without_a_target() -> None:
    known = catalogue(entry("a", status="withdrawn"))
    choice = select_firmware(device("5.7.18 240826"), catalogue=known)
    assert (choice["standing"], choice["running"]["status"]) == ("no_package", "withdrawn")


def test_a_list_beside_a_catalogue_needs_permission() -> None:
    choice = select_firmware(device(), [LISTED], catalogue=OTHERS)
    assert (choice["standing"], choice["package"], choice["steps"]) == ("upgrade", None, [])
    assert choice["target"]["package"] == "entry 1"
    assert [found["code"] for found in choice["findings"]] == ["FW022"]
    assert "is not in the catalogue example, which has nothing for this device" in choice["reasons"][-1]
    assert choice["source"] is None


@pytest.mark.parametrize(
    ("allowed", "listed"),
    [({"allow": ["uncatalogued"]}, LISTED), (None, {**LISTED, "allow": ["uncatalogued"]})],
    ids=["by the policy", "in the list"],
)
def test_a_list_beside_a_catalogue_with_permission(allowed: Document | None, listed: Document) -> None:
    choice = select_firmware(device(), [listed], catalogue=OTHERS, policy=allowed)
    assert choice["package"]["src"] == "listed.dav"
    assert [found["code"] for found in choice["findings"]] == ["FW022"]


@pytest.mark.parametrize("status", ["approved", "candidate", "deprecated", "withdrawn"])
def test_a_device_that_the_catalogue_knows_gets_nothing_from_the_list(status: str) -> None:
    known = catalogue(entry("a", status=status))
    choice = select_firmware(device(), [LISTED], catalogue=known, policy={"allow": ["uncatalogued"]})
    assert choice["source"]["catalogue"] == "example"
    assert (choice["package"] or {}).get("src") != "listed.dav"


def test_a_list_that_has_nothing_either_leaves_the_word_to_the_catalogue() -> None:
    choice = select_firmware(device(), [{**LISTED, "models": ["DS-96*"]}], catalogue=OTHERS)
    assert (choice["standing"], choice["source"]["catalogue"]) == ("no_package", "example")


def test_a_malformed_list_is_an_error_even_where_the_catalogue_decides() -> None:
    with pytest.raises(AnsibleFilterError, match="entry 1: build, src, version missing"):
        select_firmware(device(), [{"models": ["*"]}], catalogue=catalogue(entry("a")))


def test_the_way_back_in_a_catalogue() -> None:
    known = catalogue(entry("old", "5.7.15 240201", status="deprecated"), entry("new", supersedes=["old"]))
    before = {"version": "V5.7.15", "build": "240201"}
    choice = select_firmware(device("5.7.18 240826"), catalogue=known, firmware=before)
    assert (choice["standing"], choice["package"]["package"]) == ("downgrade", "old")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [({"status": "withdrawn"}, {}, "FW023"), ({}, {"downgrade": {"one_way": True}}, "FW042")],
    ids=["withdrawn", "one-way"],
)
def test_the_way_back_may_be_closed(old: Document, new: Document, code: str) -> None:
    known = catalogue(entry("old", "5.7.15 240201", **old), entry("new", supersedes=["old"], **new))
    before = {"version": "V5.7.15", "build": "240201"}
    choice = select_firmware(device("5.7.18 240826"), catalogue=known, firmware=before)
    assert (choice["standing"], choice["package"]) == ("downgrade", None)
    assert code in {found["code"] for found in choice["findings"]}


@pytest.mark.parametrize("told", [{}, [], "catalogue.yml", {**OTHERS, "firmware": [{"id": "a"}]}])
def test_what_is_no_catalogue_is_an_error(told: typing.Any) -> None:
    with pytest.raises(AnsibleFilterError, match="must be the catalogue that surveillance.hikvision.catalogue_info"):
        select_firmware(device(), catalogue=told)
