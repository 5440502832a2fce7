# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device that is upgraded by a plan: its steps are those that were approved, or it has drifted and gets none."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import (
    PlannedDevice,
    PlannedStep,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.device_drift import (
    DeviceDrift,
    Standing,
    device_drift,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document.plain_form import plain, reader
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._upgrade_record.record import (
    Mapping,
    Record,
    Step,
    StepState,
)

_ADVICE = (
    "Nothing was done to the device. Find out who changed it; then make a new plan with playbook plan.yml and have it "
    "approved."
)


def planned(_record: Record, *, plan: Mapping, device: Mapping) -> Record:
    """The plan was looked up. ``plan`` is what ``rollout_plan_info`` tells of this device, ``device`` what it is."""
    wanted: PlannedDevice = reader(PlannedDevice)(plan["device"])
    drift = device_drift(wanted, device)
    return Record(
        state=_STATES[drift.standing],
        reason=_reason(wanted, drift),
        advice=_ADVICE if drift.standing is Standing.DRIFTED else "",
        model=device["identity"]["model"],
        kind=device["identity"]["kind"],
        before=device["firmware"],
        after=device["firmware"],
        target=plain(wanted.target),
        steps=tuple(_step(step) for step in drift.steps),
        source=plan["source"],
    )


def resumed(_record: Record, *, plan: Mapping, backup: str | None, version: str, build: str) -> Record:
    """An earlier run has sent ``version`` and ``build``, with ``backup`` before it, and nothing proves what came of it.

    The steps before count as done, so that the current one is the one to be proven.
    """
    wanted: PlannedDevice = reader(PlannedDevice)(plan["device"])
    sent = FirmwareVersion(version, build)
    number = next((i for i, step in enumerate(wanted.steps) if step.package.firmware.same_as(sent)), 0)
    steps = [_step(step) for step in wanted.steps]
    done = [dataclasses.replace(step, state=StepState.UPGRADED) for step in steps[:number]]
    current = dataclasses.replace(steps[number], backup=backup)
    return Record(
        reason=f"An earlier run has sent {sent} to it and did not see what came of it.",
        model=wanted.model,
        kind=wanted.kind,
        before=plain(wanted.before),
        target=plain(wanted.target),
        backup=backup,
        steps=(*done, current, *steps[number + 1 :]),
        source=plan["source"],
    )


_STATES: typing.Final[Mapping] = {
    Standing.AS_PLANNED: State.STARTED,
    Standing.UNDER_WAY: State.STARTED,
    Standing.DONE: State.UNCHANGED,
    Standing.DRIFTED: Outcome.REFUSED,
}


def _reason(wanted: PlannedDevice, drift: DeviceDrift) -> str:
    match drift.standing:
        case Standing.DRIFTED:
            return f"It has drifted from its plan: {'; '.join(drift.reasons)}."
        case Standing.DONE:
            return f"It runs what the plan has for it, {wanted.target.firmware}."
    return f"The plan takes it to {wanted.target.firmware}."


def _step(step: PlannedStep) -> Step:
    return Step(package=step.as_options(), expected_duration=step.expected_duration, config_reset=step.config_reset)
