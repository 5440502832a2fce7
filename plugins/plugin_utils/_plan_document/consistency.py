# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan file must not say although every single value in it is a good one."""

from __future__ import annotations

import collections
import itertools
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.freshness import moment
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document.plain_form import plain

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)

Sentences = typing.Iterator[str]


def contradictions(plan: Plan, told: typing.Mapping[str, typing.Any]) -> Sentences:
    """Sentences without a full stop. ``told`` is the file that ``plan`` was read from, in plain values."""
    for check in (_moments, _hosts, _steps, _order_of_waves, _canaries):
        yield from check(plan)
    yield from _derived(plan, told)


def _moments(plan: Plan) -> Sentences:
    try:
        if moment(plan.created) >= moment(plan.expires):
            yield f"it was made at {plan.created} and expires at {plan.expires}, which is not later"
    except ValueError as error:
        yield str(error)


def _hosts(plan: Plan) -> Sentences:
    names = (*(device.host for device in plan.devices), *(device.host for device in plan.left_out))
    hosts = collections.Counter(names)
    if twice := [host for host, count in hosts.items() if count > 1]:
        yield f"{twice[0]} is in it more than once"


def _steps(plan: Plan) -> Sentences:
    for device in plan.devices:
        if not device.steps:
            yield f"{device.host} is to be upgraded in no step"
        elif (
            last := device.steps[-1].package
        ).name != device.target.package or last.firmware != device.target.firmware:
            yield f"the last step of {device.host} is {last}, and its target {device.target.package}"
        for step in device.steps:
            if not _DIGEST.fullmatch(step.package.sha256 or ""):
                yield f"{step.package} of {device.host} is pinned by {step.package.sha256!r}, which is no SHA-256"


def _order_of_waves(plan: Plan) -> Sentences:
    numbers = [device.wave for device in plan.devices]
    if [number for number, _same in itertools.groupby(numbers)] != list(range(1, len(set(numbers)) + 1)):
        yield "its devices are not in the order of their waves, which count from 1"


def _canaries(plan: Plan) -> Sentences:
    kinds = {(device.wave, device.canary) for device in plan.devices}
    if mixed := [number for number, canary in sorted(kinds) if canary and (number, False) in kinds]:
        yield f"wave {mixed[0]} is one of canaries and of others"
    ordered = [canary for _number, canary in sorted(kinds)]
    if ordered != sorted(ordered, reverse=True):
        yield "canaries come after others"


def _derived(plan: Plan, told: typing.Mapping[str, typing.Any]) -> Sentences:
    for name in ("waves", "totals"):
        if told[name] != plain(getattr(plan, name)):
            yield f"{name} are not those of its devices"
    for device, written in zip(plan.devices, told["devices"], strict=True):
        if (seconds := written["expected_duration"]) != device.expected_duration:
            yield f"the steps of {device.host} take {device.expected_duration} seconds, not {seconds}"
