# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verify a plan and read it, on the controller."""

from __future__ import annotations

import datetime
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.verification import (
    OPTIONS,
    Wanted,
    verified,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError

Result = dict[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars) | {"changed": False}
        params = self.checked(OPTIONS)
        wanted = Wanted(
            **params
            | {
                "path": pathlib.Path(self._loader.path_dwim(params["path"])),
                "hosts": frozenset(params["hosts"]),
                "catalogue": plain(params["catalogue"]),
            }
        )
        try:
            application = verified(wanted, datetime.datetime.now(datetime.UTC))
        except RolloutError as refused:
            return result | {"failed": True, **refused.as_result()}
        return result | application.as_result() | {"msg": application.sentence}
