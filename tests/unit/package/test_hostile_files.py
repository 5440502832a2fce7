# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a file holds, looking at it ends in findings: cut anywhere, changed anywhere, or made up."""

from __future__ import annotations

import json
import random
import time
import typing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._package.inspection import Inspection
from ansible_collections.surveillance.hikvision.tests.firmware_layouts import (
    STYLES,
    File,
    hk20,
    hk30,
    hksu,
    hkws,
    newer,
)
from ansible_collections.surveillance.hikvision.tests.firmware_layouts.parts import noise
from ansible_collections.surveillance.hikvision.tests.unit.package.archives import zipped
from ansible_collections.surveillance.hikvision.tests.unit.package.conftest import look
from simulator.image_layout import obfuscate

CODES: typing.Final = {f"FW{number:03d}" for number in range(1, 14)}
IMAGES: typing.Final = {
    **{f"hkws {style}": hkws(style=style, tail=noise(16)) for style in STYLES},
    "hk20": hk20([hkws(), hkws()]),
    "hk20 and hk30": hk20([hkws(), hk30(size=2500)]),
    "hk30": hk30(),
    "hksu": hksu(),
    "newer": newer(),
    "zip": zipped({"digicap.dav": hk20([hkws()]), "notes.txt": b"read me"}),
    "zip of two": zipped({"a/digicap.dav": hksu(), "b/digicap.dav": hkws()}),
}
SEED: typing.Final = 20260801
EXTREMES: typing.Final = (0, 1, 2, 63, 64, 255, 256, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)


def assert_told(inspection: Inspection) -> None:
    """What came of it is complete, and can be printed and returned."""
    assert {finding.code for finding in inspection.findings} <= CODES
    assert all(finding.sentence.isprintable() for finding in inspection.findings)
    assert inspection.image is not None or inspection.findings
    json.dumps(inspection.as_result())


@pytest.mark.parametrize(
    ("image", "header"),
    [
        (hkws(), 64 + 3 * 44),
        (hk20([hkws(), hk30()]), 64 + 2 * 44 + 64 + 3 * 44),
        (hk30(), 256 + 24 * 64),
        (hksu(), 128 + 3 * 96),
        (IMAGES["zip"], len(IMAGES["zip"])),
    ],
    ids=["hkws", "hk20", "hk30", "hksu", "zip"],
)
def test_cut_anywhere(image: bytes, header: int) -> None:
    for length in range(header):
        inspection = look(image[:length])
        assert_told(inspection)
        assert not inspection.usable(), f"{length} bytes are taken for a whole image"
    assert look(image).usable()


def test_ten_thousand_mutations() -> None:
    source = random.Random(SEED)
    images = list(IMAGES.values())
    slowest = 0.0
    for _unused in range(10_000):
        data = mutated(source.choice(images), source)
        begun = time.process_time()
        assert_told(look(data, source.choice((None, "digicap.dav")), sums=source.random() < 0.8))
        slowest = max(slowest, time.process_time() - begun)
    assert slowest < 0.5, "seconds for a file of a few kilobytes"


def mutated(image: bytes, source: random.Random) -> bytes:
    data = bytearray(image)
    for _unused in range(source.randint(1, 4)):
        match source.randrange(5):
            case 0:
                data[source.randrange(len(data))] ^= 1 << source.randrange(8)
            case 1:
                set_word(data, source.randrange(0, 240, 4), source.choice(EXTREMES), source.choice(("little", "big")))
            case 2:
                set_word(data, source.randrange(0, 240, 4), source.randrange(len(data)), "little")
            case 3:
                del data[source.randrange(len(data)) or 1 :]
            case _:
                start = source.randrange(len(data))
                data[start : start + source.randrange(40)] = source.randbytes(source.randrange(40))
        data = data or bytearray(b"\0")
    return bytes(data)


def set_word(data: bytearray, place: int, value: int, order: typing.Literal["little", "big"]) -> None:
    """Set a word as the reader will see it: half of the images are obscured, and archives are not."""
    word = value.to_bytes(4, order)
    if not data.startswith(b"PK"):
        word = obfuscate(bytes(place) + word)[place:]
    if place + 4 <= len(data):
        data[place : place + 4] = word


WORD = st.one_of(st.sampled_from(EXTREMES), st.integers(0, 4000), st.integers(0, 0xFFFFFFFF))
MAYBE = st.none() | WORD
FILE = st.builds(
    File,
    name=st.binary(max_size=32),
    data=st.binary(max_size=200),
    offset=MAYBE,
    length=MAYBE,
    checksum=MAYBE,
)
LIES = {
    "count": MAYBE,
    "header_length": MAYBE,
    "total": MAYBE,
    "tail": st.binary(max_size=300),
}
HKWS = st.builds(
    hkws,
    st.lists(FILE, max_size=6),
    style=st.sampled_from(sorted(STYLES)),
    language=WORD,
    device_class=WORD,
    code=st.binary(max_size=20),
    checksum=MAYBE,
    **LIES,
)
HKSU = st.builds(
    hksu,
    st.lists(st.builds(File, name=st.binary(max_size=32), data=st.binary(max_size=200), offset=MAYBE, length=MAYBE)),
    languages=st.binary(max_size=16),
    encryption=WORD,
    signature=st.binary(max_size=300),
    table=st.integers(128, 300),
    signature_offset=MAYBE,
    **LIES,
)
SECTION = HKWS | HKSU | st.binary(max_size=300) | st.just(hk30(size=2000)) | st.just(newer(size=70))
HK20 = st.builds(
    hk20,
    st.lists(SECTION, max_size=4),
    checksum=MAYBE,
    entries=st.none() | st.lists(FILE, max_size=4),
    **LIES,
)
IMAGE = HKWS | HKSU | HK20 | st.binary(max_size=600)
ARCHIVE = st.builds(
    lambda files: zipped([(name.replace("\0", "?") or "?", data) for name, data in files]),
    st.lists(st.tuples(st.text(st.characters(codec="utf-8"), max_size=20) | st.just("digicap.dav"), IMAGE), max_size=4),
)


@settings(max_examples=500, deadline=2000, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=IMAGE | ARCHIVE, name=st.none() | st.just("digicap.dav"), sums=st.booleans())
def test_made_up(data: bytes, name: str | None, sums: bool) -> None:
    assert_told(look(data, name, sums=sums))
