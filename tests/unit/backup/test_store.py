# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups on disk: private, whole or not there, described, and no more of them than wanted."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._backup import store as module
from ansible_collections.surveillance.hikvision.plugins.module_utils._backup.sidecar import (
    SUFFIX,
    read_sidecar,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._backup.store import Store, file_name
from ansible_collections.surveillance.hikvision.tests.unit.backup.camera_backup import (
    NOON,
    keep,
    mode,
    names,
    sidecar,
)


def test_a_backup_is_a_private_file_and_its_description(store: Store, directory: pathlib.Path) -> None:
    before = os.umask(0)
    try:
        kept = keep(store, b"configuration")
    finally:
        os.umask(before)
    assert kept.changed and kept.path.read_bytes() == b"configuration"
    assert kept.path.name == "20260301T120000.000Z_iDS-7208HQHI-M1-A-S-C_V5.7.15.cfg"
    description = kept.path.with_name(kept.path.name + SUFFIX)
    assert names(directory) == [kept.path.name, description.name]
    assert (mode(directory), mode(kept.path), mode(description)) == (0o700, 0o600, 0o600)
    assert read_sidecar(description) == kept.sidecar == sidecar(b"configuration")
    assert json.loads(description.read_text()) == {
        "account": "admin",
        "build": "240201",
        "created": "2026-03-01T12:00:00+00:00",
        "file": kept.path.name,
        "host": "192.0.2.10:443",
        "kind": "camera",
        "mac": "aa:bb:cc:dd:ee:ff",
        "model": "iDS-7208HQHI-M1(A)/S(C)",
        "name": "Gate",
        "needs_secret_key": False,
        "schema": 1,
        "serial": "K29703787",
        "sha256": hashlib.sha256(b"configuration").hexdigest(),
        "size": 13,
        "version": "V5.7.15",
    }


def test_the_same_content_is_kept_once(store: Store, directory: pathlib.Path) -> None:
    first = keep(store, b"one")
    again = keep(store, b"one", minutes=60)
    assert not again.changed
    assert (again.path, again.sidecar) == (first.path, first.sidecar)
    assert len(names(directory)) == 2


@pytest.mark.parametrize(
    "changes",
    [{"version": "V5.7.18"}, {"build": "240826"}, {"serial": "other"}, {"model": "other"}, {"needs_secret_key": True}],
)
def test_the_same_content_of_another_state_is_kept(store: Store, changes: dict[str, typing.Any]) -> None:
    keep(store, b"one")
    assert keep(store, b"one", minutes=1, changes=changes).changed


@pytest.mark.parametrize("changes", [{"name": "Renamed"}, {"account": "other"}, {"host": "192.0.2.11:443"}])
def test_who_asked_and_where_makes_no_new_backup(store: Store, changes: dict[str, typing.Any]) -> None:
    keep(store, b"one")
    assert not keep(store, b"one", minutes=1, changes=changes).changed


def test_a_new_one_is_due_at_the_maximum_age(store: Store) -> None:
    hour = datetime.timedelta(hours=1)
    keep(store, b"one")
    assert not keep(store, b"one", minutes=59.9, max_age=hour).changed
    assert keep(store, b"one", minutes=60, max_age=hour).changed
    assert not keep(store, b"one", minutes=60 * 24 * 365, max_age=None).changed


def test_content_that_returns_after_a_change_is_kept(store: Store) -> None:
    keep(store, b"one")
    keep(store, b"two", minutes=1)
    assert keep(store, b"one", minutes=2).changed


def test_only_the_newest_are_kept(store: Store, directory: pathlib.Path) -> None:
    kept = [keep(store, b"%d" % number, minutes=number, limit=3) for number in range(5)]
    assert [len(one.removed) for one in kept] == [0, 0, 0, 1, 1]
    assert kept[4].removed == (kept[1].path,)
    remaining = [one.path for one in kept[2:]]
    assert names(directory) == sorted(path.name + end for path in remaining for end in ("", SUFFIX))


@pytest.mark.parametrize("limit", [0, -1])
def test_no_limit_removes_nothing(store: Store, limit: int) -> None:
    for number in range(5):
        assert keep(store, b"%d" % number, minutes=number, limit=limit).removed == ()
    assert len(store.newest_first()) == 5


def test_a_limit_of_one_keeps_the_new_one(store: Store) -> None:
    keep(store, b"one")
    kept = keep(store, b"two", minutes=1, limit=1)
    assert [one.sha256 for one in store.newest_first()] == [kept.sidecar.sha256]


def test_a_clock_that_went_wrong_does_not_cost_the_new_backup(store: Store) -> None:
    for number in range(3):
        keep(store, b"%d" % number, minutes=60 * 24 * 365 * 10 + number, limit=3)
    kept = keep(store, b"now", limit=3)
    assert kept.path.is_file()
    assert kept.path not in kept.removed
    assert len(store.newest_first()) == 3


def test_several_within_a_second_are_kept_in_order(store: Store) -> None:
    for number in range(4):
        keep(store, b"%d" % number, minutes=number / 600)
    assert [one.sha256 for one in store.newest_first()] == [
        hashlib.sha256(b"%d" % number).hexdigest() for number in (3, 2, 1, 0)
    ]


@pytest.mark.parametrize("damage", [b"", b"on", b"One"])
def test_a_damaged_newest_one_is_no_reason_to_keep_none(store: Store, damage: bytes) -> None:
    first = keep(store, b"one")
    first.path.write_bytes(damage)
    assert keep(store, b"one", minutes=1).changed


def test_a_newest_one_without_its_file_does_not_count(store: Store) -> None:
    keep(store, b"one").path.unlink()
    assert keep(store, b"one", minutes=1).changed


def test_other_files_are_left_alone(store: Store, directory: pathlib.Path) -> None:
    keep(store, b"one")
    (directory / "notes.txt").write_text("mine")
    (directory / "inventory.json").write_text('{"hosts": []}')
    (directory / "orphan.cfg").write_bytes(b"without a description")
    keep(store, b"two", minutes=1, limit=1)
    assert {"notes.txt", "inventory.json", "orphan.cfg"} <= set(names(directory))


def test_a_full_disk_leaves_what_was_there(
    store: Store, directory: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = keep(store, b"one")
    before = names(directory)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(store, b"two", minutes=1, limit=1)
    assert names(directory) == before
    assert store.newest_first() == [first.sidecar]


def test_an_interruption_between_file_and_description_leaves_no_backup(
    store: Store, directory: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, b"one")
    replace = pathlib.Path.replace

    def interrupted(self: pathlib.Path, target: pathlib.Path) -> pathlib.Path:
        if target.suffix == SUFFIX:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(pathlib.Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        keep(store, b"two", minutes=1)
    monkeypatch.undo()
    assert len(store.newest_first()) == 1
    assert not [name for name in names(directory) if name.startswith(".new-")]
    assert keep(store, b"two", minutes=2).changed


def test_what_would_be_kept_changes_nothing(store: Store, directory: pathlib.Path) -> None:
    new = sidecar(b"one")
    assert store.would_keep(new, None).changed
    assert not directory.exists()
    first = keep(store, b"one")
    would = store.would_keep(sidecar(b"one", minutes=1), None)
    assert (would.changed, would.path) == (False, first.path)
    assert store.would_keep(sidecar(b"two", minutes=1), None).changed
    assert len(names(directory)) == 2


def test_a_missing_directory_has_no_backups(store: Store) -> None:
    assert store.newest_first() == []


def test_names_are_safe_and_sort_by_time() -> None:
    made = [file_name(model, "V5.7.15", NOON) for model in ("DS-2DE3A20IW-D/GLT/XM", "../../etc", "录像机", "a b", "")]
    assert all(pathlib.PurePath(name).name == name and name.isascii() for name in made)
    later = NOON + datetime.timedelta(milliseconds=1)
    assert file_name("z", None, NOON) < file_name("a", None, later)
