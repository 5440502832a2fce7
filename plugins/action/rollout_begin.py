# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Begin a run of a rollout, on the controller."""

from __future__ import annotations

import datetime
import pathlib
import secrets
import typing

import ansible.release
from ansible.utils.display import Display

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import HostVariables, plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError, Stopped
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.stop import stop_asked
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.estimate import measured
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.document_errors import PlanDocumentError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.verification import OPTIONS as OF_PLAN
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.verification import (
    Drifted,
    Wanted,
    verified,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.beginning import Beginning
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.host_settings import settings_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.knobs import OPTIONS as KNOBS
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.knobs import Knobs
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.mistakes import Mistakes
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.opening import Opening, told

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    **OF_PLAN,
    **KNOBS,
    "directory": {"type": "path", "required": True},
    "stop": {"type": "bool", "default": False},
    "dead_run": {"type": "str"},
    "patience": {"type": "float", "default": 1800.0},
}

Result = dict[str, typing.Any]
Params = typing.Mapping[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars) | {"changed": False}
        params = self.checked(OPTIONS)
        try:
            beginning = self._beginning(params, task_vars or {})
            if self._task.check_mode:
                return result | _with_warnings(told(beginning, read(beginning.place.journal)))
            _refuse_if_stopped(params, beginning.place)
            opening = Opening(
                beginning=beginning,
                core=ansible.release.__version__,
                known_dead=params["dead_run"],
                patience=params["patience"],
                tell=Display().display,
            )
            return result | {"changed": True} | _with_warnings(told(beginning, opening.begin()))
        except (PlanDocumentError, Drifted, Mistakes, ControlError, JournalError) as refused:
            return result | {"failed": True, **refused.as_result()}

    def _beginning(self, params: Params, variables: Result) -> Beginning:
        """Everything that may be wrong is found here, before anything is written."""
        wanted = Wanted(
            path=pathlib.Path(self._loader.path_dwim(params["path"])),
            digest=params["digest"],
            hosts=frozenset(params["hosts"]),
            catalogue=plain(params["catalogue"]),
            subset=params["subset"],
            ignore_new_hosts=params["ignore_new_hosts"],
        )
        now = datetime.datetime.now(datetime.UTC)
        application = verified(wanted, now)
        knobs = Knobs.read({name: plain(params[name]) for name in KNOBS}, application.plan)
        shared = pathlib.Path(self._loader.path_dwim(params["directory"]))
        hosts = (device.host for device in application.devices if device.host not in knobs.set_aside)
        beginning = Beginning(
            application=application,
            place=RolloutDirectory.of(shared, application.digest),
            run=secrets.token_hex(6),
            process=Process.of_this_run(),
            knobs=knobs,
            settings=settings_of((host, HostVariables(variables["hostvars"], host)) for host in hosts),
            measured=measured(shared.glob("*/journal.jsonl")),
        )
        beginning.check_windows(now)
        return beginning


def _refuse_if_stopped(params: Params, place: RolloutDirectory) -> None:
    reason = "The variable rollout_stop is set." if params["stop"] else stop_asked(place.stop_files)
    if reason:
        raise Stopped(f"{reason} Nothing was begun.")


def _with_warnings(result: Result) -> Result:
    if not result["torn"]:
        return result
    lines = ", ".join(map(str, result["torn"]))
    warning = f"{result['journal']}: line {lines} was torn when its writer was killed, and is left out."
    return result | {"warnings": [warning]}
