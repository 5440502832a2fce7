# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verify and read a catalogue, on the controller."""

from __future__ import annotations

import datetime
import functools
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Status
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.errors import CatalogueError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.reading import (
    Opened,
    Trust,
    admit,
    open_catalogue,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.review import (
    SOON,
    days_left,
    has_expired,
    review,
    superseded,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.serials import SerialMemory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._run import (
    home_directory,
    learned_in_this_run,
)

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "path": {"type": "path", "required": True},
    "signature": {"type": "str", "choices": ["required", "off"], "default": "required"},
    "allowed_signers": {"type": "path"},
    "revoked": {"type": "path"},
    "minimum_serial": {"type": "int"},
    "memory": {"type": "path"},
    "files": {"type": "path"},
    "old_after": {"type": "int", "default": 365},
}

Result = dict[str, typing.Any]
Params = typing.Mapping[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: dict[str, typing.Any] | None = None) -> Result:
        result: Result = super().run(tmp, task_vars)
        params = self.checked(OPTIONS)
        try:
            return result | self._read(params)
        except CatalogueError as error:
            return result | {"failed": True, "changed": False, **error.as_result()}
        except OSError as error:  # what the workers of a run share
            return result | {"failed": True, "msg": f"The catalogue can not be examined: {error.strerror}."}

    def _read(self, params: Params) -> Result:
        path = self.file(params["path"])
        trust = Trust(
            signature=params["signature"] == "required",
            allowed_signers=self.file(params["allowed_signers"]) if params["allowed_signers"] else None,
            revoked=self.file(params["revoked"]) if params["revoked"] else None,
        )
        files = pathlib.Path(self._loader.path_dwim(params["files"])) if params["files"] else path.parent
        opened = open_catalogue(path, trust, files, functools.partial(learned_in_this_run, str(path)))
        now = datetime.datetime.now(datetime.UTC)
        facts = _facts(opened.catalogue, now, datetime.timedelta(days=params["old_after"]))
        memory = params["memory"] or str(home_directory() / "hikvision" / "catalogue_serials.json")
        try:
            admit(
                opened.catalogue,
                now,
                minimum_serial=params["minimum_serial"],
                memory=SerialMemory(pathlib.Path(self._loader.path_dwim(memory))),
                remember=not self._task.check_mode,
            )
        except CatalogueError as error:
            return {"failed": True, **facts, **error.as_result()}
        told = {"catalogue": opened.catalogue.as_result(), "msg": _sentence(opened.catalogue, now)}
        return {**facts, **told, "warnings": _warnings(opened, now)}


def _facts(catalogue: Catalogue, now: datetime.datetime, old: datetime.timedelta) -> Result:
    return {
        "changed": False,
        "superseded": list(superseded(catalogue)),
        "expired": has_expired(catalogue, now),
        "expires_in_days": days_left(catalogue, now),
        "review": [remark.as_result() for remark in review(catalogue, now, old)],
    }


def _sentence(catalogue: Catalogue, now: datetime.datetime) -> str:
    approved = sum(entry.status is Status.APPROVED for entry in catalogue.entries)
    signer = catalogue.verification.signer
    by = f"signed by {signer}" if signer else "its signature was not checked"
    packages = "1 package" if len(catalogue.entries) == 1 else f"{len(catalogue.entries)} packages"
    return (
        f"{catalogue.id}, number {catalogue.serial}, has {packages}, {approved} of them approved; "
        f"{by}, good for {days_left(catalogue, now)} days."
    )


def _warnings(opened: Opened, now: datetime.datetime) -> list[str]:
    catalogue = opened.catalogue
    warnings = list(opened.doubts)
    if catalogue.verification.signature == "off":
        warnings.insert(0, f"Nobody vouches for the catalogue {catalogue.id}: its signature was not checked.")
    if days_left(catalogue, now) < SOON.days:
        warnings.append(f"The catalogue {catalogue.id} expires in {days_left(catalogue, now)} days.")
    return warnings
