# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is looked at for each kind of device, and what is made of it."""

from __future__ import annotations

import json

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.health import read_health
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.observation import (
    WHOLE_CHECK,
    Health,
    Observation,
    Rule,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    BadAnswer,
    NotActivated,
    Unreachable,
)
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.device import answers


def read(*steps: wire.Expect, **options: int) -> Health:
    with wire.logged_in_client(*steps) as device:
        return read_health(device.client, **options)


def seen(health: Health, check: str, subject: str) -> Observation:
    (found,) = [observation for observation in health.checks if observation.key == (check, subject)]
    return found


def camera(**replaced: wire.Expect) -> list[wire.Expect]:
    steps = {
        "identity": answers.identity(),
        "status": answers.status(),
        "time": answers.time(),
        "streams": answers.streams(),
        "picture": answers.picture(),
        "storage": answers.storage(("hdd1", "ok")),
    }
    return list((steps | replaced).values())


def test_a_camera_that_works() -> None:
    health = read(*camera())
    assert (health.kind, health.model, health.serial) == ("camera", "DS-2CD2000", "S1")
    assert health.firmware == "V5.7.1 build 240101"
    assert health.read_at == "2026-03-01T12:00:00+00:00"
    assert health.problems == []
    assert seen(health, "streams", "stream 101").value == "H.265 1920x1080, yard"
    assert seen(health, "picture", "stream 101").good is True
    assert seen(health, "storage", "hdd1").good is True
    assert seen(health, "device", "uptime").value == 1000
    assert seen(health, "device", "name") == Observation(
        "device", "name", "the device is named 'yard'", None, "yard", Rule.SAME
    )


def test_a_disabled_main_stream_is_a_problem_a_disabled_sub_stream_a_choice() -> None:
    assert read(*camera(streams=answers.streams(main=False))).problems == ["stream 101 (H.265 1920x1080) is disabled"]
    assert read(*camera(streams=answers.streams(sub=False))).problems == []


def test_no_stream_at_all_is_a_problem() -> None:
    nothing = wire.Expect("GET", "/ISAPI/Streaming/channels", wire.xml("<StreamingChannelList/>"))
    assert read(*camera(streams=nothing)).problems == ["the device lists no stream"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (wire.response_status(3, "deviceError", http=200), "picture could not be checked"),
        (wire.answer("<html>Error</html>"), "no picture but 18 bytes that are no JPEG"),
        (wire.answer(answers.JPEG[:300]), "an incomplete JPEG of 300 bytes"),
        (wire.answer(b"\x00" * 5000), "no picture but 5000 bytes that are no JPEG"),
    ],
)
def test_a_picture_that_is_none(answer: wire.Answer, words: str) -> None:
    step = wire.Expect("GET", "/ISAPI/Streaming/channels/101/picture", answer)
    (problem,) = read(*camera(picture=step)).problems
    assert words in problem


def test_a_check_that_the_device_does_not_offer_is_no_problem() -> None:
    health = read(*camera(storage=answers.unsupported("/ISAPI/ContentMgmt/Storage")))
    assert health.problems == []
    assert seen(health, "storage", WHOLE_CHECK).good is None


def test_a_check_that_we_may_not_make_is_no_problem_of_the_device() -> None:
    step = wire.Expect("GET", "/ISAPI/ContentMgmt/Storage", wire.response_status(4, "lowPrivilege"))
    assert read(*camera(storage=step)).problems == []


def test_a_recorder() -> None:
    health = read(
        answers.identity("NVR"),
        answers.status(),
        answers.time(),
        answers.inputs((1, "NO VIDEO"), (2, "1920*1080P25")),
        *answers.cameras((1, "true"), (2, "false")),
        answers.working(1, 0),
        answers.storage(("hdd1", "ok"), ("hdd2", "smartFailed"), ("hdd3", "notexist")),
    )
    assert health.problems == ["channel 2 (cam 2) is offline", "hdd2 is smartFailed"]
    assert seen(health, "channels", "input 1").good is None
    assert seen(health, "channels", "input 2").good is True
    assert seen(health, "recording", "channels").value == 1
    assert seen(health, "storage", "hdd3").message == "hdd3 is an empty slot"


def test_recording_from_the_schedule_where_nothing_tells_the_moment() -> None:
    tracks = (
        "<TrackList><Track><id>101</id><Enable>true</Enable></Track><Track><Enable>false</Enable></Track></TrackList>"
    )
    health = read(
        answers.identity("NVR"),
        answers.status(),
        answers.time(),
        answers.unsupported("/ISAPI/System/Video/inputs/channels"),
        *answers.cameras((1, "true")),
        answers.unsupported("/ISAPI/System/workingstatus?format=json"),
        wire.Expect("GET", "/ISAPI/ContentMgmt/record/tracks", wire.xml(tracks)),
        answers.storage(),
    )
    observation = seen(health, "recording", "channels")
    assert (observation.message, observation.rule) == ("1 channels are set to record", Rule.NOT_FEWER)


def test_a_controller() -> None:
    health = read(
        answers.identity("ACS"),
        answers.status(),
        answers.time(),
        *answers.doors(
            doorLockStatus=[0, 4],
            cardReaderOnlineStatus=[1, 0],
            powerSupplyStatus="batteryPowered",
            batteryLowVoltage=True,
            hostAntiDismantleStatus="open",
            fireAlarmStatus="shortCircuit",
        ),
    )
    assert health.problems == [
        "door 2: lock exception, mode not told",
        "power comes from batteryPowered",
        "the battery is low",
        "the tamper contact is open",
        "the fire input is shortCircuit",
    ]
    assert seen(health, "doors", "reader 1").good is True
    assert seen(health, "doors", "persons").value == 5
    assert seen(health, "doors", "cards").value == 3


def test_an_intercom_has_doors() -> None:
    health = read(
        answers.identity("VIS"),
        answers.unsupported("/ISAPI/System/status"),
        answers.time(),
        answers.unsupported("/ISAPI/AccessControl/AcsWorkStatus?format=json"),
    )
    assert health.problems == []
    assert seen(health, "device", "uptime").message == "the device does not tell its uptime"


def test_an_unknown_kind_gets_general_checks_and_says_so() -> None:
    health = read(answers.identity("Decoder", "X1"), answers.status(), answers.time())
    assert "only general checks" in seen(health, "device", "kind").message
    assert {observation.check for observation in health.checks} == {"device", "clock"}


@pytest.mark.parametrize(
    ("local", "limit", "good", "words"),
    [
        ("2026-03-01T12:00:05Z", None, None, "5 s ahead"),
        ("2026-03-01T12:00:05Z", 10, True, "5 s ahead"),
        ("2026-03-01T11:59:00Z", 10, False, "60 s behind"),
        ("2026-03-01T13:00:04Z", 10, True, "3604 s ahead, which looks like summer time"),
        ("2026-03-01T13:00:04Z", None, None, "3604 s ahead, which looks like summer time"),
        ("2026-03-01T13:01:00Z", 10, False, "3660 s ahead"),
        ("2026-03-01T12:00:00", 10, None, "drift is unknown"),
        ("", 10, None, "(none told)"),
    ],
)
def test_the_clock(local: str, limit: int | None, good: bool | None, words: str) -> None:
    steps = camera(time=answers.time(local))
    health = read(*steps) if limit is None else read(*steps, max_clock_drift=limit)
    drift = seen(health, "clock", "drift")
    assert drift.good is good
    assert words in drift.message


def test_one_request_that_hangs_is_a_problem_of_its_check() -> None:
    steps = camera(picture=wire.Expect("GET", "/ISAPI/Streaming/channels/101/picture", wire.breaks()))
    at = next(index for index, step in enumerate(steps) if "picture" in str(step.target))
    steps[at + 1 : at + 1] = [*wire.login(), steps[at]]  # the client logs in anew and repeats the read once
    health = read(*steps)
    (problem,) = health.problems
    assert "picture could not be checked: no answer" in problem
    assert seen(health, "storage", "hdd1").good is True


def test_a_device_that_stays_silent_is_unreachable() -> None:
    steps = camera()[:3]
    gone = wire.Expect("GET", "/ISAPI/Streaming/channels", wire.breaks())
    no_login = wire.Expect("GET", wire.USER_CHECK, wire.breaks())
    with (
        wire.logged_in_client(*steps, gone, no_login, no_login) as device,
        pytest.raises(Unreachable),
    ):
        read_health(device.client)


def test_what_concerns_the_whole_device_is_no_finding() -> None:
    steps = [answers.identity(), wire.Expect("GET", "/ISAPI/System/status", wire.response_status(4, "notActivated"))]
    with wire.logged_in_client(*steps) as device, pytest.raises(NotActivated):
        read_health(device.client)
    nameless = wire.Expect("GET", "/ISAPI/System/deviceInfo", wire.xml("<DeviceInfo><model>X</model></DeviceInfo>"))
    with wire.logged_in_client(nameless) as device, pytest.raises(BadAnswer):
        read_health(device.client)


def test_a_result_can_be_kept_and_read_back() -> None:
    health = read(*camera())
    result = health.as_result()
    assert result["problems"] == []
    assert Health.from_result(json.loads(json.dumps(result))) == health


@pytest.mark.parametrize(
    "result", [{}, {"checks": 3}, {"checks": [{}]}, {"checks": ["x"]}, {"checks": [], "kind": "camera"}]
)
def test_anything_else_is_refused_as_a_baseline(result: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no earlier value of"):
        Health.from_result(result)
