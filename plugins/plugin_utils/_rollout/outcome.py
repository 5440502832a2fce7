# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of a device goes into the journal; its lease is given back; who has to recover it gets a page."""

from __future__ import annotations

import dataclasses
import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import DeviceHistory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.runbook import NEEDED, Patient, runbook
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import write_private
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import State

Mapping = typing.Mapping[str, typing.Any]

_KEPT: typing.Final = ("state", "reason", "advice", "before", "after", "backup")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """``written``: the journal did not know it before. ``runbook`` is the path of the page, if there is one."""

    state: str
    written: bool
    runbook: str | None = None

    @property
    def sentence(self) -> str:
        said = "is in the journal" if self.written else "was in the journal already"
        return f"{self.state.replace('_', ' ').capitalize()} {said}." + (
            f" How to recover the device: {self.runbook}" if self.runbook else ""
        )

    def as_result(self) -> dict[str, typing.Any]:
        return {"state": self.state, "changed": self.written, "runbook": self.runbook, "msg": self.sentence}


def keep_outcome(context: RolloutContext, record: Mapping, patient: Patient) -> Kept:
    """Write the end of a device's turn, once. ``record`` is the fact ``firmware_upgrade_outcome``.

    A device without an outcome (its record is still ``started``) has left the play; that is what the journal shows
    without a word from here. Raises :class:`JournalError`.
    """
    state = str(record.get("state") or State.STARTED)
    if state == State.STARTED:
        return Kept(state=state, written=False)
    device = context.device_history()
    page = str(context.place.runbook(context.host)) if state in NEEDED else None
    if is_known(device, context.run, record):
        context.leases.release(context.lease, context.holder)
        return Kept(state=state, written=False, runbook=page)
    event = context.journal.append(
        Kind.ENDED,
        context.host,
        **{name: record.get(name) for name in _KEPT},
        wave=context.wave,
        package=context.package,
        seconds=_seconds(device, context.run),
    )
    after = device.after_event(event)
    if page:
        words = runbook(patient, after, state=state, reason=str(record.get("reason") or ""))
        write_private(context.place.runbook(context.host), words.encode())
    context.leases.release(context.lease, context.holder)
    return Kept(state=state, written=True, runbook=page)


def _seconds(device: DeviceHistory, run: str) -> float | None:
    if not device.is_open or device.began_at is None or device.began_in != run:
        return None
    return (datetime.datetime.now(datetime.UTC) - device.began_at).total_seconds()


def is_known(device: DeviceHistory, run: str, record: Mapping) -> bool:
    """Whether the last thing that happened to the device in this run is what the record says."""
    if device.run != run or device.is_open or device.last is None:
        return False
    told = device.last.details
    same = str(told.get("reason", "")) == str(record.get("reason") or "")
    match device.last.kind:
        case Kind.ENDED:
            return same and told.get("state") == record.get("state")
        case Kind.DEFERRED:
            return record.get("state") == State.DEFERRED
    return False
