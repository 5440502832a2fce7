# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what is known of a host to a planned device, or to the reason for leaving it out."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.file_match import mismatches
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.firmware_file import FirmwareFile
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.candidate import Candidate
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import (
    LeftOut,
    PlannedDevice,
    PlannedStep,
    Remark,
    State,
    Target,
)

Mapping = typing.Mapping[str, typing.Any]

# Reads and judges a firmware file. Raises OSError. The same file is asked for once for every device.
Examine = typing.Callable[[Package], FirmwareFile]

_ADVICE: typing.Final = {
    State.REFUSED: "Allow or acknowledge what stops it in hikvision_policy, or correct the catalogue, and plan again.",
    State.NO_PACKAGE: "Add a package for it to the catalogue, or take it out of the target.",
    State.AMBIGUOUS: "Name the package in hikvision_policy.target, or make the entries exclude each other.",
    State.UNKNOWN: "Look at it with surveillance.hikvision.device_info, and correct its inventory variables.",
    State.UNREACHABLE: "Bring it back on the network, and plan again.",
    State.LOCKED: "Wait until it lets its account log in again, and see who tries wrong passwords.",
}


class _Stopped(Exception):
    """Nothing may be installed on the device; the message says why."""


class Assessor:
    """Assesses one host after the other. ``catalogue`` is the one that a plan is made from, if there is one."""

    def __init__(self, examine: Examine, catalogue: Catalogue | None = None) -> None:
        self._examine = examine
        self._catalogue = catalogue

    def assess(self, candidate: Candidate) -> PlannedDevice | LeftOut:
        """The device, not yet in a wave, or the reason for leaving it out."""
        if not candidate.identity:
            return _unread(candidate)
        choice = candidate.choice
        if choice is None:
            told = (candidate.error or {}).get("msg") or "nothing says which firmware is meant for it"
            return _left_out(candidate, State.UNKNOWN, str(told))
        if not choice["steps"]:
            return _without_steps(candidate, choice)
        if reason := self._other_catalogue(choice):
            return _left_out(candidate, State.REFUSED, reason)
        return self._with_steps(candidate, choice)

    def _with_steps(self, candidate: Candidate, choice: Mapping) -> PlannedDevice | LeftOut:
        device = Device.from_snapshot(candidate.snapshot or {})
        if device.firmware is None:
            return _left_out(candidate, State.UNKNOWN, "it does not tell what it runs")
        try:
            steps, of_files = self._steps(choice, device)
        except _Stopped as stopped:
            return _left_out(candidate, State.REFUSED, str(stopped))
        findings = (*(_remark(finding) for finding in choice["findings"]), *of_files)
        return PlannedDevice(
            host=candidate.host,
            kind=device.kind.value,
            model=device.model,
            serial=candidate.identity.get("serial"),
            platform=device.platform,
            before=device.firmware,
            target=_target(choice["target"]),
            steps=steps,
            findings=tuple(dict.fromkeys(findings)),
            site=candidate.site,
            areas=candidate.areas,
            parent=candidate.parent,
        )

    def _steps(self, choice: Mapping, device: Device) -> tuple[tuple[PlannedStep, ...], list[Remark]]:
        """The steps, and what is to be said about their files. Raises :class:`_Stopped`."""
        steps, remarks = [], []
        for told in choice["steps"]:
            package = Package.from_options(told)
            try:
                file = self._examine(package)
            except OSError as error:
                what = f"the file of {package} can not be read"
                raise _Stopped(f"{what}: {package.src}: {error.strerror}") from error
            found = (*file.findings, *mismatches(file, package, device))
            if stops := [str(finding) for finding in found if finding.stops(told["allow"])]:
                raise _Stopped("; ".join(stops))
            remarks += [_remark(finding.as_result()) for finding in found]
            steps.append(self._step(package, told, file, catalogued=choice["source"] is not None))
        return tuple(steps), remarks

    def _step(self, package: Package, told: Mapping, file: FirmwareFile, *, catalogued: bool) -> PlannedStep:
        entry = self._catalogue.entry(package.name) if self._catalogue and catalogued else None
        image = file.image_sha256 if file.member else package.image_sha256
        return PlannedStep(
            package=dataclasses.replace(package, sha256=file.sha256, image_sha256=image),
            allow=tuple(told["allow"]),
            status=entry.status.value if entry else None,
            size=file.size if file.image_size is None else file.image_size,
            expected_duration=told["expected_duration"],
            config_reset=told["config_reset"],
        )

    def _other_catalogue(self, choice: Mapping) -> str | None:
        """A plan stands for one catalogue, which is looked at again when it is applied."""
        source = choice["source"]
        if source is None or (self._catalogue and source["digest"] == self._catalogue.digest):
            return None
        own = f"{self._catalogue.id} serial {self._catalogue.serial}" if self._catalogue else "none"
        told = f"{source['catalogue']} serial {source['serial']}"
        return f"its package is from the catalogue {told}, and the catalogue of this plan is {own}"


def awaits_acknowledgement(choice: Mapping) -> bool:
    """Whether a device is left out until somebody says to have read release notes (FW045)."""
    return not choice["steps"] and any(finding["code"] == "FW045" for finding in choice["findings"])


def _unread(candidate: Candidate) -> LeftOut:
    result = candidate.error or {}
    locked = (result.get("error") or {}).get("kind") == "AccountLocked"
    state = State.UNREACHABLE if result.get("unreachable") else State.LOCKED if locked else State.UNKNOWN
    reason = str(result.get("msg") or "there is no result of the device")
    return _left_out(candidate, state, reason, str(result.get("advice") or ""))


def _without_steps(candidate: Candidate, choice: Mapping) -> LeftOut:
    """A choice that leads nowhere: the device is in order, or something stops it."""
    standing, reasons = choice["standing"], "; ".join(choice["reasons"])
    if standing == State.CURRENT and choice["package"] is not None:
        target = choice["target"]
        return _left_out(candidate, State.CURRENT, f"it runs {target['package']} ({_target(target).firmware})")
    state = State(standing) if standing in set(State) - {State.CURRENT} else State.REFUSED
    return _left_out(candidate, state, reasons or "nothing may be installed on it")


def _left_out(candidate: Candidate, state: State, reason: str, advice: str = "") -> LeftOut:
    return LeftOut(host=candidate.host, state=state, reason=reason, advice=advice or _ADVICE.get(state, ""))


def _target(told: Mapping) -> Target:
    return Target(package=told["package"], version=told["version"], build=told["build"])


def _remark(finding: Mapping) -> Remark:
    return Remark(code=finding["code"], severity=finding["severity"], sentence=finding["sentence"])
