# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the workers of one run share: each is a process of its own."""

from __future__ import annotations

import hashlib
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
print(_run.digest_in_this_run(sys.argv[2]))
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
    assert done.stdout.strip() == hashlib.sha256(b"firmware").hexdigest() == _run.digest_in_this_run(str(image))


def test_a_file_is_digested_once_a_run(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image = tmp_path / "digicap.dav"
    image.write_bytes(b"firmware")
    read = []

    def digest(path: str) -> str:
        read.append(path)
        return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()

    monkeypatch.setattr(_run, "sha256_of", digest)
    assert len({_run.digest_in_this_run(str(image)) for _unused in range(3)}) == 1
    assert len(read) == 1


def test_a_file_that_changed_is_digested_again(tmp_path: pathlib.Path) -> None:
    image = tmp_path / "digicap.dav"
    image.write_bytes(b"old firmware")
    old = _run.digest_in_this_run(str(image))
    image.write_bytes(b"new firmware")
    os.utime(image, ns=(1, 1))
    assert _run.digest_in_this_run(str(image)) == hashlib.sha256(b"new firmware").hexdigest() != old


def test_a_file_that_is_not_there(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        _run.digest_in_this_run(str(tmp_path / "missing.dav"))


def test_a_digest_that_failed_is_not_remembered(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image = tmp_path / "digicap.dav"
    image.write_bytes(b"firmware")
    with monkeypatch.context() as patch:

        def fail(path: str) -> str:
            raise OSError("input/output error")

        patch.setattr(_run, "sha256_of", fail)
        with pytest.raises(OSError, match="input/output"):
            _run.digest_in_this_run(str(image))
    assert _run.digest_in_this_run(str(image)) == hashlib.sha256(b"firmware").hexdigest()
