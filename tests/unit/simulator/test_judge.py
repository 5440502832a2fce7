# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which image a device takes, and with which word it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from simulator import PROFILES, Firmware
from simulator.image_layout import ImageFacts
from simulator.judge import verdict

RUNNING = Firmware("V5.7.15", "240201")
FITTING = ImageFacts(
    container="hkws", version="V5.7.18", build="240826", platform="G5", language="en", device_class=2,
    models=("DS-2CD23*",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"language": "ml"}, None),
        ({"language": "cn"}, "badLanguage"),
        ({"platform": "G7"}, "badDevType"),
        ({"models": ("DS-2CD24*",)}, "badDevType"),
        ({"device_class": 44}, "badDevType"),
        ({"container": "hksu"}, "badDevType"),
        ({"oem_code": 7}, "OEMCodeMismatch"),
        ({"oem_code": 0xFFFFFFFF}, None),
        ({"requires": "V5.7.16"}, "versionMismatch"),
        ({"requires": "V5.7.15"}, None),
        ({"version": "V5.6.0"}, None),
    ],
)
def test_verdict_of_a_camera(change: dict[str, Any], expected: str | None) -> None:
    assert verdict(replace(FITTING, **change), PROFILES["camera-g5"], RUNNING) == expected


@pytest.mark.parametrize(
    ("version", "build", "expected"),
    [
        ("V4.62.209", "250101", "errorUpgradeVersion"),
        ("V4.62.210", "230612", "errorUpgradeVersion"),
        ("V4.62.210", "230619", None),
        ("V4.100.0", "230619", None),
    ],
)
def test_a_recorder_goes_forward_only(version: str, build: str, expected: str | None) -> None:
    recorder = PROFILES["nvr"]
    image = replace(FITTING, platform="K51", device_class=44, models=("DS-7608NXI*",), version=version, build=build)
    assert verdict(image, recorder, Firmware("V4.62.210", "230619")) == expected


def test_newer_cameras_name_the_platform() -> None:
    image = replace(FITTING, models=("*",), version="V5.9.9")
    assert verdict(image, PROFILES["camera-g7"], Firmware("V5.9.1", "250310")) == "devicePlatformMismatch"
