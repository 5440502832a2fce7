# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole upgrades on a model device, as the module runs them after its checks."""

from __future__ import annotations

import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import read_identity
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.upgrade import read_progress
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.image import ImageFile
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import CredentialsRefused
from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.execute import (
    Job,
    Stopwatch,
    after_error,
    execute,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome, UpgradeResult
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.settled import Patience
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.model_device import ModelDevice, client_of
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.traits import NEW

IMAGE = bytes(range(256)) * 200
PATIENCE = Patience()
TARGET = FirmwareVersion("V5.7.18", "240826")
BEFORE = FirmwareVersion("V5.7.15", "240201")
DOOR_STATION: dict[str, typing.Any] = {"kind": "VIS", "model": "DS-KV8213-WME1", "status": False, "progress": None}


class Story(typing.NamedTuple):
    """An upgrade that has ended."""

    device: ModelDevice
    result: UpgradeResult
    seconds: float
    reports: list[Progress]


Upgrade = typing.Callable[..., Story]


def tell(directory: pathlib.Path, patience: Patience, traits: dict[str, typing.Any]) -> Story:
    """Upgrade a model device with these traits, and check what is true of every upgrade."""
    path = directory / "digicap.dav"
    path.write_bytes(IMAGE)
    clock = wire.FakeClock()
    device = ModelDevice(clock, **traits)
    client = client_of(device)
    progress = read_progress(client)
    reboot_first = progress is not None and progress.reboot_wanted
    image = ImageFile.at(str(path))
    job = Job(read_identity(client), image, TARGET, patience, upload_seconds=600.0, reboot_first=reboot_first)
    reports: list[Progress] = []
    began, stopwatch = clock.monotonic(), Stopwatch(clock)
    try:
        result = execute(client, job, stopwatch, reports.append)
    except CredentialsRefused as error:
        result = after_error(job, stopwatch, error)
    story = Story(device, result, clock.monotonic() - began, reports)
    assert_harmless(story, patience)
    return story


def assert_harmless(story: Story, patience: Patience) -> None:
    """Whatever a device does, there is an end, it is not rebooted while it writes, and its account is not locked."""
    assert story.seconds < patience.flash + 2 * patience.rest
    # Without a report nobody can know that it writes; then only time can be given, and is.
    blind = story.device.traits.progress is None and story.device.traits.percent_sticks is not None
    given_time = blind and story.seconds > 10 * patience.own_reboot
    assert story.device.reboots_while_writing == 0 or given_time
    assert story.device.wrong_passwords <= 1


def assert_upgraded(story: Story, by: str = "device", proof: str = "uptime") -> None:
    assert story.result.outcome is Outcome.UPGRADED, story.result.reason
    assert story.result.after == TARGET
    assert story.result.before == BEFORE
    assert story.result.boot == {"by": by, "proof": proof}
    assert story.device.uploads == [IMAGE]
    assert story.device.firmware == NEW
