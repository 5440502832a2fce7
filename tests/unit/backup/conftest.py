# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An empty store."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._backup.store import Store


@pytest.fixture
def directory(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "backups" / "gate-1"


@pytest.fixture
def store(directory: pathlib.Path) -> Store:
    return Store(directory)
