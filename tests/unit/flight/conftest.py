# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fixture of all tests around a write."""

from __future__ import annotations

import os
import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.tests.unit.flight.rollout_of_one import HOST, Rollout


@pytest.fixture
def rollout(tmp_path: pathlib.Path) -> Rollout:
    context = RolloutContext(
        directory=str(tmp_path / "rollouts" / "0123456789ab"),
        run="0123456789ab",
        rollout="0" * 64,
        host=HOST,
        wave=1,
        canary=False,
        lease=HOST,
        process=Process.with_pid(os.getpid()),
        expected_seconds=600.0,
    )
    context.place.make()
    context.journal.append(Kind.BEGAN, HOST, wave=1, attempt=1)
    return Rollout(context)
