# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``firmware``: what it decides, reports and returns."""

from __future__ import annotations

import hashlib
import json
import pathlib
import typing
import zipfile

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer
from ansible_collections.surveillance.hikvision.plugins.modules import firmware
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.modules_change.running import (
    Ran,
    run_on,
    run_with,
)
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.model_device import ModelDevice
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.traits import NEW, OLD
from simulator import build_image

IMAGE = bytes(build_image(version="V5.7.18", build="240826", size=25_600))
OLDER = {"version": "V5.7.10", "build": "230101"}
UPGRADE: dict[str, typing.Any] = {"version": "V5.7.18", "build": "240826"}
OLD_RESULT = {"version": "V5.7.15", "build": "240201"}
NEW_RESULT = {"version": "V5.7.18", "build": "240826"}


@pytest.fixture
def image(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "digicap.dav"
    path.write_bytes(IMAGE)
    return path


@pytest.fixture
def run(image: pathlib.Path) -> typing.Callable[..., Ran]:
    def on(
        traits: dict[str, typing.Any] | None = None, *, check: bool = False, diff: bool = False, **given: typing.Any
    ) -> Ran:
        device = ModelDevice(wire.FakeClock(), **(traits or {}))
        ran = run_on(device, firmware.MODULE, check=check, diff=diff, **{"src": str(image), **UPGRADE, **given})
        json.dumps(ran.result)  # nothing but plain types
        return ran

    return on


Run = typing.Callable[..., Ran]


def wrote(ran: Ran) -> bool:
    return any(not request.startswith("GET ") for request in ran.requests)


def test_upgraded(run: Run) -> None:
    ran = run(diff=True)
    result = ran.result
    assert (result["outcome"], result["changed"], result.get("failed")) == ("upgraded", True, None)
    assert (result["before"], result["after"], result["target"]) == (OLD_RESULT, NEW_RESULT, NEW_RESULT)
    assert [phase["name"] for phase in result["phases"]] == ["check", "upload", "flash", "reboot"]
    assert result["upload"] == {"method": "PUT", "bytes_sent": len(IMAGE), "bytes_total": len(IMAGE)}
    assert result["boot"] == {"by": "device", "proof": "uptime"}
    assert result["diff"] == {"before": "V5.7.15 build 240201\n", "after": "V5.7.18 build 240826\n"}
    assert "advice" not in result
    assert result["msg"].endswith(".") and result["msg"][0].isupper()
    assert {report.phase for report in ran.reports} == {"upload", "flash", "reboot", "verify"}


def test_a_second_run_changes_nothing(run: Run) -> None:
    ran = run({"firmware": NEW}, diff=True)
    assert (ran.result["outcome"], ran.result["changed"]) == ("unchanged", False)
    assert ran.result["diff"]["before"] == ran.result["diff"]["after"]
    assert not wrote(ran)


@pytest.mark.parametrize(
    "version, build", [("5.7.18", "build 240826"), ("V5.07.018", "20240826"), ("V5.7.18", "240826 ")]
)
def test_the_wish_may_be_written_in_other_ways(run: Run, version: str, build: str) -> None:
    assert run({"firmware": NEW}, version=version, build=build).result["outcome"] == "unchanged"


def test_check_mode_predicts_and_sends_nothing_but_reads(run: Run) -> None:
    ran = run(check=True, diff=True)
    assert (ran.result["outcome"], ran.result["changed"]) == ("would_upgrade", True)
    assert ran.result["after"] == NEW_RESULT
    assert ran.result["diff"] == {"before": "V5.7.15 build 240201\n", "after": "V5.7.18 build 240826\n"}
    assert not wrote(ran)
    assert ran.device.uploads == []


@pytest.mark.parametrize("pending", [True, False])
def test_check_mode_tells_of_a_reboot_that_comes_first(run: Run, *, pending: bool) -> None:
    ran = run({"pending": "reported"} if pending else {}, check=True)
    assert ("waits for a reboot" in ran.result["msg"]) is pending
    assert not wrote(ran)


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(
    "given, word",
    [
        ({"sha256": "0" * 64}, "SHA-256"),
        ({"models": ["DS-7*"]}, "DS-7*"),
        (OLDER, "FW024"),
        (OLDER, "(allow: downgrade)"),
        ({"src": "/nonexistent/digicap.dav"}, "can not be read: No such file or directory"),
        ({"src": "/"}, "Is a directory"),
        ({"version": "latest"}, "V5.7.18"),
        ({"build": "yesterday"}, "240826"),
    ],
)
def test_our_own_refusals(run: Run, given: dict[str, typing.Any], word: str, *, check: bool) -> None:
    ran = run(check=check, **given)
    assert (ran.result["outcome"], ran.result["failed"], ran.result["changed"]) == ("refused", True, False)
    assert word in ran.result["msg"]
    assert "Nothing was written" in ran.result["advice"]
    assert not wrote(ran)


def test_an_unreadable_image_costs_the_device_nothing(run: Run) -> None:
    assert run(src="/nonexistent/digicap.dav").requests == []


def test_the_right_digest_in_any_case(run: Run) -> None:
    digest = hashlib.sha256(IMAGE).hexdigest().upper()
    assert run(sha256=digest, check=True).result["outcome"] == "would_upgrade"


def test_an_allowed_downgrade(run: Run, tmp_path: pathlib.Path) -> None:
    older = tmp_path / "older.dav"
    build_image(older, **OLDER)
    ran = run({"writes_firmware": ("V5.7.10", "build 230101")}, src=str(older), **OLDER, allow=["downgrade"])
    assert ran.result["outcome"] == "upgraded"
    assert [(found["code"], found["severity"]) for found in ran.result["findings"]] == [("FW041", "blocked")]


@pytest.mark.parametrize(
    "traits, outcome, changed",
    [
        ({"upload_answer": wire.response_status(6, "badDevType", http=200)}, "refused", False),
        ({"takes": 5000}, "failed_before_write", False),
        ({"percent_sticks": 99}, "failed_unknown", True),
        ({"comes_back": False}, "not_back", True),
        ({"writes_firmware": OLD}, "wrong_version", True),
        ({"after_boot": lambda device: setattr(device, "password", "Other-1")}, "lost_access", True),
        ({"after_boot": lambda device: setattr(device, "activated", False)}, "lost_access", True),
        ({"pending": "reported", "ignores_reboot": True}, "refused", False),
    ],
)
def test_failures(run: Run, traits: dict[str, typing.Any], outcome: str, *, changed: bool) -> None:
    result = run(traits).result
    assert (result["outcome"], result["failed"], result["changed"]) == (outcome, True, changed)
    assert "unreachable" not in result
    assert result["advice"]
    assert result["before"] == OLD_RESULT
    assert set(result) >= {"msg", "after", "target", "phases", "upload", "boot"}


def test_a_refusal_after_our_reboot_is_a_change(run: Run) -> None:
    result = run({"pending": "reported", "upload_answer": wire.response_status(6, "badDevType")}).result
    assert (result["outcome"], result["changed"]) == ("refused", True)
    assert result["boot"] == {"by": "us", "proof": "uptime"}
    assert [phase["name"] for phase in result["phases"]] == ["check", "reboot before", "upload"]


def test_an_image_that_vanishes_after_the_checks(
    run: Run, image: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firmware, "execute", _vanished)
    result = run().result
    assert (result["outcome"], result["failed"]) == ("refused", True)
    assert "can not be read: No such file" in result["msg"]


def _vanished(*_arguments: object) -> typing.NoReturn:
    raise FileNotFoundError(2, "No such file or directory")


# --- what the checks find ------------------------------------------------------------------------------------------


def codes(ran: Ran) -> list[tuple[str, str]]:
    return [(found["code"], found["severity"]) for found in ran.result["findings"]]


@pytest.mark.parametrize(
    "given, code",
    [
        ({"sha256": "0" * 64}, "FW021"),
        ({"image_sha256": "0" * 64}, "FW021"),
        ({"exclude_models": ["*-ISU"]}, "FW030"),
        ({"device_classes": [44]}, "FW031"),
        ({"upgrade_codes": ["120005003111111001"]}, "FW031"),
        ({"kind": "recorder"}, "FW032"),
        ({"component": "mcu"}, "FW033"),
        ({"language": "CN"}, "FW034"),
        ({"oem_codes": ["7"]}, "FW035"),
    ],
)
def test_each_option_is_compared(run: Run, given: dict[str, typing.Any], code: str) -> None:
    ran = run(**given)
    assert ran.result["outcome"] == "refused"
    assert code in [found for found, severity in codes(ran) if severity in ("error", "blocked")]
    assert code in ran.result["msg"]
    assert not wrote(ran)


def test_what_can_not_be_compared_is_a_warning(run: Run) -> None:
    ran = run(platform="G5", language="EN")
    assert ran.result["outcome"] == "upgraded"
    assert codes(ran) == [("FW031", "warning"), ("FW034", "warning")]
    assert ["FW031: " in ran.warnings[0], "FW034: " in ran.warnings[1]] == [True, True]
    assert all(warning.startswith("192.0.2.") for warning in ran.warnings), "each names its device"


def test_check_mode_warns_alike(run: Run) -> None:
    ran = run(platform="G5", check=True)
    assert codes(ran) == [("FW031", "warning")]
    assert len(ran.warnings) == 1


def test_a_refusal_has_its_reasons_and_no_warnings_beside_them(run: Run) -> None:
    ran = run(platform="G5", models=["DS-7*"])
    assert codes(ran) == [("FW030", "error"), ("FW031", "warning")]
    assert ran.warnings == []


def test_all_reasons_are_told_at_once(run: Run) -> None:
    message = run(models=["DS-7*"], kind="recorder", sha256="0" * 64).result["msg"]
    assert all(code in message for code in ("FW021", "FW030", "FW032"))


def test_nothing_to_do_for_whatever_runs_already(run: Run, image: pathlib.Path) -> None:
    image.write_bytes(b"<html>not found</html>")
    ran = run({"firmware": NEW}, models=["DS-7*"], sha256="0" * 64)
    assert ran.result["outcome"] == "unchanged"
    assert codes(ran) == [("FW040", "info")]


def test_an_unknown_format_has_to_be_allowed(run: Run, image: pathlib.Path) -> None:
    image.write_bytes(bytes(range(256)) * 100)
    assert "(allow: unknown_format)" in run().result["msg"]
    assert run(allow=["unknown_format"]).result["outcome"] == "upgraded"


def test_the_vendors_zip(run: Run, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "IPC_G5_EN_STD_5.7.18_240826.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("IPC_G5/digicap.dav", IMAGE)
        archive.writestr("release notes.txt", "new")
    digest = hashlib.sha256(IMAGE).hexdigest()
    ran = run(src=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest(), image_sha256=digest)
    assert ran.result["outcome"] == "upgraded", ran.result
    assert ran.device.uploads == [IMAGE]
    assert ran.result["upload"]["bytes_total"] == len(IMAGE)


def test_the_file_is_examined_once_a_run(image: pathlib.Path) -> None:
    known: dict[tuple[str, str], str] = {}

    def learn(path: str, question: str, answer: typing.Callable[[], str]) -> str:
        if (path, question) not in known:
            known[path, question] = answer()
            image.write_bytes(b"changed behind the back of the cache")
        return known[path, question]

    for _unused in range(2):
        device = ModelDevice(wire.FakeClock())
        given = {"src": str(image), **UPGRADE, "sha256": hashlib.sha256(IMAGE).hexdigest()}
        assert run_on(device, firmware.MODULE, check=True, learn=learn, **given).result["outcome"] == "would_upgrade"
        image.write_bytes(IMAGE)
    assert len(known) == 1


# --- the device's own check of the header --------------------------------------------------------------------------


def test_a_header_that_the_device_likes(run: Run) -> None:
    ran = run({"header_length": 500})
    assert ran.result["outcome"] == "upgraded"
    assert codes(ran) == []
    [sent] = ran.device.headers
    assert IMAGE[:500] in sent and IMAGE[:501] not in sent


@pytest.mark.parametrize(
    "verdict, given, outcome, severity",
    [
        ("fail", {"allow": ["device_confirmation"]}, "refused", "error"),
        ("confirm", {}, "refused", "blocked"),
        ("confirm", {"allow": ["device_confirmation"]}, "upgraded", "blocked"),
        ("abnormal", {}, "upgraded", "warning"),
        ("verifying", {}, "upgraded", "warning"),
    ],
)
def test_other_verdicts(run: Run, verdict: str, given: dict[str, typing.Any], outcome: str, severity: str) -> None:
    ran = run({"header_length": 500, "header_verdict": verdict}, **given)
    assert ran.result["outcome"] == outcome
    assert codes(ran) == [("FW051", severity)]
    if outcome == "refused":
        assert "Sure?" in ran.result["msg"]
        assert (ran.result["changed"], ran.result["after"], ran.device.uploads) == (False, OLD_RESULT, [])


def test_a_header_beyond_measure_is_not_read(run: Run) -> None:
    ran = run({"header_length": 10**9})
    assert (ran.result["outcome"], codes(ran), ran.device.headers) == ("upgraded", [("FW051", "warning")], [])


@pytest.mark.parametrize("length", [0, -1])
def test_no_header_is_asked_for(run: Run, length: int) -> None:
    ran = run({"header_length": length})
    assert (ran.result["outcome"], codes(ran), ran.device.headers) == ("upgraded", [], [])


def test_check_mode_does_not_hand_over_a_header(run: Run) -> None:
    ran = run({"header_length": 500}, check=True)
    assert (ran.result["outcome"], codes(ran)) == ("would_upgrade", [("FW051", "info")])
    assert ran.device.headers == [] and not wrote(ran)


# --- on the wire -------------------------------------------------------------------------------------------------

INFO = wire.xml(
    "<DeviceInfo><model>DS-2CD2146G2-ISU</model><firmwareVersion>V5.7.15</firmwareVersion>"
    "<firmwareReleasedDate>build 240201</firmwareReleasedDate></DeviceInfo>"
)
STATUS = "/ISAPI/System/upgradeStatus"
CHECKS = (
    wire.Expect("GET", STATUS, wire.xml("<upgradeStatus><upgrading>false</upgrading></upgradeStatus>")),
    wire.Expect("GET", "/ISAPI/System/deviceInfo", INFO),
)


def test_the_requests_of_a_check(image: pathlib.Path) -> None:
    users = wire.Expect("GET", "/ISAPI/Security/users", wire.response_status(4, "lowPrivilege"))
    capabilities = wire.Expect("GET", "/ISAPI/System/capabilities", wire.not_supported())
    with wire.logged_in_client(*CHECKS, users, capabilities, read_only=True) as device:
        result = run_with(device.client, firmware.MODULE, check=True, src=str(image), **UPGRADE)
    assert result["outcome"] == "would_upgrade"


def test_an_account_without_the_right_is_told_so(image: pathlib.Path) -> None:
    users = "<UserList><User><id>2</id><userName>admin</userName><userLevel>Operator</userLevel></User></UserList>"
    rights = "<UserPermission><remotePermission><upgrade>false</upgrade></remotePermission></UserPermission>"
    with wire.logged_in_client(
        *CHECKS,
        wire.Expect("GET", "/ISAPI/Security/users", wire.xml(users)),
        wire.Expect("GET", "/ISAPI/Security/UserPermission/2", wire.xml(rights)),
    ) as device:
        result = run_with(device.client, firmware.MODULE, src=str(image), **UPGRADE)
    assert result["outcome"] == "refused"
    assert "no right to upgrade" in result["msg"]


def test_a_device_that_can_not_be_reached_is_unreachable(image: pathlib.Path) -> None:
    with wire.client(wire.Expect("GET", wire.USER_CHECK, wire.breaks())) as device:
        result = run_with(device.client, firmware.MODULE, src=str(image), **UPGRADE)
    assert result["unreachable"] is True
    assert "outcome" not in result and "failed" not in result


@pytest.mark.parametrize(
    "info, words",
    [
        (wire.web_page(), "web page"),
        (wire.answer(b"\x01\x02"), "broken XML"),
        (wire.xml("<DeviceInfo><model>DS-1</model></DeviceInfo>"), "firmwareVersion"),
    ],
)
def test_a_device_that_tells_nothing_is_not_touched(image: pathlib.Path, info: Answer, words: str) -> None:
    steps = (CHECKS[0], wire.Expect("GET", "/ISAPI/System/deviceInfo", info))
    with wire.logged_in_client(*steps) as device:
        result = run_with(device.client, firmware.MODULE, src=str(image), **UPGRADE)
    assert (result["outcome"], result["failed"], result["changed"]) == ("refused", True, False)
    assert words in result["msg"]


def test_a_wrong_password_costs_one_attempt_and_is_a_refusal(image: pathlib.Path) -> None:
    wrong = wire.user_check(http=401, lockStatus="unlock", retryLoginTime=4)
    with wire.client(wire.login()[0], wire.Expect("GET", wire.USER_CHECK, wrong, authorised=True)) as device:
        result = run_with(device.client, firmware.MODULE, src=str(image), **UPGRADE)
    assert (result["outcome"], result["failed"]) == ("refused", True)
    assert result["attempts_left"] == 4
