# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a device can take a file now, and what it says of its header."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.prevalidation import Answer, Judgement
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.upgrade import UpgradeProgress
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.readiness import (
    LARGEST_IMAGE,
    of_judgement,
    too_large,
    unready,
    would_ask,
)
from ansible_collections.surveillance.hikvision.tests.unit.preflight.examples import told


def progress(*, upgrading: bool = False, reboot_wanted: bool = False) -> UpgradeProgress:
    return UpgradeProgress(upgrading, 0, reboot_wanted)


@pytest.mark.parametrize(
    "report, may_upgrade, expected",
    [
        (None, None, []),
        (progress(), True, []),
        (progress(), None, []),
        (progress(upgrading=True), True, ["FW050 error"]),
        (progress(), False, ["FW050 error"]),
        (progress(reboot_wanted=True), None, ["FW050 info"]),
        (progress(upgrading=True), False, ["FW050 error", "FW050 error"]),
    ],
)
def test_readiness(report: UpgradeProgress | None, expected: list[str], *, may_upgrade: bool | None) -> None:
    assert told(unready(report, may_upgrade=may_upgrade)) == expected


@pytest.mark.parametrize("size, expected", [(None, []), (LARGEST_IMAGE, []), (LARGEST_IMAGE + 1, ["FW052 error"])])
def test_size(size: int | None, expected: list[str]) -> None:
    assert told(too_large(size)) == expected


@pytest.mark.parametrize(
    "answer, expected",
    [
        (Answer.SUCCESS, None),
        (Answer.FAIL, "FW051 error"),
        (Answer.CONFIRM, "FW051 blocked device_confirmation"),
        (Answer.UNKNOWN, "FW051 warning"),
    ],
)
def test_the_devices_own_verdict(answer: Answer, expected: str | None) -> None:
    finding = of_judgement(Judgement(answer, "Sure?"))
    assert (told([finding]) if finding else None) == ([expected] if expected else None)
    assert finding is None or "Sure?" in finding.sentence


def test_check_mode_only_tells_that_the_device_would_be_asked() -> None:
    assert told([would_ask(4096)]) == ["FW051 info"]
