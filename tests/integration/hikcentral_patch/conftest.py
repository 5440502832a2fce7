# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures for tests against pretended Windows servers."""

from __future__ import annotations

import pathlib

import pytest
from windows_machine.backend import StateBackend

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import WindowsSite


@pytest.fixture
def site(tmp_path: pathlib.Path) -> WindowsSite:
    """Servers that are a JSON file each."""
    return WindowsSite(tmp_path / "site", StateBackend())
