# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a package is for a device, by what is said about both."""

from __future__ import annotations

import json
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import DeviceKind
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.fit import matches, misfits
from ansible_collections.surveillance.hikvision.tests.unit.preflight.examples import device, package, told

LANGUAGE = "FW034 blocked language_mismatch"
EDITION = "FW035 blocked other_edition"
Values = dict[str, typing.Any]


@pytest.mark.parametrize(
    "of_package",
    [
        {},
        {"models": ("DS-2CD23*",)},
        {"models": ("ds-7*", "ds-2cd2386g2-iu")},
        {"models": ("DS-2CD23*",), "exclude_models": ("*(B)",)},
        {"kind": "camera"},
        {"kind": "other"},
        {"platform": "g5"},
        {"hardware_versions": ("B-R-G3-0", "b-r-g5-0")},
        {"language": "EN"},
        {"language": "ML"},
        {"edition": "STD"},
        {"edition": "NEU"},
        {"oem_codes": ("1", "7")},
        {"src": "firmware/serial_numbers/digicap.dav"},
        {"src": "ACS_DS-K260X_GML_GM_V2.0.4_build180913_Net.bin"},
    ],
)
def test_a_package_that_fits(of_package: Values) -> None:
    assert misfits(package(**of_package), device()) == ()


@pytest.mark.parametrize(
    "of_package, of_device, expected",
    [
        # the model
        ({"models": ("DS-7*",)}, {}, "FW030 error"),
        ({"models": ("DS-2CD2386G2",)}, {}, "FW030 error"),
        ({"models": ("DS-2CD2386G2-IU",)}, {"model": "DS-2CD2386G2-IU(B)"}, "FW030 error"),
        ({"models": ("DS-*",)}, {"model": ""}, "FW030 error"),
        (
            {"models": ("DS-2CD2386G2-IU*",), "exclude_models": ("*(b)",)},
            {"model": "DS-2CD2386G2-IU(B)"},
            "FW030 error",
        ),
        ({"exclude_models": ("DS-2CD2386G2-IU",)}, {}, "FW030 error"),
        # the hardware
        ({"platform": "G3"}, {}, "FW031 error"),
        ({"platform": "G3"}, {"platform": None}, "FW031 warning"),
        ({"hardware_versions": ("B-R-G3-0",)}, {}, "FW031 error"),
        ({"hardware_versions": ("B-R-G3-0",)}, {"hardware_version": None}, "FW031 warning"),
        # the kind
        ({"kind": "recorder"}, {}, "FW032 error"),
        ({"kind": "intercom"}, {"kind": DeviceKind.ACCESS_CONTROL}, "FW032 error"),
        # the component
        ({"component": "mcu"}, {}, "FW033 error"),
        ({"src": "ACS_DS-K260X_V2.0.4_Serial.bin"}, {}, "FW033 error"),
        ({"src": "a.zip", "image_name": "DS-K110X-serial.bin"}, {}, "FW033 error"),
        # the language
        ({"language": "CN"}, {}, LANGUAGE),
        ({"language": "EN"}, {"language": "Simplified Chinese"}, LANGUAGE),
        ({"language": "ML"}, {"language": "chinese"}, LANGUAGE),
        ({"language": "EN"}, {"language": "Japanese"}, LANGUAGE),
        ({"language": "OTHER"}, {}, LANGUAGE),
        ({"language": "OTHER"}, {"language": "Japanese"}, "FW034 warning"),
        ({"language": "EN"}, {"language": None}, "FW034 warning"),
        ({"language": "CN"}, {"language": ""}, "FW034 warning"),
        # the edition
        ({"edition": "CUSTOM"}, {}, EDITION),
        ({"edition": "OEM"}, {}, EDITION),
        ({"edition": "STD"}, {"customised": True, "oem_code": "7"}, EDITION),
        ({}, {"customised": True}, EDITION),
        ({"oem_codes": ("7",)}, {}, EDITION),
        ({"oem_codes": ("7",)}, {"oem_code": None}, "FW035 warning"),
        ({"edition": "CUSTOM"}, {"customised": None}, "FW035 info"),
    ],
)
def test_a_package_that_does_not(of_package: Values, of_device: Values, expected: str) -> None:
    findings = misfits(package(**of_package), device(**of_device))
    assert told(findings) == [expected]
    [finding] = findings
    assert finding.evidence
    json.dumps(finding.as_result())  # nothing but plain types


@pytest.mark.parametrize(
    "of_package, of_device",
    [
        ({"kind": "recorder"}, {"kind": DeviceKind.UNKNOWN}),
        ({"language": "ML"}, {"language": None}),
        ({"language": "ML"}, {"language": "Japanese"}),
        ({"language": "CN"}, {"language": "Simplified Chinese"}),
        ({"edition": "STD"}, {"customised": None}),
        ({"edition": "OEM", "oem_codes": ("7",)}, {"customised": True, "oem_code": "7"}),
        ({"edition": "CUSTOM"}, {"customised": True}),
    ],
)
def test_what_is_not_told_or_agrees(of_package: Values, of_device: Values) -> None:
    assert misfits(package(**of_package), device(**of_device)) == ()


def test_all_misfits_are_told_at_once() -> None:
    wrong = package(models=("DS-7*",), platform="K51", kind="recorder", component="wifi", language="CN", edition="OEM")
    assert [one.code for one in misfits(wrong, device())] == ["FW030", "FW031", "FW032", "FW033", "FW034", "FW035"]


@pytest.mark.parametrize(
    "model, patterns, expected",
    [
        ("DS-2CD2386G2-IU", ("*",), True),
        ("iDS-7208HQHI-M1(A)/S(C)", ("ids-7208hqhi-m1*",), True),
        ("DS-2CD2386G2-IU", ("DS-2CD2386G2",), False),
        ("", ("DS-*",), False),
        ("DS-2CD2386G2-IU", (), False),
    ],
)
def test_patterns(model: str, patterns: tuple[str, ...], *, expected: bool) -> None:
    assert matches(model, patterns) is expected
