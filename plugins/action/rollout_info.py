# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read what a rollout remembers, on the controller."""

from __future__ import annotations

import dataclasses
import pathlib
import typing

from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.account import Account
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.going_on import TO_REPEAT, GoingOn
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "rollout": {"type": "str", "required": True},
    "directory": {"type": "path", "required": True},
    "events": {"type": "int", "default": 0},
}

Result = dict[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars) | {"changed": False}
        params = self.checked(OPTIONS)
        try:
            shared = pathlib.Path(self._loader.path_dwim(params["directory"]))
            account = Account.of(RolloutDirectory.find(params["rollout"], shared))
            told = account.as_result(events=max(0, params["events"]))
        except RolloutError as error:
            return result | {"failed": True, **error.as_result()}
        told["command"] = self._command(account, told, task_vars or {})
        told["how_to_go_on"] = [f"To go on: {told['command']}", TO_REPEAT] if told["command"] else []
        # Ansible before 2.19 does not see that some of these words came from devices and would evaluate braces in them.
        wrapped: Result = wrap_var(told)
        return result | wrapped

    def _command(self, account: Account, told: Result, variables: Result) -> str | None:
        """What goes on with the rollout, while there is anything to go on with."""
        if account.plan is None or told["finished"]:
            return None
        known = {"target": account.plan.target} | variables
        going_on = GoingOn.of(account.place, told["digest"], known, self._templar.template)
        # A --limit of this task may be there to show the rollout, and not to run it.
        return dataclasses.replace(going_on, limit=None).command
