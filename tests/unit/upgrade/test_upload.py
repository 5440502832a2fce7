# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Upload forms on the wire: which one comes first, when the next one may be tried, and when never."""

from __future__ import annotations

import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.upgrade import (
    FORMS,
    FORMS_ACCESS_CONTROL,
    Upload,
    UploadForm,
    upload,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.image import ImageFile
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    BadAnswer,
    ConnectionLost,
    CredentialsRefused,
    DeadlineExceeded,
    Unreachable,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer
from ansible_collections.surveillance.hikvision.tests.unit import wire

PATH = "/ISAPI/System/updateFirmware"
IMAGE = bytes(range(256)) * 60
CHECK = wire.Expect("GET", wire.USER_CHECK, wire.user_check())


@pytest.fixture
def image(tmp_path: pathlib.Path) -> ImageFile:
    path = tmp_path / "digicap.dav"
    path.write_bytes(IMAGE)
    return ImageFile.at(str(path))


def step(verb: str, reply: wire.Reply, *, raw: bool = True) -> wire.Expect:
    return wire.Expect(verb, PATH, reply, body=IMAGE if raw else None, authorised=True)


def send(
    device: wire.Wire, image: ImageFile, forms: typing.Sequence[UploadForm] = FORMS, seconds: float = 600.0
) -> Upload:
    return upload(device.client, image, forms=forms, seconds=seconds, watch=lambda sent, total: None)


def test_an_accepted_file_travels_once_right_after_a_small_read(image: ImageFile) -> None:
    with wire.logged_in_client(CHECK, step("PUT", wire.response_status())) as device:
        done = send(device, image)
    assert (done.form, done.sent, done.total, done.error) == ("PUT", len(IMAGE), len(IMAGE), None)
    assert done.whole_file_sent and not done.refused and not done.reboot_wanted
    assert device.transport.sent[-1].headers["Content-Type"] == "application/octet-stream"


def test_a_form_that_the_device_does_not_have_is_followed_by_the_next(image: ImageFile) -> None:
    with wire.logged_in_client(
        CHECK,
        step("PUT", wire.response_status(4, "methodNotAllowed", http=405)),
        *wire.login("n2"),
        CHECK,
        step("POST", wire.not_supported(403)),
        *wire.login("n3"),
        CHECK,
        step("POST", wire.response_status(), raw=False),
    ) as device:
        done = send(device, image)
    assert done.form == "POST multipart"
    assert device.transport.sent[-1].headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert IMAGE in device.transport.sent[-1].body
    assert done.sent == done.total == len(device.transport.sent[-1].body)


def test_access_control_begins_with_post(image: ImageFile) -> None:
    with wire.logged_in_client(
        CHECK, step("POST", wire.not_supported()), *wire.login("n2"), CHECK, step("PUT", wire.response_status())
    ) as device:
        assert send(device, image, FORMS_ACCESS_CONTROL).form == "PUT"


@pytest.mark.parametrize("http", [400, 403, 404, 405, 501])
def test_a_bare_client_error_means_that_the_form_is_unknown(image: ImageFile, http: int) -> None:
    with wire.logged_in_client(
        CHECK,
        step("PUT", wire.web_page(http)),
        *wire.login("n2"),
        CHECK,
        step("POST", wire.response_status()),
    ) as device:
        assert send(device, image).form == "POST"


def test_a_device_without_any_form_refuses(image: ImageFile) -> None:
    script = [
        one
        for number, verb in enumerate(("PUT", "POST", "POST"))
        for one in (*wire.login(f"n{number}"), CHECK, step(verb, wire.not_supported(), raw=number < 2))
    ]
    with wire.client(*script) as device:
        done = send(device, image)
    assert done.refused
    assert "notSupport" in str(done.error)


@pytest.mark.parametrize(
    "verdict",
    [
        wire.response_status(6, "badDevType", http=200),
        wire.response_status(4, "badDevType", text="Invalid XML Content", http=200),
        wire.response_status(6, "badLanguage", http=400),
        wire.response_status(6, "badDevType", http=401),
        wire.response_status(4, "errorUpgradeVersion", http=403),
        wire.response_status(4, "lowPrivilege"),
        wire.response_status(4, "invalidOperation"),
        wire.response_status(5, "badXmlFormat", http=400),
        wire.response_status(2, "deviceBusy"),
        wire.response_status(4, "noNeedUpgrade"),
        wire.response_status(7, "rebootRequired", http=403),
        wire.web_page(413),
        wire.as_json({"statusCode": 6, "subStatusCode": "badDevType", "errorCode": 1610612752}, 400),
    ],
)
def test_no_second_form_after_a_verdict(image: ImageFile, verdict: Answer) -> None:
    with wire.logged_in_client(CHECK, step("PUT", verdict)) as device:
        done = send(device, image)
    assert done.refused
    assert done.error is not None


@pytest.mark.parametrize(
    "doubt",
    [
        wire.breaks(),
        wire.breaks(after=5000),
        wire.web_page(500),
        wire.web_page(504),
        wire.answer(b"", 408),
        wire.response_status(3, "badFlash", http=200),
        wire.response_status(2, "upgrading"),
        BadAnswer("the device's answer is larger than 4194304 bytes"),
    ],
)
def test_no_second_form_and_no_refusal_when_the_device_may_be_writing(image: ImageFile, doubt: wire.Reply) -> None:
    with wire.logged_in_client(CHECK, wire.Expect("PUT", PATH, doubt)) as device:
        done = send(device, image)
    assert not done.refused
    assert done.error is not None


def test_how_far_a_broken_upload_came(image: ImageFile) -> None:
    with wire.logged_in_client(CHECK, wire.Expect("PUT", PATH, wire.breaks(after=5000))) as device:
        half = send(device, image)
    assert isinstance(half.error, ConnectionLost)
    assert half.sent == 5000 and not half.whole_file_sent
    with wire.logged_in_client(CHECK, wire.Expect("PUT", PATH, wire.breaks())) as device:
        whole = send(device, image)
    assert whole.whole_file_sent


def test_a_slow_upload_is_given_up(image: ImageFile) -> None:
    def thin_line(_sent: int, _total: int) -> None:
        device.clock.advance(100.0)

    with wire.logged_in_client(CHECK, wire.Expect("PUT", PATH, wire.response_status())) as device:
        done = upload(device.client, image, forms=FORMS, seconds=250.0, watch=thin_line)
    assert isinstance(done.error, DeadlineExceeded)
    assert 0 < done.sent < done.total
    assert not done.whole_file_sent and not done.refused


def test_an_aged_nonce_costs_one_repetition_from_the_first_byte(image: ImageFile) -> None:
    with wire.logged_in_client(
        CHECK, step("PUT", wire.digest_challenge("fresh", stale=True)), step("PUT", wire.response_status())
    ) as device:
        done = send(device, image)
    assert done.error is None and done.whole_file_sent


def test_a_refused_password_in_the_middle_is_raised(image: ImageFile) -> None:
    with (
        wire.logged_in_client(
            CHECK, step("PUT", wire.digest_challenge("fresh")), step("PUT", wire.user_check(http=401))
        ) as device,
        pytest.raises(CredentialsRefused),
    ):
        send(device, image)


@pytest.mark.parametrize(
    "script",
    [
        [wire.Expect("GET", wire.USER_CHECK, wire.breaks())],
        [*wire.login(), CHECK, wire.Expect("PUT", PATH, Unreachable("no connection"))],
    ],
)
def test_a_device_that_is_gone_before_the_upload_is_unreachable(image: ImageFile, script: list[wire.Expect]) -> None:
    with wire.client(*script) as device, pytest.raises(Unreachable):
        send(device, image)
    assert not device.client.has_written


def test_a_device_that_is_gone_before_the_second_form_is_watched(image: ImageFile) -> None:
    gone = wire.Expect("GET", wire.USER_CHECK, wire.breaks())
    with wire.logged_in_client(CHECK, step("PUT", wire.not_supported()), gone) as device:
        done = send(device, image)
    assert isinstance(done.error, Unreachable)
    assert done.sent == 0 and not done.refused


def test_a_file_that_is_gone(tmp_path: pathlib.Path) -> None:
    with wire.client() as device, pytest.raises(FileNotFoundError):
        send(device, ImageFile(str(tmp_path / "gone"), 100))


@pytest.mark.parametrize(
    "verdict, wanted",
    [
        (wire.response_status(7, "rebootRequired"), True),
        (wire.response_status(1, "rebootRequired", text="Reboot Required"), True),
        (wire.response_status(1, "ok", text="Reboot Required"), True),
        (wire.response_status(7, "autoReboot"), False),
        (wire.response_status(1, "ok"), False),
        (wire.answer(b""), False),
        (wire.as_json({"statusCode": 7, "statusString": "Reboot Required", "subStatusCode": "rebootRequired"}), True),
    ],
)
def test_who_leaves_the_reboot_to_us(image: ImageFile, verdict: Answer, *, wanted: bool) -> None:
    with wire.logged_in_client(CHECK, step("PUT", verdict)) as device:
        done = send(device, image)
    assert done.error is None
    assert done.reboot_wanted is wanted


@pytest.mark.parametrize("sub", ["rebootRequired", "REBOOTREQUIRED", "rebootRequired."])
def test_a_pending_reboot_is_told_from_other_refusals(image: ImageFile, sub: str) -> None:
    with wire.logged_in_client(CHECK, step("PUT", wire.response_status(7, sub, http=403))) as device:
        done = send(device, image)
    assert done.pending_reboot and done.refused
