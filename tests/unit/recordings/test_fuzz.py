# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No answer, however broken, makes a parser raise anything but ``BadAnswer``."""

from __future__ import annotations

import contextlib
import json
import pathlib
import typing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from ansible_collections.surveillance.hikvision.plugins.module_utils._device import document
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import parse_identity
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.plain import plain
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import login_answer, status, xml
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import BadAnswer, Rejected
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer
from ansible_collections.surveillance.hikvision.tests.unit.recordings import replay
from ansible_collections.surveillance.hikvision.tests.unit.recordings.test_recordings import PARSERS

# Beside the other caches, not in the root of the checkout.
set_hypothesis_home_dir(pathlib.Path(__file__).resolve().parents[3] / ".cache" / "hypothesis")

fuzzed = settings(
    deadline=None, database=None, derandomize=True, max_examples=200, suppress_health_check=list(HealthCheck)
)

OUR_OWN = (
    b'<DeviceInfo version="2.0" xmlns="urn:x"><model a="1">DS-2CD2000</model><firmwareVersion>V5.7.1</firmwareVersion>'
    b"<firmwareReleasedDate>build 240101</firmwareReleasedDate><hardwareVersion>B-R-K51-00</hardwareVersion>"
    b"<OEMCode>2</OEMCode><electroLockNum> 2.0 </electroLockNum></DeviceInfo>",
    b'{"AcsWorkStatus": {"doorLockStatus": [0, 1], "cardReaderOnlineStatus": [1, 0], "cardNum": 7}}',
)


def seeds() -> list[bytes]:
    """Whole bodies to mutate: small ones, so that a mutation hits something that matters."""
    return [*OUR_OWN, *(body for file in replay.bodies() if len(body := file.read_bytes()) <= 4096)]


def read_all(body: bytes) -> None:
    answer = Answer(200, {}, body)
    status.response_status(answer)
    login_answer.lock_state(answer)
    with contextlib.suppress(Rejected):
        status.judge(answer, "the test")
    with contextlib.suppress(BadAnswer):
        xml.parse(body)
    with contextlib.suppress(BadAnswer):
        root = document.of(answer)
        for parse in PARSERS:
            with contextlib.suppress(BadAnswer):
                # What comes out must be printable and comparable, or it fails far from its cause.
                json.dumps(plain(parse(root)), ensure_ascii=False).encode()


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    body = bytearray(draw(st.sampled_from(seeds())))
    for _unused in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body)))
        length = draw(st.integers(0, 40))
        body[at : at + length] = draw(st.one_of(st.binary(max_size=12), st.sampled_from(AWKWARD)))
    return bytes(body)


AWKWARD = [
    b"\x00",
    b"&",
    b"&#xD800;",
    b"<",
    b"</",
    b"<a>" * 100,
    b"]]>",
    b"<![CDATA[",
    b"<!DOCTYPE x [<!ENTITY y 'z'>]>&y;",
    "录像机".encode("gb18030"),
    b"\xff\xfe",
    b"9" * 5000,
    b"1e999",
    b"NaN",
    b'"\\ud800"',
    b"[" * 200,
    b'{"a":' * 200,
    "٣".encode(),
    b"V9.9.9.9.9.9.9.9.9.9.9.9",
]


@fuzzed
@given(mutated())
def test_mutated_answers(body: bytes) -> None:
    read_all(body)


@fuzzed
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
def test_random_bytes(body: bytes) -> None:
    read_all(body)
    read_all(b"<" + body)
    read_all(b"{" + body)


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30))
NAMES = st.sampled_from(
    "DeviceInfo model firmwareVersion firmwareReleasedDate deviceType OEMCode AcsWorkStatus doorLockStatus @opt #text "
    "cardReaderOnlineStatus cardNum storage hddList hdd status User ChanStatus record SecurityCap salt".split()
)
DOCUMENTS = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=5))
)


@fuzzed
@given(st.dictionaries(st.one_of(NAMES, st.text(max_size=8)), DOCUMENTS, max_size=5))
def test_any_json_object(tree: dict[str, typing.Any]) -> None:
    read_all(json.dumps(tree).encode())


@pytest.mark.parametrize("depth", [60, 70, 900, 100_000])
def test_depth_is_limited(depth: int) -> None:
    read_all(b"<a>" * depth + b"</a>" * depth)
    read_all(b'{"a":' * depth + b"1" + b"}" * depth)
    read_all(b"[" * depth + b"]" * depth)


@fuzzed
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_text_in_the_fields_of_an_identity(version: str, build: str, kind: str) -> None:
    fields = {"model": "DS-2CD2000", "firmwareVersion": version, "firmwareReleasedDate": build, "deviceType": kind}
    told = parse_identity(document.from_json({"DeviceInfo": fields}))
    assert told.model == "DS-2CD2000"
    if told.firmware is not None:
        assert told.firmware.same_as(told.firmware) == (told.firmware.build is not None)
        assert not told.firmware.older_than(told.firmware)
