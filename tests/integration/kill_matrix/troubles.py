# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One device for each fault that the simulator knows, and some without any."""

from __future__ import annotations

import dataclasses
import typing

from simulator.profiles import PROFILES

REFERENCE: typing.Final = "reference"
"""The device whose progress tells when to kill: without a fault, and as quick as the others."""


@dataclasses.dataclass(frozen=True, slots=True)
class Trouble:
    """A device and what goes wrong with it. ``fault`` is the name of one, or empty."""

    name: str
    profile: str = "camera-g5"
    fault: str = ""
    parameters: typing.Mapping[str, typing.Any] = dataclasses.field(default_factory=dict)

    @property
    def model(self) -> str:
        return PROFILES[self.profile].model


def _of(fault: str, profile: str = "camera-g5", **parameters: typing.Any) -> Trouble:
    return Trouble(fault.replace("_", "-"), profile, fault, parameters)


HEALTHY = (
    Trouble(REFERENCE),
    Trouble("healthy-recorder", "nvr"),
    Trouble("healthy-old-camera", "camera-g0"),
    Trouble("healthy-door", "door-controller"),
    Trouble("healthy-analogue", "dvr"),
)

# Seconds on the wire are real ones, those inside of a device pass many times as fast.
FAULTS = (
    # access
    _of("locked", seconds=100_000),
    _of("wrong_password_lock"),
    _of("stale_nonce"),
    _of("connection_limit", "camera-g0"),
    _of("connection_refused"),
    # answers
    _of("busy"),
    _of("garbage_xml"),
    _of("dirty_xml"),
    _of("html_error"),
    _of("error_answer"),
    _of("slow_answers", seconds=0.05),
    _of("drop_answers", path="/ISAPI/System/updateFirmware"),
    # backup
    _of("backup_error_page"),
    _of("backup_tiny"),
    _of("backup_truncated"),
    # upload
    _of("upload_drop", percent=60),
    _of("upload_drop_after_last_byte"),
    _of("upload_slow", bytes_per_s=60_000),
    _of("refuse_package"),
    _of("pre_validation_verdict", "camera-g7"),
    _of("pre_validation_stuck", "camera-g7"),
    # flash
    _of("stuck_percent", finishes=True),
    _of("pending_reboot"),
    _of("flash_error"),
    _of("power_cut", "nvr"),
    # restart
    _of("never_back"),
    _of("back_late", seconds=120),
    _of("back_with_old_version"),
    _of("back_with_other_version"),
    _of("back_with_other_auth"),
    _of("back_with_lost_configuration"),
    _of("back_with_changed_password"),
    _of("back_with_partial_configuration"),
    _of("back_with_new_certificate"),
    _of("back_with_dead_service"),
    _of("boot_500s"),
    _of("no_answer_to_reboot"),
    _of("ignored_reboot"),
)


def fleet() -> tuple[Trouble, ...]:
    """All of them."""
    return (*HEALTHY, *FAULTS)


def part(number: int, parts: int) -> tuple[Trouble, ...]:
    """The reference, one of the other healthy devices, and one part of the faults, spread evenly."""
    reference, *others = HEALTHY
    return (reference, others[number % len(others)], *FAULTS[number % parts :: parts])
