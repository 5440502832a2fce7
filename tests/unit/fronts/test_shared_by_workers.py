# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the workers of one run share: each is a process of its own."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import ansible.constants as C
import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import LockState
from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _run

WORKER = """
import sys
import ansible.constants
vars(ansible.constants)["DEFAULT_LOCAL_TMP"] = sys.argv[1]
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import LockState
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import Refusal
from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _run
import datetime
lock = LockState(locked=True, unlock_time=1800, attempts_left=0)
_run.refusals_of_this_run().add("192.0.2.10:443", Refusal(datetime.datetime.now(datetime.UTC), lock))
print(_run.learned_in_this_run(sys.argv[2], "length", lambda: "8"))
"""


@pytest.fixture(autouse=True)
def run_directory(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Core makes it before it forks and removes it when the run ends."""
    directory = tmp_path / "run"
    directory.mkdir()
    monkeypatch.setitem(vars(C), "DEFAULT_LOCAL_TMP", str(directory))
    return directory


def test_what_one_worker_learns_the_others_know(run_directory: pathlib.Path, tmp_path: pathlib.Path) -> None:
    image = tmp_path / "digicap.dav"
    image.write_bytes(b"firmware")
    assert _run.refusals_of_this_run().find("192.0.2.10:443") is None
    done = subprocess.run(
        [sys.executable, "-c", WORKER, str(run_directory), str(image)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = _run.refusals_of_this_run().find("192.0.2.10:443")
    assert found is not None
    assert found.lock == LockState(locked=True, unlock_time=1800, attempts_left=0)
    assert done.stdout.strip() == "8" == _run.learned_in_this_run(str(image), "length", never)


def never() -> str:
    raise AssertionError("it is known already")


def test_a_question_about_a_file_is_answered_once_a_run(tmp_path: pathlib.Path) -> None:
    image = tmp_path / "digicap.dav"
    image.write_bytes(b"firmware")
    assert _run.learned_in_this_run(str(image), "length", lambda: "8") == "8"
    assert _run.learned_in_this_run(str(image), "length", never) == "8"
    assert _run.learned_in_this_run(str(image), "colour", lambda: "grün") == "grün"
    assert _run.learned_in_this_run(str(image), "colour", never) == "grün"


def test_a_file_that_changed_is_looked_at_again(tmp_path: pathlib.Path) -> None:
    image = tmp_path / "digicap.dav"
    image.write_bytes(b"old firmware")
    assert _run.learned_in_this_run(str(image), "age", lambda: "old") == "old"
    image.write_bytes(b"new firmware")
    os.utime(image, ns=(1, 1))
    assert _run.learned_in_this_run(str(image), "age", lambda: "new") == "new"


def test_a_file_that_is_not_there(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        _run.learned_in_this_run(str(tmp_path / "missing.dav"), "length", never)


def test_an_answer_that_failed_is_not_remembered(tmp_path: pathlib.Path) -> None:
    image = tmp_path / "digicap.dav"
    image.write_bytes(b"firmware")

    def fail() -> str:
        raise OSError("input/output error")

    with pytest.raises(OSError, match="input/output"):
        _run.learned_in_this_run(str(image), "length", fail)
    assert _run.learned_in_this_run(str(image), "length", lambda: "8") == "8"
