# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A package as options, and back."""

from __future__ import annotations

import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package, PackageError
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion

LEAST: dict[str, typing.Any] = {"version": "5.7.18", "build": "build 240826", "src": "digicap.dav"}
FULL: dict[str, typing.Any] = {
    "package": "ipc-g5-5.7.18",
    "version": "V5.7.18",
    "build": "240826",
    "src": "firmware/IPC_G5.zip",
    "image_name": "digicap.dav",
    "sha256": "ab" * 32,
    "image_sha256": "cd" * 32,
    "models": ["DS-2CD2?86G2*"],
    "exclude_models": ["*(B)"],
    "kind": "camera",
    "platform": "G5",
    "hardware_versions": ["B-R-G5-0"],
    "upgrade_codes": ["114005003111111001"],
    "device_classes": [2],
    "component": "main",
    "language": "EN",
    "edition": "STD",
    "oem_codes": ["1"],
}


def test_options_survive_the_way_through_a_package() -> None:
    assert Package.from_options(FULL).as_options() == FULL
    assert Package.from_options(Package.from_options(LEAST).as_options()) == Package.from_options(LEAST)


def test_what_is_not_said_is_empty() -> None:
    package = Package.from_options({**LEAST, "models": [], "platform": None, "allow": ["downgrade"], "timeout": 5})
    assert package == Package(
        name="V5.7.18 build 240826", firmware=FirmwareVersion("V5.7.18", "240826"), src="digicap.dav"
    )
    assert set(package.as_options()) == {"package", "version", "build", "src", "component"}


def test_what_messages_call_it() -> None:
    assert str(Package.from_options(LEAST)) == "V5.7.18 build 240826"
    assert str(Package.from_options(FULL)) == "ipc-g5-5.7.18 (V5.7.18 build 240826)"


@pytest.mark.parametrize("changes", [{"version": "latest"}, {"build": "yesterday"}, {"build": 70725}, {"build": ""}])
def test_no_firmware(changes: dict[str, typing.Any]) -> None:
    with pytest.raises(PackageError, match="is not a firmware; write V5.7.18 and '240826'"):
        Package.from_options({**LEAST, **changes})
