# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module hikcentral_person_export against a server that runs."""

from __future__ import annotations

import csv
import hashlib
import json
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis import errors
from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral.connection import Unusable, connected
from ansible_collections.surveillance.hikvision.plugins.modules.hikcentral_person_export import run
from ansible_collections.surveillance.hikvision.tests.hikcentral_server import Faults, RunningServer, persons
from ansible_collections.surveillance.hikvision.tests.unit.hikcentral.scripted import params

PERSONS = "resource/v1/person/personList"


@pytest.fixture
def dest(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "evidence" / "persons"


def export(
    server: RunningServer, dest: pathlib.Path, *, check_mode: bool = False, **changes: typing.Any
) -> dict[str, typing.Any]:
    given = {"dest": str(dest), "include": ["organizations", "access_levels"], **params(server, **changes)}
    with connected(given) as client:
        return run(client, given, check_mode=check_mode)


def document(dest: pathlib.Path) -> dict[str, typing.Any]:
    return json.loads((dest / "persons.json").read_text())


def test_all_persons_with_organizations_and_access_levels(server: RunningServer, dest: pathlib.Path) -> None:
    result = export(server, dest, page_size=2)
    counts = {"persons": 5, "organizations": 1, "access_levels": 1}
    assert (result["changed"], result["persons"], result["counts"]) == (True, 5, counts)
    kept = document(dest)
    assert kept["persons"] == server.contents.lists[PERSONS]
    assert kept["access_levels"] == [
        {"privilegeGroupId": "7", "privilegeGroupName": "Staff", "persons": [{"id": "1"}, {"id": "2"}]}
    ]
    assert (kept["schema"], kept["server"], kept["counts"]) == (
        "hikcentral-persons/1",
        f"127.0.0.1:{server.port}",
        counts,
    )


def test_the_result_describes_the_files_and_nobody(server: RunningServer, dest: pathlib.Path) -> None:
    result = export(server, dest)
    assert [pathlib.Path(file["path"]).name for file in result["files"]] == ["persons.json", "persons.csv"]
    for file in result["files"]:
        content = pathlib.Path(file["path"]).read_bytes()
        assert (file["size"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert pathlib.Path(file["path"]).stat().st_mode & 0o777 == 0o600
    assert dest.stat().st_mode & 0o777 == 0o700
    assert "Müller" not in str(result)
    assert "Ann" not in str(result)
    assert sorted(path.name for path in dest.iterdir()) == ["persons.csv", "persons.json"]


def test_the_table_is_safe_to_open(server: RunningServer, dest: pathlib.Path) -> None:
    export(server, dest)
    assert (dest / "persons.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (dest / "persons.csv").open(encoding="utf-8-sig", newline="") as file:
        first, *others = list(csv.DictReader(file))
    assert len(others) == 4
    assert (first["name"], first["given_name"]) == ('Müller "1", Ann', "'=HYPERLINK()")
    assert (first["phone"], first["remark"]) == ("'+49 30 1234", "'@night\nshift")
    assert (first["gender"], first["cards"], first["custom_fields"]) == ("male", "471101; 471111", "Locker=1")


def test_an_unchanged_list_changes_nothing(server: RunningServer, dest: pathlib.Path) -> None:
    before = export(server, dest)
    server.contents.lists[PERSONS].reverse()
    written = (dest / "persons.json").stat().st_mtime_ns
    again = export(server, dest, page_size=3)
    assert (again["changed"], again["files"]) == (False, before["files"])
    assert (dest / "persons.json").stat().st_mtime_ns == written


def test_a_changed_person_changes_the_copy(server: RunningServer, dest: pathlib.Path) -> None:
    before = export(server, dest)
    server.contents.lists[PERSONS][0]["phoneNo"] = "5"
    after = export(server, dest)
    assert after["changed"]
    assert after["files"] != before["files"]


@pytest.mark.parametrize("damage", ["mode", "content", "missing", "link"])
def test_a_damaged_copy_is_mended(
    server: RunningServer, dest: pathlib.Path, tmp_path: pathlib.Path, damage: str
) -> None:
    before = export(server, dest)
    table = dest / "persons.csv"
    match damage:
        case "mode":
            table.chmod(0o644)
        case "content":
            table.write_bytes(b"")
        case "missing":
            table.unlink()
        case "link":
            table.rename(tmp_path / "elsewhere")
            table.symlink_to(tmp_path / "elsewhere")
    after = export(server, dest)
    assert (after["changed"], after["files"]) == (True, before["files"])
    assert not table.is_symlink()
    assert table.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("faults", "kind"),
    [
        (Faults(only=PERSONS, more_announced=1), errors.IncompleteList),
        (Faults(only=PERSONS, more_announced=-1), errors.IncompleteList),
        (Faults(only=PERSONS, grows_at=2), errors.IncompleteList),
        (Faults(only=PERSONS, cuts_page=2), errors.IncompleteList),
        (Faults(only=PERSONS, same_page=True), errors.IncompleteList),
        (Faults(only="single/personList", more_announced=1), errors.IncompleteList),
        (Faults(only="privilege/group", code="17"), errors.PermissionDenied),
        (Faults(only=PERSONS, code="8"), errors.NotOffered),
        (Faults(only=PERSONS, longest_page=0), errors.AnswerTooLong),
        (Faults(only="orgList", web_page=True, code="1"), None),
        (Faults(only="orgList", body=b'{"code": "0", "data": {"total": 1, "li'), errors.BadAnswer),
    ],
)
def test_a_copy_is_whole_or_not_made(
    server: RunningServer, dest: pathlib.Path, faults: Faults, kind: type[errors.ArtemisError] | None
) -> None:
    export(server, dest)
    kept = {path: path.read_bytes() for path in dest.iterdir()}
    server.contents.lists[PERSONS] = persons(7)
    server.faults = faults
    if kind is None:
        assert export(server, dest)["counts"]["organizations"] is None
        return
    with pytest.raises(kind):
        export(server, dest, page_size=4)
    assert {path: path.read_bytes() for path in dest.iterdir()} == kept


def test_pages_shrink_until_they_fit(server: RunningServer, dest: pathlib.Path) -> None:
    server.faults = Faults(only=PERSONS, longest_page=3)
    assert export(server, dest, page_size=8)["persons"] == 5
    asked = [
        (request.body["pageNo"], request.body["pageSize"]) for request in server.requests if request.path == PERSONS
    ]
    assert asked == [(1, 8), (1, 4), (1, 2), (2, 2), (3, 2)]


def test_what_a_version_does_not_offer_is_null(server: RunningServer, dest: pathlib.Path) -> None:
    del server.contents.lists["acs/v1/privilege/group"]
    result = export(server, dest)
    assert result["counts"] == {"persons": 5, "organizations": 1, "access_levels": None}
    assert document(dest)["access_levels"] is None


def test_what_is_not_wanted_is_not_asked_for(server: RunningServer, dest: pathlib.Path) -> None:
    result = export(server, dest, include=[])
    assert result["counts"] == {"persons": 5}
    assert set(server.paths) == {PERSONS}


def test_check_mode_counts_and_writes_nothing(server: RunningServer, dest: pathlib.Path) -> None:
    result = export(server, dest, check_mode=True)
    assert (result["changed"], result["persons"], result["files"]) == (True, 5, [])
    assert not dest.exists()
    assert {request.body["pageSize"] for request in server.requests} == {1}


def test_check_mode_compares_the_numbers(server: RunningServer, dest: pathlib.Path) -> None:
    before = export(server, dest)
    same = export(server, dest, check_mode=True)
    assert (same["changed"], same["files"]) == (False, before["files"])
    server.contents.lists[PERSONS] = persons(6)
    assert export(server, dest, check_mode=True)["changed"]
    (dest / "persons.json").write_text('{"counts": 1}')
    assert export(server, dest, check_mode=True)["changed"]
    (dest / "persons.json").write_text("no JSON")
    assert export(server, dest, check_mode=True)["changed"]


@pytest.mark.parametrize("size", [0, 501])
def test_a_size_of_page_that_can_not_be(server: RunningServer, dest: pathlib.Path, size: int) -> None:
    with pytest.raises(Unusable, match=f"page_size is {size}"):
        export(server, dest, page_size=size)


def test_letters_that_utf_8_can_not_write_do_not_stop_a_copy(server: RunningServer, dest: pathlib.Path) -> None:
    server.contents.lists[PERSONS][0]["remark"] = "half a pair: \ud83d"
    export(server, dest)
    assert document(dest)["persons"][0]["remark"] == "half a pair: \ud83d"


def test_a_directory_that_can_not_be_made(server: RunningServer, tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError):
        export(server, tmp_path / "file" / "persons")
