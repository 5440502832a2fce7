# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What counts as proof that a device has booted, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.boot import BootProof, BootWatch
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.system import SystemStatus, order_reboot
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    Busy,
    NotActivated,
    PermissionDenied,
)
from ansible_collections.surveillance.hikvision.tests.unit import wire

INFO = wire.xml("<DeviceInfo><model>DS-1</model><firmwareVersion>V1.2.3</firmwareVersion></DeviceInfo>")


def status(uptime: int | None, reboots: int | None = None) -> SystemStatus:
    return SystemStatus(uptime, reboots, None)


@pytest.mark.parametrize(
    "before, after, elapsed, booted",
    [
        (status(864_000), status(30), 200.0, True),
        (status(864_000), status(864_200), 200.0, False),
        (status(864_000), status(863_999), 200.0, True),
        (status(20), status(180), 200.0, True),
        (status(20), status(220), 200.0, False),
        (status(0), status(1799), 1800.0, False),
        (status(0), status(1780), 1800.0, False),
        (status(0), status(1200), 1800.0, True),
        (status(0), status(0), 1.0, False),
        (status(None), status(30), 200.0, None),
        (status(864_000), status(None), 200.0, None),
        (status(864_000, 17), status(864_100, 18), 200.0, True),
        (status(864_000, 17), status(864_200, 17), 200.0, False),
        (status(None, 17), status(None, 18), 200.0, True),
    ],
)
def test_uptime_and_count(before: SystemStatus, after: SystemStatus, elapsed: float, *, booted: bool | None) -> None:
    assert after.booted_since(before, elapsed) is booted


@given(st.integers(0, 10**7), st.floats(0, 10**5), st.floats(-0.01, 0.01))
def test_a_device_that_runs_on_has_not_booted(uptime: int, elapsed: float, drift: float) -> None:
    later = status(int(uptime + elapsed * (1 + drift) + 0.5))
    assert later.booted_since(status(uptime), elapsed) is not True or later.uptime < uptime


@given(st.integers(0, 10**7), st.floats(60, 10**5), st.floats(0.1, 0.9))
def test_a_device_that_booted_in_between_is_found_out(uptime: int, elapsed: float, share: float) -> None:
    assert status(int(elapsed * share)).booted_since(status(uptime), elapsed) is True


def good_look(state: wire.Reply | None) -> tuple[wire.Expect, ...]:
    return (
        wire.Expect("GET", "/ISAPI/System/deviceInfo", INFO),
        wire.Expect("GET", "/ISAPI/System/status", state or wire.not_supported(404)),
    )


def up_for(seconds: int) -> wire.Reply:
    return wire.xml(f"<DeviceStatus><deviceUpTime>{seconds}</deviceUpTime></DeviceStatus>")


SILENCE = wire.Expect("GET", wire.USER_CHECK, wire.breaks())


def test_a_boot_once_proven_stays_proven() -> None:
    with wire.logged_in_client(*good_look(up_for(10)), *good_look(up_for(864_500))) as device:
        watch = BootWatch(device.client, status(864_000))
        proofs = [sighting.proof for _unused in range(2) if (sighting := watch.look())]
    assert proofs == [BootProof.UPTIME, BootProof.UPTIME]


def test_an_outage_proves_nothing_where_the_uptime_ran_on() -> None:
    with wire.client(SILENCE, *wire.login(), *good_look(up_for(864_010))) as device:
        watch = BootWatch(device.client, status(864_000))
        assert watch.look() is None
        sighting = watch.look()
    assert sighting is not None and sighting.proof is None


def test_an_outage_is_the_proof_where_nothing_tells_the_uptime() -> None:
    with wire.client(SILENCE, *wire.login(), *good_look(None), *good_look(None)) as device:
        watch = BootWatch(device.client, None)
        assert watch.look() is None
        first = watch.look()
        watch.expect_boot()
        second = watch.look()
    assert first is not None and first.proof is BootProof.OUTAGE
    assert second is not None and second.proof is None


def test_an_error_is_no_outage() -> None:
    error = wire.Expect("GET", "/ISAPI/System/deviceInfo", wire.response_status(4, "lowPrivilege"))
    with wire.client(*wire.login("a"), error, *wire.login("b"), *good_look(None)) as device:
        watch = BootWatch(device.client, None)
        assert watch.look() is None
        assert "lowPrivilege" in watch.trouble
        sighting = watch.look()
    assert sighting is not None and sighting.proof is None


def test_silence_is_measured_from_the_last_sign_of_life() -> None:
    with wire.client(SILENCE, SILENCE) as device:
        watch = BootWatch(device.client, None)
        watch.look()
        device.clock.advance(50.0)
        assert watch.silent_for == 50.0
        watch.note_answer()
        assert watch.silent_for == 0.0
        device.clock.advance(50.0)
        watch.look()
        assert watch.silent_for == 0.0


def test_a_device_without_activation_is_no_silence() -> None:
    info = wire.Expect("GET", "/ISAPI/System/deviceInfo", wire.response_status(4, "notActivated"))
    with wire.logged_in_client(info) as device:
        watch = BootWatch(device.client, None)
        with pytest.raises(NotActivated):
            watch.look()
        assert watch.silent_for == 0.0


REBOOT = "/ISAPI/System/reboot"


@pytest.mark.parametrize("reply", [wire.response_status(), wire.answer(b""), wire.breaks()])
def test_a_reboot_order_needs_no_answer(reply: wire.Reply) -> None:
    with wire.logged_in_client(wire.Expect("PUT", REBOOT, reply, body=b"", authorised=True)) as device:
        order_reboot(device.client)
    assert device.transport.closes


@pytest.mark.parametrize(
    "reply, error",
    [(wire.response_status(2, "deviceBusy"), Busy), (wire.response_status(4, "lowPrivilege"), PermissionDenied)],
)
def test_a_refused_reboot_order_is_sent_once(reply: wire.Reply, error: type[Exception]) -> None:
    with wire.logged_in_client(wire.Expect("PUT", REBOOT, reply)) as device, pytest.raises(error):
        order_reboot(device.client)
