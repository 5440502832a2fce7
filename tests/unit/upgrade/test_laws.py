# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every kind of device in every kind of trouble."""

from __future__ import annotations

import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.settled import Patience
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.story import (
    TARGET,
    Upgrade,
)
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.traits import NEW, OLD

TROUBLES: dict[str, dict[str, typing.Any]] = {
    "none": {},
    "manual": {"reboots_itself": False},
    "old": {"writes_firmware": OLD},
    "never starts": {"starts_writing": None},
    "sticks": {"percent_sticks": 40},
    "never back": {"comes_back": False},
    "half": {"takes": 9000},
    "lost answer": {"hangs_up": True},
    "lost answer, manual": {"hangs_up": True, "reboots_itself": False},
    "glitch": {"silences": ((10.0, 40.0),)},
    "loop": {"boots": 10**9, "up_between": 7.0},
    "late": {"services": 200.0},
    "refused": {"upload_answer": wire.response_status(6, "badDevType")},
    "flash error": {"upload_answer": wire.response_status(3, "badFlash", http=200)},
    "gives up": {"gives_up": True},
    "pending": {"pending": "403"},
    "ignored": {"reboots_itself": False, "ignores_reboot": True},
}


@pytest.mark.parametrize("status", [True, False], ids=["status", "no status"])
@pytest.mark.parametrize("progress", ["xml", "json", None])
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=list(TROUBLES))
def test_laws_of_every_upgrade(
    upgrade: Upgrade, trouble: dict[str, typing.Any], progress: str | None, *, status: bool
) -> None:
    story = upgrade(Patience(poll=7.0), **{"status": status, "progress": progress, **trouble})
    device, result = story.device, story.result
    if result.outcome is Outcome.UPGRADED:
        assert device.firmware == NEW and device.boots >= 1
        assert result.after == TARGET and result.boot is not None and result.boot["proof"]
    if result.outcome in (Outcome.REFUSED, Outcome.FAILED_BEFORE_WRITE):
        assert device.firmware == OLD
    if result.outcome is Outcome.WRONG_VERSION:
        assert device.boots >= 1 and result.after != TARGET
    assert len(device.reboot_orders) <= 1
    assert len(device.uploads) <= (2 if trouble.get("pending") else 1)
