# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images are laid out as documented, and a device notices every damage."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest

from simulator import PROFILES, Firmware, build_image, read_image
from simulator.image import main
from simulator.image_layout import ImageError, byte_sum, obfuscate, upgrade_code, version_word
from simulator.image_reader import ImageReader
from simulator.judge import verdict

CONTAINERS = ["hkws", "hk20", "hksu"]


@pytest.mark.parametrize("container", CONTAINERS)
def test_what_was_built_is_read_back(container: str) -> None:
    image = build_image(
        version="V4.62.225", build="250101", platform="K51", language="ml", models=["DS-76*", "DS-77*"],
        container=container, device_class=44, requires="V4.30.0", size=300_000,
    )  # fmt: skip
    facts = read_image(io.BytesIO(image))
    assert len(image) == 300_000 == facts.size
    assert (facts.version, facts.build, facts.platform, facts.language) == ("V4.62.225", "250101", "K51", "ml")
    assert (facts.models, facts.device_class, facts.requires) == (("DS-76*", "DS-77*"), 44, "V4.30.0")
    assert facts.container == container


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("piece", [1, 63, 4096])
def test_reading_does_not_depend_on_how_bytes_arrive(container: str, piece: int) -> None:
    image = build_image(container=container, size=20_000)
    reader = ImageReader()
    for start in range(0, len(image), piece):
        reader.feed(image[start : start + piece])
    assert reader.finish().version == "V5.7.18"


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_truncation_is_noticed(container: str) -> None:
    image = build_image(container=container, size=4_000)
    for length in [0, 3, 63, 64, 200, 1_000, 3_999]:
        with pytest.raises(ImageError):
            read_image(io.BytesIO(image[:length]))


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_flipped_bit_of_the_content_is_noticed(container: str) -> None:
    image = bytearray(build_image(container=container, size=4_000))
    # The signature at the end of HKSU cannot be verified by anybody without the vendor's key.
    checked = len(image) - (256 if container == "hksu" else 0)
    for position in range(400, checked, 97):
        image[position] ^= 1
        with pytest.raises(ImageError):
            read_image(io.BytesIO(bytes(image)))
        image[position] ^= 1


def test_bytes_after_the_end_are_noticed() -> None:
    with pytest.raises(ImageError, match="after the end"):
        read_image(io.BytesIO(build_image(size=4_000) + b"\0"))


def test_something_else_is_no_image() -> None:
    with pytest.raises(ImageError, match="not a firmware image"):
        read_image(io.BytesIO(b"PK\x03\x04" + bytes(500)))


def test_header_of_a_camera_image() -> None:
    """Offsets of the documented HKWS header, decoded here without the builder's structures."""
    image = build_image(version="V5.4.41", build="170312", platform="R0", size=10_000)
    assert image[:4] == bytes.fromhex("e99af7b6")
    header = obfuscate(image[:152])
    assert header[:4] == b"SWKH"
    checksum, length, files, language, device_class, oem = struct.unpack_from("<IIIIII", header, 4)
    assert (length, files, language, device_class, oem) == (64 + 44 * 2, 2, 1, 2, 1)
    assert checksum == sum(header[12:length])
    assert struct.unpack_from("<III", header, 0x20) == (10_000, 170312, 0x05040029)
    assert header[0x2C:0x40].rstrip(b"\0").isdigit()
    name, offset, size, member_sum = struct.unpack_from("<32sIII", header, 64 + 44)
    assert name.rstrip(b"\0") == b"app.img"
    assert sum(image[offset : offset + size]) & 0xFFFFFFFF == member_sum
    assert offset + size == len(image)


def test_first_bytes_of_each_container() -> None:
    starts = [build_image(container=container)[:4].hex() for container in CONTAINERS]
    assert starts == ["e99af7b6", "8afff7b6", "f286efab"]


def test_the_same_order_gives_the_same_bytes() -> None:
    assert build_image(size=50_000) == build_image(size=50_000)
    assert build_image(size=50_000) != build_image(size=50_000, version="V5.7.19")


def test_byte_sum_equals_the_plain_sum() -> None:
    data = bytes([255]) * 1000 + bytes(range(256)) * 7
    assert byte_sum(data) == sum(data)


def test_small_codes() -> None:
    assert version_word("V4.62.210") == 4 << 24 | 62 << 16 | 210
    code = upgrade_code("G5", "en")
    assert len(code) == 19
    assert code.isdigit()


def test_from_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "digicap.dav"
    main(["--version", "V5.8.0", "--build", "260101", "--platform", "G7", "--container", "hk20", str(path)])
    with path.open("rb") as file:
        assert read_image(file).version == "V5.8.0"


@pytest.mark.parametrize("profile", PROFILES)
def test_from_the_command_line_for_a_profile(tmp_path: Path, profile: str) -> None:
    path = tmp_path / "digicap.dav"
    main(["--profile", profile, "--version", "V9.0.0", "--build", "260101", "--size", "20000", str(path)])
    with path.open("rb") as file:
        facts = read_image(file)
    assert verdict(facts, PROFILES[profile], Firmware("V1.0.0", "200101")) is None
    assert facts.size == path.stat().st_size == 20_000


def test_what_an_image_says_is_known_before_it_has_arrived() -> None:
    reader = ImageReader()
    reader.feed(build_image(size=5_000_000)[:4096])
    assert reader.announced is not None
    assert reader.announced.platform == "G5"
    with pytest.raises(ImageError, match="too early"):
        reader.finish()


def test_too_small_a_size_is_an_error() -> None:
    with pytest.raises(ValueError, match="too small"):
        build_image(size=200)
