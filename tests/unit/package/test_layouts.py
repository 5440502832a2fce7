# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every layout is read as it was built."""

from __future__ import annotations

import itertools

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._package.contents import Container, Contents, Style
from ansible_collections.surveillance.hikvision.plugins.module_utils._package.obfuscation import reveal
from ansible_collections.surveillance.hikvision.tests.firmware_layouts import FILES, File, hk20, hk30, hksu, hkws, newer
from ansible_collections.surveillance.hikvision.tests.firmware_layouts.hksu import ENCRYPTED, EUROPEAN
from ansible_collections.surveillance.hikvision.tests.unit.package.conftest import look
from simulator import build_image
from simulator.image_layout import obfuscate


def image_of(data: bytes) -> Contents:
    """The image in a sound file: whole, and with nothing to say but what its format makes inevitable."""
    inspection = look(data)
    assert inspection.image is not None
    assert inspection.image.size == inspection.size == len(data)
    assert {str(finding.severity) for finding in inspection.findings} <= {"info"}, inspection.findings
    return inspection.image


def assert_files(image: Contents, first: int) -> None:
    assert [member.name for member in image.members] == ["_cfgUpgClass", "uImage", "app.img"]
    assert [member.length for member in image.members] == [84, 700, 1500]
    assert [member.offset for member in image.members] == list(itertools.accumulate([84, 700], initial=first))
    assert all(member.intact for member in image.members)


@pytest.mark.parametrize(
    ("style", "version", "build", "code", "total"),
    [
        ("camera", "V5.4.41", "170312", "1140050031111110011", 64 + 3 * 44 + 2284),
        ("old", None, None, "114005003111111001", None),
        ("recorder", None, "170312", None, None),
        ("lock", "V5.4.41", "170312", None, None),
        ("unknown", None, None, None, None),
    ],
)
def test_hkws(style: str, version: str | None, build: str | None, code: str | None, total: int | None) -> None:
    image = image_of(hkws(style=style, device_class=44, oem_code=7))
    assert (image.container, image.style, image.magic) == (Container.HKWS, Style(style), "SWKH")
    assert (image.device_class, image.oem_code, image.language) == (44, 7, "EN")
    assert (image.version, image.build) == (version, build)
    assert (image.upgrade_code.text if image.upgrade_code else None) == code
    assert image.header is not None
    assert (image.header.count, image.header.length, image.header.total) == (3, 196, total)
    assert image.header.checksum == image.header.computed
    assert (image.tail, image.opaque, image.sections) == (0, (), ())
    assert_files(image, first=196)


def test_a_firmware_needs_a_version() -> None:
    assert image_of(hkws()).firmware == FirmwareVersion("V5.4.41", "170312")
    assert image_of(hkws(style="recorder")).firmware is None


def test_what_is_not_used_is_not_told() -> None:
    image = image_of(hkws(device_class=0xFFFFFFFF, oem_code=0xFFFFFFFF, language=9, code=b"", style="old"))
    assert (image.device_class, image.oem_code, image.language, image.upgrade_code) == (None, None, None, None)
    assert image.style is Style.UNKNOWN


@pytest.mark.parametrize(("word", "group", "language"), [(1, b"001", "EN"), (2, b"002", "CN"), (3, b"003", None)])
def test_language(word: int, group: bytes, language: str | None) -> None:
    assert image_of(hkws(language=word, code=b"114005003111111" + group)).language == language


@pytest.mark.parametrize("build", ["170231", "171301", "000101", "993200"])
def test_words_that_are_no_date_are_not_taken_for_one(build: str) -> None:
    image = image_of(hkws(build=build))
    assert (image.style, image.version, image.build) == (Style.OLD, None, None)


def test_hk20_around_hkws() -> None:
    inner = hkws()
    image = image_of(hk20([inner, inner]))
    assert (image.container, image.version, image.build) == (Container.HK20, "V5.4.41", "170312")
    assert (image.language, image.device_class, image.oem_code) == ("EN", 2, 1)
    assert image.header is not None
    assert (image.header.count, image.header.length, image.header.total) == (2, 152, image.size)
    assert [(member.name, member.offset) for member in image.members] == [
        ("section 1", 152),
        ("section 2", 152 + len(inner)),
    ]
    assert all(member.intact for member in image.members)
    for section in image.sections:
        assert (section.container, section.size) == (Container.HKWS, len(inner))
        assert_files(section, first=196)


def test_hk20_around_hk30() -> None:
    image = image_of(hk20([hk30()], code=b"1200050031111110021"))
    assert (image.version, image.build, image.device_class) == (None, None, None)
    assert image.upgrade_code is not None
    assert (image.upgrade_code.platform, image.language) == ("120", "CN")
    assert image.opaque == ("section 1 of digicap.dav",)
    [section] = image.sections
    assert (section.container, section.members, section.tail) == (Container.HK30, (), None)
    assert section.header is not None
    assert (section.header.count, section.header.length) == (24, 1792)
    assert image.members[0].intact


def test_hk20_around_both_tells_what_it_knows() -> None:
    image = image_of(hk20([hkws(), hk30()]))
    assert image.version == "V5.4.41"
    assert image.opaque == ("section 2 of digicap.dav",)


def test_sections_that_disagree_say_nothing_together() -> None:
    image = image_of(hk20([hkws(version="V5.4.41"), hkws(version="V5.4.42")]))
    assert (image.version, image.build) == (None, "170312")


def test_hk30_alone() -> None:
    image = image_of(hk30(count=55, size=9000))
    assert (image.container, image.opaque) == (Container.HK30, ("digicap.dav",))
    assert image.header is not None
    assert (image.header.length, image.header.computed) == (3776, None)
    assert (image.version, image.language) == (None, None)


@pytest.mark.parametrize("table", [128, 160])
def test_hksu(table: int) -> None:
    image = image_of(hksu(table=table, languages=EUROPEAN))
    assert (image.container, image.device_class) == (Container.HKSU, 861)
    assert (image.version, image.build) == ("V1.4.0", "230525")
    assert image.languages == ("en", "de", "it", "fr", "nl", "pt", "es")
    assert (image.language, image.tail, image.opaque) == (None, 256, ())
    assert [member.kind for member in image.members] == ["main", "main", "partition"]
    assert_files(image, first=table + 3 * 96)


@pytest.mark.parametrize(
    ("bits", "languages", "language"),
    [
        (b"\x01", ("en",), "EN"),
        (b"\x02", ("zh-Hans",), "CN"),
        (b"\x03", ("en", "zh-Hans"), None),
        (b"\0\0\0\x04", ("bit 26",), None),
    ],
)
def test_languages_of_hksu(bits: bytes, languages: tuple[str, ...], language: str | None) -> None:
    image = image_of(hksu(languages=bits))
    assert (image.languages, image.language) == (languages, language)


def test_members_of_hksu_may_be_encrypted() -> None:
    image = image_of(hksu(encryption=ENCRYPTED))
    assert image.opaque == ("_cfgUpgClass", "uImage", "app.img")
    assert [member.intact for member in image.members] == [None, None, None]


def test_kinds_of_members_that_are_not_known_keep_their_number() -> None:
    image = image_of(hksu([File(name=b"a", data=b"1", kind=3), File(name=b"b", data=b"2", kind=99)]))
    assert [member.kind for member in image.members] == ["mcu", "99"]


def test_a_newer_generation_is_named_and_left_alone() -> None:
    inspection = look(newer(b"47"))
    assert inspection.image is not None
    assert (inspection.image.container, inspection.image.magic) == (Container.NEWER, "47KH")
    assert inspection.image.members == ()


def test_garbage_after_a_name_is_no_part_of_it() -> None:
    image = image_of(hkws([File(name=b"uImage\0left over from before", data=b"x")]))
    assert image.members[0].name == "uImage"


def test_without_sums_no_data_is_compared() -> None:
    image = look(hkws([File(name=b"uImage", data=b"x", checksum=1)]), sums=False).image
    assert image is not None
    assert image.members[0].intact is None


@pytest.mark.parametrize("container", ["hkws", "hk20", "hksu"])
def test_images_of_the_simulator_are_read_too(container: str) -> None:
    data = build_image(version="V4.62.225", build="250101", container=container, language="cn", size=30_000)
    assert isinstance(data, bytes)
    image = image_of(data)
    assert (image.firmware, image.language) == (FirmwareVersion("V4.62.225", "250101"), "CN")


def test_the_key_is_the_same_on_both_sides() -> None:
    data = bytes(range(256)) * 5
    assert reveal(data) == obfuscate(data)
    assert reveal(reveal(data)) == data


def test_all_facts_are_plain_values() -> None:
    told = look(hk20([hkws(), hk30()])).as_result()
    assert told["image"]["container"] == "HK20"
    assert told["image"]["upgrade_code"]["platform"] == "114"
    assert told["image"]["sections"][0]["members"][1]["name"] == FILES[1].name.decode()
    assert told["image"]["sections"][1]["header"]["computed"] is None
