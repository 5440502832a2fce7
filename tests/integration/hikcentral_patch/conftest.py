# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures for tests against pretended Windows servers.

Those that need Wine are skipped where it or the compilers are absent, unless HIK_REQUIRE_WINE says that they must not.
"""

from __future__ import annotations

import os
import pathlib
import shutil
from collections.abc import Iterator

import pytest
from windows_machine.backend import StateBackend, WineBackend
from windows_machine.wine import programs

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import WINE
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import WindowsSite


@pytest.fixture
def site(tmp_path: pathlib.Path) -> WindowsSite:
    """Servers that are a JSON file each."""
    return WindowsSite(tmp_path / "site", StateBackend())


@pytest.fixture(scope="session")
def made_wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WineBackend]:
    """What all servers under Wine have in common: making it takes some seconds."""
    if missing := ", ".join(programs.missing()):
        if os.environ.get("HIK_REQUIRE_WINE"):
            pytest.fail(f"HIK_REQUIRE_WINE is set, but these are not installed: {missing}")
        pytest.skip(f"not installed: {missing}")
    directory = tmp_path_factory.mktemp("wine")
    yield WineBackend(directory)
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def wine(made_wine: WineBackend) -> Iterator[WineBackend]:
    """Servers under Wine, which end with the test."""
    yield made_wine
    made_wine.cut_power()


@pytest.fixture
def wine_site(wine: WineBackend, tmp_path: pathlib.Path) -> WindowsSite:
    """Servers that are a prefix of Wine each."""
    return WindowsSite(tmp_path / "site", wine, **WINE)
