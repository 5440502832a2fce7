# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Datagrams from workers: what arrives, what is thrown away, and that sending never hurts."""

from __future__ import annotations

import json
import os
import socket
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_channel import (
    VARIABLE,
    Inbox,
    Sighting,
    send,
)

SIGHTING = Sighting("cam-01", Progress("upload", 42, "2 of 4 MB"))


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    monkeypatch.setenv(VARIABLE, "")  # so that it is put back afterwards
    opened = Inbox()
    yield opened
    opened.close()


def test_what_a_worker_sends_arrives_in_order(inbox: Inbox) -> None:
    later = Sighting("cam-01", Progress("flash", None))
    for sighting in (SIGHTING, later):
        send(os.environ[VARIABLE], sighting)
    assert inbox.drain() == [SIGHTING, later]
    assert inbox.drain() == []


def test_only_the_owner_can_reach_the_socket(inbox: Inbox) -> None:
    directory = Path(os.environ[VARIABLE]).parent
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_waiting_ends_when_something_arrives(inbox: Inbox) -> None:
    path = os.environ[VARIABLE]
    threading.Timer(0.05, send, (path, SIGHTING)).start()
    began = time.monotonic()
    inbox.wait(5)
    assert time.monotonic() - began < 2
    assert inbox.drain() == [SIGHTING]


def test_closing_leaves_nothing_behind(inbox: Inbox) -> None:
    directory = Path(os.environ[VARIABLE]).parent
    inbox.close()
    assert not directory.exists()
    assert VARIABLE not in os.environ


def test_sending_to_a_full_or_missing_socket_neither_waits_nor_fails(inbox: Inbox, tmp_path: Path) -> None:
    path = os.environ[VARIABLE]
    began = time.monotonic()
    for percent in range(5000):
        send(path, Sighting("cam-01", Progress("upload", percent)))
    send(str(tmp_path / "gone"), SIGHTING)
    assert time.monotonic() - began < 5
    assert 0 < len(inbox.drain()) < 5000


def test_too_long_a_path_is_an_os_error_and_leaves_no_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    with pytest.raises(OSError, match="too long"):
        Inbox()
    assert list(deep.iterdir()) == []


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'"text"',
        b'{"host": "cam-01"}',
        b'{"host": "cam-01", "progress": "upload"}',
        b'{"host": "cam-01", "progress": {"phase": "upload", "percent": "half", "message": ""}}',
    ],
)
def test_anything_else_on_the_socket_is_ignored(inbox: Inbox, datagram: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as stranger:
        stranger.sendto(datagram, os.environ[VARIABLE])
    send(os.environ[VARIABLE], SIGHTING)
    assert inbox.drain() == [SIGHTING]


def test_text_cannot_command_the_terminal_or_flood_it() -> None:
    nasty = {"host": "cam\x1b[2J", "progress": {"phase": "up\nload", "percent": 900, "message": "x" * 5000}}
    sighting = Sighting.decode(json.dumps(nasty).encode())
    assert sighting is not None
    assert sighting.host == "cam [2J"
    assert sighting.progress.phase == "up load"
    assert sighting.progress.percent == 100
    assert len(sighting.progress.message) < 200
