# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verify a plan and read it, on the controller."""

from __future__ import annotations

import datetime
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan import document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.application import Application, sums
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.document_errors import PlanDocumentError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.drift import Facts, drift
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "path": {"type": "path", "required": True},
    "digest": {"type": "str"},
    "hosts": {"type": "list", "elements": "str", "required": True},
    "catalogue": {"type": "dict"},
    "subset": {"type": "bool", "default": False},
    "ignore_new_hosts": {"type": "bool", "default": False},
}

Result = dict[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars) | {"changed": False}
        params = self.checked(OPTIONS)
        try:
            plan = document.load(pathlib.Path(self._loader.path_dwim(params["path"])), params["digest"])
        except PlanDocumentError as error:
            return result | {"failed": True, **error.as_result()}
        digest = document.digest_of(document.to_bytes(plan))  # a plan has no other form than the one that was read
        found = drift(plan, datetime.datetime.now(datetime.UTC), _facts(plan, params))
        if found:
            return result | {
                "failed": True,
                "digest": digest,
                "msg": " ".join(refusal.sentence for refusal in found),
                "advice": " ".join(dict.fromkeys(refusal.advice for refusal in found)),
                "refusals": [refusal.as_result() for refusal in found],
            }
        application = Application(plan, digest, frozenset(params["hosts"]))
        return result | application.as_result() | {"msg": application.sentence}


def _facts(plan: Plan, params: typing.Mapping[str, typing.Any]) -> Facts:
    told = plain(params["catalogue"])
    return Facts(
        hosts=frozenset(params["hosts"]),
        files=sums(plan),
        catalogue=Catalogue.from_result(told) if told else None,
        subset=params["subset"],
        ignore_new_hosts=params["ignore_new_hosts"],
    )
