# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``config_backup``."""

from __future__ import annotations

import json
import pathlib
import random
import re
import stat
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import Result
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer
from ansible_collections.surveillance.hikvision.plugins.modules import config_backup
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.modules_change.running import options_of, run_with

BLOB = random.Random(3).randbytes(5000)
INFO = wire.xml(
    "<DeviceInfo><model>DS-2DE3A20IW-D/GLT/XM</model><serialNumber>K29703787</serialNumber>"
    "<firmwareVersion>V5.7.15</firmwareVersion><firmwareReleasedDate>build 240201</firmwareReleasedDate></DeviceInfo>"
)
READ = wire.Expect("GET", "/ISAPI/System/deviceInfo", INFO)
PATH = "/ISAPI/System/configurationData"


def back_up(dest: pathlib.Path, answer: wire.Reply, *, check: bool = False, **given: typing.Any) -> Result:
    with wire.logged_in_client(READ, wire.Expect("GET", PATH, answer), read_only=check) as device:
        result = run_with(device.client, config_backup.MODULE, check=check, dest=str(dest), **given)
    json.dumps(result)
    return result


def test_a_backup(tmp_path: pathlib.Path) -> None:
    result = back_up(tmp_path / "gate-1", wire.answer(BLOB))
    path = pathlib.Path(result["path"])
    assert result["changed"] and path.read_bytes() == BLOB
    assert path.name == "20260301T120000.000Z_DS-2DE3A20IW-D-GLT-XM_V5.7.15.cfg"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(pathlib.Path(result["sidecar"]).read_text()) == result["backup"]
    assert result["backup"]["serial"] == "K29703787" and result["backup"]["account"] == wire.USERNAME
    assert result["removed"] == []


def test_the_same_again_changes_nothing(tmp_path: pathlib.Path) -> None:
    first = back_up(tmp_path, wire.answer(BLOB))
    for check in (True, False):
        again = back_up(tmp_path, wire.answer(BLOB), check=check)
        assert not again["changed"]
        assert again["path"] == first["path"]


@pytest.mark.parametrize("hours, changed", [(0.0, False), (0.5, False)])
def test_a_maximum_age(tmp_path: pathlib.Path, hours: float, *, changed: bool) -> None:
    back_up(tmp_path, wire.answer(BLOB))
    assert back_up(tmp_path, wire.answer(BLOB), max_age=hours)["changed"] is changed


def test_check_mode_writes_nothing_anywhere(tmp_path: pathlib.Path) -> None:
    result = back_up(tmp_path / "gate-1", wire.answer(BLOB), check=True)
    assert result["changed"]
    assert result["path"].startswith(str(tmp_path / "gate-1"))
    assert list(tmp_path.iterdir()) == []


def test_old_ones_make_room_and_are_listed(tmp_path: pathlib.Path) -> None:
    first = back_up(tmp_path, wire.answer(BLOB), keep=1)
    pathlib.Path(first["path"]).rename(tmp_path / "older.cfg")
    renamed = {**first["backup"], "file": "older.cfg", "created": "2026-02-01T12:00:00+00:00"}
    pathlib.Path(first["sidecar"]).unlink()
    (tmp_path / "older.cfg.json").write_text(json.dumps(renamed))
    second = back_up(tmp_path, wire.answer(BLOB + b"!"), keep=1)
    assert second["removed"] == [str(tmp_path / "older.cfg")]


@pytest.mark.parametrize(
    "answer, words",
    [
        (wire.web_page(), "web page"),
        (wire.response_status(), "message"),
        (wire.answer(b"tiny"), "4 bytes"),
        (wire.response_status(4, "lowPrivilege"), "lowPrivilege"),
    ],
)
def test_an_error_page_never_becomes_a_backup(tmp_path: pathlib.Path, answer: Answer, words: str) -> None:
    result = back_up(tmp_path, answer)
    assert (result["failed"], result["changed"]) == (True, False)
    assert words in result["msg"]
    assert list(tmp_path.iterdir()) == []


def test_a_device_that_may_want_a_secret_gets_a_hint(tmp_path: pathlib.Path) -> None:
    refused = wire.response_status(4, "invalidOperation", http=200)
    assert "may want secret_key" in back_up(tmp_path, refused)["advice"]
    assert "secret_key" not in back_up(tmp_path, wire.response_status(4, "lowPrivilege"))["advice"]


def test_a_wrong_secret_gets_a_hint_and_is_told_to_nobody(tmp_path: pathlib.Path) -> None:
    with wire.logged_in_client(
        READ,
        wire.Expect("GET", "/ISAPI/Security/capabilities?username=admin", wire.xml("<SecurityCap/>")),
        wire.Expect("GET", re.compile(re.escape(PATH) + r"\?.*"), wire.response_status(6, "cfgFileSecretKeyError")),
    ) as device:
        result = run_with(device.client, config_backup.MODULE, dest=str(tmp_path), secret_key="Canary-secret-9")
    assert "Check secret_key" in result["advice"]
    assert "Canary-secret-9" not in repr(result)
    assert "secretkey=" not in repr(result)


def test_a_directory_that_can_not_be_made(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = back_up(tmp_path / "file" / "gate-1", wire.answer(BLOB))
    assert result["failed"]
    assert "Not a directory" in result["msg"]


def test_a_copy_from_another_machine_is_kept_here(tmp_path: pathlib.Path) -> None:
    result = back_up(tmp_path / "there", wire.answer(BLOB))
    params = options_of(config_backup.MODULE, dest=str(tmp_path / "here"))
    kept = config_backup.keep_copy(str(tmp_path / "there"), params, result)
    assert kept["changed"] and pathlib.Path(kept["path"]).parent == tmp_path / "here"
    assert pathlib.Path(kept["path"]).read_bytes() == BLOB
    assert not config_backup.keep_copy(str(tmp_path / "there"), params, result)["changed"]
