# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole upgrades on a model device: what a device does, and which outcome is reported for it."""

from __future__ import annotations

import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import read_identity
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.upgrade import read_progress
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.image import ImageFile
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import CredentialsRefused
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.execute import (
    Job,
    Stopwatch,
    after_error,
    execute,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome, UpgradeResult
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.settled import Patience
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.model_device import (
    NEW,
    OLD,
    ModelDevice,
    client_of,
)

IMAGE = bytes(range(256)) * 200
PATIENCE = Patience()
TARGET = FirmwareVersion("V5.7.18", "240826")
BEFORE = FirmwareVersion("V5.7.15", "240201")
# Whatever a device does, an upgrade has an end.
LONGEST = PATIENCE.flash + 2 * PATIENCE.rest


class Story(typing.NamedTuple):
    """An upgrade that has ended."""

    device: ModelDevice
    result: UpgradeResult
    seconds: float
    reports: list[tuple[str, int | None, str]]


@pytest.fixture
def upgrade(tmp_path: pathlib.Path) -> typing.Callable[..., Story]:
    """Upgrade a model device with the given traits, as the module does after its checks."""

    def run(patience: Patience = PATIENCE, **traits: typing.Any) -> Story:
        path = tmp_path / "digicap.dav"
        path.write_bytes(IMAGE)
        clock = wire.FakeClock()
        device = ModelDevice(clock, **traits)
        client = client_of(device)
        progress = read_progress(client)
        reboot_first = progress is not None and progress.reboot_wanted
        image = ImageFile.at(str(path))
        job = Job(read_identity(client), image, TARGET, patience, upload_seconds=600.0, reboot_first=reboot_first)
        reports: list[tuple[str, int | None, str]] = []
        began, stopwatch = clock.monotonic(), Stopwatch(clock)
        try:
            result = execute(client, job, stopwatch, lambda *report: reports.append(report))
        except CredentialsRefused as error:
            result = after_error(job, stopwatch, error)
        seconds = clock.monotonic() - began
        assert seconds < LONGEST
        # Without a report nobody can know that it writes; then only time can be given, and is.
        blind = device.traits.progress is None and device.traits.percent_sticks is not None
        assert device.reboots_while_writing == 0 or (blind and seconds > 10 * patience.own_reboot)
        assert device.wrong_passwords <= 1
        return Story(device, result, seconds, reports)

    return run


Upgrade = typing.Callable[..., Story]
DOOR_STATION: dict[str, typing.Any] = {"kind": "VIS", "model": "DS-KV8213-WME1", "status": False, "progress": None}


def assert_upgraded(story: Story, by: str = "device", proof: str = "uptime") -> None:
    assert story.result.outcome is Outcome.UPGRADED, story.result.reason
    assert story.result.after == TARGET
    assert story.result.before == BEFORE
    assert story.result.boot == {"by": by, "proof": proof}
    assert story.device.uploads == [IMAGE]
    assert story.device.firmware == NEW


# --- what devices do when all is well ----------------------------------------------------------------------------


def test_a_device_that_reboots_by_itself_is_never_told_to(upgrade: Upgrade) -> None:
    story = upgrade()
    assert_upgraded(story)
    assert story.device.reboot_orders == []
    assert story.result.upload == {"method": "PUT", "bytes_sent": len(IMAGE), "bytes_total": len(IMAGE)}
    assert [phase.name for phase in story.result.phases] == ["upload", "flash", "reboot"]
    assert sum(phase.seconds for phase in story.result.phases) == pytest.approx(story.seconds)


def test_success_needs_three_good_reads_after_the_boot(upgrade: Upgrade) -> None:
    device = upgrade().device
    boot = max(time for time, request in device.log if request == "PUT /ISAPI/System/updateFirmware")
    reads = [time for time, request in device.log if request == "GET /ISAPI/System/deviceInfo" and time > boot + 90]
    assert len(reads) >= 3
    assert reads[-1] - reads[-3] >= 2 * PATIENCE.poll


def test_a_device_that_says_it_wants_a_reboot_gets_one_at_once(upgrade: Upgrade) -> None:
    story = upgrade(reboots_itself=False)
    assert_upgraded(story, by="us")
    [ordered] = story.device.reboot_orders
    written = next(time for time, request in reversed(story.device.log) if request.endswith("updateFirmware")) + 61
    assert ordered - written < 3 * PATIENCE.poll


@pytest.mark.parametrize("progress", [None, "json"])
def test_a_device_that_waits_in_silence_for_a_reboot_gets_one_after_a_while(
    upgrade: Upgrade, progress: str | None
) -> None:
    story = upgrade(reboots_itself=False, progress=progress)
    assert_upgraded(story, by="us")
    assert len(story.device.reboot_orders) == 1


def test_reboot_required_in_the_answer_is_success_with_a_reboot(upgrade: Upgrade) -> None:
    answer = wire.response_status(7, "rebootRequired")
    story = upgrade(reboots_itself=False, upload_answer=answer, progress=None, starts_writing=0.0, writes=0.0)
    assert_upgraded(story, by="us")
    assert story.seconds < 120


def test_reboot_required_does_not_cut_the_writing_short(upgrade: Upgrade) -> None:
    story = upgrade(reboots_itself=False, upload_answer=wire.response_status(7, "rebootRequired"))
    assert_upgraded(story, by="us")


def test_a_device_that_announces_its_own_reboot_is_not_told_to(upgrade: Upgrade) -> None:
    story = upgrade(upload_answer=wire.response_status(7, "autoReboot"), progress=None, writes=30.0)
    assert_upgraded(story)
    assert story.device.reboot_orders == []


@pytest.mark.parametrize("answer", [wire.answer(), wire.web_page()], ids=["empty", "web page"])
def test_an_answer_without_a_verdict_is_settled_by_what_the_device_does(upgrade: Upgrade, answer: wire.Answer) -> None:
    assert_upgraded(upgrade(upload_answer=answer, writes_in_spite=True))


def test_a_door_station_without_status_is_proven_by_its_outage(upgrade: Upgrade) -> None:
    story = upgrade(**DOOR_STATION)
    assert_upgraded(story, proof="outage")
    assert story.device.reboot_orders == []


@pytest.mark.parametrize("kind, verb", [("IPCamera", "PUT"), ("VIS", "PUT"), ("NVR", "PUT"), ("ACS", "POST")])
def test_the_first_form_is_that_of_the_family(upgrade: Upgrade, kind: str, verb: str) -> None:
    assert upgrade(kind=kind).device.forms == [(verb, "application/octet-stream")]


def test_progress_is_reported_all_the_way(upgrade: Upgrade) -> None:
    reports = upgrade().reports
    uploads = [percent for phase, percent, _unused in reports if phase == "upload"]
    flashing = [percent for phase, percent, _unused in reports if phase == "flash" and percent is not None]
    assert uploads == sorted(uploads) and uploads[-1] == 100
    assert flashing == sorted(flashing) and flashing[-1] > 90
    assert list(dict.fromkeys(report[0] for report in reports)) == ["upload", "flash", "reboot", "verify"]


# --- slow and restless devices -----------------------------------------------------------------------------------


def test_services_that_start_late_answer_errors_for_a_while(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(services=90.0))


@pytest.mark.parametrize(
    "early",
    [
        wire.response_status(3, "deviceError", http=500),
        wire.response_status(3, "deviceError", http=200),
        wire.response_status(4, "invalidOperation", http=403),
        wire.response_status(2, "serviceUnavailable", http=503),
        wire.not_supported(404),
        wire.answer(b""),
        wire.xml("<DeviceInfo/>"),
        wire.answer(b"<DeviceIn", 200),
    ],
    ids=["device error 500", "device error 200", "invalid operation", "busy", "404", "nothing", "empty", "cut"],
)
def test_whatever_a_starting_device_answers_it_is_waited_for(upgrade: Upgrade, early: wire.Answer) -> None:
    assert_upgraded(upgrade(services=60.0, early_answer=early))


def test_a_starting_device_that_offers_no_authentication_yet_is_waited_for(upgrade: Upgrade) -> None:
    story = upgrade(services=12.0, early_answer=wire.web_page(401, "Unauthorized"))
    assert_upgraded(story)


def test_a_device_that_boots_twice_is_believed_after_the_second_boot(upgrade: Upgrade) -> None:
    story = upgrade(boots=2)
    assert_upgraded(story)
    assert story.device.boots == 2


def test_a_device_that_boots_twice_may_take_its_time_in_between(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(boots=2, up_between=50.0))


@pytest.mark.parametrize("progress", ["xml", None])
def test_a_silence_while_writing_is_no_boot(upgrade: Upgrade, progress: str | None) -> None:
    assert_upgraded(upgrade(writes=300.0, silences=((20.0, 50.0),), progress=progress))


def test_a_silence_while_writing_is_no_boot_of_a_door_station_either(upgrade: Upgrade) -> None:
    story = upgrade(**DOOR_STATION, writes=150.0, silences=((5.0, 20.0),))
    assert_upgraded(story, proof="outage")
    assert story.device.reboot_orders == []


def test_silences_do_not_add_up(upgrade: Upgrade) -> None:
    story = upgrade(writes=1200.0, silences=((20.0, 50.0),), down=300.0)
    assert_upgraded(story)


def test_a_device_may_be_mute_for_as_long_as_it_writes(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(writes=400.0, silences=((2.0, 399.0),)))


def test_an_upgrade_of_a_device_that_has_just_booted_is_proven_too(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(uptime=0))
    assert_upgraded(upgrade(uptime=5, writes=5.0, down=20.0))


def test_a_device_that_has_just_booted_has_not_booted_again(upgrade: Upgrade) -> None:
    story = upgrade(uptime=0, starts_writing=None, ignores_reboot=True)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert story.result.boot is None or story.result.boot["proof"] is None


# --- devices that go wrong ---------------------------------------------------------------------------------------


def test_a_device_that_never_starts_writing_is_rebooted_once_and_shows_its_old_version(upgrade: Upgrade) -> None:
    story = upgrade(starts_writing=None)
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert story.result.after == BEFORE
    assert len(story.device.reboot_orders) == 1
    assert len(story.device.uploads) == 1


def test_a_device_that_comes_back_with_its_old_version_is_no_success(upgrade: Upgrade) -> None:
    story = upgrade(writes_firmware=OLD)
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert str(BEFORE) in story.result.reason and str(TARGET) in story.result.reason
    assert story.result.boot == {"by": "device", "proof": "uptime"}
    assert len(story.device.uploads) == 1


def test_the_right_version_with_another_build_is_no_success(upgrade: Upgrade) -> None:
    story = upgrade(writes_firmware=("V5.7.18", "build 240820"))
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert story.result.after == FirmwareVersion("V5.7.18", "240820")


def test_a_version_without_a_build_proves_nothing_and_says_so(upgrade: Upgrade) -> None:
    story = upgrade(writes_firmware=("V5.7.18", None))
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert "no build" in story.result.reason


def test_a_door_station_with_its_old_version_is_rebooted_before_it_is_judged(upgrade: Upgrade) -> None:
    story = upgrade(**DOOR_STATION, writes_firmware=OLD)
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert len(story.device.reboot_orders) == 1
    assert story.result.boot == {"by": "us", "proof": "outage"}


def test_a_device_that_never_comes_back(upgrade: Upgrade) -> None:
    story = upgrade(comes_back=False)
    assert story.result.outcome is Outcome.NOT_BACK
    assert story.result.after is None
    assert "connection refused" in story.result.reason
    assert "%" in story.result.reason
    assert PATIENCE.boot <= story.seconds <= PATIENCE.boot + 120


def test_a_device_that_answers_nothing_but_errors_is_not_back_and_the_error_is_told(upgrade: Upgrade) -> None:
    story = upgrade(services=1e9, early_answer=wire.response_status(3, "deviceError", http=500))
    assert story.result.outcome is Outcome.NOT_BACK
    assert "deviceError" in story.result.reason


def test_a_percentage_that_sticks_ends_at_the_limit_without_a_reboot(upgrade: Upgrade) -> None:
    story = upgrade(percent_sticks=99)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert "99 %" in story.result.reason
    assert story.device.reboot_orders == []
    assert PATIENCE.flash <= story.seconds <= PATIENCE.flash + 60


def test_a_report_that_sticks_after_the_boot_does_not_hide_the_new_version(upgrade: Upgrade) -> None:
    def says_upgrading_for_ever(device: ModelDevice) -> None:
        device._writing_since = device.clock.monotonic()

    story = upgrade(after_boot=says_upgrading_for_ever)
    assert_upgraded(story)
    assert story.seconds >= PATIENCE.flash


def test_a_device_that_boots_again_and_again_has_an_end(upgrade: Upgrade) -> None:
    story = upgrade(boots=10**9, up_between=6.0)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert "up and down" in story.result.reason


def test_a_device_that_ignores_the_reboot(upgrade: Upgrade) -> None:
    story = upgrade(reboots_itself=False, ignores_reboot=True)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert len(story.device.reboot_orders) == 1
    assert "told to reboot" in story.result.reason


def test_a_device_that_refuses_the_reboot_is_quoted(upgrade: Upgrade) -> None:
    refusal = wire.response_status(4, "lowPrivilege")
    story = upgrade(reboots_itself=False, reboot_answers=(refusal, refusal, refusal))
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert "lowPrivilege" in story.result.reason
    assert [request for _unused, request in story.device.log].count("PUT /ISAPI/System/reboot") == 1


def test_a_device_too_busy_to_reboot_is_asked_again(upgrade: Upgrade) -> None:
    story = upgrade(reboots_itself=False, reboot_answers=(wire.response_status(2, "deviceBusy"),) * 2)
    assert_upgraded(story, by="us")
    assert len(story.device.reboot_orders) == 1


def test_a_slow_reboot_is_waited_for(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(reboots_itself=False, halts=100.0), by="us")


@pytest.mark.parametrize("sub", ["badFlash", "upgradeError", "upgradeFailed"])
def test_a_failed_flash_is_not_rebooted_by_guess(upgrade: Upgrade, sub: str) -> None:
    story = upgrade(upload_answer=wire.response_status(3, sub, http=200))
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert sub in story.result.reason
    assert story.device.reboot_orders == []
    assert story.result.after == BEFORE


def test_a_failed_flash_that_reboots_is_judged_by_what_runs(upgrade: Upgrade) -> None:
    answer = wire.response_status(3, "upgradeErrorAndReboot", http=200)
    story = upgrade(upload_answer=answer, writes_in_spite=True, writes_firmware=OLD)
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert "upgradeErrorAndReboot" in story.result.reason


def test_writing_that_stops_half_way_is_not_rebooted_by_guess(upgrade: Upgrade) -> None:
    story = upgrade(gives_up=True)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert "last seen at 4" in story.result.reason
    assert "before 100 %" in story.result.reason
    assert story.device.reboot_orders == []


@pytest.mark.parametrize(
    "error",
    [wire.as_json({"statusCode": 3, "subStatusCode": "upgradeFailed"}), wire.response_status(3, "upgradeFailed")],
)
def test_a_failed_flash_told_in_place_of_the_progress(upgrade: Upgrade, error: wire.Answer) -> None:
    story = upgrade(gives_up=True, progress="json", flash_error=error)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert "upgradeFailed" in story.result.reason
    assert story.device.reboot_orders == []


# --- the way in changes ------------------------------------------------------------------------------------------


def test_another_password_after_the_boot_costs_exactly_one_attempt(upgrade: Upgrade) -> None:
    def change(device: ModelDevice) -> None:
        device.password = "Changed-On-Site-7"

    story = upgrade(after_boot=change)
    assert story.result.outcome is Outcome.LOST_ACCESS
    assert story.device.wrong_passwords == 1
    assert "refused the user name or password" in story.result.reason


def test_a_device_that_lost_its_activation(upgrade: Upgrade) -> None:
    def reset(device: ModelDevice) -> None:
        device.activated = False

    story = upgrade(after_boot=reset)
    assert story.result.outcome is Outcome.LOST_ACCESS
    assert "not activated" in story.result.reason
    assert story.device.wrong_passwords == 0


def test_another_scheme_after_the_boot_is_found_out(upgrade: Upgrade) -> None:
    def sha(device: ModelDevice) -> None:
        device.scheme_answer = lambda nonce: wire.digest_challenge(nonce, realm="DS-OTHER")

    assert_upgraded(upgrade(after_boot=sha))


def test_a_scheme_that_is_off_is_no_way_in(upgrade: Upgrade) -> None:
    def token_only(device: ModelDevice) -> None:
        device.scheme_answer = lambda nonce: wire.answer(b"", 401, www_authenticate='Bearer realm="x"')

    story = upgrade(after_boot=token_only)
    assert story.result.outcome is Outcome.LOST_ACCESS
    assert story.device.wrong_passwords == 0


def test_another_certificate_after_the_boot_is_reported_and_not_taken_for_silence(upgrade: Upgrade) -> None:
    def new_certificate(device: ModelDevice) -> None:
        device.untrusted = True

    story = upgrade(after_boot=new_certificate)
    assert story.result.outcome is Outcome.LOST_ACCESS
    assert "fingerprint" in story.result.reason
    assert story.seconds < 300


# --- uploads that break ------------------------------------------------------------------------------------------


def test_half_an_upload_leaves_the_old_firmware_without_a_reboot(upgrade: Upgrade) -> None:
    story = upgrade(takes=len(IMAGE) // 2)
    assert story.result.outcome is Outcome.FAILED_BEFORE_WRITE
    assert story.result.after == BEFORE
    assert story.device.reboot_orders == []
    assert len(story.device.uploads) == 1
    assert story.result.upload is not None and story.result.upload["bytes_sent"] < len(IMAGE)
    assert story.seconds < 60


def test_half_an_upload_and_a_power_cut(upgrade: Upgrade) -> None:
    story = upgrade(takes=len(IMAGE) // 2, silences=())
    assert story.result.outcome is Outcome.FAILED_BEFORE_WRITE


def test_a_line_that_breaks_after_the_last_byte_is_not_a_failure(upgrade: Upgrade) -> None:
    story = upgrade(hangs_up=True)
    assert_upgraded(story)


def test_a_line_that_breaks_after_the_last_byte_of_a_door_station(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(**DOOR_STATION, hangs_up=True), proof="outage")


def test_a_lost_answer_and_no_trace_of_writing_is_a_broken_transfer(upgrade: Upgrade) -> None:
    story = upgrade(hangs_up=True, starts_writing=None)
    assert story.result.outcome is Outcome.FAILED_BEFORE_WRITE
    assert story.device.reboot_orders == []


def test_a_lost_answer_of_a_device_without_a_report_is_unknown(upgrade: Upgrade) -> None:
    story = upgrade(hangs_up=True, starts_writing=None, progress=None)
    assert story.result.outcome is Outcome.FAILED_UNKNOWN
    assert story.device.reboot_orders == []
    assert "last byte" in story.result.reason


def test_a_lost_answer_of_a_device_that_then_asks_for_its_reboot(upgrade: Upgrade) -> None:
    assert_upgraded(upgrade(hangs_up=True, reboots_itself=False), by="us")


@pytest.mark.parametrize("http", [500, 502, 504])
def test_a_bare_server_error_after_the_whole_file_is_no_refusal(upgrade: Upgrade, http: int) -> None:
    assert_upgraded(upgrade(upload_answer=wire.web_page(http), writes_in_spite=True))


def test_a_bare_server_error_and_no_trace_of_writing(upgrade: Upgrade) -> None:
    story = upgrade(upload_answer=wire.web_page(504))
    assert story.result.outcome is Outcome.FAILED_BEFORE_WRITE
    assert "504" in story.result.reason


def test_an_answer_that_says_upgrading_may_be_about_our_own_file(upgrade: Upgrade) -> None:
    answer = wire.response_status(2, "upgrading")
    assert_upgraded(upgrade(upload_answer=answer, writes_in_spite=True))


# --- refusals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sub, code", [("badDevType", 6), ("badLanguage", 6), ("errorUpgradeVersion", 4), ("deviceBusy", 2)]
)
@pytest.mark.parametrize("http", [200, 400, 401, 403])
def test_a_verdict_ends_it_at_once(upgrade: Upgrade, sub: str, code: int, http: int) -> None:
    story = upgrade(upload_answer=wire.response_status(code, sub, http=http))
    assert story.result.outcome is Outcome.REFUSED
    assert sub in story.result.reason
    assert story.result.after == BEFORE
    assert len(story.device.uploads) == 1
    assert story.device.reboot_orders == []
    assert story.seconds < 5


def test_no_need_to_upgrade_is_not_taken_for_success(upgrade: Upgrade) -> None:
    story = upgrade(upload_answer=wire.response_status(4, "noNeedUpgrade"))
    assert story.result.outcome is Outcome.REFUSED
    assert "needs no upgrade" in story.result.reason


# --- a reboot that was due before --------------------------------------------------------------------------------


def test_a_reported_pending_reboot_is_done_before_the_file_is_sent(upgrade: Upgrade) -> None:
    story = upgrade(pending="reported")
    assert_upgraded(story)
    assert story.device.boots == 2
    [ordered] = story.device.reboot_orders
    sent = next(time for time, request in story.device.log if request.endswith("updateFirmware"))
    assert ordered < sent


@pytest.mark.parametrize("pending", ["200", "403"])
def test_a_pending_reboot_that_shows_at_the_upload_costs_a_second_upload_and_no_more(
    upgrade: Upgrade, pending: str
) -> None:
    story = upgrade(pending=pending)
    assert story.result.outcome is Outcome.UPGRADED, story.result.reason
    assert story.device.uploads == [IMAGE, IMAGE]
    assert len(story.device.reboot_orders) == 1


@pytest.mark.parametrize("pending", ["reported", "200", "403"])
def test_a_pending_reboot_that_brings_the_target_ends_the_work(upgrade: Upgrade, pending: str) -> None:
    story = upgrade(pending=pending, pending_firmware=NEW)
    assert story.result.outcome is Outcome.UPGRADED
    assert story.result.boot == {"by": "us", "proof": "uptime"}
    assert len(story.device.uploads) == (0 if pending == "reported" else 1)


@pytest.mark.parametrize("pending", ["reported", "200", "403"])
def test_a_pending_reboot_that_brings_something_else_stops_the_work(upgrade: Upgrade, pending: str) -> None:
    story = upgrade(pending=pending, pending_firmware=("V5.8.0", "build 250101"))
    assert story.result.outcome is Outcome.WRONG_VERSION
    assert "V5.8.0" in story.result.reason
    assert len(story.device.uploads) == (0 if pending == "reported" else 1)


@pytest.mark.parametrize("pending", ["reported", "200", "403"])
def test_a_device_that_does_not_come_back_from_the_pending_reboot(upgrade: Upgrade, pending: str) -> None:
    story = upgrade(pending=pending, comes_back=False)
    assert story.result.outcome is Outcome.NOT_BACK
    assert len(story.device.uploads) == (0 if pending == "reported" else 1)


def test_a_pending_reboot_that_does_not_happen_is_a_refusal(upgrade: Upgrade) -> None:
    story = upgrade(pending="reported", ignores_reboot=True)
    assert story.result.outcome is Outcome.REFUSED
    assert story.device.uploads == []


def test_a_device_that_always_wants_another_reboot_gets_one(upgrade: Upgrade) -> None:
    def want_again(device: ModelDevice) -> None:
        device._pending = "403"

    story = upgrade(pending="403", after_boot=want_again)
    assert story.result.outcome is Outcome.REFUSED
    assert len(story.device.reboot_orders) == 1
    assert len(story.device.uploads) == 2


# --- laws --------------------------------------------------------------------------------------------------------


TROUBLES: dict[str, dict[str, typing.Any]] = {
    "none": {},
    "manual": {"reboots_itself": False},
    "old": {"writes_firmware": OLD},
    "never starts": {"starts_writing": None},
    "sticks": {"percent_sticks": 40},
    "never back": {"comes_back": False},
    "half": {"takes": 9000},
    "lost answer": {"hangs_up": True},
    "lost answer, manual": {"hangs_up": True, "reboots_itself": False},
    "glitch": {"silences": ((10.0, 40.0),)},
    "loop": {"boots": 10**9, "up_between": 7.0},
    "late": {"services": 200.0},
    "refused": {"upload_answer": wire.response_status(6, "badDevType")},
    "flash error": {"upload_answer": wire.response_status(3, "badFlash", http=200)},
    "gives up": {"gives_up": True},
    "pending": {"pending": "403"},
    "ignored": {"reboots_itself": False, "ignores_reboot": True},
}


@pytest.mark.parametrize("status", [True, False], ids=["status", "no status"])
@pytest.mark.parametrize("progress", ["xml", "json", None])
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=list(TROUBLES))
def test_laws_of_every_upgrade(
    upgrade: Upgrade, trouble: dict[str, typing.Any], progress: str | None, *, status: bool
) -> None:
    story = upgrade(Patience(poll=7.0), **{"status": status, "progress": progress, **trouble})
    device, result = story.device, story.result
    if result.outcome is Outcome.UPGRADED:
        assert device.firmware == NEW and device.boots >= 1
        assert result.after == TARGET and result.boot is not None and result.boot["proof"]
    if result.outcome in (Outcome.REFUSED, Outcome.FAILED_BEFORE_WRITE):
        assert device.firmware == OLD
    if result.outcome is Outcome.WRONG_VERSION:
        assert device.boots >= 1 and result.after != TARGET
    assert len(device.reboot_orders) <= 1
    assert len(device.uploads) <= (2 if trouble.get("pending") else 1)
