# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search for room finds what counting finds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.room import Room


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    limits=st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple),
    wishes=st.lists(st.integers(0, 6), max_size=40),
)
def test_the_first_wave_with_room(limits: tuple[int, ...], wishes: list[int]) -> None:
    room, taken = Room(limits), [0] * 100
    for wish in wishes:
        found = room.first_from(wish)
        assert found == next(
            wave for wave in range(wish, 100) if taken[wave] < (limits[wave] if wave < len(limits) else limits[-1])
        )
        room.take(found)
        taken[found] += 1
