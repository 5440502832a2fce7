# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting: deadlines that hold, backoffs that end, and a last question at the deadline itself."""

from __future__ import annotations

import datetime
import itertools

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._clock import (
    Backoff,
    Deadline,
    SystemClock,
    wait_for,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import DeadlineExceeded
from ansible_collections.surveillance.hikvision.tests.unit.wire import FakeClock


def pauses(backoff: Backoff, count: int) -> list[float]:
    return list(itertools.islice(backoff.pauses(), count))


def test_a_backoff_grows_to_its_ceiling() -> None:
    assert pauses(Backoff(3.0), 3) == [3, 3, 3]
    assert pauses(Backoff(1.0, factor=2.0, ceiling=5.0), 5) == [1, 2, 4, 5, 5]
    assert pauses(Backoff(60.0, ceiling=5.0), 2) == [5, 5]


def test_a_deadline_counts_down_and_stays_at_zero() -> None:
    clock = FakeClock()
    deadline = Deadline(clock, 10)
    clock.advance(4)
    assert (deadline.remaining, deadline.passed) == (6, False)
    clock.advance(6)
    assert (deadline.remaining, deadline.passed) == (0, True)
    clock.advance(1)
    assert deadline.remaining == 0


def wait_until(clock: FakeClock, seconds: float, *, limit: float = 10.0) -> float:
    """Wait for a fact that becomes true after ``seconds``; returns when it was seen."""
    began = clock.monotonic()

    def proof() -> float | None:
        passed = clock.monotonic() - began
        return passed if passed >= seconds else None

    return wait_for(proof, "the fact", clock=clock, deadline=Deadline(clock, limit), backoff=Backoff(3.0))


def test_what_is_already_so_costs_no_pause() -> None:
    clock = FakeClock()
    assert wait_until(clock, 0) == 0
    assert clock.slept == []


def test_the_proof_ends_the_wait() -> None:
    clock = FakeClock()
    assert wait_until(clock, 5) == 6
    assert clock.slept == [3, 3]


def test_the_last_question_is_asked_at_the_deadline() -> None:
    clock = FakeClock()
    assert wait_until(clock, 9.5) == 10
    assert clock.slept == [3, 3, 3, 1]


def test_a_wait_without_its_proof_ends_at_the_deadline() -> None:
    clock = FakeClock()
    with pytest.raises(DeadlineExceeded, match="^the fact: not seen within 10 s$"):
        wait_until(clock, 11)
    assert sum(clock.slept) == 10


def test_a_falsy_fact_is_a_fact() -> None:
    clock = FakeClock()
    assert wait_for(lambda: 0, "zero", clock=clock, deadline=Deadline(clock, 1), backoff=Backoff(1)) == 0


def test_a_proof_that_takes_longer_than_the_deadline_is_asked_once() -> None:
    clock = FakeClock()
    asked = []

    def slow() -> None:
        asked.append(clock.monotonic())
        clock.advance(60)

    with pytest.raises(DeadlineExceeded):
        wait_for(slow, "it", clock=clock, deadline=Deadline(clock, 10), backoff=Backoff(1))
    assert len(asked) == 1


def test_the_system_clock() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0.01)
    assert clock.monotonic() - before >= 0.01
    assert clock.utc().utcoffset() == datetime.timedelta(0)
