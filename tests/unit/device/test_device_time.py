# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The device's clock against ours."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.device_time import DeviceTime, read_time
from ansible_collections.surveillance.hikvision.tests.unit import wire

PATH = "/ISAPI/System/time"


def time_document(local: str) -> str:
    return f"<Time><timeMode>NTP</timeMode><localTime>{local}</localTime><timeZone>CST-8:00:00</timeZone></Time>"


@pytest.mark.parametrize(
    ("local", "drift"),
    [
        ("2026-03-01T20:00:00+08:00", 0),
        ("2026-03-01T12:00:30Z", 30),
        ("2026-03-01T06:59:00-05:00", -60),
        ("1970-01-01T00:00:00Z", -1772366400),
        ("2026-03-01T20:00:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_drift(local: str, drift: int | None) -> None:
    with wire.logged_in_client(wire.Expect("GET", PATH, wire.xml(time_document(local)))) as device:
        told = read_time(device.client)
    assert told.drift == drift
    assert (told.mode, told.zone) == ("NTP", "CST-8:00:00")


def test_a_slow_answer_is_no_drift() -> None:
    step = wire.Expect("GET", PATH, wire.xml(time_document("2026-03-01T12:00:04Z")), seconds=8.0)
    with wire.logged_in_client(step) as device:
        assert read_time(device.client).drift == 0


@pytest.mark.parametrize(
    ("drift", "suspected"), [(3600, True), (-3590, True), (3700, False), (0, False), (None, False), (7200, False)]
)
def test_summer_time(drift: int | None, suspected: bool) -> None:
    assert DeviceTime(drift=drift).summer_time_suspected(60) is suspected


def test_a_wide_tolerance_does_not_make_every_drift_summer_time() -> None:
    assert not DeviceTime(drift=0).summer_time_suspected(86400)
