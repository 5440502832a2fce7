# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures for tests of the catalogue."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample


@pytest.fixture
def signed(tmp_path: pathlib.Path) -> sample.Signed:
    """A valid catalogue of one entry, signed."""
    return sample.signed(tmp_path)
