# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures for rollouts of hosts that are no devices."""

from __future__ import annotations

import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.tests.integration.brakes.brakes import Brakes
from ansible_collections.surveillance.hikvision.tests.unit.rollout.a_rollout import Rollout


@pytest.fixture
def make_brakes(tmp_path: pathlib.Path) -> typing.Callable[[int], Brakes]:
    return lambda number: Brakes(number, tmp_path)


@pytest.fixture
def rollout(tmp_path: pathlib.Path) -> Rollout:
    """The directory and the journal of a rollout, in which a run has begun."""
    made = Rollout(tmp_path / "rollouts")
    made.begin()
    return made
