# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that appear whole or not at all."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral.private_files import keep


def test_a_full_disk_leaves_the_old_files(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, {"a": b"old", "b": b"old"})

    def full(_handle: int) -> None:
        if len(list(tmp_path.glob(".new-*"))) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(tmp_path, {"a": b"new", "b": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


def test_nobody_else_may_read_even_for_a_moment(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []
    monkeypatch.setattr("os.fsync", lambda _handle: modes.extend(p.stat().st_mode & 0o777 for p in tmp_path.iterdir()))
    assert keep(tmp_path, {"a": b"x", "b": b"y"})
    assert set(modes) == {0o600}


def test_what_is_there_already_is_left_alone(tmp_path: pathlib.Path) -> None:
    assert keep(tmp_path, {"a": b"x"})
    assert not keep(tmp_path, {"a": b"x"})
    assert keep(tmp_path, {"a": b"y"})
