# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of an upload that nobody saw the end of, in all the states in which a device may be found."""

from __future__ import annotations

import dataclasses
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.upgrade import FORMS, upload
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.image import ImageFile
from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import Result, Task
from ansible_collections.surveillance.hikvision.plugins.modules.firmware_proof import MODULE, run
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.modules_change.running import options_of
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.model_device import ModelDevice, client_of
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.story import DOOR_STATION, IMAGE
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.traits import OLD

TARGET = {"version": "V5.7.18", "build": "240826"}
BEFORE = {"version": "V5.7.15", "build": "240201"}
KNOWN: dict[str, typing.Any] = {"before": BEFORE, "uptime": 864_000}


@dataclasses.dataclass(frozen=True)
class Found:
    """A device that was left behind and then looked at. ``seconds`` is how long that took."""

    device: ModelDevice
    result: Result
    seconds: float

    @property
    def outcome(self) -> str:
        return str(self.result["outcome"])


def left_behind(
    directory: pathlib.Path, *, after: float, options: dict[str, typing.Any], **traits: typing.Any
) -> Found:
    """Send a file, forget all about it, and come back ``after`` some seconds."""
    path = directory / "digicap.dav"
    path.write_bytes(IMAGE)
    clock = wire.FakeClock()
    device = ModelDevice(clock, **traits)
    since = clock.utc().isoformat()
    upload(client_of(device), ImageFile.at(str(path)), forms=FORMS, seconds=600.0, watch=lambda sent, total: None)
    clock.advance(after)
    began = clock.monotonic()
    result = run(client_of(device), options_of(MODULE, **TARGET, since=since, **options), Task())
    assert len(device.uploads) == 1, "a proof never sends a file"
    assert device.reboots_while_writing == 0
    return Found(device, result, clock.monotonic() - began)


@pytest.fixture
def find(tmp_path: pathlib.Path) -> typing.Callable[..., Found]:
    def found(after: float = 10.0, options: dict[str, typing.Any] | None = None, **traits: typing.Any) -> Found:
        return left_behind(tmp_path, after=after, options=KNOWN | (options or {}), **traits)

    return found


Find = typing.Callable[..., Found]


@pytest.mark.parametrize("share", [0.1, 0.9])
@pytest.mark.parametrize("status", [True, False])
def test_a_broken_upload_leaves_the_old_firmware(find: Find, share: float, *, status: bool) -> None:
    found = find(takes=int(len(IMAGE) * share), status=status, options={"whole_file": False})
    assert found.outcome == "failed_before_write"
    assert "failed" not in found.result
    assert found.result["after"] == BEFORE
    assert (found.device.reboot_orders, found.result["changed"]) == ([], False)
    assert found.seconds < 30


def test_a_broken_upload_of_which_nothing_is_known_is_watched_for_longer(find: Find) -> None:
    found = find(takes=len(IMAGE) // 2)
    assert found.outcome == "failed_before_write"
    assert found.seconds >= 60
    assert found.device.reboot_orders == []


def test_a_broken_upload_to_a_device_without_a_report_stays_unknown_if_it_may_be_whole(find: Find) -> None:
    found = find(takes=len(IMAGE) // 2, progress=None)
    assert (found.outcome, found.result["failed"]) == ("failed_unknown", True)
    assert found.device.reboot_orders == []
    assert find(takes=len(IMAGE) // 2, progress=None, options={"whole_file": False}).outcome == "failed_before_write"


def test_a_broken_upload_and_a_power_cut(find: Find) -> None:
    found = find(takes=len(IMAGE) // 2, power_fails=True, options={"whole_file": False})
    assert found.outcome == "failed_before_write"
    assert found.result["boot"] == {"by": "device", "proof": "uptime"}


def test_a_device_that_waits_for_a_reboot_of_somebody_elses_is_left_alone(find: Find) -> None:
    found = find(takes=len(IMAGE) // 2, pending="reported", options={"whole_file": False})
    assert found.outcome == "failed_before_write"
    assert found.device.reboot_orders == []


# 2: it has not begun to write; 30: it writes; 65: it is down; 110: it is up; 86400: a day later
@pytest.mark.parametrize("after", [0.0, 0.5, 2.0, 30.0, 65.0, 110.0, 3600.0, 86_400.0])
@pytest.mark.parametrize("hangs_up", [True, False])
def test_a_whole_file_is_followed_from_wherever_it_is(find: Find, after: float, *, hangs_up: bool) -> None:
    found = find(after, hangs_up=hangs_up)
    assert found.outcome == "upgraded", found.result
    assert found.result["after"] == TARGET
    assert found.result["boot"]["by"] == "device"
    assert found.device.reboot_orders == []


@pytest.mark.parametrize("after", [2.0, 30.0, 70.0, 3600.0])
def test_a_device_that_waits_for_its_reboot_gets_it_once(find: Find, after: float) -> None:
    found = find(after, reboots_itself=False)
    assert found.outcome == "upgraded", found.result
    assert (found.result["boot"], found.result["changed"]) == ({"by": "us", "proof": "uptime"}, True)
    assert len(found.device.reboot_orders) == 1


def test_a_boot_between_two_uploads_does_not_count_while_the_device_waits_for_another(find: Find) -> None:
    """A gateway may have sent the file twice, with a reboot between: the uptime of before that is all that is known."""
    found = find(70.0, reboots_itself=False, options={"uptime": 10**9})
    assert (found.outcome, len(found.device.reboot_orders)) == ("upgraded", 1)


@pytest.mark.parametrize("after", [2.0, 30.0, 70.0, 110.0, 3600.0])
def test_a_device_that_tells_no_uptime_is_known_by_its_new_firmware(find: Find, after: float) -> None:
    found = find(after, **DOOR_STATION)
    assert found.outcome == "upgraded", found.result
    assert found.result["boot"]["proof"] in ("version", "outage")


def test_a_device_that_has_accepted_and_reports_nothing_is_rebooted_after_a_long_wait(find: Find) -> None:
    found = find(progress=None, reboots_itself=False)
    assert found.outcome == "failed_unknown"
    assert found.device.reboot_orders == []
    found = find(progress=None, reboots_itself=False, options={"accepted": True})
    assert (found.outcome, len(found.device.reboot_orders)) == ("upgraded", 1)
    assert found.seconds > 600


@pytest.mark.parametrize("after", [10.0, 200.0, 86_400.0])
def test_the_old_firmware_after_a_boot_is_a_wrong_version(find: Find, after: float) -> None:
    found = find(after, writes_firmware=OLD)
    assert (found.outcome, found.result["failed"]) == ("wrong_version", True)
    assert found.result["after"] == BEFORE


def test_another_firmware_is_a_wrong_version(find: Find) -> None:
    found = find(200.0, writes_firmware=("V5.6.0", "build 210101"), status=False)
    assert found.outcome == "wrong_version"
    assert found.result["boot"]["proof"] == "version"


def test_without_the_uptime_of_then_the_time_proves_the_boot(find: Find) -> None:
    found = find(3600.0, writes_firmware=OLD, options={"uptime": None, "before": None})
    assert found.outcome == "wrong_version"
    assert found.result["boot"]["proof"] == "uptime"


def test_a_device_that_has_just_booted_before_the_upload_is_not_taken_for_booted_since(find: Find) -> None:
    found = find(3600.0, takes=1000, uptime=20, options={"uptime": None, "whole_file": False})
    assert (found.outcome, found.result["boot"]) == ("failed_before_write", None)


@pytest.mark.parametrize("reboots", [True, False])
def test_a_refused_file_leaves_the_old_firmware(find: Find, *, reboots: bool) -> None:
    """An earlier change waits for a reboot, which the device may have had since, from whomever."""
    found = find(pending="403", options={"refused": True, "uptime": 10**9 if reboots else 864_000})
    assert (found.outcome, found.result["after"]) == ("failed_before_write", BEFORE)
    assert (found.result["boot"] is not None) is reboots


def test_a_refused_file_that_was_taken_nevertheless(find: Find) -> None:
    assert find(200.0, options={"refused": True}).outcome == "upgraded"


def test_a_file_that_was_turned_down_while_nobody_listened(find: Find) -> None:
    found = find(hangs_up=True, starts_writing=None)
    assert found.outcome == "failed_before_write"
    assert found.device.reboot_orders == []


def test_a_device_that_never_comes_back(find: Find) -> None:
    found = find(comes_back=False)
    assert (found.outcome, found.result["failed"], found.result["after"]) == ("not_back", True, None)
    assert "unreachable" not in found.result
    assert found.seconds < 60 + 1000


def test_a_report_that_never_ends(find: Find) -> None:
    found = find(percent_sticks=99)
    assert found.outcome == "failed_unknown"
    assert "99 %" in found.result["msg"]
    assert found.device.reboot_orders == []


def test_a_device_that_refuses_to_reboot(find: Find) -> None:
    found = find(reboots_itself=False, ignores_reboot=True)
    assert found.outcome == "failed_unknown"
    assert "told to reboot" in found.result["msg"]


@pytest.mark.parametrize("change", ["password", "activation"])
def test_lost_access(find: Find, change: str) -> None:
    def after_boot(device: ModelDevice) -> None:
        if change == "password":
            device.password = "another"
        else:
            device.activated = False

    found = find(after_boot=after_boot)
    assert (found.outcome, found.result["failed"]) == ("lost_access", True)
    assert found.device.wrong_passwords <= 1


def test_check_mode_looks_once_and_sends_nothing() -> None:
    device = ModelDevice(wire.FakeClock())
    params = options_of(MODULE, **TARGET, since="2026-03-01T11:00:00+00:00")
    result = run(client_of(device, read_only=True), params, Task(check_mode=True))
    assert (result["changed"], result["after"], result["upgrading"]) == (False, BEFORE, False)
    assert "outcome" not in result
    assert [request for _at, request in device.log if not request.startswith("GET")] == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-03-01T11:00:00"}, "offset"),
        ({"build": "new"}, "not a firmware"),
    ],
)
def test_options_that_can_not_be_read(options: dict[str, str], problem: str) -> None:
    params = options_of(MODULE, **{**TARGET, "since": "2026-03-01T11:00:00+00:00", **options})
    result = run(client_of(ModelDevice(wire.FakeClock())), params, Task())
    assert (result["failed"], result["changed"]) == (True, False)
    assert problem in result["msg"]
