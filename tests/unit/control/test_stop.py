# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kill switch, and the end of the process that runs the rollout."""

from __future__ import annotations

import multiprocessing
import os
import pathlib
import time

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.stop import stop_asked


def test_nobody_has_stopped_it(tmp_path: pathlib.Path) -> None:
    assert stop_asked([tmp_path / "stop", tmp_path / "nowhere" / "stop"]) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is set."),
        (" \n", "is set."),
        ("Storm over Hamburg.\n", "is set: Storm over Hamburg."),
        ("one\ntwo", "is set: one two."),
        ("a\x1b[2Jb", "is set: a\\u001b[2Jb."),
    ],
)
def test_a_stop_file(tmp_path: pathlib.Path, text: str, said: str) -> None:
    switch = tmp_path / "stop"
    switch.write_text(text)
    assert stop_asked([tmp_path / "other", switch]) == f"The kill switch {switch} {said}"


def test_a_long_text_is_shortened(tmp_path: pathlib.Path) -> None:
    (tmp_path / "stop").write_bytes(b"x" * 100_000)
    told = stop_asked([tmp_path / "stop"])
    assert told
    assert len(told) < 1000


def test_bytes_that_are_no_text_stop_as_well(tmp_path: pathlib.Path) -> None:
    (tmp_path / "stop").write_bytes(b"\xff\xfe\x00")
    assert stop_asked([tmp_path / "stop"])


def test_whatever_is_there_stops(tmp_path: pathlib.Path) -> None:
    (tmp_path / "directory").mkdir()
    (tmp_path / "link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")  # reading it would wait for ever
    for name in ("directory", "link", "pipe"):
        assert stop_asked([tmp_path / name]) == f"The kill switch {tmp_path / name} is set."


def test_a_switch_that_can_not_be_looked_at_stops(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("")
    told = stop_asked([tmp_path / "file" / "stop"])
    assert told
    assert told.startswith("The kill switch can not be looked at: ")


def test_a_worker_notices_that_its_controller_is_gone(tmp_path: pathlib.Path) -> None:
    answers = tmp_path / "answers"
    controller = multiprocessing.get_context("spawn").Process(target=_controller, args=(answers,))
    controller.start()
    _wait_for(answers, "None\n")
    controller.kill()
    controller.join()
    _wait_for(answers, "None\nThe process that runs the rollout has ended.\n")


def _controller(answers: pathlib.Path) -> None:
    """Forks a worker as Ansible does, and waits to be killed."""
    multiprocessing.get_context("fork").Process(target=_worker, args=(answers,)).start()
    time.sleep(60)


def _worker(answers: pathlib.Path) -> None:
    last = ""
    for _number in range(1000):
        told = str(stop_asked([]))
        if told != last:
            with answers.open("a") as file:
                file.write(f"{told}\n")
        last = told
        if told != "None":
            break
        time.sleep(0.02)


def _wait_for(file: pathlib.Path, content: str) -> None:
    for _number in range(500):
        if file.exists() and file.read_text() == content:
            return
        time.sleep(0.02)
    raise AssertionError(f"{file.read_text() if file.exists() else None!r} is not {content!r}")
