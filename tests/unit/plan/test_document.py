# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan as a file: one form, one digest, and a reader that believes nothing."""

from __future__ import annotations

import copy
import datetime
import json
import os
import pathlib
import re
import subprocess
import typing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Notes, Plan, Source
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import (
    LeftOut,
    PlannedDevice,
    PlannedStep,
    Remark,
    State,
    Target,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document, errors
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits, Share
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet as sample

PLAN = sample.plan()
DATA = document.to_bytes(PLAN)
Document = dict[str, typing.Any]

texts = st.text(max_size=12)
maybe = st.none() | texts
versions = st.builds(
    FirmwareVersion,
    st.tuples(st.integers(0, 9), st.integers(0, 99), st.integers(0, 999)).map(lambda v: "V" + ".".join(map(str, v))),
    st.none() | st.integers(100000, 999999).map(str),
)
builds = versions.filter(lambda firmware: firmware.build is not None)
numbers = st.integers(0, 10**9) | st.floats(0, 1e9, allow_nan=False)
several = st.lists(texts, max_size=3).map(tuple)
packages = st.builds(
    Package,
    name=texts.filter(bool),
    firmware=builds,
    src=texts.filter(bool),
    image_name=st.none() | texts.filter(bool),
    sha256=st.binary(min_size=32, max_size=32).map(bytes.hex),
    models=several,
    platform=st.none() | texts.filter(bool),
    device_classes=st.lists(st.integers(0, 255), max_size=2).map(tuple),
)
steps = st.builds(
    PlannedStep,
    package=packages,
    allow=several,
    status=maybe,
    size=st.integers(0, 1 << 40),
    expected_duration=st.none() | numbers,
    config_reset=st.booleans(),
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan that makes sense."""
    hosts = draw(st.lists(texts, unique=True, max_size=6))
    first = draw(st.integers(0, len(hosts)))
    canaries = draw(st.integers(0, first))
    devices = []
    for place, host in enumerate(hosts[:first], 1):
        way = tuple(draw(st.lists(steps, min_size=1, max_size=2)))
        last = way[-1].package
        devices.append(
            PlannedDevice(
                host=host,
                kind=draw(texts),
                model=draw(texts),
                serial=draw(maybe),
                platform=draw(maybe),
                before=draw(versions),
                target=Target(package=last.name, version=last.firmware.numbers, build=last.firmware.build),
                steps=way,
                findings=tuple(
                    draw(st.lists(st.builds(Remark, code=texts, severity=texts, sentence=texts), max_size=2))
                ),
                site=draw(maybe),
                areas=draw(several),
                parent=draw(maybe),
                wave=place,
                canary=place <= canaries,
            )
        )
    left_out = [
        LeftOut(host=host, state=draw(st.sampled_from(State)), reason=draw(texts), advice=draw(texts))
        for host in hosts[first:]
    ]
    source = st.builds(Source, catalogue=texts, serial=st.integers(0), digest=texts, signature=texts)
    counts = st.integers(0, 99)
    notes = st.builds(
        Notes,
        package=texts,
        version=texts,
        build=maybe,
        url=maybe,
        acknowledge=st.booleans(),
        fixes=several,
        known_issues=several,
        devices=counts,
        waiting=counts,
    )
    amounts = st.integers(1, 99) | st.integers(1, 100).map(Share)
    limits = st.builds(
        Limits,
        sizes=st.lists(amounts, min_size=1, max_size=3).map(tuple),
        canaries=counts,
        per_area=amounts,
        per_site=st.none() | st.integers(1, 99),
        areas=st.dictionaries(texts, amounts, max_size=2),
    )
    return Plan(
        created="2026-03-02T07:30:00Z",
        expires="2026-03-09T07:30:00Z",
        target=draw(texts),
        source=draw(st.none() | source),
        limits=draw(limits),
        devices=tuple(devices),
        left_out=tuple(left_out),
        release_notes=tuple(draw(st.lists(notes, max_size=2))),
        problems=draw(several),
    )


@settings(max_examples=150, deadline=None)
@given(plans())
def test_a_plan_is_read_as_it_was_written(plan: Plan) -> None:
    data = document.to_bytes(plan)
    read = document.read(data, document.digest_of(data))
    assert read == plan
    assert document.to_bytes(read) == data


def test_the_form_is_sorted_indented_ascii_with_a_line_feed() -> None:
    told = json.loads(DATA)
    assert json.dumps(told, sort_keys=True, indent=2).encode() + b"\n" == DATA
    assert DATA.isascii()
    assert told["schema"] == "hikvision-rollout-plan/1"


def test_a_step_is_written_as_options_of_the_module() -> None:
    device = next(each for each in json.loads(DATA)["devices"] if len(each["steps"]) == 2)
    step = device["steps"][0]
    keys = {"package", "version", "build", "src", "sha256", "models", "allow", "expected_duration", "config_reset"}
    assert keys <= step.keys()
    assert device["before"].keys() == {"version", "build"}
    assert device["target"].keys() == {"package", "version", "build"}


def test_the_digest_is_that_of_sha256sum(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "plans" / "plan.json"
    digest = document.write(path, PLAN)
    printed = subprocess.run(["sha256sum", path], capture_output=True, text=True, check=True).stdout
    assert printed.partition(" ")[0] == digest
    assert document.load(path, digest) == PLAN
    assert document.load(path, f" {digest.upper()}\n") == PLAN


def test_a_plan_can_be_read_by_whoever_the_umask_lets(tmp_path: pathlib.Path) -> None:
    before = os.umask(0o022)
    try:
        document.write(tmp_path / "plan.json", PLAN)
    finally:
        os.umask(before)
    assert (tmp_path / "plan.json").stat().st_mode & 0o777 == 0o644
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def edited(change: typing.Callable[[Document], object]) -> bytes:
    """The plan with a value changed, in the right form."""
    told = copy.deepcopy(json.loads(DATA))
    change(told)
    return json.dumps(told, sort_keys=True, indent=2).encode() + b"\n"


def put(value: object, *path: str | int) -> bytes:
    def change(told: typing.Any) -> None:
        for step in path[:-1]:
            told = told[step]
        told[path[-1]] = value

    return edited(change)


def without(*path: str | int) -> bytes:
    def change(told: typing.Any) -> None:
        for step in path[:-1]:
            told = told[step]
        del told[path[-1]]

    return edited(change)


def unmark(told: Document, wave: int) -> None:
    """Calls the devices of a wave no canaries."""
    for device in told["devices"]:
        device["canary"] = device["canary"] and device["wave"] != wave


STEP = ("devices", 0, "steps", 0)

REFUSED: list[tuple[bytes, str | None, type[errors.PlanDocumentError], str]] = [
    (b"", None, errors.Truncated, "ends after 0 bytes"),
    (DATA[:-20], None, errors.Truncated, "not whole"),
    (DATA[: DATA.index(b'"model"') + 3], document.digest_of(DATA), errors.Truncated, "not whole"),
    (b"\xff\xfe{}", None, errors.NotJson, "byte 0"),
    (b"# Firmware rollout plan\n", None, errors.NotJson, "line 1"),
    (DATA + b"{}", None, errors.NotJson, "Extra data"),
    (b'{"schema": NaN}', None, errors.NotJson, "NaN is not a number"),
    (b"[" * 200_000, None, errors.NotJson, "recursion"),
    (DATA, "abc", errors.InvalidDigest, "'abc' is not the digest"),
    (DATA.replace(b"5.7.18", b"5.7.19"), document.digest_of(DATA), errors.Tampered, document.digest_of(DATA)),
    (b"[]", None, errors.UnknownSchema, "names no schema"),
    (put("hikvision-rollout-plan/2", "schema"), None, errors.UnknownSchema, "hikvision-rollout-plan/2"),
    (b'{"schema": "hikvision-audit/1"}', None, errors.UnknownSchema, "hikvision-audit/1"),
    (without("expires"), None, errors.Malformed, "expires missing"),
    (put(1, "extra"), None, errors.Malformed, "extra unknown"),
    (without("devices", 1, "host"), None, errors.Malformed, "devices[1]: host missing"),
    (put("yes", "devices", 0, "canary"), None, errors.Malformed, "devices[0].canary: true or false belongs"),
    (put(True, "devices", 0, "wave"), None, errors.Malformed, "devices[0].wave: a whole number"),
    (put(-1, *STEP, "size"), None, errors.Malformed, "devices[0].steps[0].size: a whole number from 0"),
    (put(-1, *STEP, "expected_duration"), None, errors.Malformed, "a number from 0 on"),
    (put("gone", "left_out", 0, "state"), None, errors.Malformed, "left_out[0].state: one of current, "),
    (put([1], *STEP, "models"), None, errors.Malformed, "devices[0].steps[0].models[0]: a text belongs"),
    (put("x", *STEP, "models"), None, errors.Malformed, "steps[0].models: a list belongs"),
    (put("x", *STEP, "password"), None, errors.Malformed, "steps[0]: password unknown"),
    (without(*STEP, "sha256"), None, errors.Malformed, "steps[0]: sha256 missing"),
    (without(*STEP, "allow"), None, errors.Malformed, "steps[0]: allow missing"),
    (put("today", *STEP, "build"), None, errors.Malformed, "is not a firmware"),
    (put("x", "devices", 0, "before", "version"), None, errors.Malformed, "'x' is not a version"),
    (put("0%", "limits", "per_area"), None, errors.Malformed, "limits: per_area takes"),
    (put({}, "devices"), None, errors.Malformed, "devices: a list belongs"),
    (put([], "devices", 0), None, errors.Malformed, "devices[0]: a dictionary belongs"),
    (put("tomorrow", "expires"), None, errors.Malformed, "'tomorrow' is not a date"),
    (put("2026-03-01T00:00:00Z", "expires"), None, errors.Malformed, "which is not later"),
    (put(PLAN.devices[1].host, "devices", 0, "host"), None, errors.Malformed, "more than once"),
    (put([], "devices", 0, "steps"), None, errors.Malformed, "upgraded in no step"),
    (put("other", "devices", 0, "target", "package"), None, errors.Malformed, "and its target other"),
    (put("00", *STEP, "sha256"), None, errors.Malformed, "which is no SHA-256"),
    (put(9, "devices", 0, "wave"), None, errors.Malformed, "in the order of their waves"),
    (put(False, "devices", 0, "canary"), None, errors.Malformed, "canaries and of others"),
    (edited(lambda told: unmark(told, 1)), None, errors.Malformed, "canaries come after others"),
    (put(7, "totals", "upgrades"), None, errors.Malformed, "totals are not those"),
    (put([], "waves"), None, errors.Malformed, "waves are not those"),
    (put(1, "devices", 3, "expected_duration"), None, errors.Malformed, "seconds, not 1"),
    (json.dumps(json.loads(DATA)).encode(), None, errors.Rewritten, "formatted by hand"),
    (DATA + b"\n", None, errors.Rewritten, "formatted by hand"),
    (DATA.replace(b'"target": "hik', b'"target": "x",\n  "target": "hik'), None, errors.Rewritten, "edited"),
]


@pytest.mark.parametrize(("data", "digest", "kind", "words"), REFUSED, ids=[words for *_rest, words in REFUSED])
def test_a_file_that_is_not_the_plan_is_refused(
    data: bytes, digest: str | None, kind: type[errors.PlanDocumentError], words: str
) -> None:
    with pytest.raises(kind, match=re.escape(words)) as caught:
        document.read(data, digest)
    assert type(caught.value).__name__ == kind.__name__
    assert caught.value.as_result()["error"] == {"kind": kind.__name__}
    assert caught.value.advice


def test_every_flipped_byte_is_noticed() -> None:
    digest = document.digest_of(DATA)
    for place in range(0, len(DATA), 997):
        spoilt = DATA[:place] + bytes([DATA[place] ^ 1]) + DATA[place + 1 :]
        with pytest.raises(errors.PlanDocumentError):
            document.read(spoilt, digest)


def test_a_file_that_can_not_be_read_is_named(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(errors.Unreadable, match="No such file"):
        document.load(tmp_path / "plan.json")
    with pytest.raises(errors.Unreadable, match="directory"):
        document.load(tmp_path)
    document.write(tmp_path / "plan.json", PLAN)
    monkeypatch.setattr(document, "LARGEST", 1 << 10)
    with pytest.raises(errors.Unreadable, match="larger than"):
        document.load(tmp_path / "plan.json")


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        (datetime.datetime(2026, 3, 9, 7, 30, tzinfo=datetime.UTC), errors.Expired),
        (datetime.datetime(2026, 2, 28, 7, 30, tzinfo=datetime.UTC), errors.CreatedInFuture),
    ],
)
def test_a_plan_has_its_time(now: datetime.datetime, kind: type[errors.PlanDocumentError]) -> None:
    document.check_time(PLAN, sample.NOW)
    with pytest.raises(kind, match="now it is"):
        document.check_time(PLAN, now)
