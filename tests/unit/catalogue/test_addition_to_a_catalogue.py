# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A change to a catalogue file: the next issue is written whole, or nothing is."""

from __future__ import annotations

import datetime
import errno
import json
import stat

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import edition
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.addition import Refused
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.edition import Change, prepare
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.errors import Malformed, Unreadable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.file_facts import UnfitFile
from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample
from simulator.image_builder import build_image

NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
ADD = {
    "kind": "camera",
    "models": {"include": ["DS-2CD2?46G2*"]},
    "source": {"kind": "vendor-portal"},
}


@pytest.fixture
def image(tmp_path):
    return build_image(tmp_path / "digicap.dav", version="V5.7.19", build="250101")


@pytest.fixture
def path(tmp_path):
    """A catalogue with one entry."""
    return sample.write(tmp_path / "catalogue.yml", sample.catalogue())


def adding(image, identifier="new", **told):
    return Change(id=identifier, file=image, told={**ADD, **told})


def content(path):
    return yaml.safe_load(path.read_text())


def test_the_next_issue_has_the_entry_a_higher_number_and_a_date(path, image):
    before = content(path)

    result = prepare(path, adding(image), NOW)
    assert content(path) == before, "nothing is written yet"
    result.write()

    after = content(path)
    assert after == result.content
    assert (after["serial"], after["issued"]) == (before["serial"] + 1, NOW.strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert after["expires"] == before["expires"]
    assert after["firmware"][0] == before["firmware"][0]
    assert after["firmware"][1]["id"] == "new"


def test_the_same_again_is_no_change(path, image):
    prepare(path, adding(image), NOW).write()
    written = path.read_bytes()

    again = prepare(path, adding(image), NOW + datetime.timedelta(days=2))

    assert not again.changed
    assert again.after.encode() == written


def test_a_new_catalogue_begins_with_its_first_entry(tmp_path, image):
    path = tmp_path / "new.yml"

    result = prepare(path, Change(id="new", told=ADD, file=image, catalogue_id="example-eu", days=10), NOW)
    result.write()

    assert result.before == ""
    assert path.read_text().startswith(
        "---\nschema: hikvision-firmware-catalogue/1\ncatalogue_id: example-eu\nserial: 1\n"
    )
    day = (NOW + datetime.timedelta(days=10)).strftime("%Y-%m-%d")
    assert content(path)["expires"] == f"{day}T23:59:59Z"


def test_a_catalogue_that_is_not_there_is_not_begun_by_accident(tmp_path, image):
    with pytest.raises(Refused, match="catalogue_id"):
        prepare(tmp_path / "typo.yml", adding(image), NOW)


def test_json_stays_json(tmp_path, image):
    path = sample.write(tmp_path / "catalogue.json", sample.catalogue())

    prepare(path, adding(image), NOW).write()

    assert [entry["id"] for entry in json.loads(path.read_text())["firmware"]] == ["ipc-g5-5.7.18-240826", "new"]


def test_a_renewal_moves_the_date_once_a_day(path):
    change = Change(days=400)

    renewed = prepare(path, change, NOW)
    renewed.write()

    assert renewed.content["serial"] == 8
    assert not prepare(path, change, NOW.replace(hour=23, minute=59) if NOW.hour < 23 else NOW).changed


def test_an_expired_catalogue_is_not_issued_again_without_a_date(tmp_path, image):
    past = sample.moment(NOW - datetime.timedelta(days=2))
    old = sample.moment(NOW - datetime.timedelta(days=9))
    path = sample.write(tmp_path / "catalogue.yml", sample.catalogue(issued=old, expires=past))

    with pytest.raises(Refused, match="valid_days"):
        prepare(path, adding(image), NOW)

    change = Change(id="new", file=image, told=ADD, days=30)
    assert prepare(path, change, NOW).content["serial"] == 8


@pytest.mark.parametrize(
    ("told", "error", "words"),
    [
        ({"version": "V5.7.20"}, UnfitFile, "FW024"),
        ({"models": {"include": ["*"]}}, Refused, r"\n  models.include\[0\]: "),
        ({"supersedes": ["nothing"]}, Refused, "there is no entry 'nothing'"),
        ({"colour": "red"}, Refused, "colour"),
        ({"build": 250101}, Refused, "quote it"),
    ],
    ids=str,
)
def test_what_would_make_the_catalogue_wrong_is_refused(path, image, told, error, words):
    before = path.read_bytes()

    with pytest.raises(error, match=words):
        prepare(path, adding(image, **told), NOW)

    assert path.read_bytes() == before


def test_a_refusal_is_about_what_was_given(path, image):
    with pytest.raises(Refused) as refused:
        prepare(path, adding(image, models={"include": ["*"]}), NOW)

    message = str(refused.value)
    assert message.startswith(f"What is given for the entry new is wrong, and {path} was not changed:")
    assert "(line " not in message


@pytest.mark.parametrize(
    ("name", "words"),
    [("ipc-g5-5.7.81", "; did you mean ipc-g5-5.7.18-240826?"), ("nvr", ". A new one needs its firmware file")],
)
def test_an_entry_that_is_not_there_is_not_changed(path, name, words):
    change = Change(id=name, told={"status": "approved", "approval": {"by": "ops"}})

    with pytest.raises(Refused) as refused:
        prepare(path, change, NOW)

    assert f"There is no entry {name} in {path}{words}" in str(refused.value)


def test_a_catalogue_that_is_wrong_already_is_left_alone(path, image):
    path.write_text(path.read_text().replace("serial: 7", "serial: seven"))

    with pytest.raises(Malformed, match="serial"):
        prepare(path, adding(image), NOW)


def test_a_directory_is_no_catalogue(tmp_path, image):
    with pytest.raises(Unreadable):
        prepare(tmp_path, adding(image), NOW)


def test_a_failed_write_leaves_the_catalogue_and_nothing_else(path, image, monkeypatch):
    result = prepare(path, adding(image), NOW)
    before, files = path.read_bytes(), sorted(path.parent.iterdir())

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(edition.atomic_file.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        result.write()

    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == files


def test_mode_and_link_stay(path, image):
    path.chmod(0o640)
    link = path.with_name("link.yml")
    link.symlink_to(path.name)

    prepare(link, adding(image), NOW).write()

    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert content(path)["serial"] == 8
