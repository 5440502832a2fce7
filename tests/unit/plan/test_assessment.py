# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From one host to a planned device or to a reason for leaving it out."""

from __future__ import annotations

import dataclasses
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Permission, blocked, error
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.firmware_file import FirmwareFile
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.assessment import Assessor, Examine
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.candidate import Candidate
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import (
    USUAL_DURATION,
    LeftOut,
    PlannedDevice,
    State,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.error import PlanError
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet as sample
from ansible_collections.surveillance.hikvision.tests.unit.selection import documents


def assess(candidate: Candidate, examine: Examine = sample.file_of) -> PlannedDevice | LeftOut:
    return Assessor(examine, sample.catalogue()).assess(candidate)


def planned(candidate: Candidate, examine: Examine = sample.file_of) -> PlannedDevice:
    found = assess(candidate, examine)
    assert isinstance(found, PlannedDevice), found
    return found


def left_out(candidate: Candidate, examine: Examine = sample.file_of) -> LeftOut:
    found = assess(candidate, examine)
    assert isinstance(found, LeftOut), found
    return found


def test_a_device_gets_all_steps_to_its_target() -> None:
    device = planned(sample.camera(4, "5.7.10 220315"))
    assert [step.package.name for step in device.steps] == [sample.BRIDGE["id"], sample.CAMERA["id"]]
    assert [str(firmware) for firmware in device.path] == [
        "V5.7.10 build 220315",
        "V5.7.12 build 230508",
        "V5.7.18 build 240826",
    ]
    assert [step.status for step in device.steps] == ["deprecated", "approved"]
    assert device.expected_duration == 260 + 240
    assert (device.site, device.areas, device.parent) == ("south", ("south gate 0",), "nvr-south")
    assert device.serial == "DS-2CD2386G2-IU2023000004"


def test_a_step_without_a_duration_takes_the_usual_one() -> None:
    device = planned(sample.door(2, acknowledged=[sample.DOOR["id"]]))
    assert device.steps[0].expected_duration is None
    assert device.expected_duration == device.unit.duration == USUAL_DURATION


def test_a_step_has_everything_that_the_module_needs() -> None:
    step = planned(sample.camera(4)).steps[0]
    options = step.as_options()
    assert Package.from_options(options) == step.package
    assert options["models"] == ["DS-2CD2?86G2-I*"]
    assert options["allow"] == []


def test_a_file_without_a_digest_is_pinned_by_what_it_is() -> None:
    candidate = sample.camera(4)
    step = dict((candidate.choice or {})["steps"][0])
    del step["sha256"]
    listed = dataclasses.replace(candidate, choice={**(candidate.choice or {}), "steps": [step], "source": None})
    device = planned(listed)
    assert device.steps[0].package.sha256 == "5" * 64
    assert device.steps[0].status is None


def test_a_zip_is_pinned_with_its_image_and_counts_what_is_sent() -> None:
    def zipped(package: Package) -> FirmwareFile:
        file = sample.file_of(package)
        return dataclasses.replace(file, member="digicap.dav", image_size=77, image_sha256="6" * 64)

    step = planned(sample.camera(4), zipped).steps[0]
    assert (step.size, step.package.image_sha256) == (77, "6" * 64)


def test_what_does_not_stop_it_is_remarked() -> None:
    assert [remark.code for remark in planned(sample.camera(5)).findings] == ["FW031"]
    assert planned(sample.camera(4)).findings == ()


def gone(package: Package) -> FirmwareFile:
    raise FileNotFoundError(2, "No such file or directory", package.src)


def other(package: Package) -> FirmwareFile:
    return dataclasses.replace(sample.file_of(package), sha256="7" * 64)


def broken(package: Package) -> FirmwareFile:
    return dataclasses.replace(sample.file_of(package), findings=(error("FW004", "the image is cut off"),))


def opaque(package: Package) -> FirmwareFile:
    finding = blocked("FW002", Permission.UNKNOWN_FORMAT, "the format is not known")
    return dataclasses.replace(sample.file_of(package), findings=(finding,))


@pytest.mark.parametrize(
    ("examine", "because"),
    [
        (gone, "the file of ipc-g5-5.7.18-240826 (V5.7.18 build 240826) can not be read"),
        (other, "FW021"),
        (broken, "the image is cut off"),
        (opaque, "(allow: unknown_format)"),
    ],
)
def test_a_device_whose_file_is_not_in_order_is_refused(examine: Examine, because: str) -> None:
    device = left_out(sample.camera(4), examine)
    assert device.state is State.REFUSED
    assert because in device.reason


def test_what_is_allowed_for_a_file_is_a_remark() -> None:
    candidate = sample.camera(4)
    step = {**(candidate.choice or {})["steps"][0], "allow": ["unknown_format"]}
    allowed = dataclasses.replace(candidate, choice={**(candidate.choice or {}), "steps": [step]})
    assert [remark.severity for remark in planned(allowed, opaque).findings] == ["blocked"]


UNTOLD = documents.device(runs=None)
NO_ANSWER: dict[str, typing.Any] = {"msg": "deviceInfo can not be read", "advice": "Look at it."}


@pytest.mark.parametrize(
    ("candidate", "state", "because", "advice"),
    [
        (sample.camera(4, "5.7.18 240826"), State.CURRENT, "it runs ipc-g5-5.7.18-240826", ""),
        (sample.door(1), State.REFUSED, "FW045", "hikvision_policy"),
        (sample.chosen("x", documents.device(model="DS-X")), State.NO_PACKAGE, "DS-X", "Add a package"),
        (sample.chosen("x", UNTOLD), State.UNKNOWN, "does not tell what it runs", "device_info"),
        (sample.silent("x"), State.UNREACHABLE, "does not answer", "Check the network."),
        (sample.locked("x"), State.LOCKED, "locked for 29 min", "Wait"),
        (Candidate(host="x", error=NO_ANSWER), State.UNKNOWN, "deviceInfo can not be read", "Look at it."),
        (Candidate(host="x"), State.UNKNOWN, "there is no result", "device_info"),
        (Candidate(host="x", snapshot=documents.device()), State.UNKNOWN, "nothing says which firmware", "inventory"),
    ],
)
def test_a_device_is_left_out_with_state_reason_and_advice(
    candidate: Candidate, state: State, because: str, advice: str
) -> None:
    device = left_out(candidate)
    assert device.state is state
    assert because in device.reason
    assert advice in device.advice and bool(advice) == bool(device.advice)


def test_a_plan_stands_for_one_catalogue() -> None:
    candidate = sample.camera(4)
    source = {**(candidate.choice or {})["source"], "serial": 8, "digest": "cd" * 32}
    strange = dataclasses.replace(candidate, choice={**(candidate.choice or {}), "source": source})
    device = left_out(strange)
    assert (
        device.reason
        == "its package is from the catalogue example serial 8, and the catalogue of this plan is example serial 7"
    )


@pytest.mark.parametrize(
    ("told", "areas"),
    [(None, ()), ("lobby", ("lobby",)), (["a", "b", "a"], ("a", "b")), (7, ("7",)), ("  ", ())],
)
def test_areas_are_one_word_or_several(told: object, areas: tuple[str, ...]) -> None:
    assert Candidate.read({"host": "x", "areas": told}).areas == areas


@pytest.mark.parametrize(
    ("key", "value", "variable"),
    [
        ("site", ["a"], "hikvision_site"),
        ("areas", {"a": 1}, "hikvision_area"),
        ("areas", [["a"]], "hikvision_area"),
        ("parent", True, "hikvision_parent"),
    ],
)
def test_a_variable_of_the_wrong_type_is_named(key: str, value: object, variable: str) -> None:
    with pytest.raises(PlanError, match=f"{variable} of cam-9 must be a word"):
        Candidate.read({"host": "cam-9", key: value})
