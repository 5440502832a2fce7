# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keep what became of a device, on the controller."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import HostVariables, plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import Mistake
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.runbook import Patient
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context_of_task import context_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.outcome import keep_outcome
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {"outcome": {"type": "dict", "required": True}}

Result = dict[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars) | {"changed": False}
        record = plain(self.checked(OPTIONS)["outcome"])
        variables = task_vars or {}
        try:
            context = context_of(variables)
            if context is None or self._task.check_mode:
                why = "The role is used on its own." if context is None else "A dry run keeps no journal."
                return result | {"state": record.get("state"), "runbook": None, "msg": why}
            return result | keep_outcome(context, record, _patient(context, variables)).as_result()
        except RolloutError as error:
            return result | {"failed": True, **error.as_result()}


def _patient(context: RolloutContext, variables: Result) -> Patient:
    planned = plain(variables.get("firmware_upgrade_planned")) or {}
    return Patient(host=context.host, planned=planned.get("device") or {}, address=_address(context.host, variables))


def _address(host: str, variables: Result) -> str | None:
    try:
        told = HostVariables(variables["hostvars"], host).get("ansible_host")
    except (KeyError, Mistake):
        return None  # the page is made all the same
    return str(told) if told else host
