# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The soak before a wave: how long it still takes, and who looks at which device again."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.soak import (
    last_change,
    shares,
    soaked_at,
    to_look_at,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
RUN = "0f0f0f0f0f0f"


def at(minute):
    return NOON + datetime.timedelta(minutes=minute)


def event(minute, kind, host=None, **details):
    return Event(at(minute), RUN, kind, host, details)


def upgraded(host, wave, minute, state="upgraded"):
    return [
        event(minute, Kind.BEGAN, host, wave=wave, attempt=1),
        event(minute, Kind.BASELINE, host, path=f"baselines/{host}.json"),
        event(minute, Kind.WRITING, host, step=0),
        event(minute, Kind.FLASHED, host, step=0, outcome="upgraded", whole=True),
        event(minute, Kind.ENDED, host, state=state, wave=wave),
    ]


def history(*events):
    flat = (each for one in events for each in (one if isinstance(one, list) else [one]))
    return History.of([event(0, Kind.RUN_BEGAN), *flat])


def proven_again(host, wave, minute):
    return [
        event(minute, Kind.BEGAN, host, wave=wave, attempt=2),
        event(minute, Kind.ENDED, host, state="unchanged", wave=wave),
    ]


@pytest.mark.parametrize(
    ("events", "minute"),
    [
        ([], None),
        ([upgraded("a", 1, 1), upgraded("b", 1, 3)], 3),
        ([upgraded("a", 1, 1), upgraded("b", 2, 3)], 1),
        ([upgraded("a", 1, 1), proven_again("a", 1, 5)], 1),
        ([upgraded("a", 1, 1, state="failed")], 1),
        ([event(2, Kind.DEFERRED, "a", reason="window"), event(3, Kind.ENDED, "a", state="deferred", wave=1)], None),
    ],
)
def test_the_soak_begins_when_the_last_device_of_earlier_waves_was_changed(events, minute):
    assert last_change(history(*events), 2) == (None if minute is None else at(minute))


@pytest.mark.parametrize(
    ("changed", "seconds", "until"),
    [
        (None, 600, at(0)),
        (at(-2), 600, at(8)),
        (at(-10), 600, at(0)),
        (at(-60), 600, at(0)),
        (at(-1), 0, at(0)),
        (at(90), 600, at(10)),
    ],
)
def test_the_end_of_the_soak(changed, seconds, until):
    assert soaked_at(changed, NOON, seconds) == until


def looked_at(*events, wave=2):
    return [device.host for device in to_look_at(history(*events), wave)]


def test_devices_of_earlier_waves_are_looked_at_again():
    assert looked_at(upgraded("a", 1, 1), upgraded("b", 2, 2), upgraded("c", 3, 3), wave=3) == ["a", "b"]


def test_a_device_that_has_got_worse_is_looked_at_until_it_is_well():
    worse = event(5, Kind.REGRESSED, "a", problems=["no picture"])
    assert looked_at(upgraded("a", 1, 1), worse) == ["a"]


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(upgraded("a", 1, 1, state="failed"), id="failed"),
        pytest.param(proven_again("a", 1, 1), id="needed nothing, so there is no baseline"),
        pytest.param([*upgraded("a", 1, 1), event(2, Kind.SET_ASIDE, hosts=["a"])], id="set aside"),
        pytest.param(upgraded("a", 1, 1)[:-1], id="not through"),
    ],
)
def test_others_are_not(events):
    assert looked_at(events) == []


@pytest.mark.parametrize(
    ("hosts", "items", "dealt"),
    [
        ("ab", "", {}),
        ("ab", "1", {"a": ["1"]}),
        ("ab", "12345", {"a": ["1", "3", "5"], "b": ["2", "4"]}),
        ("a", "123", {"a": ["1", "2", "3"]}),
        ("", "", {}),
    ],
)
def test_earlier_devices_are_dealt_out_evenly(hosts, items, dealt):
    assert shares(list(hosts), items) == dealt


def test_somebody_must_be_there_to_look():
    with pytest.raises(ValueError, match="nobody"):
        shares([], ["a"])
