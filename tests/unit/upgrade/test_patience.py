# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of three modules become one value."""

from __future__ import annotations

import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.settled import Patience
from ansible_collections.surveillance.hikvision.plugins.modules import config_restore, device_reboot, firmware
from ansible_collections.surveillance.hikvision.tests.unit.modules_change.running import options_of

BACKUP = {"src": "digicap.dav"}
FIRMWARE = {**BACKUP, "version": "V5.7.18", "build": "240826"}


@pytest.mark.parametrize(
    "module, given", [(firmware.MODULE, FIRMWARE), (config_restore.MODULE, BACKUP), (device_reboot.MODULE, {})]
)
def test_the_modules_defaults_are_those_of_the_value(module: typing.Any, given: dict[str, typing.Any]) -> None:
    assert Patience.from_options(options_of(module, **given)) == Patience()


def test_every_limit_can_be_set() -> None:
    waiting = {"boot_timeout": 1.0, "poll_interval": 2.0, "good_reads": 3}
    told = {**waiting, "flash_timeout": 4.0, "own_reboot_timeout": 5.0}
    assert Patience.from_options(told) == Patience(
        flash=4.0, boot=1.0, own_reboot=5.0, reaction=10.0, poll=2.0, good_reads=3
    )
    assert Patience.from_options({**waiting, "reaction_timeout": 6.0}).reaction == 6.0
