# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what ``device_info`` returned, and what is known besides, to the row of a device."""

from __future__ import annotations

import datetime
import functools
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._backup.store import Store
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.advisory import Advisories
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing as Exposure
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Summary, summarise
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import (
    Mistake,
    Variables,
    absolute,
    path_of,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import Row, State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.target import Catalogues, Chooser, Target

Mapping = typing.Mapping[str, typing.Any]
Fields = dict[str, typing.Any]

_DAY = datetime.timedelta(days=1)


class Auditor:
    """Makes the rows of one fleet. ``advisories`` gives the rules at a path, or those shipped here for ``None``."""

    def __init__(
        self,
        catalogues: Catalogues,
        advisories: typing.Callable[[str | None], Advisories],
        now: datetime.datetime,
    ) -> None:
        self._chooser = Chooser(catalogues)
        self._advisories = functools.cache(advisories)
        self._summary = functools.cache(self._summarise)
        self._now = now

    def row(self, host: str, variables: Variables, result: Mapping) -> Row:
        """The row of ``host``, of which ``result`` is the result of ``device_info``, failed or not."""
        told, mistakes = self._backup_age(host, variables)
        snapshot = result.get("device") or {}
        if not snapshot.get("identity"):
            return Row(host=host, **_unread(result), **told)
        device = Device.from_snapshot(snapshot)
        target, of_target = self._target(device, variables)
        exposure, of_rules = self._exposure(device, variables)
        gaps = [f"{gap['part']}: {gap['reason']}" for gap in result.get("missing") or []]
        reasons = dict.fromkeys((*target.reasons, *of_target, *of_rules, *mistakes, *gaps))
        return Row(
            host=host,
            state=target.state,
            target=target.target,
            package=target.package,
            security_fixes=target.security_fixes,
            firmware=str(device.firmware) if device.firmware else None,
            reason="; ".join(reasons),
            **_identity(snapshot["identity"]),
            **exposure,
            **told,
        )

    def _target(self, device: Device, variables: Variables) -> tuple[Target, tuple[str, ...]]:
        try:
            return self._chooser.target(device, variables), ()
        except Mistake as mistake:
            return Target(state=State.UNKNOWN), (str(mistake),)

    def _exposure(self, device: Device, variables: Variables) -> tuple[Fields, tuple[str, ...]]:
        try:
            rules = path_of(variables, "hikvision_advisories")
        except Mistake as mistake:
            return {}, (str(mistake),)
        return _exposure(device, self._summary(device, rules)), ()

    def _summarise(self, device: Device, rules: str | None) -> Summary:
        return summarise(device, self._advisories(rules))

    def _backup_age(self, host: str, variables: Variables) -> tuple[Fields, tuple[str, ...]]:
        """Days since the newest backup in the directory where the role ``firmware_upgrade`` keeps them."""
        try:
            own = path_of(variables, "firmware_upgrade_backup_dir")
            directory = own or absolute(variables, f"backups/{host}")
        except Mistake as mistake:
            return {}, (str(mistake),)
        newest = next(iter(Store(pathlib.Path(directory)).newest_first()), None)
        return {"backup_age": round(max(0.0, (self._now - newest.made) / _DAY), 1) if newest else None}, ()


def _identity(told: Mapping) -> Fields:
    return {name: told.get(name) for name in ("kind", "model", "serial", "customised")}


def _unread(result: Mapping) -> Fields:
    """The fields of a device that could not be read."""
    error = (result.get("error") or {}).get("kind")
    if result.get("unreachable"):
        state = State.UNREACHABLE
    else:
        state = State.LOCKED if error == "AccountLocked" else State.UNKNOWN
    reason = str(result.get("msg") or "there is no result of the device")
    return {"state": state, "error": error, "reason": reason, "advice": str(result.get("advice") or "")}


def _exposure(device: Device, summary: Summary) -> Fields:
    """What the advisories say. Customised firmware has versions of its own, so no rule can call it fixed."""
    affecting = [each for each in summary.assessments if each.standing is Exposure.AFFECTED]
    unclear = [each for each in summary.assessments if each.standing is Exposure.UNKNOWN]
    worst = summary.worst_severity if affecting else None
    exposure = summary.standing
    if device.customised and exposure is Exposure.FIXED:
        exposure, unclear = Exposure.UNKNOWN, list(summary.assessments)
    return {
        "exposure": exposure,
        "severity": worst.value if worst else None,
        "advisories": tuple(each.advisory.id for each in affecting),
        "unclear": tuple(each.advisory.id for each in unclear),
    }
