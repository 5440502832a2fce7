# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A misspelt group is not a fleet in order."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("playbook", ["rollout", "rollback", "verify", "backup"])
@pytest.mark.parametrize(
    ("arguments", "target", "words"),
    [
        pytest.param((), "tyop", "'tyop'", id="misspelt"),
        pytest.param(("--check",), "tyop", "'tyop'", id="dry run"),
        pytest.param(("--limit", "cam-01"), "tyop", "'tyop' within --limit cam-01", id="misspelt, limited"),
        pytest.param(("--limit", "cam-02"), "cam-01", "'cam-01' within --limit cam-02", id="limited to others"),
    ],
)
def test_a_pattern_that_matches_no_device_fails(start_site, playbook, arguments, target, words):
    site = start_site({"cam-01": "camera-g5", "cam-02": "camera-g5"})
    run = site.playbook(playbook, *arguments, target=target)

    assert run.rc != 0, run
    assert f"No host in the inventory matches {words}" in run.stdout + run.stderr
    assert all(device.record.summary()["requests"] == 0 for device in site.fleet)
