# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast an upload goes, on a clock that only moves when somebody waits."""

from __future__ import annotations

import itertools
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.image import ImageFile, opened
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.pace import (
    FULL_SPEED,
    BothPaces,
    SteadyPace,
    block_for,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import KIB, MIB
from ansible_collections.surveillance.hikvision.tests.unit.wire import FakeClock


@given(rate=st.integers(1_000, 50_000_000), blocks=st.lists(st.integers(1, MIB), min_size=1, max_size=30))
def test_no_block_goes_out_before_the_rate_allows_it(rate: int, blocks: list[int]) -> None:
    clock = FakeClock()
    pace, began, sent = SteadyPace(clock, rate), clock.monotonic(), 0
    for block in blocks:
        waited = pace.wait(block)
        assert clock.monotonic() - began == pytest.approx(sent / rate, abs=1e-6)
        assert waited >= 0
        sent += block


def test_time_that_the_device_took_is_not_made_up_for() -> None:
    clock = FakeClock()
    pace = SteadyPace(clock, 1000)
    assert pace.wait(1000) == 0
    clock.advance(10)
    assert pace.wait(1000) == 0
    assert pace.wait(1000) == 1


def test_blocks_are_small_enough_for_bytes_to_flow() -> None:
    assert (block_for(100), block_for(400_000), block_for(1e9)) == (4 * KIB, 100_000, MIB)
    assert FULL_SPEED.wait(MIB) == 0


def test_the_slower_of_two_counts() -> None:
    clock = FakeClock()
    both = BothPaces(SteadyPace(clock, 100_000), SteadyPace(clock, 200_000))
    began = clock.monotonic()
    for _unused in range(5):
        both.wait(100_000)
    assert both.block == 25_000
    assert clock.monotonic() - began == pytest.approx(4)


def test_an_upload_keeps_to_its_rate_and_waiting_takes_nothing_of_its_limit(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "digicap.dav"
    path.write_bytes(bytes(200_000))
    clock, seen = FakeClock(), list[int]()
    pace = SteadyPace(clock, 10_000)

    def watch(sent: int, _total: int) -> None:
        seen.append(sent)

    image = ImageFile.at(str(path))
    with opened(image, multipart=False, clock=clock, seconds=1.0, watch=watch, pace=pace) as body:
        while body.read(MIB):
            pass
    assert seen[-1] == 200_000
    assert max(later - sooner for sooner, later in itertools.pairwise(seen)) <= pace.block
    assert 19 < sum(clock.slept) < 20
