# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The choice from what comes into question for a device: which entry is meant, and whether the device may get it."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import (
    Finding,
    Permission,
    error,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry, Status
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.choice import Choice, Standing, Step
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.lineage import Lineage, Order
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.move import Move
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.offer import Offer, Undecided, meant
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.policy import Policy
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.route import NoWay, Router

_STANDING = {
    Order.SAME: Standing.CURRENT,
    Order.OLDER: Standing.DOWNGRADE,
    Order.NEWER: Standing.UPGRADE,
    Order.UNTOLD: Standing.UNKNOWN,
}
# What says most about a device that runs a firmware for which there are several entries.
_GRAVITY = (Status.WITHDRAWN, Status.DEPRECATED, Status.CANDIDATE, Status.APPROVED)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Everything that a choice depends on, besides the offers. ``entries`` are all that a way may lead over."""

    device: Device
    policy: Policy
    entries: tuple[Entry, ...]
    lineage: Lineage
    source: typing.Mapping[str, typing.Any] | None = None

    @property
    def running(self) -> Entry | None:
        """The entry for what the device runs."""
        firmware = self.device.firmware
        known = self.lineage.entries_of(firmware) if firmware else ()
        return min(known, key=lambda entry: (_GRAVITY.index(entry.status), entry.id), default=None)

    def among(self, offers: typing.Sequence[Offer]) -> Choice:
        """The choice from ``offers``. Never raises: a refusal is a choice without a package."""
        try:
            return self._for(meant(offers, self.lineage, self.policy, self.device.model))
        except Undecided as undecided:
            return self._refusal(undecided)

    def _refusal(self, undecided: Undecided) -> Choice:
        return Choice(
            standing=undecided.standing,
            reasons=undecided.reasons,
            findings=undecided.findings,
            running=self.running,
            source=self.source,
        )

    def _for(self, offer: Offer) -> Choice:
        target = offer.entry
        standing = self._standing(target)
        way, obstacle = self._way(target, standing)
        move = Move(device=self.device, target=target, way=way, lineage=self.lineage, policy=self.policy)
        findings = (*obstacle, *move.findings())
        stops = [str(finding) for finding in findings if finding.stops(offer.allow)]
        steps = () if stops else self._steps(way, offer.allow)
        current = (_step(target, offer.allow),) if standing is Standing.CURRENT and not stops else ()
        return Choice(
            standing=standing,
            target=target.package,
            package=next(iter(steps or current), None),
            steps=steps,
            reasons=(*self._relation(target, standing, way), *stops),
            findings=findings,
            running=self.running,
            release_notes=target.release_notes,
            source=self.source,
        )

    def _standing(self, target: Entry) -> Standing:
        running = self.device.firmware
        return _STANDING[self.lineage.order(target.firmware, running)] if running else Standing.UNKNOWN

    def _way(self, target: Entry, standing: Standing) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
        """The way, and what is wrong with it: then the target alone, so that what it asks for is told, too."""
        running = self.device.firmware
        if running is None or standing in (Standing.CURRENT, Standing.UNKNOWN):
            return (), ()
        try:
            return Router(self.entries, self.lineage).way(target, running), ()
        except NoWay as problem:
            return (target,), (error("FW043", str(problem), target=target.id, running=str(running)),)

    def _relation(self, target: Entry, standing: Standing, way: tuple[Entry, ...]) -> tuple[str, ...]:
        running = self.device.firmware
        if standing is Standing.CURRENT:
            return ()
        if running is None:
            return (f"it does not tell what it runs; {target} is meant for it",)
        if standing is Standing.UNKNOWN:
            return (f"it runs {running} without telling its build; {target} is meant for it",)
        over = f", over {', '.join(str(step) for step in way[:-1])}" if len(way) > 1 else ""
        return (f"it runs {running}, {target} is meant for it{over}",)

    def _steps(self, way: tuple[Entry, ...], allow: frozenset[str]) -> tuple[Step, ...]:
        before = [self.device.firmware, *(entry.firmware for entry in way)]
        return tuple(_step(entry, allow, former) for entry, former in zip(way, before, strict=False))


def _step(entry: Entry, allow: frozenset[str], former: FirmwareVersion | None = None) -> Step:
    """The module ``firmware`` knows numbers alone, so a step forward to lower ones is allowed here."""
    lower = former is not None and entry.firmware.older_than(former)
    return Step(
        package=entry.package,
        allow=tuple(sorted({*allow, Permission.DOWNGRADE.value} if lower else allow)),
        expected_duration=entry.expected_duration,
        config_reset=entry.requires.config_reset,
    )
