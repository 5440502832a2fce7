# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What whoever approves a plan wants to see first: what is unusual about it, and what many devices have in common."""

from __future__ import annotations

import collections
import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Notes, Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import (
    PlannedDevice,
    PlannedStep,
    State,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Amount, Limits, Share
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import counted, duration, listed

TITLES: typing.Final = {
    State.REFUSED: "Refused",
    State.LOCKED: "Locked",
    State.UNREACHABLE: "Unreachable",
    State.UNKNOWN: "Unknown",
    State.AMBIGUOUS: "Several packages fit",
    State.NO_PACKAGE: "No package",
    State.CURRENT: "Up to date",
}
_SEVERITIES = ("error", "blocked", "warning", "info")


@dataclasses.dataclass(frozen=True, slots=True)
class Alike:
    """``hosts`` that are left out for the same reason."""

    state: State
    reason: str
    advice: str
    hosts: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A finding, and the hosts that it is about."""

    code: str
    severity: str
    sentence: str
    hosts: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Use:
    """A step, and how many devices make it."""

    step: PlannedStep
    devices: int


def headline(plan: Plan) -> str:
    """The plan in one sentence."""
    totals = plan.totals
    if not totals.upgrades:
        return f"Nothing is upgraded: all of {counted(totals.devices, 'device')} are left out."
    canaries = sum(device.canary for device in plan.devices)
    first = f", {counted(canaries, 'canary', 'canaries')} first" if canaries else ", without canaries"
    return (
        f"{totals.upgrades:,} of {counted(totals.devices, 'device')} get new firmware in "
        f"{counted(totals.waves, 'wave')}{first}. The upgrades alone take about {duration(totals.expected_duration)}."
    )


def attention(plan: Plan) -> tuple[str, ...]:
    """Sentences about what is not as it usually is, the gravest first."""
    found = [sentence for check in (_trust, _notes, _effects, _gaps) for sentence in check(plan)]
    return (*found, *(f"{problem.rstrip('.')}." for problem in plan.problems))


def _trust(plan: Plan) -> typing.Iterator[str]:
    if plan.source is not None and plan.source.signature != "valid":
        yield f"Nobody has checked the signature of the catalogue {plan.source.catalogue}."
    if listed_only := _those(plan, lambda step, _before: step.status is None):
        yield f"No catalogue vouches for what {listed_only}."
    if candidates := _those(plan, lambda step, _before: step.status == "candidate"):
        yield f"A package that is not approved yet is what {candidates}."


def _notes(plan: Plan) -> typing.Iterator[str]:
    for notes in plan.release_notes:
        if notes.acknowledge and notes.devices:
            yield f"The release notes of {notes.package} must be read: {gets(notes)}."
        if notes.waiting:
            waiting = counted(notes.waiting, "device is", "devices are")
            yield f"{waiting} left out until somebody acknowledges the release notes of {notes.package}."


def gets(notes: Notes) -> str:
    return f"{counted(notes.devices, 'device gets', 'devices get')} it"


def _effects(plan: Plan) -> typing.Iterator[str]:
    if resets := _those(plan, lambda step, _before: step.config_reset):
        yield f"The settings are reset by what {resets}."
    if downgrades := _those(plan, lambda step, before: step.package.firmware.older_than(before)):
        yield f"A lower version than the one before is what {downgrades}."


def _those(plan: Plan, matches: typing.Callable[[PlannedStep, typing.Any], bool]) -> str:
    """``2 devices get (cam-1, cam-2)`` for devices with such a step; empty without any."""
    hosts = [
        device.host
        for device in plan.devices
        if any(matches(step, before) for before, step in zip(device.path, device.steps, strict=False))
    ]
    return f"{counted(len(hosts), 'device gets', 'devices get')} ({listed(hosts, 3)})" if hosts else ""


def _gaps(plan: Plan) -> typing.Iterator[str]:
    states = collections.Counter(device.state for device in plan.left_out)
    del states[State.CURRENT]
    if states:
        told = ", ".join(f"{states[state]:,} {TITLES[state].lower()}" for state in TITLES if states[state])
        total = states.total()
        yield f"{counted(total, 'device is', 'devices are')} not in order and left out: {told}."


def left_out(plan: Plan) -> tuple[Alike, ...]:
    """By state and reason; those that need somebody first, and most hosts first."""
    groups: dict[tuple[State, str, str], list[str]] = collections.defaultdict(list)
    for device in plan.left_out:
        groups[device.state, device.reason, device.advice].append(device.host)
    alike = [Alike(*key, tuple(hosts)) for key, hosts in groups.items()]
    order = list(TITLES)
    return tuple(sorted(alike, key=lambda each: (order.index(each.state), -len(each.hosts), each.reason)))


def findings(plan: Plan) -> tuple[Found, ...]:
    """The gravest first, then those about most hosts."""
    groups: dict[tuple[str, str, str], list[str]] = collections.defaultdict(list)
    for device in plan.devices:
        for remark in device.findings:
            groups[remark.code, remark.severity, remark.sentence].append(device.host)
    found = [Found(*key, tuple(hosts)) for key, hosts in groups.items()]
    return tuple(sorted(found, key=lambda each: (_gravity(each.severity), -len(each.hosts), each.code, each.sentence)))


def _gravity(severity: str) -> int:
    return _SEVERITIES.index(severity) if severity in _SEVERITIES else len(_SEVERITIES)


def packages(plan: Plan) -> tuple[Use, ...]:
    """What is installed, by name. Packages of lists may share a name; then they differ in their digest."""
    used = collections.Counter((step.package.name, step.package.sha256 or "") for step in plan.steps)
    steps = {(step.package.name, step.package.sha256 or ""): step for step in plan.steps}
    return tuple(Use(steps[key], used[key]) for key in sorted(used))


def constraints(limits: Limits) -> tuple[str, ...]:
    """What decided over the waves, in sentences."""
    sizes = ", ".join(map(str, limits.sizes))
    many = counted(limits.canaries, "canary", "canaries") if limits.canaries else "no canaries"
    variety = " for each model, platform, firmware and site" if limits.canaries else ""
    site = f"{counted(limits.per_site, 'device')} of a site" if limits.per_site else "any number of devices of a site"
    told = [
        f"First {many}{variety}; then waves of {sizes} of the devices, within what follows.",
        f"At once at most {_amount(limits.per_area)} of an area and {site}, and one door of an area.",
        "A device is never in one wave with the recorder or switch that it hangs on.",
    ]
    told += [f"In the area {area}, at most {_amount(limit)} at once." for area, limit in sorted(limits.areas.items())]
    return tuple(told)


def _amount(amount: Amount) -> str:
    return f"{amount} of the devices" if isinstance(amount, Share) else counted(amount, "device")


def path(device: PlannedDevice) -> str:
    """``V5.5.0 build 170725 → V5.8.1 build 190101``."""
    return " → ".join(map(str, device.path))


def place(device: PlannedDevice) -> str:
    """Site, areas, and what it hangs on."""
    parts = [device.site, ", ".join(device.areas), device.parent and f"behind {device.parent}"]
    return " · ".join(part for part in parts if part)
