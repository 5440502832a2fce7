# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a file is what its package says, and whether its header speaks against the device."""

from __future__ import annotations

import json
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import DeviceKind
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.file_match import mismatches
from ansible_collections.surveillance.hikvision.tests.unit.preflight.examples import DIGEST, device, file, package, told

LANGUAGE = "FW034 blocked language_mismatch"
EDITION = "FW035 blocked other_edition"
Values = dict[str, typing.Any]
OPAQUE: Values = {
    "container": "HK30", "firmware": None, "language": None,
    "device_class": None, "oem_code": None, "upgrade_code": None,
}  # fmt: skip


@pytest.mark.parametrize(
    "of_file, of_package, of_device",
    [
        ({}, {"sha256": DIGEST.upper(), "image_sha256": DIGEST}, {}),
        ({"firmware": FirmwareVersion("V5.7.18")}, {}, {}),
        ({"firmware": FirmwareVersion("V5.07.018", "240826")}, {}, {}),
        (
            {"firmware": FirmwareVersion("V4.61.25", "240826")},
            {"firmware": FirmwareVersion("V4.61.025.3", "240826")},
            {},
        ),
        ({}, {"device_classes": (2, 44), "upgrade_codes": ("114005003111111001",)}, {}),
        ({}, {"language": "ML"}, {}),
        ({}, {"language": "EN"}, {"language": None}),
        ({"language": "CN"}, {"language": "CN"}, {"language": "Chinese"}),
        ({"languages": ("en", "de", "zh-Hans"), "language": None}, {}, {"language": "chinese"}),
        ({"languages": ("de", "fr"), "language": None}, {}, {"language": "German"}),
        ({"oem_code": 0xFFFFFFFF}, {}, {"oem_code": "7"}),
        ({"oem_code": 7}, {"oem_codes": ("7",)}, {"oem_code": "7"}),
        ({"oem_code": 7}, {}, {"oem_code": None}),
        ({"container": "HKSU", "device_class": 861}, {}, {"kind": DeviceKind.ACCESS_CONTROL}),
        ({"container": "HKSU", "device_class": 1021}, {}, {"kind": DeviceKind.INTERCOM}),
        ({"container": "HKSU", "device_class": 861}, {}, {"kind": DeviceKind.UNKNOWN}),
        ({"container": "HKSU", "device_class": 5}, {}, {}),
        (OPAQUE, {"language": "EN", "device_classes": (2,), "upgrade_codes": ("1",), "oem_codes": ("1",)}, {}),
    ],
)
def test_agreement(of_file: Values, of_package: Values, of_device: Values) -> None:
    assert mismatches(file(**of_file), package(**of_package), device(**of_device)) == ()


@pytest.mark.parametrize(
    "of_file, of_package, of_device, expected",
    [
        ({}, {"sha256": "0" * 64}, {}, "FW021 error"),
        ({"member": "digicap.dav", "image_sha256": "c" * 64}, {"image_sha256": DIGEST}, {}, "FW021 error"),
        ({"image_sha256": None}, {"image_sha256": DIGEST}, {}, "FW021 error"),
        ({"firmware": FirmwareVersion("V5.7.17", "240826")}, {}, {}, "FW024 error"),
        ({"firmware": FirmwareVersion("V5.7.18", "240101")}, {}, {}, "FW024 error"),
        ({"device_class": 7}, {"device_classes": (2,)}, {}, "FW031 error"),
        ({"device_class": 44}, {}, {}, "FW032 error"),
        ({"device_class": 44}, {"kind": "camera"}, {"kind": DeviceKind.UNKNOWN}, "FW032 error"),
        ({"device_class": 2}, {}, {"kind": DeviceKind.RECORDER}, "FW032 error"),
        ({"device_class": 1}, {"kind": "camera"}, {"kind": DeviceKind.RECORDER}, "FW032 error"),
        ({}, {"upgrade_codes": ("120005003111111001",)}, {}, "FW031 error"),
        ({"container": "HKSU", "device_class": 861}, {}, {}, "FW032 error"),
        ({"container": "HKSU", "device_class": 861}, {}, {"kind": DeviceKind.INTERCOM}, "FW032 error"),
        ({"container": "HKSU", "device_class": 1200}, {}, {"kind": DeviceKind.ACCESS_CONTROL}, "FW032 error"),
        ({"language": "CN"}, {}, {}, LANGUAGE),
        ({"language": "CN"}, {"language": "ML"}, {}, LANGUAGE),
        ({"language": "CN"}, {"language": "EN"}, {"language": None}, LANGUAGE),
        ({"language": "CN"}, {}, {"language": None}, "FW034 warning"),
        ({}, {"language": "CN"}, {"language": "Chinese"}, LANGUAGE),
        ({}, {}, {"language": "Simplified Chinese"}, LANGUAGE),
        ({"languages": ("de", "fr"), "language": None}, {}, {}, LANGUAGE),
        ({"languages": ("de", "fr"), "language": None}, {"language": "EN"}, {}, LANGUAGE),
        ({"oem_code": 7}, {}, {}, EDITION),
        ({"oem_code": 7}, {"oem_codes": ("1", "9")}, {}, EDITION),
    ],
)
def test_contradiction(of_file: Values, of_package: Values, of_device: Values, expected: str) -> None:
    findings = mismatches(file(**of_file), package(**of_package), device(**of_device))
    assert told(findings) == [expected]
    [finding] = findings
    assert finding.evidence
    json.dumps(finding.as_result())


def test_the_image_in_an_archive_is_named() -> None:
    [finding] = mismatches(file(member="digicap.dav"), package(image_sha256="0" * 64), device())
    assert "digicap.dav in firmware/digicap.dav" in finding.sentence
