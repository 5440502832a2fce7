# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flags that matter, and that absence is not denial."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.capabilities import (
    Capabilities,
    LengthLimits,
    SecurityCapabilities,
    parse_capabilities,
    parse_security,
    read_security_capabilities,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.plain import plain
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import xml
from ansible_collections.surveillance.hikvision.tests.unit import wire

SECURITY = """<SecurityCap><securityVersion opt="1,2"/><keyIterateNum>100</keyIterateNum>
<isSupportConfigFileExport>true</isSupportConfigFileExport><isSupportConfigFileImport>false</isSupportConfigFileImport>
<cfgFileSecretKeyLenLimit min="0" max="32"/><isIrreversible>true</isIrreversible><salt>5a17</salt>
<maxIllegalLoginTimes min="3" max="20" def="7"/><maxIllegalLoginLockTime min="1" max="120">10</maxIllegalLoginLockTime>
</SecurityCap>"""


def parsed(text: str) -> Capabilities:
    return parse_capabilities(xml.parse(text.encode()))


def test_what_is_not_told_is_unknown() -> None:
    assert parsed("<DeviceCap/>") == Capabilities()


def test_flags_are_found_wherever_the_firmware_puts_them() -> None:
    told = parsed(
        "<DeviceCap><isSupportUpdatefirmware>true</isSupportUpdatefirmware><SysCap>"
        "<isSupportPostUpdateFirmware opt='true'/><VideoCap><videoInputPortNums> 4 </videoInputPortNums></VideoCap>"
        "<isSupportAcsUpdate>FALSE</isSupportAcsUpdate></SysCap><RacmCap><inputProxyNums>16</inputProxyNums></RacmCap>"
        "<updateFirmwarePreValidation><updateHeaderLength>1024</updateHeaderLength></updateFirmwarePreValidation>"
        "<isSupportAccessControlCap>1</isSupportAccessControlCap></DeviceCap>"
    )
    assert (told.firmware_upgrade, told.firmware_by_post, told.peripheral_upgrade) == (True, True, False)
    assert (told.video_inputs, told.proxied_channels, told.validation_header) == (4, 16, 1024)
    assert told.access_control is True
    assert told.online_upgrade is None


EXPECTED = SecurityCapabilities(
    config_export=True,
    config_import=False,
    secret_key_length=LengthLimits(0, 32),
    irreversible=True,
    key_iterations=100,
    security_versions=(1, 2),
    login_attempts=7,
    lock_minutes=10,
    salt="5a17",
)


def test_security_alone_and_inside_the_device_document() -> None:
    assert parse_security(xml.parse(SECURITY.encode())) == EXPECTED
    assert parsed(f"<DeviceCap><X><salt>other</salt></X>{SECURITY}</DeviceCap>").security == EXPECTED


def test_a_value_as_text_or_as_choice() -> None:
    assert parse_security(xml.parse(b"<SecurityCap><securityVersion>1</securityVersion></SecurityCap>")) == (
        SecurityCapabilities(security_versions=(1,))
    )


@pytest.mark.parametrize("limits", ["<cfgFileSecretKeyLenLimit/>", '<cfgFileSecretKeyLenLimit max="many"/>'])
def test_limits_without_a_largest_length_are_none(limits: str) -> None:
    assert parse_security(xml.parse(f"<SecurityCap>{limits}</SecurityCap>".encode())) == SecurityCapabilities()


def test_the_salt_stays_out_of_results_and_messages() -> None:
    assert "5a17" not in str(plain(EXPECTED))
    assert "5a17" not in repr(EXPECTED)


def test_the_account_is_named_in_the_query() -> None:
    step = wire.Expect("GET", "/ISAPI/Security/capabilities?username=a%20b", wire.xml(SECURITY))
    with wire.logged_in_client(step) as device:
        assert read_security_capabilities(device.client, "a b") == EXPECTED
