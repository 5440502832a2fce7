# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading: what is left of a journal, and what is not its business."""

from __future__ import annotations

import errno
import os
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import NewerSchema, Unreadable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import Reading, read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
from ansible_collections.surveillance.hikvision.tests.unit.journal.story import FIRST, event


def test_no_journal_is_an_empty_one(tmp_path: pathlib.Path) -> None:
    assert read(tmp_path / "journal.jsonl") == Reading((), ())


def test_lines_that_are_no_events_are_named_and_skipped(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "journal.jsonl"
    first, last = event(Kind.BEGAN), event(Kind.ENDED, state="upgraded")
    path.write_bytes(b"\n".join([first.as_line().encode(), b"\xff\xfe", b"{}", b"", last.as_line().encode()]) + b"\n")
    assert read(path) == Reading((first, last), (2, 3))


def test_a_later_format_is_not_read_in_part(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_text(event(Kind.BEGAN).as_line() + '\n{"schema":"hikvision-rollout-journal/7"}\n')
    with pytest.raises(NewerSchema):
        read(path)


def test_a_file_that_can_not_be_read_is_an_error(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: typing.Any, **_options: typing.Any) -> typing.NoReturn:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(pathlib.Path, "open", fail)
    with pytest.raises(Unreadable, match="Permission denied"):
        read(tmp_path / "journal.jsonl")


def test_the_events_of_one_host_alone(tmp_path: pathlib.Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl", FIRST)
    for host in ("cam-1", "cam-11", 'cam "ü"', "cam-1"):
        journal.append(Kind.BEGAN, host)
    journal.append(Kind.SET_ASIDE, hosts=["cam-1"])
    assert [told.host for told in read(journal.path, "cam-1").events] == ["cam-1", "cam-1"]
    assert [told.host for told in read(journal.path, 'cam "ü"').events] == ['cam "ü"']
