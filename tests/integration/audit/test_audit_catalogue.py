# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit by a signed catalogue, by own advisories and by what lies in the directories of backups."""

from __future__ import annotations

import json

from ansible_collections.surveillance.hikvision.tests.unit.catalogue.sample import catalogue, entry, signed
from simulator import DeviceSpec

DEVICES = [
    DeviceSpec(name="gone-01", profile="camera-g5"),
    DeviceSpec(name="back-01", profile="camera-g5", version="V5.7.16", build="240301"),
    DeviceSpec(name="good-01", profile="camera-g5", version="V5.7.18", build="240826"),
    DeviceSpec(name="ring-01", profile="camera-g5", version="V5.7.18", build="240826"),
]
WITHDRAWN = entry(
    {"file.name": "old.dav", "file.sha256": "a" * 64, "status_reason": "it reboots"},
    id="old",
    version="V5.7.15",
    build="240201",
    status="withdrawn",
)
TARGET = entry({"file.name": "new.dav", "security.fixes": ["CVE-2030-0001"]}, id="new", supersedes=["old"])
NEXT = entry(
    {"file.name": "next.dav", "file.sha256": "b" * 64, "supersedes": ["new"]},
    id="next",
    version="V5.7.20",
    build="250301",
    status="candidate",
    rings=["lab"],
)
RULES = """
schema: hikvision-advisories/1
advisories:
  - id: CVE-2030-0001
    title: A flaw
    severity: high
    source: https://example.org/advisory
    checked: "2026-11-21"
    rules:
      - series: all of them
        models: ["DS-2CD*"]
        to: {version: V5.7.15, inclusive: true}
        verified: true
"""


def test_what_the_catalogue_and_the_advisories_say(start_site):
    site = start_site(DEVICES)
    known = signed(site.directory, catalogue(WITHDRAWN, TARGET, NEXT))
    (site.directory / "new.dav").touch()
    (site.directory / "rules.yml").write_text(RULES)
    ring = {"hikvision_policy": {"ring": "lab"}}
    site.write_inventory({**known.variables, "hikvision_advisories": "rules.yml"}, ring_01=ring)
    assert site.playbook("backup", target="good-01").rc == 0

    run = site.playbook("audit", audit_json="audit.json", audit_fail_on=["high"])

    assert run.rc == 2, run
    assert "1 device is affected by an advisory rated critical or high (high): gone-01." in run.stdout
    document = json.loads((site.directory / "audit.json").read_text())
    (source,) = document["catalogues"]
    assert (source["path"], source["serial"], source["signature"]) == (str(known.path), 7, "valid")
    rows = {row["host"]: row for row in document["devices"]}
    assert list(rows) == ["gone-01", "back-01", "ring-01", "good-01"]
    assert [row["state"] for row in rows.values()] == ["withdrawn", "behind", "behind", "current"]
    assert "which is withdrawn: it reboots" in rows["gone-01"]["reason"]
    assert (rows["gone-01"]["severity"], rows["gone-01"]["advisories"]) == ("high", ["CVE-2030-0001"])
    assert (rows["back-01"]["exposure"], rows["back-01"]["security_fixes"]) == ("fixed", ["CVE-2030-0001"])
    assert (rows["back-01"]["reason"], rows["ring-01"]["package"]) == ("", "next")
    assert f"not on the controller: {site.directory / 'next.dav'}" in rows["ring-01"]["reason"]
    assert rows["good-01"]["backup_age"] == 0.0
    assert rows["gone-01"]["backup_age"] is None


def test_a_catalogue_that_can_not_be_trusted_ends_the_audit_before_any_device_is_asked(start_site):
    site = start_site({"cam-01": "camera-g5"})
    known = signed(site.directory)
    site.write_inventory(known.variables)
    known.path.write_text(known.path.read_text() + "\n")

    run = site.playbook("audit", audit_json="audit.json")

    assert run.rc == 2, run
    assert "catalogue.yml" in run.stdout
    assert '"kind": "Tampered"' in run.stdout
    assert site.fleet.summary()["requests"] == 0
    assert not (site.directory / "audit.json").exists()


def test_a_catalogue_without_a_signature_is_told_wherever_its_words_are(start_site):
    site = start_site({"cam-01": "camera-g5"})
    known = signed(site.directory)
    known.signature.unlink()
    site.write_inventory({**known.variables, "hikvision_catalogue_signature": "off"})

    run = site.playbook("audit", audit_json="audit.json")

    assert run.rc == 0, run.stdout
    document = json.loads((site.directory / "audit.json").read_text())
    assert document["catalogues"][0]["signature"] == "off"
    assert f"The signature of {known.path} was not checked." in document["summary"]["sentence"]
