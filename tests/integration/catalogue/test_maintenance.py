# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of a firmware file into a signed catalogue, with the commands that people type."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import subprocess
import typing
import zipfile

import pytest
import yaml

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Run, Site
from simulator.image_builder import build_image

pytestmark = pytest.mark.newest_core

ENTRY = {
    "kind": "camera",
    "models": {"include": ["DS-2CD2?46G2*"], "exclude": ["*(CN)"]},
    "edition": "STD",
    "source": {"kind": "vendor-portal", "by": "A. Keller"},
    "rings": ["lab"],
}


@dataclasses.dataclass(frozen=True)
class Desk:
    """Where somebody maintains a catalogue: a directory with firmware files, entry.yml and a key."""

    site: Site

    @property
    def path(self) -> pathlib.Path:
        return self.site.directory / "catalogue.yml"

    @property
    def content(self) -> dict[str, typing.Any]:
        return yaml.safe_load(self.path.read_text())

    def do(self, command: str, *arguments: str, **values: typing.Any) -> Run:
        """Run the playbook as it is typed: one -e for each value."""
        told = {"catalogue": "catalogue.yml", "do": command} | values
        given = [part for name, value in told.items() for part in ("-e", json.dumps({name: value}))]
        return self.site.playbook("catalogue", *given, *arguments)

    def archive(self, version: str, build: str) -> str:
        """The name of a new zip archive, as the vendor packs them."""
        image = build_image(self.site.directory / "digicap.dav", version=version, build=build)
        name = f"IPC_G5_EN_STD_{version.removeprefix('V')}_{build}.zip"
        with zipfile.ZipFile(self.site.directory / name, "w", zipfile.ZIP_DEFLATED) as file:
            file.write(image, "firmware/digicap.dav")
            file.writestr("release notes.txt", "Read me.")
        image.unlink()
        return name

    def info(self) -> Run:
        """Read the catalogue as a rollout does."""
        task = {"surveillance.hikvision.catalogue_info": {"path": str(self.path), "allowed_signers": str(self.signers)}}
        play = self.site.directory / "info.yml"
        play.write_text(yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": [task]}]))
        return self.site.playbook(play)

    @property
    def signers(self) -> pathlib.Path:
        return self.site.directory / "allowed_signers"


@pytest.fixture
def desk(start_site) -> Desk:
    site = start_site({"cam-01": "camera-g5"})
    (site.directory / "entry.yml").write_text(yaml.safe_dump({"entry": ENTRY}))
    key = site.directory / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, timeout=60)
    public = key.with_name("key.pub").read_text()
    desk = Desk(site)
    desk.signers.write_text(f'ops@example.org namespaces="hikvision-firmware-catalogue" {public}')
    return desk


def message(run: Run) -> str:
    """What the task that failed said."""
    (failed,) = [result for result in run.results if result.status == "failed"]
    return failed.result["msg"]


def test_from_a_file_to_a_signed_catalogue(desk):
    old, new = desk.archive("V5.7.15", "240201"), desk.archive("V5.7.18", "240826")

    began = desk.do("add", "-e", "@entry.yml", id="g5-old", file=old, catalogue_id="example-eu")
    assert began.rc == 0, began
    path = desk.path
    path.write_text(path.read_text().replace("serial: 1", "serial: 1  # raised by the playbook"))
    contradicted = desk.do("add", id="g5-new", file=new, entry={**ENTRY, "version": "V5.7.19"})
    assert "V5.7.18" in message(contradicted)
    assert "V5.7.19" in message(contradicted)
    assert desk.content["serial"] == 1
    added = desk.do("add", "-e", "@entry.yml", id="g5-new", file=new)
    assert added.rc == 0, added
    again = desk.do("add", "-e", "@entry.yml", id="g5-new", file=new)
    assert again.recap["localhost"]["changed"] == 0
    assert desk.do("rings", id="g5-new", rings="lab,pilot").rc == 0
    assert desk.content["firmware"][1]["rings"] == ["lab", "pilot"]
    unknown = desk.do("approve", id="g5-knew", by="B. Sommer")
    assert f"There is no entry g5-knew in {path}; did you mean g5-new?" in message(unknown)
    approved = desk.do("approve", id="g5-new", by="B. Sommer", tested_on="lab-1,lab-2")
    assert "g5-new is approved for all devices (its rings were removed). Issue 4 of example-eu" in approved.stdout
    withdrawn = desk.do("withdraw", id="g5-old", reason="Cameras lose their time zone.")
    assert (approved.rc, withdrawn.rc) == (0, 0)

    content = desk.content
    assert content["serial"] == 5
    assert "serial: 5  # raised by the playbook" in path.read_text()
    assert [(entry["id"], entry["status"], entry["build"]) for entry in content["firmware"]] == [
        ("g5-old", "withdrawn", "240201"),
        ("g5-new", "approved", "240826"),
    ]
    assert "rings" not in content["firmware"][1]
    assert content["firmware"][1]["approval"]["tested_on"] == ["lab-1", "lab-2"]
    assert content["firmware"][1]["file"]["image"]["name"] == "firmware/digicap.dav"

    assert "is not signed" in message(desk.info())
    signed = desk.do("sign", key="key", allowed_signers="allowed_signers")
    assert signed.rc == 0, signed
    assert f"Signed issue 5 of example-eu: {path}.sig." in signed.stdout
    assert desk.do("sign", key="key").recap["localhost"]["changed"] == 0
    validated = desk.do("validate", allowed_signers="allowed_signers")
    assert validated.rc == 0, validated
    (read,) = desk.info().of(action="catalogue_info")
    assert read.result["catalogue"]["verification"]["signer"] == "ops@example.org"
    assert read.result["catalogue"]["serial"] == 5

    path.write_text(path.read_text().replace("withdrawn", "candidate"))
    assert "is not what ops@example.org signed" in message(desk.info())
    edited = desk.do("list", allowed_signers="allowed_signers")
    assert edited.rc == 0, edited
    assert "g5-new" in str(edited.of(task="Show the entries")[0].result["msg"])
    assert "If you changed it: review it" in edited.of(task="Tell about the catalogue")[0].result["msg"]
    assert "If you changed it: review it" in message(desk.do("validate", allowed_signers="allowed_signers"))


def test_rings_are_for_a_new_entry_as_well(desk):
    entry = {key: value for key, value in ENTRY.items() if key != "rings"}
    old = desk.archive("V5.7.15", "240201")

    added = desk.do("add", id="g5", file=old, entry=entry, rings="lab,pilot", catalogue_id="example-eu")

    assert added.rc == 0, added
    assert desk.content["firmware"][0]["rings"] == ["lab", "pilot"]
    assert "g5 is added as a candidate for the rings lab, pilot. Issue 1 of example-eu" in added.stdout


def test_a_value_that_was_split_at_its_blank_changes_nothing(desk):
    desk.do("add", "-e", "@entry.yml", id="g5", file=desk.archive("V5.7.15", "240201"), catalogue_id="example-eu")

    split = desk.do("approve", "-e", "by=B. Sommer", id="g5")

    assert "'Sommer' belongs to no variable" in message(split)
    assert """-e "by='B. Sommer'\"""" in message(split)
    assert desk.content["firmware"][0]["status"] == "candidate"
    assert desk.do("approve", "-e", "by='B. Sommer'", id="g5").rc == 0
    assert desk.content["firmware"][0]["approval"]["by"] == "B. Sommer"


def test_list_shows_entries_and_what_to_look_at(desk):
    old, new = desk.archive("V5.7.15", "240201"), desk.archive("V5.7.18", "240826")
    desk.do("add", "-e", "@entry.yml", id="g5-old", file=old, catalogue_id="example-eu")
    desk.do("deprecate", id="g5-old", reason="Too old.")
    desk.do("add", id="g5-new", file=new, entry={**ENTRY, "supersedes": ["g5-old"]})
    desk.do("approve", id="g5-new", by="B. Sommer")

    run = desk.do("list")

    assert run.rc == 0, run
    (entries,) = run.of(task="Show the entries")
    heading, *rows = entries.result["msg"]
    assert heading.split()[:3] == ["ID", "STATUS", "FIRMWARE"]
    assert [row.split()[:5] for row in rows if row.startswith("g5")] == [
        ["g5-old", "deprecated", "V5.7.15", "build", "240201"],
        ["g5-new", "approved", "V5.7.18", "build", "240826"],
    ]
    assert [row for row in [heading, *rows] if len(row) > 95] == []
    assert rows[1] == "    camera, EN: DS-2CD2?46G2*, not *(CN); IPC_G5_EN_STD_5.7.15_240201.zip"
    (remarks,) = run.of(task="Show what to look at")
    assert [row.split()[:2] for row in remarks.result["msg"][1:]] == [
        ["g5-old", "superseded"],
        ["g5-old", "deprecated"],
    ]
    expired = desk.content | {"issued": "2020-01-01T00:00:00Z", "expires": "2020-07-01T00:00:00Z"}
    desk.path.write_text(yaml.safe_dump(expired))
    late = desk.do("list")
    assert late.rc == 0, late
    assert late.of(task="Show what to look at")[0].result["msg"] == remarks.result["msg"]
    assert "has expired" in late.of(task="Tell about the catalogue")[0].result["msg"]
    assert "has expired" in message(desk.do("validate"))
    assert "has expired" in message(desk.do("sign", key="key"))
    assert desk.do("renew", valid_days=90).rc == 0
    assert desk.do("sign", key="key").rc == 0


def test_check_mode_shows_the_difference_and_writes_nothing(desk):
    desk.do("add", "-e", "@entry.yml", id="g5", file=desk.archive("V5.7.15", "240201"), catalogue_id="example-eu")
    before = desk.path.read_bytes()

    run = desk.do("approve", "--check", "--diff", id="g5", by="B. Sommer")
    signing = desk.do("sign", "--check", key="key")

    assert run.rc == 0, run
    assert "-    status: candidate" in run.stdout
    assert "+    status: approved" in run.stdout
    assert desk.path.read_bytes() == before
    assert "Would sign issue 1 of example-eu" in signing.stdout
    assert not desk.path.with_name("catalogue.yml.sig").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            [],
            [
                "It is not said what to do",
                "validate, list, add, rings, approve, deprecate, withdraw, renew, sign",
                "do=list",
            ],
        ),
        (["-e", "do=polish"], ["There is no do=polish", "validate, list"]),
        (["-e", "do=validate"], ["do=validate needs catalogue.", "-e catalogue=firmware/catalogue.yml"]),
        (
            ["-e", "do=withdraw", "-e", "catalogue=x.yml", "-e", "id=g5"],
            ["do=withdraw needs reason.", "-e \"reason='cameras lose their time zone'\""],
        ),
    ],
    ids=["nothing", "unknown", "no catalogue", "no reason"],
)
def test_what_is_missing_is_said_in_one_sentence(desk, arguments, words):
    run = desk.site.playbook("catalogue", *arguments)

    assert run.rc == 2
    assert [word for word in words if word not in message(run)] == []
