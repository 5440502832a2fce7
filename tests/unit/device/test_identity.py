# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who a device is."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device import document
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import (
    DeviceKind,
    Identity,
    kind_of,
    parse_identity,
    read_identity,
    read_partial_identity,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import xml
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import BadAnswer, Busy, NotSupported
from ansible_collections.surveillance.hikvision.tests.unit import wire

PATH = "/ISAPI/System/deviceInfo"


def device_info(**fields: str) -> str:
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f'<DeviceInfo version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">{inner}</DeviceInfo>'


def parsed(**fields: str) -> Identity:
    return parse_identity(xml.parse(device_info(**{"model": "M", "firmwareVersion": "V1.2.3", **fields}).encode()))


@pytest.mark.parametrize(
    ("device_type", "kind"),
    [
        ("IPCamera", "camera"),
        ("IP CAMERA", "camera"),
        ("IPDome", "camera"),
        ("IPZoom", "camera"),
        ("ipc", "camera"),
        ("thermalCamera", "camera"),
        ("NVR", "recorder"),
        (" nvr ", "recorder"),
        ("DVR", "recorder"),
        ("HybridNVR", "recorder"),
        ("HYBRID_NVR", "recorder"),
        ("Embedded Net DVR", "recorder"),
        ("ACS", "access_control"),
        ("Access Controller", "access_control"),
        ("accessControlTerminal", "access_control"),
        ("VIS", "intercom"),
        ("TAB + Vis", "intercom"),
        ("\tVis", "intercom"),
        ("EmbeddedNetVIS", "intercom"),
        ("Video Intercom Door Station", "intercom"),
        ("DECODER", "unknown"),
        ("Switch", "unknown"),
        ("Television", "unknown"),
        ("", "unknown"),
    ],
)
def test_kind_by_device_type(device_type: str, kind: str) -> None:
    assert kind_of(device_type, None, None).value == kind


def test_the_device_type_is_believed_before_the_model() -> None:
    assert kind_of("DVR", None, "DS-7708N-I4") is DeviceKind.RECORDER
    assert kind_of("NVR", None, "I61DR") is DeviceKind.RECORDER
    assert kind_of("IPCamera", "doorStation", "DS-K1T804") is DeviceKind.CAMERA


def test_the_sub_type_is_believed_before_the_model() -> None:
    assert kind_of("special", "multiChannelAccessController", "DS-2CD1") is DeviceKind.ACCESS_CONTROL
    assert kind_of(None, "villaDoorStation", None) is DeviceKind.INTERCOM


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("DS-K2604", "access_control"),
        ("DS-K1T341AMF", "access_control"),
        ("DS-K5671", "access_control"),
        ("DS-KV8213-WME1(C)", "intercom"),
        ("DS-KD8003", "intercom"),
        ("DS-KH8350", "intercom"),
        ("DS-KB8113", "intercom"),
        ("DS-KIS603", "intercom"),
        ("DS-2CD2T46G2-ISU/SL", "camera"),
        ("ds-2td2617", "camera"),
        ("iDS-2CD7146G0", "camera"),
        ("DS-2CE16D0T", "unknown"),
        ("IPC-T620-Z", "camera"),
        ("HWI-T220H", "camera"),
        ("DS-7616NI-K2", "recorder"),
        ("iDS-7204HUHI-M1/E", "recorder"),
        ("NVR-216M-A", "recorder"),
        ("DS-6904UDI", "unknown"),
        ("I61DR", "unknown"),
        ("ACR4-40", "unknown"),
        ("", "unknown"),
    ],
)
def test_kind_by_model_where_nothing_else_is_told(model: str, kind: str) -> None:
    assert kind_of(None, None, model).value == kind


def test_a_full_document() -> None:
    told = parsed(
        model=" DS-KD8003 ",
        deviceName="Gate &amp; yard",
        serialNumber="S1",
        macAddress="AC-B9-2F-E5-1B-88",
        firmwareVersion="V2.2.77",
        firmwareReleasedDate="build 240515",
        encoderVersion="V2.9",
        encoderReleasedDate="build 240223",
        deviceType="VIS",
        subDeviceType="villaDoorStation",
        bootTime="2026-01-01T00:00:00Z",
        languageType="multi",
        electroLockNum="2",
    )
    assert told.firmware == FirmwareVersion("V2.2.77", "240515")
    assert told.encoder == FirmwareVersion("V2.9", "240223")
    assert (told.model, told.name, told.serial) == ("DS-KD8003", "Gate & yard", "S1")
    assert told.mac == "ac:b9:2f:e5:1b:88"
    assert (told.kind, told.device_type, told.sub_type) == (DeviceKind.INTERCOM, "VIS", "villaDoorStation")
    assert (told.boot_time, told.language, told.locks) == ("2026-01-01T00:00:00Z", "multi", 2)
    assert told.gaps == ()


def test_json_is_read_the_same() -> None:
    fields = {"model": "DS-K2602", "firmwareVersion": "V1.0.1", "deviceType": "ACS", "electroLockNum": 2, "OEMCode": 1}
    told = parse_identity(document.from_json({"DeviceInfo": fields}))
    assert told == parse_identity(document.from_json(fields))
    assert (told.kind, told.locks, told.customised) == (DeviceKind.ACCESS_CONTROL, 2, False)


def test_attributes_and_children_around_the_text_do_no_harm() -> None:
    body = device_info(
        model='<value kind="x">DS-2TD2617</value>',
        firmwareVersion="V5.5.40<note/>",
        firmwareReleasedDate="build 210101",
    ).replace("<firmwareReleasedDate>", '<firmwareReleasedDate opt="a,b">')
    told = parse_identity(xml.parse(body.encode()))
    assert (told.model, told.firmware) == ("DS-2TD2617", FirmwareVersion("V5.5.40", "210101"))


@pytest.mark.parametrize(
    ("written", "build"),
    [
        ("build 240515", "240515"),
        ("build180228", "180228"),
        ("Build: 240515", "240515"),
        ("20251013", "251013"),
        ("2024-05-15", "240515"),
        ("", None),
        ("soon", None),
    ],
)
def test_the_build_however_it_is_written(written: str, build: str | None) -> None:
    firmware = parsed(firmwareReleasedDate=written).firmware
    assert firmware is not None
    assert firmware.build == build


def test_a_number_of_thousands_of_digits_is_no_version() -> None:
    assert parsed(firmwareVersion="V" + "9" * 5000 + ".1").firmware is None


@pytest.mark.parametrize(
    ("fields", "platform"),
    [
        ({"firmwareVersionInfo": "B-R-G5-0"}, "G5"),
        ({"firmwareVersionInfo": "B-R-H13U-0"}, "H13U"),
        ({"platformName": "G7"}, "G7"),
        ({"platformName": "a sentence about it"}, None),
        ({"hardwareVersion": "B-R-K21B1-00"}, "K21B1"),
        ({"hardwareVersion": "0100000092010000"}, None),
        ({"hardwareVersion": "0x0"}, None),
        ({"firmwareVersionInfo": "B-R-G1-0", "hardwareVersion": "B-R-K51-00"}, "G1"),
    ],
)
def test_platform(fields: dict[str, str], platform: str | None) -> None:
    assert parsed(**fields).platform == platform


def test_a_hardware_version_without_meaning_is_left_out() -> None:
    assert parsed(hardwareVersion="0x0").hardware_version is None
    assert parsed(hardwareVersion="0x10000").hardware_version == "0x10000"


@pytest.mark.parametrize(
    ("fields", "customised"),
    [
        ({}, None),
        ({"customizedInfo": ""}, False),
        ({"customizedInfo": "", "OEMCode": "1"}, False),
        ({"OEMCode": "1"}, False),
        ({"OEMCode": "12"}, True),
        ({"customizedInfo": "DZP20190101001"}, True),
        ({"customizedInfo": "DZP20190101001", "OEMCode": "1"}, True),
    ],
)
def test_customised(fields: dict[str, str], customised: bool | None) -> None:
    assert parsed(**fields).customised is customised


@pytest.mark.parametrize("body", ["<ResponseStatus><statusCode>4</statusCode></ResponseStatus>", "<DeviceInfo/>"])
def test_something_else_is_a_bad_answer(body: str) -> None:
    with pytest.raises(BadAnswer, match="DeviceInfo"):
        parse_identity(xml.parse(body.encode()))


def test_read_needs_model_and_version_and_names_what_is_missing() -> None:
    for fields, named in (
        ({"model": "", "firmwareVersion": "V1.2.3"}, "readable model"),
        ({"model": "M", "firmwareVersion": "unknown"}, "readable firmwareVersion"),
        ({"deviceType": "NVR"}, "model and no firmwareVersion"),
    ):
        step = wire.Expect("GET", PATH, wire.xml(device_info(**fields)))
        with wire.logged_in_client(step) as device, pytest.raises(BadAnswer, match=named):
            read_identity(device.client)


def test_a_partial_identity_says_what_is_missing() -> None:
    step = wire.Expect("GET", PATH, wire.xml(device_info(deviceType="NVR")))
    with wire.logged_in_client(step) as device:
        told = read_partial_identity(device.client)
    assert told.kind is DeviceKind.RECORDER
    assert told.gaps == ("model", "firmwareVersion")


def test_the_json_form_is_asked_for_where_there_is_no_other() -> None:
    fields = {"DeviceInfo": {"model": "DS-K2602", "firmwareVersion": "V1.0.1"}}
    with wire.logged_in_client(
        wire.Expect("GET", PATH, wire.not_supported()), wire.Expect("GET", f"{PATH}?format=json", wire.as_json(fields))
    ) as device:
        assert read_identity(device.client).model == "DS-K2602"


def test_no_identity_at_all() -> None:
    with (
        wire.logged_in_client(
            wire.Expect("GET", PATH, wire.answer(status=404)),
            wire.Expect("GET", f"{PATH}?format=json", wire.answer(status=404)),
        ) as device,
        pytest.raises(NotSupported),
    ):
        read_identity(device.client)


def test_a_booting_device_is_busy_not_without_identity() -> None:
    steps = [wire.Expect("GET", PATH, wire.answer(status=500)) for _unused in range(3)]
    with wire.logged_in_client(*steps) as device, pytest.raises(Busy):
        read_identity(device.client)
