# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing: nothing is lost that was said to be written, whoever is killed and whatever happens at the same time."""

from __future__ import annotations

import errno
import os
import pathlib
import random
import signal
import stat
import subprocess
import sys
import time
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal import writer
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import NotDurable, UnknownDetail
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
from ansible_collections.surveillance.hikvision.tests.unit.journal.story import FIRST, NIGHT

WRITERS, EACH = 50, 20

# Appends until it is killed, and says after each event that it is on the disk.
RESTLESS = """
import pathlib, sys
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
journal = Journal(pathlib.Path(sys.argv[1]), "aaaaaaaaaaaa")
for number in range(1_000_000):
    journal.append(Kind.WRITING, f"cam-{number}", step=1, package="p" * (number % 5000))
    print(number, flush=True)
"""

# So many processes write at the same time.
CROWD = """
import os, pathlib, sys
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
for number in range(int(sys.argv[2])):
    if not os.fork():
        journal = Journal(pathlib.Path(sys.argv[1]), f"{number:012x}")
        for step in range(int(sys.argv[3])):
            journal.append(Kind.WRITING, f"cam-{number}", step=step, package="p" * (number * 97))
        os._exit(0)
statuses = [os.wait()[1] for _number in range(int(sys.argv[2]))]
sys.exit(any(statuses))
"""


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "journal.jsonl"


def test_an_event_is_there_when_append_returns(path: pathlib.Path) -> None:
    told = Journal(path, FIRST, lambda: NIGHT).append(Kind.BEGAN, "cam-1", wave=2, model=None)
    assert told == Event(NIGHT, FIRST, Kind.BEGAN, "cam-1", {"wave": 2})
    assert read(path).events == (told,)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_file_and_directory_are_synced(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []

    def fsync(file: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(file).st_mode))

    monkeypatch.setattr(os, "fsync", fsync)
    Journal(path, FIRST).append(Kind.BEGAN, "cam-1")
    Journal(path, FIRST).append(Kind.BEGAN, "cam-2")
    assert synced == [True, False, False], "the directory once, when the file is new; the file each time"


def test_nothing_that_is_not_on_the_list_reaches_the_file(path: pathlib.Path) -> None:
    journal = Journal(path, FIRST)
    journal.append(Kind.BEGAN, "cam-1")
    with pytest.raises(UnknownDetail):
        journal.append(Kind.ENDED, "cam-1", state="upgraded", password="canary-5ecret")
    assert b"canary" not in path.read_bytes()
    assert len(read(path).events) == 1


def test_fifty_writers_do_not_get_in_each_others_way(path: pathlib.Path) -> None:
    subprocess.run([sys.executable, "-c", CROWD, str(path), str(WRITERS), str(EACH)], check=True)
    reading = read(path)
    assert reading.torn == ()
    assert len(reading.events) == WRITERS * EACH
    for number in range(WRITERS):
        own = [event.details["step"] for event in reading.events if event.run == f"{number:012x}"]
        assert own == list(range(EACH))
    times = [event.at for event in reading.events]
    assert times == sorted(times), "the time is taken under the lock"


@pytest.mark.parametrize("attempt", range(8))
def test_a_writer_that_is_killed_loses_nothing_that_it_had_written(path: pathlib.Path, attempt: int) -> None:
    process = subprocess.Popen([sys.executable, "-c", RESTLESS, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(random.Random(attempt).uniform(0.0, 0.15))
    process.send_signal(signal.SIGKILL)
    acknowledged = 1 + len(process.communicate()[0].splitlines())
    known = [event.host for event in read(path).events]
    assert len(known) >= acknowledged - 1, "the last line of its output may be torn, too"
    assert known == [f"cam-{number}" for number in range(len(known))]
    Journal(path, FIRST).append(Kind.ENDED, "cam-x", state="failed")
    assert [event.host for event in read(path).events] == [*known, "cam-x"]


def test_a_line_that_is_torn_at_any_byte_harms_no_other(path: pathlib.Path) -> None:
    journal = Journal(path, FIRST, lambda: NIGHT)
    first = journal.append(Kind.BEGAN, "cam-1", wave=1)
    begin = path.stat().st_size
    torn = journal.append(Kind.WRITING, "cam-1", step=1)
    whole = path.read_bytes()
    for end in range(begin, len(whole) + 1):
        path.write_bytes(whole[:end])
        last = journal.append(Kind.ENDED, "cam-2", state="upgraded")
        reading = read(path)
        if end == begin:
            assert (reading.events, reading.torn) == ((first, last), ())
        elif end >= len(whole) - 1:  # all but its line feed
            assert (reading.events, reading.torn) == ((first, torn, last), ())
        else:
            assert (reading.events, reading.torn) == ((first, last), (2,))


def test_a_disk_that_gets_full_is_told_and_harms_nothing(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(path, FIRST)
    journal.append(Kind.BEGAN, "cam-1")
    write = os.write
    room = [10]

    def full(file: int, data: bytes) -> int:
        if not room[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken, room[0] = room[0], 0
        return write(file, data[:taken])

    monkeypatch.setattr(writer.os, "write", full)
    with pytest.raises(NotDurable, match="No space left on device") as caught:
        journal.append(Kind.WRITING, "cam-1", step=1)
    assert "Make room" in caught.value.advice
    monkeypatch.undo()
    journal.append(Kind.ENDED, "cam-1", state="failed")
    reading = read(path)
    assert [event.kind for event in reading.events] == [Kind.BEGAN, Kind.ENDED]
    assert reading.torn == (2,)


@pytest.mark.parametrize("call", ["open", "fsync"])
@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EIO])
def test_what_can_not_be_made_durable_is_an_error(
    path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    def fail(*_args: typing.Any, **_options: typing.Any) -> typing.NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(writer.os, call, fail)
    with pytest.raises(NotDurable) as caught:
        Journal(path, FIRST).append(Kind.WRITING, "cam-1")
    assert str(caught.value) == f"{path} can not be written: {os.strerror(number)}."
    assert caught.value.as_result()["error"] == {"kind": "NotDurable"}


def test_a_directory_that_is_gone_is_an_error(tmp_path: pathlib.Path) -> None:
    with pytest.raises(NotDurable, match="No such file or directory"):
        Journal(tmp_path / "gone" / "journal.jsonl", FIRST).append(Kind.WRITING, "cam-1")
