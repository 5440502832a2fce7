# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way from the first byte to the proof, with a real journal, real leases and real slots."""

from __future__ import annotations

import dataclasses
import fcntl
import os
import signal

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.pace import FULL_SPEED
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.passage import NotNow, Prevented
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.earlier_upload import earlier_upload
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.flight import Flight
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import NotDurable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import Uploads
from ansible_collections.surveillance.hikvision.tests.unit.flight.rollout_of_one import HOST, Rollout

SHUT = {"days": "daily", "from": "00:00", "to": "00:01", "zone": "UTC"}
RESULT = {
    "outcome": "upgraded",
    "msg": "This runs.",
    "before": {"version": "V5.7.15", "build": "240201"},
    "after": {"version": "V5.7.18", "build": "240826"},
    "phases": [{"name": "upload", "seconds": 1.0}],
    "boot": {"by": "device", "proof": "uptime"},
    "advice": None,
}


def fly(flight: Flight, *, whole: bool = True) -> None:
    """As the module does it."""
    flight.admit()
    flight.before_upload(864_000)
    flight.handing_out(500, 1000)
    if whole:
        flight.handing_out(1000, 1000)
    flight.after_upload(1000 if whole else 500, 1000, accepted=whole)
    for phase in ("upload", "flash", "flash", "reboot", "verify"):
        flight.phase(phase)
    flight.end(RESULT if whole else {**RESULT, "outcome": "failed_before_write"})
    flight.close()


def test_everything_is_written_down_in_time(rollout: Rollout) -> None:
    flight = rollout.flight()
    flight.admit()
    flight.phase("reboot")  # one that an earlier change waited for is not this upgrade's
    assert rollout.kinds() == []
    flight.before_upload(864_000)
    [writing] = rollout.events()
    assert (writing.kind, writing.host) == (Kind.WRITING, HOST)
    assert dict(writing.details) == {
        "step": 1,
        "package": "g5-5.7.18",
        "version": "V5.7.18",
        "build": "240826",
        "before": {"version": "V5.7.15", "build": "240201"},
        "sha256": "ab" * 32,
        "size": 1000,
        "wave": 1,
        "uptime": 864_000,
    }
    flight.handing_out(500, 1000)
    assert rollout.kinds() == [Kind.WRITING]
    flight.handing_out(1000, 1000)
    assert rollout.kinds() == [Kind.WRITING, Kind.SENT]
    assert rollout.context.leases.is_worked_on(HOST)
    flight.close()
    assert not rollout.context.leases.is_worked_on(HOST)


def test_the_whole_way(rollout: Rollout) -> None:
    fly(rollout.flight())
    sent = [event for event in rollout.events() if event.kind is Kind.SENT]
    assert rollout.kinds() == [
        Kind.WRITING,
        Kind.SENT,
        Kind.SENT,
        Kind.FLASHING,
        Kind.REBOOTING,
        Kind.FLASHED,
    ]
    assert ["whole" in event.details for event in sent] == [False, True]
    flashed = rollout.events()[-1].details
    assert (flashed["outcome"], flashed["whole"], flashed["step"]) == ("upgraded", True, 1)
    assert (flashed["phases"], flashed["boot"]) == (RESULT["phases"], RESULT["boot"])
    assert rollout.warned == []
    history = rollout.context.history().devices[HOST]
    assert (history.whole_file_sent, history.flashes) == (True, 1)


def test_a_broken_upload_is_no_flash(rollout: Rollout) -> None:
    fly(rollout.flight(), whole=False)
    history = rollout.context.history().devices[HOST]
    assert (history.whole_file_sent, history.flashes) == (False, 0)


def to_the_second_upload(rollout: Rollout) -> Flight:
    """The first one was refused, because an earlier change waited for a reboot."""
    flight = rollout.flight()
    flight.admit()
    flight.before_upload(864_000)
    flight.handing_out(1000, 1000)
    flight.after_upload(1000, 1000, accepted=False, refused=True)
    flight.phase("reboot")
    return flight


def test_a_refused_file_is_no_flash(rollout: Rollout) -> None:
    flight = to_the_second_upload(rollout)
    history = rollout.context.history().devices[HOST]
    assert (history.standing, history.whole_file_sent, history.flashes) == ("unproven", False, 0)
    assert earlier_upload(rollout.events(), HOST)["refused"]
    flight.end({**RESULT, "outcome": "not_back"})
    flight.close()
    assert rollout.context.history().devices[HOST].flashes == 0


def test_a_second_upload_is_one_of_its_own(rollout: Rollout) -> None:
    flight = to_the_second_upload(rollout)
    flight.before_upload(40)
    *_first, proof, writing = rollout.events()
    assert (proof.kind, proof.details["outcome"]) == (Kind.FLASHED, "failed_before_write")
    assert (writing.kind, writing.details["uptime"]) == (Kind.WRITING, 40)
    known = earlier_upload(rollout.events(), HOST)
    assert known == {
        "since": writing.at.isoformat(),
        "before": RESULT["before"],
        "uptime": 40,
        "whole_file": False,
        "accepted": False,
        "refused": False,
    }
    flight.handing_out(500, 1000)
    assert not earlier_upload(rollout.events(), HOST)["whole_file"]
    flight.handing_out(1000, 1000)
    assert earlier_upload(rollout.events(), HOST)["whole_file"]
    flight.after_upload(1000, 1000, accepted=True)
    assert earlier_upload(rollout.events(), HOST)["accepted"]
    flight.phase("reboot")
    flight.end(RESULT)
    flight.close()
    assert rollout.kinds()[-5:] == [Kind.SENT, Kind.SENT, Kind.FLASHING, Kind.REBOOTING, Kind.FLASHED]
    history = rollout.context.history().devices[HOST]
    assert (history.whole_file_sent, history.flashes) == (True, 1)


def test_a_second_upload_that_can_not_be_written_down_is_not_begun(
    rollout: Rollout, monkeypatch: pytest.MonkeyPatch
) -> None:
    flight = to_the_second_upload(rollout)
    with monkeypatch.context() as patch, pytest.raises(Prevented, match="disk is full"):
        patch.setattr(Journal, "append", fails)
        flight.before_upload(40)
    flight.close()
    assert earlier_upload(rollout.events(), HOST)["refused"]


def test_the_kill_switch(rollout: Rollout) -> None:
    rollout.context.stop_files[0].write_text("The network is down.")
    with pytest.raises(NotNow, match="network is down") as held:
        rollout.flight().admit()
    assert held.value.outcome == "stopped"


def test_a_closed_window(rollout: Rollout) -> None:
    with pytest.raises(NotNow) as held:
        rollout.with_context(windows=(SHUT,)).flight().admit()
    assert held.value.outcome == "deferred"


def test_the_way_back_asks_nobody(rollout: Rollout) -> None:
    rollout.context.stop_files[0].write_text("Stop.")
    fly(rollout.with_context(windows=(SHUT,)).flight(going_back=True))
    assert rollout.kinds()[0] is Kind.WRITING


def test_the_way_back_takes_the_device(rollout: Rollout) -> None:
    other = dataclasses.replace(rollout.context.holder, run="other run", rollout="f" * 64)
    rollout.context.leases.take(HOST, other, 600)
    with pytest.raises(NotNow, match="is leased by run other run") as held:
        rollout.flight(going_back=True).admit()
    assert held.value.outcome == "deferred"
    rollout.context.leases.release(HOST, other)
    rollout.flight(going_back=True).admit()
    taken = rollout.context.leases.held(HOST)
    assert taken is not None
    assert taken.by == rollout.context.holder


def test_a_way_back_whose_lease_can_not_be_written_does_not_begin(rollout: Rollout) -> None:
    rollout.context.place.leases.rmdir()
    with pytest.raises(Prevented):
        rollout.flight(going_back=True).admit()


def test_a_kill_switch_that_comes_after_the_admission(rollout: Rollout) -> None:
    flight = rollout.flight()
    flight.admit()
    rollout.context.stop_files[1].touch()
    with pytest.raises(NotNow):
        flight.before_upload(None)
    flight.close()
    assert rollout.kinds() == []


def test_a_journal_that_can_not_be_written_prevents_the_upload(
    rollout: Rollout, monkeypatch: pytest.MonkeyPatch
) -> None:
    flight = rollout.flight()
    flight.admit()
    monkeypatch.setattr(Journal, "append", fails)
    with pytest.raises(Prevented, match="disk is full") as prevented:
        flight.before_upload(None)
    flight.close()
    assert "Make room" in prevented.value.advice


def fails(*_arguments: object, **_details: object) -> None:
    raise NotDurable("The disk is full.")


def test_a_journal_that_fails_later_keeps_the_last_block_back_and_nothing_else(
    rollout: Rollout, monkeypatch: pytest.MonkeyPatch
) -> None:
    flight = rollout.flight()
    flight.admit()
    flight.before_upload(None)
    monkeypatch.setattr(Journal, "append", fails)
    flight.handing_out(500, 1000)
    with pytest.raises(OSError, match="disk is full"):
        flight.handing_out(1000, 1000)
    flight.after_upload(500, 1000, accepted=False)
    flight.end(RESULT)
    flight.close()
    assert len(rollout.warned) == 2


def test_somebody_else_at_the_device(rollout: Rollout) -> None:
    flight = rollout.flight()
    flight.admit()
    with rollout.context.leases.working(HOST), pytest.raises(NotNow) as held:
        flight.before_upload(None)
    flight.close()
    assert held.value.outcome == "deferred"


def test_a_signal_while_it_waits_for_a_slot(rollout: Rollout, monkeypatch: pytest.MonkeyPatch) -> None:
    obeyed: list[int] = []
    former = signal.signal(signal.SIGTERM, lambda number, _frame: obeyed.append(number))
    limited = rollout.with_context(uploads=Uploads(all=1, site=1), site="Depot / North")
    flight = limited.flight()
    monkeypatch.setattr(limited, "told", [])
    try:
        with (rollout.context.slots_directory / "all-1.slot").open("w") as taken:
            fcntl.flock(taken, fcntl.LOCK_EX)
            flight.admit()
            # Arrives as soon as signals are held, which is before the first look for a slot.
            monkeypatch.setattr(flight._signals, "hold", lambda: (type(flight._signals).hold(flight._signals), kill()))
            with pytest.raises(NotNow, match="SIGTERM") as held:
                flight.before_upload(None)
        assert (held.value.outcome, obeyed) == ("stopped", [])
        flight.close()
        assert obeyed == [signal.SIGTERM]
    finally:
        signal.signal(signal.SIGTERM, former)
    assert rollout.kinds() == []


def kill() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_uploads_share_a_line(rollout: Rollout) -> None:
    slow = rollout.with_context(uploads=Uploads(bytes_per_second=40_000), site="Depot").flight()
    slow.admit()
    pace = slow.before_upload(None)
    other = rollout.with_context(uploads=Uploads(bytes_per_second=40_000), site="Depot", lease="other").flight()
    other.admit()
    pace_of_other = other.before_upload(None)
    assert pace.block == 10_000
    assert pace.wait(20_000) + pace_of_other.wait(4_000) + pace.wait(1) > 0.2
    slow.close()
    other.close()
    free = rollout.flight()
    free.admit()
    assert free.before_upload(None) is FULL_SPEED
    free.close()
