# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Soak: new firmware runs for a while, and is looked at again, before more devices get it."""

from __future__ import annotations

import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import (
    DeviceHistory,
    Standing,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import REGRESSED, State

# Endings of a turn in which something was done to the device. A device proven once more begins no new soak.
_DONE_SOMETHING = frozenset({State.UPGRADED, State.FAILED, State.ROLLED_BACK, State.CONFIG_RESTORED})


def last_change(history: History, wave: int) -> datetime.datetime | None:
    """When the last device of the waves before ``wave`` came to its end; ``None`` when nothing was done to any."""
    moments = [
        ending.at
        for ending in history.outcomes
        if ending.state in _DONE_SOMETHING and (ending.wave is None or ending.wave < wave)
    ]
    return max(moments, default=None)


def soaked_at(changed: datetime.datetime | None, now: datetime.datetime, seconds: float) -> datetime.datetime:
    """When the soak is over; ``now`` when there is nothing to wait for.

    A change in the future, by a clock that was set since, does not make it longer than ``seconds``.
    """
    if changed is None:
        return now
    return max(now, min(changed, now) + datetime.timedelta(seconds=seconds))


def to_look_at(history: History, wave: int) -> tuple[DeviceHistory, ...]:
    """Devices of the waves before ``wave`` that were upgraded, and whose health can be compared with a baseline."""
    return tuple(
        device
        for device in history.devices.values()
        if device.flashed is not None
        and device.baseline is not None
        and device.wave is not None
        and device.wave < wave
        and device.host not in history.set_aside
        and (device.standing is Standing.DONE or device.state == REGRESSED)
    )


Item = typing.TypeVar("Item")


def shares(hosts: typing.Sequence[str], items: typing.Iterable[Item]) -> dict[str, list[Item]]:
    """``items`` dealt out among ``hosts``, one after the other. Hosts that get none are left out.

    Raises :class:`ValueError` when there is something to deal out and nobody to deal it to.
    """
    dealt: dict[str, list[Item]] = {}
    for number, item in enumerate(items):
        if not hosts:
            raise ValueError("nobody is there to look at earlier devices")
        dealt.setdefault(hosts[number % len(hosts)], []).append(item)
    return dealt
