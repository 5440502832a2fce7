# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One picture of a device: what is asked, what is kept, what is missing."""

from __future__ import annotations

import json

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import DeviceKind
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.snapshot import (
    SUBSETS,
    Missing,
    chosen_parts,
    gather,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    CredentialsRefused,
    NotActivated,
    Unreachable,
)
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.device import answers

EVERYTHING = {"status", "time", "capabilities", "storage", "channels", "users", "access_control"}


@pytest.mark.parametrize(
    ("subsets", "parts"),
    [
        (["all"], EVERYTHING),
        ([], EVERYTHING),
        (["min"], set()),
        (["identity"], set()),
        (["!all"], set()),
        (["!storage"], EVERYTHING - {"storage"}),
        (["all", "!storage", "!users"], EVERYTHING - {"storage", "users"}),
        (["min", "users"], {"users"}),
        (["users", "!users"], set()),
        (["!all", "time"], {"time"}),
    ],
)
def test_subsets(subsets: list[str], parts: set[str]) -> None:
    assert chosen_parts(subsets) == parts


def test_an_unknown_subset_is_named_with_those_that_exist() -> None:
    with pytest.raises(ValueError, match="unknown subset '!disks'; known are all, min, identity, status"):
        chosen_parts(["all", "!disks"])
    assert set(SUBSETS) == {"all", "min", "identity"} | EVERYTHING


def test_the_least_is_one_request() -> None:
    with wire.logged_in_client(answers.identity()) as device:
        snapshot = gather(device.client, ["min"])
    assert snapshot.missing == ()
    result = snapshot.as_result()
    assert result["firmware"] == {"version": "V5.7.1", "build": "240101"}
    assert isinstance(result["identity"], dict)
    assert result["identity"]["kind"] == "camera"
    assert json.loads(json.dumps(result)) == result


def test_a_camera_is_asked_for_what_cameras_have() -> None:
    with wire.logged_in_client(
        answers.identity(),
        answers.status(),
        answers.time(),
        answers.unsupported("/ISAPI/System/capabilities"),
        answers.storage(("hdd1", "ok")),
        answers.streams(),
        answers.unsupported("/ISAPI/System/Video/inputs/channels"),
        answers.unsupported("/ISAPI/Security/users"),
    ) as device:
        snapshot = gather(device.client)
    assert [missing.part for missing in snapshot.missing] == ["capabilities", "users"]
    assert snapshot.status is not None
    assert snapshot.status.uptime == 1000
    assert snapshot.access_control is None


def test_a_controller_is_asked_for_what_controllers_have() -> None:
    with wire.logged_in_client(
        answers.identity("ACS", electroLockNum="1"), *answers.doors(doorLockStatus=[0, 0, 0, 0])
    ) as device:
        snapshot = gather(device.client, ["storage", "access_control", "channels"])
    assert snapshot.access_control is not None
    assert len(snapshot.access_control.doors) == 1
    assert snapshot.missing == (
        Missing("storage", "not asked: access_control devices have none"),
        Missing("channels", "not asked: access_control devices have none"),
    )


def test_a_device_of_unknown_kind_is_asked_for_everything() -> None:
    with wire.logged_in_client(
        answers.identity("Something", "X1"),
        answers.storage(),
        answers.unsupported("/ISAPI/AccessControl/AcsWorkStatus?format=json"),
    ) as device:
        snapshot = gather(device.client, ["storage", "access_control"])
    assert snapshot.identity is not None
    assert snapshot.identity.kind is DeviceKind.UNKNOWN
    assert snapshot.storage == ()
    assert [missing.part for missing in snapshot.missing] == ["access_control"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (wire.not_supported(), "notSupport"),
        (wire.not_supported(200), "notSupport"),
        (wire.answer(status=404), "HTTP 404"),
        (wire.response_status(4, "lowPrivilege"), "lowPrivilege"),
        (wire.response_status(3, "deviceError", http=200), "deviceError"),
        (wire.web_page(), "web page"),
        (wire.answer("<storage"), "broken XML"),
        (wire.answer(""), "broken XML|empty"),
    ],
)
def test_a_part_that_can_not_be_had_is_missing_with_the_reason(answer: wire.Answer, words: str) -> None:
    step = wire.Expect("GET", "/ISAPI/ContentMgmt/Storage", answer)
    with wire.logged_in_client(answers.identity(), step) as device:
        snapshot = gather(device.client, ["storage"])
    (missing,) = snapshot.missing
    assert snapshot.storage is None
    assert missing.part == "storage"
    assert any(word in missing.reason for word in words.split("|")), missing.reason


def test_no_status_document_is_missing_too() -> None:
    with wire.logged_in_client(answers.identity(), answers.unsupported("/ISAPI/System/status")) as device:
        snapshot = gather(device.client, ["status"])
    assert snapshot.missing == (Missing("status", "the device has no readable System/status"),)


def test_an_identity_with_gaps_is_kept_and_the_gaps_are_listed() -> None:
    text = wire.xml("<DeviceInfo><deviceType>NVR</deviceType><model>X</model></DeviceInfo>")
    with wire.logged_in_client(wire.Expect("GET", "/ISAPI/System/deviceInfo", text)) as device:
        snapshot = gather(device.client, ["min"])
    assert snapshot.missing == (Missing("identity", "deviceInfo has no readable firmwareVersion"),)
    assert snapshot.as_result()["firmware"] is None


def test_no_identity_does_not_keep_the_rest_from_being_read() -> None:
    with wire.logged_in_client(
        wire.Expect("GET", "/ISAPI/System/deviceInfo", wire.web_page()), answers.status()
    ) as device:
        snapshot = gather(device.client, ["status"])
    assert snapshot.identity is None
    assert snapshot.status is not None
    assert [missing.part for missing in snapshot.missing] == ["identity"]
    assert snapshot.as_result()["firmware"] is None


def test_silence_is_not_a_missing_part() -> None:
    step = wire.Expect("GET", "/ISAPI/ContentMgmt/Storage", wire.breaks())
    again = wire.Expect("GET", wire.USER_CHECK, wire.breaks())
    with wire.logged_in_client(answers.identity(), step, again) as device, pytest.raises(Unreachable):
        gather(device.client, ["storage"])


def test_a_refused_password_is_not_a_missing_part() -> None:
    with (
        wire.client(
            wire.Expect("GET", wire.USER_CHECK, wire.digest_challenge()),
            wire.Expect("GET", wire.USER_CHECK, wire.digest_challenge()),
        ) as device,
        pytest.raises(CredentialsRefused),
    ):
        gather(device.client)


def test_a_device_without_a_password_is_not_a_list_of_missing_parts() -> None:
    step = wire.Expect("GET", "/ISAPI/System/deviceInfo", wire.response_status(4, "notActivated"))
    with wire.logged_in_client(step) as device, pytest.raises(NotActivated):
        gather(device.client)
