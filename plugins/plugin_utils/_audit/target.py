# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is meant for a device: the choice from its catalogue or from its list of packages, told as a row tells it."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Finding, Severity
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import (
    CatalogueFile,
    Mistake,
    Variables,
    absolute,
    path_of,
    policy_of,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Status
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.choice import Choice, Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.from_list import PackageListError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.policy import Policy
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.selection import choose

_STATE_OF = {
    Standing.CURRENT: State.CURRENT,
    Standing.UPGRADE: State.BEHIND,
    Standing.DOWNGRADE: State.AHEAD,
    Standing.NO_PACKAGE: State.NO_PACKAGE,
    Standing.AMBIGUOUS: State.AMBIGUOUS,
    Standing.UNKNOWN: State.UNKNOWN,
}

Catalogues = typing.Mapping[CatalogueFile, Catalogue]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The part of a row that depends on what is meant for the device."""

    state: State
    target: str | None = None
    package: str | None = None
    security_fixes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @classmethod
    def of(cls, choice: Choice, catalogue: Catalogue | None) -> Target:
        running = choice.running
        withdrawn = running is not None and running.status is Status.WITHDRAWN
        state = State.WITHDRAWN if withdrawn else _STATE_OF[choice.standing]
        if running and withdrawn:
            told = [f"it runs {running}, which is withdrawn: {running.status_reason}"]
        else:
            told = [str(finding) for finding in choice.findings if _is_doubt(finding)]
        # Of a device with something to install, the reasons are what target and firmware say already.
        others = choice.reasons if choice.package is None else ()
        return cls(
            state=state,
            target=str(choice.target.firmware) if choice.target else None,
            package=choice.target.name if choice.target else None,
            security_fixes=_security_fixes(choice, catalogue) if choice.standing is Standing.UPGRADE else (),
            reasons=(*told, *others),
        )


def _is_doubt(finding: Finding) -> bool:
    """The target is deprecated or for others: FW023 where it is no more than a warning."""
    return finding.code == "FW023" and finding.severity is Severity.WARNING


class Chooser:
    """Chooses for one device after the other. Devices that are alike are chosen for once."""

    def __init__(self, catalogues: Catalogues) -> None:
        self._catalogues = catalogues
        self._choose = functools.cache(self._choice)
        self._is_file = functools.cache(os.path.isfile)

    def target(self, device: Device, variables: Variables) -> Target:
        """Raises :class:`Mistake` when the inventory can not be used for this host."""
        file = CatalogueFile.of(variables)
        listed = variables.get("hikvision_firmware")
        written = json.dumps([] if listed is None else listed, default=str)
        choice = self._choose(device, file, written, policy_of(variables))
        target = Target.of(choice, self._catalogues.get(file) if file else None)
        return dataclasses.replace(target, reasons=(*target.reasons, *self._missing(choice, variables)))

    def _choice(self, device: Device, file: CatalogueFile | None, listed: str, policy: Policy) -> Choice:
        if file is not None and file not in self._catalogues:
            missing = f"{file.path} was not read; audit_rows wants it in catalogues"
            raise Mistake(f"hikvision_catalogue can not be used: {missing}")
        try:
            return choose(device, self._catalogues[file] if file else None, json.loads(listed), policy)
        except PackageListError as error:
            raise Mistake(f"hikvision_firmware can not be used: {error}") from error

    def _missing(self, choice: Choice, variables: Variables) -> typing.Iterator[str]:
        """A catalogue names absolute paths; those of a list count from ``hikvision_firmware_dir``."""
        images = path_of(variables, "hikvision_firmware_dir") or ""
        for source in dict.fromkeys(step.package.src for step in choice.steps):
            path = absolute(variables, str(pathlib.Path(images, source)))
            if not self._is_file(path):
                yield f"the package's file is not on the controller: {path}"


def _security_fixes(choice: Choice, catalogue: Catalogue | None) -> tuple[str, ...]:
    """What the target and the steps to it fix."""
    if catalogue is None or choice.target is None:
        return ()
    names = [step.package.name for step in choice.steps] + [choice.target.name]
    entries = [entry for name in names if (entry := catalogue.entry(name))]
    return tuple(dict.fromkeys(fix for entry in entries for fix in entry.security_fixes))
