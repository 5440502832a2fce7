# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes an entry: what a person says, what the file says, and what was there before."""

from __future__ import annotations

import datetime
import hashlib
import json
import pathlib
import zipfile

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.addition import ORDER, Refused, entry_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.file_facts import UnfitFile, facts_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.reading import SCHEMA
from simulator.image_builder import build_image

TODAY = datetime.date(2026, 1, 9)
TOLD = {
    "id": "ipc-g5",
    "kind": "camera",
    "models": {"include": ["DS-2CD2?86G2-*"]},
    "source": {"kind": "vendor-portal", "by": "ops"},
}


def sha256(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def image(tmp_path):
    return build_image(tmp_path / "digicap.dav", version="V5.7.18", build="240826", device_class=2)


@pytest.fixture
def facts(image):
    return facts_of(image)


@pytest.fixture
def archive(image):
    path = image.with_name("IPC_G5_5.7.18_240826.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.write(image, "firmware/digicap.dav")
        file.writestr("notes.txt", "read me")
    return path


def test_the_file_tells_what_it_is(image, facts):
    entry = entry_of(None, TOLD, facts, TODAY)

    size, digest = image.stat().st_size, sha256(image)
    assert entry == {
        **TOLD,
        "hardware": {"device_classes": [2], "upgrade_codes": [facts.seen.upgrade_code]},
        "version": "V5.7.18",
        "build": "240826",
        "language": "EN",
        "file": {"name": "digicap.dav", "size": size, "sha256": digest, "container": "HKWS"},
        "source": {"kind": "vendor-portal", "obtained": "2026-01-09", "by": "ops"},
        "status": "candidate",
    }
    assert list(entry) == [key for key in ORDER if key in entry]
    assert facts.contradictions(entry) == ()


def test_an_archive_has_digests_of_itself_and_of_the_image(archive, image):
    file = entry_of(None, TOLD, facts_of(archive), TODAY)["file"]

    assert file == {
        "name": "IPC_G5_5.7.18_240826.zip",
        "size": archive.stat().st_size,
        "sha256": sha256(archive),
        "image": {
            "name": "firmware/digicap.dav",
            "size": image.stat().st_size,
            "sha256": sha256(image),
            "container": "HKWS",
        },
    }


def test_every_key_of_the_schema_has_its_place():
    assert set(ORDER) == set(json.loads(SCHEMA.read_text())["$defs"]["entry"]["properties"])


@pytest.mark.parametrize(
    ("said", "code", "values"),
    [
        ({"version": "V5.7.19"}, "FW024", ["V5.7.19", "V5.7.18"]),
        ({"build": "240827"}, "FW024", ["240827", "240826"]),
        ({"language": "CN"}, "FW034", ["CN", "EN"]),
        ({"hardware": {"device_classes": [3, 4]}}, "FW031", ["3, 4", "class 2"]),
        ({"hardware": {"upgrade_codes": ["1" * 19]}}, "FW031", ["1" * 19]),
        ({"edition": "OEM", "oem_codes": ["77"]}, "FW035", ["77", "code 1"]),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_contradicts_the_file_is_found_with_both_values(facts, said, code, values):
    (finding,) = facts.contradictions(entry_of(None, {**TOLD, **said}, facts, TODAY))

    assert finding.code == code
    assert [value for value in values if value not in finding.sentence] == []


@pytest.mark.parametrize("said", [{"language": "ML"}, {"hardware": {"device_classes": [2, 3]}}, {"version": "V5.7.18"}])
def test_what_the_file_leaves_open_is_no_contradiction(facts, said):
    assert facts.contradictions(entry_of(None, {**TOLD, **said}, facts, TODAY)) == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"<html><body>Not found</body></html>" * 9, "FW004"), (b"", "FW001")],
)
def test_a_file_that_is_no_firmware_is_refused(tmp_path, content, code):
    path = tmp_path / "digicap.dav"
    path.write_bytes(content)

    with pytest.raises(UnfitFile) as refused:
        facts_of(path)

    assert code in [finding.code for finding in refused.value.findings]
    assert code in str(refused.value)


def test_a_file_that_is_cut_short_is_refused(image):
    image.write_bytes(image.read_bytes()[:-1])

    with pytest.raises(UnfitFile, match="FW009"):
        facts_of(image)


def test_an_archive_with_two_images_needs_a_name(archive, image):
    with zipfile.ZipFile(archive, "a") as file:
        file.write(image, "other/digicap.dav")

    with pytest.raises(UnfitFile, match="FW003"):
        facts_of(archive)

    assert facts_of(archive, "other/digicap.dav").file["image"]["name"] == "other/digicap.dav"


def test_what_is_missing_is_asked_for_in_one_sentence(facts):
    with pytest.raises(Refused) as refused:
        entry_of(None, {"id": "ipc-g5"}, facts, TODAY)

    assert [word for word in ("kind", "models", "source") if word not in str(refused.value)] == []
    assert "version" not in str(refused.value)


def test_a_file_without_version_asks_for_it(tmp_path):
    path = build_image(tmp_path / "digicap.dav", container="hk20")
    facts = facts_of(path)
    facts.header.clear()

    with pytest.raises(Refused, match="version, which the file does not tell"):
        entry_of(None, TOLD, facts, TODAY)


def test_a_new_entry_needs_a_file():
    with pytest.raises(Refused, match="name its firmware file"):
        entry_of(None, {**TOLD, "version": "V1.2", "build": "240101", "language": "EN"}, None, TODAY)


def test_saying_the_same_again_changes_nothing(facts):
    entry = entry_of(None, TOLD, facts, TODAY)

    assert entry_of(entry, TOLD, facts, TODAY + datetime.timedelta(days=3)) == entry


def test_keys_that_are_not_told_stay_and_null_removes(facts):
    entry = entry_of(None, {**TOLD, "rings": ["lab"], "note": "x"}, facts, TODAY)

    changed = entry_of(entry, {"id": "ipc-g5", "source": {"by": "me"}, "note": None, "edition": "STD"}, None, TODAY)

    assert changed == {
        **{key: value for key, value in entry.items() if key != "note"},
        "source": {"kind": "vendor-portal", "obtained": "2026-01-09", "by": "me"},
        "edition": "STD",
    }
    assert list(changed).index("edition") == list(changed).index("language") + 1


def told(**values):
    return {"id": "ipc-g5", **values}


def test_an_approval_is_recorded_with_its_date_and_kept(facts):
    candidate = entry_of(None, TOLD, facts, TODAY)
    record = {"by": "B. Sommer", "tested_on": ["lab-1"]}

    approved = entry_of(candidate, told(status="approved", approval=record), None, TODAY)
    again = entry_of(approved, told(status="approved", approval=record), None, TODAY + datetime.timedelta(days=1))
    withdrawn = entry_of(approved, told(status="withdrawn", status_reason="bad"), None, TODAY)

    assert approved["approval"] == {"by": "B. Sommer", "date": "2026-01-09", "tested_on": ["lab-1"]}
    assert again == approved
    assert withdrawn["approval"] == approved["approval"]
    assert withdrawn["status_reason"] == "bad"


def test_an_old_approval_does_not_approve_again(facts):
    candidate = entry_of(None, TOLD, facts, TODAY)
    approved = entry_of(candidate, told(status="approved", approval={"by": "ops"}), None, TODAY)
    withdrawn = entry_of(approved, told(status="withdrawn", status_reason="bad"), None, TODAY)

    with pytest.raises(Refused, match="say who does"):
        entry_of(withdrawn, told(status="approved"), None, TODAY)

    back = entry_of(withdrawn, told(status="candidate"), None, TODAY)
    assert not {"approval", "status_reason"} & back.keys()


def test_who_withdraws_says_why(facts):
    with pytest.raises(Refused, match="say why"):
        entry_of(entry_of(None, TOLD, facts, TODAY), told(status="withdrawn"), None, TODAY)


def test_an_approval_is_about_one_file(facts, tmp_path):
    candidate = entry_of(None, TOLD, facts, TODAY)
    approved = entry_of(candidate, told(status="approved", approval={"by": "ops"}), None, TODAY)
    other = facts_of(build_image(tmp_path / "other.dav", size=300_000))

    with pytest.raises(Refused) as refused:
        entry_of(approved, told(), other, TODAY)

    assert [
        word for word in (facts.seen.sha256, other.seen.sha256, "an entry of its own") if word in str(refused.value)
    ]
    exchanged = entry_of(approved, told(status="candidate"), other, TODAY)
    assert exchanged["file"]["sha256"] == other.seen.sha256
    assert "approval" not in exchanged


def test_a_candidate_gets_another_file_and_its_approval_at_once(facts, tmp_path):
    candidate = entry_of(None, TOLD, facts, TODAY)
    other = facts_of(build_image(tmp_path / "other.dav", size=300_000))

    approved = entry_of(candidate, told(status="approved", approval={"by": "ops"}), other, TODAY)

    assert (approved["status"], approved["file"]["sha256"]) == ("approved", other.seen.sha256)
