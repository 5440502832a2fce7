# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run takes a device, unless another one has it or has left something open at it."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError, Leased
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.lease import Held
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Fate
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.command import to_apply
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory

_SHORTEST: typing.Final = 2 * 3600.0
"""Seconds. Only a holder on another controller, or a dead one that left something open, is waited for so long."""


def take_device(context: RolloutContext) -> None:
    """Take or prolong the lease of the device.

    A dead run of another rollout loses it if the journal of that rollout knows that it left nothing open there. Raises
    :class:`Leased`, and another :class:`JournalError` if the lease can not be written.
    """
    held = _take(context)
    if held is None:
        return
    if held.at_work or held.by.process.fate is not Fate.DEAD:
        raise Leased(f"{held}.", held.until)
    place = RolloutDirectory.of(context.shared_directory, held.by.rollout)
    if objection := _left_open(place, held):
        raise Leased(objection, held.until)
    if held := _take(context, settled=held):
        raise Leased(f"{held}.", held.until)


def _take(context: RolloutContext, settled: Held | None = None) -> Held | None:
    seconds = max(_SHORTEST, 3 * context.expected_seconds)
    return context.leases.take(context.lease, context.holder, seconds, settled=settled.by if settled else None)


def _left_open(place: RolloutDirectory, held: Held) -> str | None:
    """A sentence, if the journal there does not tell that the device was left in order."""
    if not place.journal.exists():
        return f"{held}. That run is dead, and the journal that tells what it left open is not in {place.path}."
    try:
        device = History.of(read(place.journal, held.by.host).events).device(held.by.host)
    except JournalError as error:
        return f"{held}. That run is dead, and what it left open can not be known: {error}"
    if device.standing is not Standing.UNPROVEN and not device.is_open:
        return None
    command = to_apply((), plan_file=str(place.plan), rollout_dir=str(place.shared))
    return (
        f"{held.by.host} was left by {held.by}, which is dead, and left something open there. Settle that first, with "
        f"the inventory of that rollout: {command}"
    )
