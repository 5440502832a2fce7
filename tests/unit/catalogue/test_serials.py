# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The serial numbers seen so far."""

from __future__ import annotations

import contextlib
import json
import pathlib
import stat
import threading

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue, Verification
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.errors import (
    MemoryUnusable,
    Reissued,
    RolledBack,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.serials import SerialMemory


def issue(serial: int, digest: str = "", name: str = "example") -> Catalogue:
    return Catalogue(
        id=name,
        serial=serial,
        issued="",
        expires="",
        digest=digest or f"digest of {serial}",
        verification=Verification(signature="valid"),
        files=pathlib.PurePath(),
        entries=(),
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "hikvision" / "serials.json"


@pytest.fixture
def memory(path):
    return SerialMemory(path)


def test_only_a_newer_issue_or_the_same_one_will_do(memory):
    memory.check_and_remember(issue(7))
    memory.check_and_remember(issue(7))
    memory.check_and_remember(issue(9))
    with pytest.raises(RolledBack, match="number 8, but number 9 has been seen"):
        memory.check_and_remember(issue(8))
    with pytest.raises(Reissued):
        memory.check_and_remember(issue(9, "another"))
    memory.check_and_remember(issue(9))


def test_each_catalogue_has_numbers_of_its_own(memory, path):
    memory.check_and_remember(issue(7))
    memory.check_and_remember(issue(2, name="other"))
    assert json.loads(path.read_text()) == {
        "example": {"serial": 7, "digest": "digest of 7"},
        "other": {"serial": 2, "digest": "digest of 2"},
    }


def test_the_memory_is_the_users_own(memory, path):
    memory.check_and_remember(issue(7))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_check_writes_nothing(memory, path):
    memory.check(issue(7))
    assert not path.parent.exists()
    memory.check_and_remember(issue(7))
    before = path.read_bytes()
    memory.check(issue(8))
    assert path.read_bytes() == before
    with pytest.raises(RolledBack):
        memory.check(issue(6))


def test_a_refused_issue_is_not_remembered(memory, path):
    memory.check_and_remember(issue(7))
    before = path.read_bytes()
    with pytest.raises(RolledBack):
        memory.check_and_remember(issue(6))
    assert path.read_bytes() == before


def test_what_is_known_already_is_not_written_again(memory, path):
    memory.check_and_remember(issue(7))
    before = path.stat()
    memory.check_and_remember(issue(7))
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("content", ["{", "[]", '{"example": 7}', '{"example": {"serial": "x", "digest": ""}}', "\xff"])
def test_a_memory_that_is_none_is_not_taken_for_an_empty_one(memory, path, content):
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="latin-1")
    for ask in (memory.check, memory.check_and_remember):
        with pytest.raises(MemoryUnusable, match="does not hold serial numbers"):
            ask(issue(7))


def test_a_memory_that_can_not_be_written(memory, path, monkeypatch):
    def full(self: pathlib.Path, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pathlib.Path, "touch", full)
    with pytest.raises(MemoryUnusable, match="No space left"):
        memory.check_and_remember(issue(7))


def test_workers_that_come_at_once_keep_the_highest(path):
    serials = list(range(1, 21))
    SerialMemory(path).check_and_remember(issue(1))

    def remember(serial: int) -> None:
        with contextlib.suppress(RolledBack):
            SerialMemory(path).check_and_remember(issue(serial, name=f"catalogue-{serial % 3}"))

    workers = [threading.Thread(target=remember, args=[serial]) for serial in serials]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seen = {name: told["serial"] for name, told in json.loads(path.read_text()).items()}
    assert seen == {"example": 1, "catalogue-0": 18, "catalogue-1": 19, "catalogue-2": 20}
