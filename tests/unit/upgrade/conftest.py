# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fixture that runs upgrades."""

from __future__ import annotations

import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.settled import Patience
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.story import PATIENCE, Story, Upgrade, tell


@pytest.fixture
def upgrade(tmp_path: pathlib.Path) -> Upgrade:
    """Upgrade a model device with the given traits."""

    def run(patience: Patience = PATIENCE, **traits: typing.Any) -> Story:
        return tell(tmp_path, patience, traits)

    return run
