# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rollout has to show so far: its journal and the facts of this run, as endings that the breaker counts."""

from __future__ import annotations

import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import (
    DeviceHistory,
    Standing,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Ending, Tally, tally
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import State

Record = typing.Mapping[str, typing.Any]

_WITHOUT_OUTCOME = frozenset({Standing.DEFERRED, Standing.SET_ASIDE})


def counted(
    history: History, run: str, *, hosts: typing.Collection[str] | None = None, under_way: bool = True
) -> Tally:
    """Count all that the journal knows. ``run`` and ``hosts`` are those of :func:`.breaker.tally`.

    ``under_way`` says that a wave is: a device of this run that has not ended is being worked on, not lost.
    """
    return tally(endings_of(history, run, under_way=under_way), run=run, hosts=hosts, set_aside=history.set_aside)


def endings_of(history: History, run: str, *, under_way: bool) -> list[Ending]:
    """The endings that the journal knows, in the order of their times; those of devices that were lost are the last."""
    told = [
        (ended.at, Ending(ended.host, ended.state, ended.run, ended.reason, ended.on_purpose))
        for ended in history.outcomes
    ]
    last = {ending.host: ending.state for _at, ending in told}
    # Health that came back changes the state of a device after its turn has ended.
    changed = [
        (_since(device), Ending(device.host, device.state, device.run or ""))
        for device in history.devices.values()
        if device.state is not None and device.state != last.get(device.host)
    ]
    ordered = sorted([*told, *changed], key=lambda each: each[0])
    lost = [
        Ending(device.host, State.STARTED, device.run or "")
        for device in history.devices.values()
        if is_lost(device) and not (under_way and device.run == run)
    ]
    return [*(ending for _at, ending in ordered), *lost]


def still_to_come(hosts: typing.Iterable[str], history: History, run: str) -> frozenset[str]:
    """Which of the ``hosts`` of this run are in no wave of it that has begun."""
    begun = (event.details.get("hosts", ()) for event in history.waves.values() if event.run == run)
    return frozenset(hosts).difference(*begun)


def is_lost(device: DeviceHistory) -> bool:
    """Whether its turn has begun and nothing tells how it ended."""
    return device.is_open and device.standing not in _WITHOUT_OUTCOME


def of_wave(
    hosts: typing.Sequence[str], history: History, run: str, records: typing.Mapping[str, Record]
) -> tuple[Ending, ...]:
    """What became of each of the ``hosts`` of a wave in this run. ``records`` are their facts.

    A fact counts for what the journal does not know, or where it speaks against the device. A device of which nobody
    knows anything was lost.
    """
    journaled = {ending.host: ending for ending in endings_of(history, run, under_way=False) if ending.run == run}
    return tuple(_of_host(host, history, run, journaled.get(host), records.get(host)) for host in hosts)


def of_facts(hosts: typing.Iterable[str], records: typing.Mapping[str, Record]) -> tuple[Ending, ...]:
    """What the facts of this run tell of those ``hosts`` that have begun."""
    return tuple(of_record(host, records[host]) for host in hosts if host in records)


def of_record(host: str, record: Record, run: str = "") -> Ending:
    """The ending that a fact ``firmware_upgrade_outcome`` tells."""
    return Ending(host, str(record.get("state") or State.STARTED), run, str(record.get("reason") or ""))


def _of_host(host: str, history: History, run: str, journaled: Ending | None, record: Record | None) -> Ending:
    told = Ending(host, State.STARTED, run) if record is None else of_record(host, record, run)
    if journaled is not None and journaled.state != State.STARTED:
        return told if told.is_trouble and told.state != State.STARTED and journaled.is_good else journaled
    if told.state != State.STARTED:
        return told
    device = history.device(host)
    # A device that is through stays that when another look at it is put off.
    is_put_off = device.last is not None and device.last.kind is Kind.DEFERRED
    waits = device.run == run and (is_put_off or device.standing in _WITHOUT_OUTCOME)
    return Ending(host, State.DEFERRED if waits or host in history.set_aside else State.STARTED, run, device.reason)


def _since(device: DeviceHistory) -> datetime.datetime:
    return device.went_on or device.ended_at or datetime.datetime.min.replace(tzinfo=datetime.UTC)
