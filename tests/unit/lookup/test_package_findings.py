# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of packages, checked before anything is done."""

from __future__ import annotations

import hashlib
import pathlib
import typing

import pytest
from ansible.errors import AnsibleLookupError

from ansible_collections.surveillance.hikvision.plugins.lookup import package_findings
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight import examination
from simulator import PROFILES, firmware_for

DEVICE = {"identity": {"model": "DS-2CD2386G2-IU", "kind": "camera"}, "firmware": None}
Options = dict[str, typing.Any]


@pytest.fixture
def package(tmp_path: pathlib.Path) -> Options:
    path = tmp_path / "digicap.dav"
    firmware_for(PROFILES["camera-g5"], path, version="V5.7.18", build="240826")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"package": "g5", "version": "V5.7.18", "build": "240826", "src": str(path), "sha256": digest}


def codes(*packages: Options) -> list[list[str]]:
    """Of each package, the codes of what stops it."""
    lookup = package_findings.LookupModule(loader=None, templar=None)
    told = lookup.run(packages, device=DEVICE)
    stopping = ("error", "blocked")
    return [[finding["code"] for finding in one["findings"] if finding["severity"] in stopping] for one in told]


def test_each_package_has_its_findings(package: Options) -> None:
    missing = {**package, "src": package["src"] + ".gone"}
    other = {**package, "sha256": "0" * 64}
    wrong = {**package, "version": "V5.7.19"}
    assert codes(package, missing, other, wrong) == [[], ["FW001"], ["FW021"], ["FW024"]]


def test_a_file_is_read_once_a_run(package: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    examine = examination.examine

    def counted(path: str, *arguments: typing.Any, **options: typing.Any) -> typing.Any:
        read.append(path)
        return examine(path, *arguments, **options)

    monkeypatch.setattr(examination, "examine", counted)
    codes(package)
    codes(package, {**package, "package": "another"})
    assert read == [package["src"]]


def test_a_package_that_is_not_described_rightly_is_an_error(package: Options) -> None:
    with pytest.raises(AnsibleLookupError, match="is not a firmware"):
        codes({**package, "build": "soon"})
