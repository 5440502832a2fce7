# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting: deadlines that hold and backoffs that end."""

from __future__ import annotations

import datetime
import itertools

from ansible_collections.surveillance.hikvision.plugins.module_utils._clock import (
    Backoff,
    Deadline,
    SystemClock,
)
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


def test_the_system_clock() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0.01)
    assert clock.monotonic() - before >= 0.01
    assert clock.utc().utcoffset() == datetime.timedelta(0)
