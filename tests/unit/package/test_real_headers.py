# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Headers of real images, as far as they have been published, say what is known about them."""

from __future__ import annotations

import os
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._package.contents import Contents
from ansible_collections.surveillance.hikvision.plugins.module_utils._package.inspection import inspect

ROOT: typing.Final = pathlib.Path(__file__).resolve().parents[3]
SAMPLES: typing.Final = pathlib.Path(
    os.environ.get("HIKVISION_FIRMWARE_SAMPLES", ROOT.parent / "shared" / "reference" / "firmware-header-samples")
)
pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="no samples of real headers here; HIKVISION_FIRMWARE_SAMPLES names their directory"
)


def sample(name: str) -> Contents:
    """All of them are the beginning of a file, and that is all that is wrong with them."""
    inspection = inspect(SAMPLES / name)
    assert [finding.code for finding in inspection.findings] == ["FW009"]
    assert inspection.image is not None
    return inspection.image


def entries(image: Contents) -> list[tuple[int, int, int]]:
    return [(member.offset, member.length, int(member.checksum or 0)) for member in image.members]


def test_two_sections() -> None:
    image = sample("hk20_two_sections_v5.4.41_170312.bin")
    assert image.header is not None
    assert (image.container, image.header.length, image.header.count) == ("HK20", 152, 2)
    assert image.header.checksum == image.header.computed == 0x29CA
    assert image.header.total == 22_224_258
    assert entries(image) == [(152, 8_670_445, 0x3DA4ADD7), (8_670_597, 13_553_661, 0x668B5804)]
    assert image.members[-1].end == image.header.total
    assert str(image.upgrade_code) == "1140050031111110011"
    assert image.language == "EN"


def test_one_section() -> None:
    image = sample("hk20_one_section_v5.5.0_170725.bin")
    assert image.header is not None
    assert (image.container, image.header.length, image.header.count) == ("HK20", 108, 1)
    assert image.header.checksum == image.header.computed == 0x2902
    assert image.header.total == 32_106_942
    assert entries(image) == [(108, 32_106_834, 0xF409D8B9)]
    assert image.upgrade_code is not None
    assert (image.upgrade_code.platform, image.language) == ("120", "EN")


def test_the_first_of_the_two_sections() -> None:
    image = sample("hkws_inner_v5.4.41_170312_first112.bin")
    assert image.header is not None
    assert (image.container, image.style) == ("HKWS", "camera")
    assert (image.header.length, image.header.count, image.header.total) == (240, 4, 8_670_445)
    assert (image.language, image.device_class, image.oem_code) == ("EN", 2, 1)
    assert (image.version, image.build) == ("V5.4.41", "170312")
    assert str(image.upgrade_code) == "1140050031111110011"
    assert image.members[0].name == "_cfgUpgSecPls"
    assert entries(image) == [(240, 500, 58_929)]


def test_a_recorder() -> None:
    image = sample("nvr_ds76xxN_v3.2.1_CN_150315_first108.bin")
    assert image.header is not None
    assert (image.container, image.style) == ("HKWS", "recorder")
    assert (image.header.length, image.header.count) == (504, 10)
    assert (image.language, image.device_class, image.oem_code) == ("CN", 44, None)
    assert (image.version, image.build) == (None, "150315"), "its header tells a date and no version"
    assert image.members[0].name == "hicore.tar.lzma"
    assert entries(image) == [(504, 3_032_432, 0x170A64A0)]
