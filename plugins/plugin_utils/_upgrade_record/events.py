# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens to a device on its way to a firmware: the record so far and an event in, the next record out.

A record that promises too much is worse than none. ``refused`` and ``unreachable`` say that the device is as it was, so
no device has them after a first step.
"""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Finding, Severity
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import ADVICE, Outcome
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import PENDING, State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._upgrade_record.record import (
    Mapping,
    Record,
    Step,
    StepState,
    firmware_text,
)

# What these say of the device is true only as long as no step is done.
_AS_IT_WAS = frozenset({Outcome.REFUSED, Outcome.FAILED_BEFORE_WRITE, State.UNREACHABLE})
_TO_INSTALL = ("upgrade", "downgrade")
_CHOICE_ADVICE = (
    "Nothing was done to the device. Correct hikvision_policy, the catalogue or the list of packages; docs/checks.md "
    "explains each code."
)
NO_PACKAGE_ADVICE = (
    "Nothing was done to the device. Add a package for it, or set firmware_upgrade_missing_package to skip, which "
    "leaves devices without one alone."
)
_FILE_ADVICE = (
    "Nothing was sent to the device. Put the right file in its place or correct the entry of the package; "
    "docs/checks.md explains each code."
)


def chosen(_record: Record, *, choice: Mapping, device: Mapping, directory: str, missing: str) -> Record:
    """A package was chosen by ``select_firmware``, or none. ``missing`` says what becomes of a device without one."""
    steps = tuple(Step.of(step, directory) for step in choice["steps"])
    told = [finding for finding in choice["findings"] if finding["severity"] != Severity.INFO]
    state = _state_of(choice["standing"], steps, missing)
    advice = NO_PACKAGE_ADVICE if choice["standing"] == "no_package" else _CHOICE_ADVICE
    return Record(
        state=state,
        reason="; ".join(choice["reasons"]),
        advice=advice if state == State.REFUSED else "",
        model=device["identity"]["model"],
        kind=device["identity"]["kind"],
        before=device["firmware"],
        after=device["firmware"],
        target=choice["target"],
        steps=steps,
        findings=tuple(told),
        source=choice["source"],
        release_notes=choice["release_notes"],
    )


def _state_of(standing: str, steps: tuple[Step, ...], missing: str) -> State:
    if standing == "current":
        return State.UNCHANGED
    if standing == "no_package" and missing == "skip":
        return State.SKIPPED
    return State.STARTED if standing in _TO_INSTALL and steps else State.REFUSED


def files_read(record: Record, *, found: typing.Sequence[Mapping]) -> Record:
    """The files of all steps were looked at; ``found`` has the findings on each of them in their order."""
    known = [dict(finding) for finding in record.findings]
    objections = []
    for number, (step, told) in enumerate(zip(record.steps, found, strict=True), 1):
        where = f"step {number} of {len(record.steps)}: " if len(record.steps) > 1 else ""
        for finding in told["findings"]:
            if finding["severity"] != Severity.INFO and finding not in known:
                known.append(dict(finding))
            if Finding.from_result(finding).stops(step.package["allow"]):
                objections.append(f"{where}{finding['code']}: {finding['sentence']}")
    record = dataclasses.replace(record, findings=tuple(known))
    if not objections:
        return record
    return dataclasses.replace(record, state=Outcome.REFUSED, reason="; ".join(objections), advice=_FILE_ADVICE)


def unreachable(record: Record, *, result: Mapping) -> Record:
    """The device does not answer, and nothing has been done to it in this step."""
    return _failed_as(record, State.UNREACHABLE, result)


def backed_up(record: Record, *, result: Mapping) -> Record:
    """The configuration was exported, or the device did not answer when it should have been."""
    if result.get("unreachable"):
        return unreachable(record, result=result)
    return dataclasses.replace(record.with_current(backup=result["path"]), backup=result["path"])


def flashed(record: Record, *, result: Mapping) -> Record:
    """The module ``firmware`` has ended a step without a failure, or the device did not answer before it."""
    if result.get("unreachable"):
        return unreachable(record, result=result)
    if result["outcome"] in PENDING:
        return held_back(record, result=result)
    record = _with_findings(record, result).with_current(before=result["before"], after=result["after"])
    record = dataclasses.replace(record, after=result["after"])
    match result["outcome"]:
        case Outcome.WOULD_UPGRADE:
            record = record.with_current(state=StepState.WOULD_UPGRADE)
            planned = dataclasses.replace(record, state=State.WOULD_UPGRADE, after=_target(record))
            return dataclasses.replace(planned, reason=_sentence(f"it would go {record.path}"))
        case Outcome.UNCHANGED:
            return _step_done(record, StepState.UNCHANGED, result["msg"])
    return dataclasses.replace(record.with_current(state=StepState.FLASHED), reason=result["msg"])


def held_back(record: Record, *, result: Mapping) -> Record:
    """Nothing was sent in this step: its time has not come (``deferred``), or the rollout was stopped (``stopped``).

    ``result`` has the ``outcome``, or is that of a task that failed because it objects for now.
    """
    reason = record.of_step(str(result["msg"]))
    if any(step.is_done for step in record.steps):
        reason = f"{reason.rstrip('.')}. Until then it keeps {firmware_text(record.after)}"
    state = result.get("outcome") or State.DEFERRED
    advice = str(result.get("advice") or "")
    return dataclasses.replace(record, state=state, reason=_sentence(reason), advice=advice)


def proven(record: Record, *, health: Mapping) -> Record:
    """The device that was flashed is as healthy as before; ``health`` also tells what it runs by now."""
    step = record.current
    if step is None or step.state != StepState.FLASHED:
        return record
    wanted, running = (FirmwareVersion.parse(text) for text in (step.firmware, str(health["firmware"])))
    if wanted and running and not wanted.same_as(running):
        sentence = f"it ran {wanted} after the flash and runs {running} by now"
        told = {"msg": sentence, "after": running.as_result(), "advice": ADVICE[Outcome.WRONG_VERSION]}
        return _failed_as(record, Outcome.WRONG_VERSION, told)
    return _step_done(record, StepState.UPGRADED, record.reason)


def _step_done(record: Record, state: StepState, sentence: str) -> Record:
    record = record.with_current(state=state)
    if record.current is not None:
        return record
    changed = any(step.state == StepState.UPGRADED for step in record.steps)
    way = f"it went {record.path}" if len(record.steps) > 1 else sentence
    state_of_all = State.UPGRADED if changed else State.UNCHANGED
    return dataclasses.replace(record, state=state_of_all, reason=_sentence(way))


def failed(record: Record, *, result: Mapping, task: str) -> Record:
    """A task has failed: ``result`` is Ansible's ``ansible_failed_result`` and ``task`` its name."""
    step = record.current
    told = {"msg": f"{task} failed", **result}
    if step is not None and step.state == StepState.FLASHED:
        return dataclasses.replace(_failed_as(record, State.FAILED, told), return_to=step.backup)
    state = State.UNREACHABLE if result.get("unreachable") else result.get("outcome") or State.FAILED
    after = _failed_as(_with_findings(record, result), state, told)
    changed = state == Outcome.WRONG_VERSION and result.get("after") != result.get("before")
    return dataclasses.replace(after, return_to=step.backup if step and changed else None)


def _failed_as(record: Record, state: str, result: Mapping) -> Record:
    """The record of a device whose current step ended as ``state``."""
    reason = record.of_step(str(result["msg"]))
    after = result.get("after", record.after)
    overall = state
    if state in _AS_IT_WAS and any(step.is_done for step in record.steps):
        reason = f"{reason.rstrip('.')}. It keeps {firmware_text(after)}"
        overall = State.FAILED
    began = record.current is not None and record.current.state == StepState.FLASHED
    around = {} if began else {"before": result.get("before") or record.after, "after": after}
    return dataclasses.replace(
        record.with_current(state=state, **around),
        state=overall,
        reason=_sentence(reason),
        advice=str(result.get("advice") or ""),
        after=after,
    )


def _with_findings(record: Record, result: Mapping) -> Record:
    known = list(record.findings)
    new = [finding for finding in result.get("findings") or () if finding["severity"] != Severity.INFO]
    return dataclasses.replace(record, findings=(*known, *(finding for finding in new if finding not in known)))


def _target(record: Record) -> Mapping | None:
    last = record.steps[-1].package
    return {"version": last["version"], "build": last["build"]}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
