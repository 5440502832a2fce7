# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which entries come into question for a device, and which one of them is meant for it.

Exactly one. None or several is a refusal with its reasons, never a guess.
"""

from __future__ import annotations

import dataclasses
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Finding, Severity
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.fit import misfits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry, Status
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.choice import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.lineage import Lineage
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.policy import LATEST, Policy

# V5.7.18 build 240826 or V5.7.18. An id may hold numbers, too, so the whole text must be a firmware.
_FIRMWARE = re.compile(r"\AV?\d+(?:\.\d+)+[A-Za-z]?(?:\s+build\s*\d{6})?\Z", re.IGNORECASE | re.ASCII)

# What could be meant. Withdrawn and deprecated entries have something to say only where there is nothing else.
_OPEN = (Status.APPROVED, Status.CANDIDATE)


class Undecided(ValueError):
    """There is not exactly one entry for the device."""

    def __init__(
        self, standing: Standing, reasons: typing.Iterable[str], findings: typing.Iterable[Finding] = ()
    ) -> None:
        super().__init__(standing.value)
        self.standing = standing
        self.reasons = tuple(reasons)
        self.findings = tuple(findings)


@dataclasses.dataclass(frozen=True, slots=True)
class Offer:
    """An entry beside a device. ``allow`` is what the operator permits with it."""

    entry: Entry
    misfits: tuple[Finding, ...]
    allow: frozenset[str]

    @classmethod
    def of(cls, entry: Entry, device: Device, allow: frozenset[str]) -> Offer:
        return cls(entry, misfits(entry.package, device), allow)

    @property
    def is_possible(self) -> bool:
        """Whether it can be on the device at all: nothing but an error says no to that."""
        return all(finding.severity is not Severity.ERROR for finding in self.misfits)

    def fits(self, allow: typing.Collection[str] = ()) -> bool:
        return not any(finding.stops(allow) for finding in self.misfits)

    def __str__(self) -> str:
        return str(self.entry)


def meant(among: typing.Sequence[Offer], lineage: Lineage, policy: Policy, model: str) -> Offer:
    """The one of ``among`` that the policy asks for. Raises :class:`Undecided`."""
    if policy.target == LATEST:
        return _latest(among, lineage, policy.ring, model)
    return _pinned(among, policy.ring, policy.target, model)


def _latest(among: typing.Sequence[Offer], lineage: Lineage, ring: str | None, model: str) -> Offer:
    """The offered one that no other offered one supersedes."""
    offered = _fitting([offer for offer in among if is_offered(offer.entry, ring)])
    if not offered:
        telling = [offer for offer in among if offer.entry.status in _OPEN]
        raise Undecided(
            Standing.NO_PACKAGE,
            [_why_not(offer, ring) for offer in telling or among]
            or [f"no package is for the model {model or '(not told)'}"],
            [finding for offer in telling for finding in offer.misfits if finding.stops()],
        )
    older = {ancestor for offer in offered for ancestor in lineage.ancestors(offer.entry.id)}
    newest = [offer for offer in offered if offer.entry.id not in older]
    if not newest:
        raise Undecided(Standing.AMBIGUOUS, [f"{_listed(offered)} supersede one another"])
    return _only(newest, model)


def _pinned(among: typing.Sequence[Offer], ring: str | None, target: str, model: str) -> Offer:
    """The one with the id ``target`` or for the firmware ``target``.

    Of several files with one firmware, the one that fits and is offered is meant.
    """
    possible = [offer for offer in _called(among, target, model) if offer.is_possible]
    if len({(offer.entry.firmware.tuple, offer.entry.firmware.build) for offer in possible}) > 1:
        raise Undecided(Standing.AMBIGUOUS, [f"{_listed(possible)} have this version; name the build, too"])
    usable = [offer for offer in possible if offer.entry.status is not Status.WITHDRAWN] or possible
    fitting = _fitting(usable) or usable
    return _only([offer for offer in fitting if is_offered(offer.entry, ring)] or fitting, model)


def _called(among: typing.Sequence[Offer], target: str, model: str) -> list[Offer]:
    """At least one of them is possible."""
    called = [offer for offer in among if offer.entry.id == target]
    if not called and (firmware := _firmware(target)):
        called = [offer for offer in among if _brings(offer.entry, firmware)]
    if not any(offer.is_possible for offer in called):
        stops = [finding for offer in called for finding in offer.misfits if finding.stops()]
        none = f"no package for the model {model or '(not told)'} is or brings {target}"
        raise Undecided(Standing.NO_PACKAGE, [str(finding) for finding in stops] or [none], stops)
    return called


def is_offered(entry: Entry, ring: str | None) -> bool:
    """Approved entries are for everybody unless they name rings, candidates only for the rings that they name.

    The catalogue is reviewed and signed, so a ring named there is the permission to test in that ring.
    """
    match entry.status:
        case Status.APPROVED:
            return not entry.rings or ring in entry.rings
        case Status.CANDIDATE:
            return ring in entry.rings
        case _:
            return False


def _fitting(among: typing.Sequence[Offer]) -> list[Offer]:
    """Those that fit; only where there is none, those that fit with what is allowed.

    A permission lets through what would be refused. It does not make two packages out of one that fits.
    """
    return [offer for offer in among if offer.fits()] or [offer for offer in among if offer.fits(offer.allow)]


def _only(among: typing.Sequence[Offer], model: str) -> Offer:
    if len(among) > 1:
        raise Undecided(Standing.AMBIGUOUS, [f"{_listed(among)} are for {model} alike"])
    return among[0]


def _firmware(target: str) -> FirmwareVersion | None:
    return FirmwareVersion.parse(target) if _FIRMWARE.match(target) else None


def _brings(entry: Entry, firmware: FirmwareVersion) -> bool:
    if firmware.build is None:
        return entry.firmware.tuple == firmware.tuple
    return entry.firmware.same_as(firmware)


def _why_not(offer: Offer, ring: str | None) -> str:
    entry = offer.entry
    stops = [str(finding) for finding in offer.misfits if finding.stops(offer.allow)]
    if stops and entry.status in _OPEN:
        return "; ".join(stops)
    if entry.rings and entry.status in _OPEN:
        mine = f"in ring {ring}" if ring else "in none"
        return f"{entry} is {entry.status.value} for the rings {', '.join(entry.rings)}; the device is {mine}"
    return f"{entry} is {entry.status.value}" + (f": {entry.status_reason}" if entry.status_reason else "")


def _listed(among: typing.Sequence[Offer]) -> str:
    return " and ".join(sorted(str(offer) for offer in among))
