# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From all hosts to the plan: each one assessed, those that are upgraded in waves, and what an approver has to read."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import functools
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.examination import examine
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.firmware_file import FirmwareFile
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._host_order import by_name
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.assessment import (
    Assessor,
    Examine,
    awaits_acknowledgement,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.candidate import Candidate
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Notes, Plan, Source
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import LeftOut, PlannedDevice
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.error import PlanError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.waves import compute_waves
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import listed

LIFETIME: typing.Final = datetime.timedelta(days=7)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a plan is asked for: the hosts of the pattern ``target``. It may be applied for the time of ``lifetime``."""

    target: str
    limits: Limits
    now: datetime.datetime
    lifetime: datetime.timedelta = LIFETIME
    catalogue: Catalogue | None = None


def make_plan(candidates: typing.Sequence[Candidate], order: Order, examine: Examine | None = None) -> Plan:
    """The plan for ``candidates``, whose order decides nothing. Only firmware files are read, and nothing is written.

    Raises :class:`PlanError` for a host that is named twice and for parents in a circle.
    """
    _refuse_twins(candidates)
    assessor = Assessor(examine or examined_once(), order.catalogue)
    assessed = [assessor.assess(candidate) for candidate in candidates]
    computed = compute_waves((each.unit for each in assessed if isinstance(each, PlannedDevice)), order.limits)
    devices = {each.host: each for each in assessed if isinstance(each, PlannedDevice)}
    left_out = [each for each in assessed if isinstance(each, LeftOut)]
    return Plan(
        created=_written(order.now),
        expires=_written(order.now + order.lifetime),
        target=order.target,
        source=Source(**order.catalogue.source) if order.catalogue else None,
        limits=order.limits,
        devices=tuple(
            dataclasses.replace(devices[host], wave=wave.number, canary=wave.canary)
            for wave in computed.waves
            for host in wave.hosts
        ),
        left_out=tuple(sorted(left_out, key=lambda device: by_name(device.host))),
        release_notes=_release_notes(candidates, devices.keys()),
        problems=computed.problems,
    )


def examined_once() -> Examine:
    """Reads each file once, however many devices get it."""
    known = functools.cache(examine)

    def file_of(package: Package) -> FirmwareFile:
        return known(package.src, package.image_name, vouched=bool(package.sha256 or package.image_sha256))

    return file_of


def _refuse_twins(candidates: typing.Iterable[Candidate]) -> None:
    hosts = collections.Counter(candidate.host for candidate in candidates)
    if twins := [host for host, count in hosts.items() if count > 1]:
        raise PlanError(f"a host can be in a plan once only: {listed(twins)}")


def _release_notes(candidates: typing.Iterable[Candidate], planned: typing.Collection[str]) -> tuple[Notes, ...]:
    """One for each package that devices get or wait for. Those that nobody has acknowledged come first."""
    found: dict[str, Notes] = {}
    for candidate in candidates:
        choice = candidate.choice
        if not choice or not choice["release_notes"] or not choice["target"]:
            continue
        gets, waits = candidate.host in planned, awaits_acknowledgement(choice)
        if gets or waits:
            name = choice["target"]["package"]
            notes = found.get(name) or _notes(choice)
            found[name] = dataclasses.replace(notes, devices=notes.devices + gets, waiting=notes.waiting + waits)
    return tuple(sorted(found.values(), key=lambda notes: (not notes.waiting, not notes.acknowledge, notes.package)))


def _notes(choice: typing.Mapping[str, typing.Any]) -> Notes:
    told = choice["release_notes"]
    return Notes(
        **choice["target"],
        url=told["url"],
        acknowledge=told["acknowledge"],
        fixes=tuple(told["fixes"]),
        known_issues=tuple(told["known_issues"]),
        devices=0,
        waiting=0,
    )


def _written(moment: datetime.datetime) -> str:
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
