# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backups of a device, as the way back sees them."""

from __future__ import annotations

import json

from ansible_collections.surveillance.hikvision.plugins.lookup.config_backups import LookupModule

DESCRIPTION = {
    "schema": 1,
    "size": 3,
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "account": "admin",
    "host": "192.0.2.7:443",
    "kind": "camera",
    "model": "DS-2CD2386G2-IU",
    "serial": "S1",
    "mac": None,
    "name": "gate",
    "needs_secret_key": False,
}


def keep(directory, file, created, version, build):
    (directory / file).write_bytes(b"abc")
    content = {**DESCRIPTION, "file": file, "created": created, "version": version, "build": build}
    (directory / f"{file}.json").write_text(json.dumps(content))


def test_the_newest_backup_comes_first(tmp_path):
    keep(tmp_path, "b.cfg", "2026-10-01T12:00:00+00:00", "V5.7.15", "240201")
    keep(tmp_path, "a.cfg", "2026-11-01T12:00:00+00:00", "V5.7.18", "240826")

    newest, oldest = LookupModule().run([str(tmp_path)])

    assert (newest["path"], oldest["path"]) == (str(tmp_path / "a.cfg"), str(tmp_path / "b.cfg"))
    assert newest["firmware"] == {"version": "V5.7.18", "build": "240826"}
    assert newest["description"]["model"] == "DS-2CD2386G2-IU"


def test_what_is_not_a_backup_is_left_out(tmp_path):
    keep(tmp_path, "a.cfg", "2026-11-01T12:00:00+00:00", "V5.7.18", "240826")
    (tmp_path / "a.cfg").unlink()
    (tmp_path / "notes.json").write_text("{}")
    (tmp_path / "lonely.cfg").write_bytes(b"abc")

    assert LookupModule().run([str(tmp_path), str(tmp_path / "absent")]) == []
