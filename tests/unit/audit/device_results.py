# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an audit is made of: results of ``device_info``, catalogues, variables of a host, and rows."""

from __future__ import annotations

import datetime
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.advisory import Advisories
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.auditor import Auditor
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import CatalogueFile, Mistake
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import Row, State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import (
    Catalogue,
    Verification,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry

NOW = datetime.datetime(2026, 11, 22, 6, 30, tzinfo=datetime.UTC)
MODEL = "DS-2CD2386G2-IU"
CATALOGUE = "/site/catalogue.yml"

RULES = {
    "schema": "hikvision-advisories/1",
    "advisories": [
        {
            "id": identifier,
            "title": "A flaw",
            "severity": severity,
            "source": "https://example.org",
            "checked": "2026-11-21",
            "rules": [{"series": "all of them", "models": ["DS-2CD*"], "to": to, "verified": True}],
        }
        for identifier, severity, to in [
            ("CVE-2030-0001", "medium", {"version": "V5.7.16", "inclusive": True}),
            ("CVE-2030-0002", "critical", {"version": "V5.7.10", "inclusive": True}),
            ("CVE-2030-0003", "high", {"build": "240101", "inclusive": True}),
        ]
    ],
}


class Variables:
    """The variables of a host. A value that is an exception is one that can not be evaluated."""

    def __init__(self, **values: typing.Any) -> None:
        self._values = {"inventory_dir": "/site", **values}

    def get(self, name: str) -> typing.Any:
        value = self._values.get(name)
        if isinstance(value, Mistake):
            raise value
        return value


def device(version: str | None = "V5.7.15", build: str | None = "240201", **identity: typing.Any) -> dict:
    """The result of ``device_info`` for a camera."""
    told = {"kind": "camera", "model": MODEL, "serial": "S1", "customised": False, **identity}
    firmware = {"version": version, "build": build} if version else None
    return {"device": {"identity": told, "firmware": firmware}, "missing": []}


def listed(src: str = "digicap.dav", **changes: typing.Any) -> list[dict[str, typing.Any]]:
    """A list with one package for the camera."""
    return [{"models": ["DS-2CD*"], "version": "V5.7.18", "build": "240826", "src": src, **changes}]


def entry(identifier: str, version: str, build: str, status: str = "approved", **changes: typing.Any) -> dict:
    """An entry of a catalogue for the camera."""
    return {
        "id": identifier,
        "kind": "camera",
        "models": {"include": ["DS-2CD*"]},
        "version": version,
        "build": build,
        "language": "ML",
        "file": {"name": f"{identifier}.dav", "size": 1000, "sha256": "1" * 64, "container": "HKWS"},
        "status": status,
        **changes,
    }


def catalogue(*entries: dict, signature: str = "valid") -> Catalogue:
    files = pathlib.PurePath("/site")
    return Catalogue(
        id="site",
        serial=7,
        issued="2026-11-01T00:00:00Z",
        expires="2027-11-01T00:00:00Z",
        digest="d" * 64,
        verification=Verification(signature=signature),
        files=files,
        entries=tuple(Entry.read(each, files) for each in entries),
    )


def audit(result: typing.Mapping[str, typing.Any], *entries: dict, host: str = "cam", **variables: typing.Any) -> Row:
    """The row of one device; with ``entries``, its packages are in a catalogue of those."""
    catalogues = {CatalogueFile(path=CATALOGUE): catalogue(*entries)} if entries else {}
    given = {"hikvision_catalogue": CATALOGUE, **variables} if entries else variables
    auditor = Auditor(catalogues, lambda _path: Advisories.read(RULES), NOW)
    return auditor.row(host, Variables(**given), result)


def row(host: str = "cam", **changes: typing.Any) -> Row:
    """A device that is in the best of states."""
    return Row(**{"host": host, "state": State.CURRENT, "exposure": Standing.FIXED, "backup_age": 1.0, **changes})
