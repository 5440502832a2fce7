# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""May the device get what is meant for it, and in which steps? The codes are explained in docs/checks.md."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import (
    Finding,
    Permission,
    Severity,
    blocked,
    error,
    warning,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.fit import misfits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry, Status
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.lineage import Lineage, Order
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.offer import is_offered
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.policy import Policy

Findings = typing.Iterator[Finding]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Bringing ``device`` to ``target``, over everything in ``way``, the last of which is ``target``.

    ``way`` is empty for a device that runs the target already.
    """

    device: Device
    target: Entry
    way: tuple[Entry, ...]
    lineage: Lineage
    policy: Policy

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.way or (self.target,)

    def findings(self) -> tuple[Finding, ...]:
        """Everything that is to be said about it, whether or not the policy allows it."""
        return tuple(finding for check in CHECKS for finding in check(self))


def fit(move: Move) -> Findings:
    """FW030 to FW035, for every step."""
    for entry in move.entries:
        yield from misfits(entry.package, move.device)


def status(move: Move) -> Findings:
    """FW023."""
    for entry in move.entries:
        yield from _status_of_target(entry, move.policy.ring) if entry is move.target else _status_of_step(entry, move)
    for entry in _running(move):
        if entry.status is Status.WITHDRAWN and entry is not move.target:
            yield warning("FW023", f"the device runs {entry}, which was withdrawn: {entry.status_reason}", id=entry.id)


def _status_of_target(entry: Entry, ring: str | None) -> Findings:
    evidence = {"id": entry.id, "status": entry.status.value, "rings": list(entry.rings), "ring": ring}
    match entry.status:
        case Status.WITHDRAWN:
            yield error("FW023", f"{entry} was withdrawn: {entry.status_reason}", **evidence)
        case Status.DEPRECATED:
            why = f": {entry.status_reason}" if entry.status_reason else ""
            yield warning("FW023", f"{entry} is deprecated{why}", **evidence)
        case Status.CANDIDATE if not is_offered(entry, ring):
            rings = f" except for the rings {', '.join(entry.rings)}" if entry.rings else ""
            yield blocked("FW023", Permission.CANDIDATE, f"{entry} is not approved yet{rings}", **evidence)
        case Status.APPROVED if not is_offered(entry, ring):
            mine = f"ring {ring}" if ring else "no ring"
            sentence = f"{entry} is approved for the rings {', '.join(entry.rings)}, and the device is in {mine}"
            yield warning("FW023", sentence, **evidence)


def _status_of_step(entry: Entry, move: Move) -> Findings:
    """Whoever approved the target approved its steps. That was before one of them was withdrawn."""
    if entry.status is Status.WITHDRAWN:
        sentence = f"the way to {move.target} leads over {entry}, which was withdrawn: {entry.status_reason}"
        yield error("FW023", sentence, id=entry.id, status=entry.status.value, target=move.target.id)
    elif entry.status is Status.CANDIDATE and not is_offered(entry, move.policy.ring):
        sentence = f"the way to {move.target} leads over {entry}, which is not approved yet"
        yield blocked("FW023", Permission.CANDIDATE, sentence, id=entry.id, target=move.target.id)


def direction(move: Move) -> Findings:
    """FW041: the target or a step leads back."""
    running = move.device.firmware
    if running is None:
        return
    former = [running, *(entry.firmware for entry in move.way)]
    hops = list(zip(former, move.way, strict=False))
    if len(hops) > 1:
        hops.append((running, move.target))
    for before, entry in hops:
        if move.lineage.order(entry.firmware, before) is Order.OLDER:
            step = "" if entry is move.target else f", a step on the way to {move.target},"
            what = "which the device runs" if before is running else "which comes before it"
            sentence = f"{entry}{step} is older than {before}, {what}"
            yield blocked("FW041", Permission.DOWNGRADE, sentence, before=str(before), step=str(entry.firmware))


def way_back(move: Move) -> Findings:
    """FW042: what runs, or something that it is newer than, does not let the device go back that far."""
    for entry in move.way:
        for barrier in _barriers(move):
            floor = barrier.downgrade.floor
            if move.lineage.order(entry.firmware, barrier.firmware) is not Order.OLDER:
                continue
            if barrier.downgrade.one_way:
                sentence = f"{barrier} is one-way: a device that has it can not go back to {entry}"
                yield error("FW042", sentence, barrier=barrier.id, step=str(entry.firmware))
            elif floor and move.lineage.order(entry.firmware, floor) is Order.OLDER:
                sentence = f"from {barrier} on, a device can not go back below {floor}, and {entry} is below"
                yield error("FW042", sentence, barrier=barrier.id, floor=str(floor), step=str(entry.firmware))


def config_reset(move: Move) -> Findings:
    """FW044."""
    for entry in move.way:
        if entry.requires.config_reset:
            sentence = f"{entry} resets the settings of the device"
            yield blocked("FW044", Permission.CONFIG_RESET, sentence, id=entry.id)


def acknowledgement(move: Move) -> Findings:
    """FW045. No permission lifts it: what must be read is said package by package."""
    for entry in move.way:
        if entry.release_notes.acknowledge and entry.id not in move.policy.acknowledged:
            notes = f" ({entry.release_notes.url})" if entry.release_notes.url else ""
            sentence = f"nobody has acknowledged the release notes of {entry}{notes}; add {entry.id} to acknowledged"
            evidence = {"id": entry.id, "known_issues": list(entry.release_notes.known_issues)}
            yield Finding("FW045", Severity.BLOCKED, sentence, evidence)


def _running(move: Move) -> tuple[Entry, ...]:
    firmware = move.device.firmware
    return move.lineage.entries_of(firmware) if firmware else ()


def _barriers(move: Move) -> list[Entry]:
    """What runs, and everything that it is newer than: an update does not tear a barrier down."""
    return [entry for entry in move.lineage.up_to(_running(move)) if entry.downgrade.one_way or entry.downgrade.floor]


CHECKS: typing.Final = (fit, status, direction, way_back, config_reset, acknowledgement)
