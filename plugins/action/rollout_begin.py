# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Begin a run of a rollout, on the controller."""

from __future__ import annotations

import contextlib
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
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.estimate import measured
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.verification import (
    OPTIONS as OF_PLAN,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.verification import (
    Wanted,
    verified,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.beginning import Beginning, check_windows
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.host_settings import settings_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.knobs import OPTIONS as KNOBS
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.knobs import Knobs, set_aside_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.mistakes import Collector, Mistakes
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.open_rollouts import open_rollouts
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.opening import Opening, told
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    **OF_PLAN,
    **KNOBS,
    "path": {"type": "path"},
    "directory": {"type": "path", "required": True},
}

Result = dict[str, typing.Any]
Params = typing.Mapping[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars) | {"changed": False}
        params = self.checked(OPTIONS)
        try:
            if params["path"] is None:
                return result | self._without_plan(params, task_vars or {})
            beginning = self._beginning(params, task_vars or {})
            if self._task.check_mode:
                return result | _with_warnings(told(beginning, read(beginning.place.journal)))
            _refuse_if_stopped(beginning)
            opening = Opening(
                beginning=beginning,
                core=ansible.release.__version__,
                known_dead=beginning.knobs.dead_run,
                patience=beginning.knobs.patience,
                tell=Display().display,
            )
            return result | {"changed": True} | _with_warnings(told(beginning, opening.begin()))
        except RolloutError as refused:
            return result | {"failed": True, **refused.as_result()}

    def _without_plan(self, params: Params, variables: Result) -> Result:
        """What can be told before the fleet is read, for a run that is to make its plan by itself."""
        told = _knobs(params)
        with Collector() as mistakes:
            with mistakes.kept():
                knobs = Knobs.read(told)
            settings_of(_variables_of(sorted(set(params["hosts"]) - _aside(told)), variables), mistakes)
        shared = pathlib.Path(self._loader.path_dwim(params["directory"]))
        inventories = plain(variables.get("ansible_inventory_sources") or [])
        found = open_rollouts(shared, params["hosts"], inventories, datetime.datetime.now(datetime.UTC))
        if found and not knobs.new and not self._task.check_mode:
            raise Mistakes(found)
        left = {"warnings": [str(error) for error in found]} if found else {}
        return {"msg": "What was set can be used.", "knobs": knobs.of_waves(), **left}

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
        shared = pathlib.Path(self._loader.path_dwim(params["directory"]))
        durations = measured(shared.glob("*/journal.jsonl"))
        told = _knobs(params)
        aside = _aside(told)
        devices = [device for device in application.devices if device.host not in aside]
        with Collector() as mistakes:
            with mistakes.kept():
                knobs = Knobs.read(told, application.plan)
            settings = settings_of(_variables_of((device.host for device in devices), variables), mistakes)
            check_windows(devices, settings, durations, now, mistakes)
        return Beginning(
            application=application,
            place=RolloutDirectory.of(shared, application.digest),
            run=secrets.token_hex(6),
            process=Process.of_this_run(),
            knobs=knobs,
            settings=settings,
            measured=durations,
        )


def _knobs(params: Params) -> Result:
    return {name: plain(params[name]) for name in KNOBS}


def _aside(told: Params) -> frozenset[str]:
    """Devices whose settings do not matter; a name that can not be used is told with the other knobs."""
    with contextlib.suppress(ControlError):
        return set_aside_of(told["set_aside"])
    return frozenset()


def _variables_of(hosts: typing.Iterable[str], variables: Params) -> typing.Iterator[tuple[str, HostVariables]]:
    return ((host, HostVariables(variables["hostvars"], host)) for host in hosts)


def _refuse_if_stopped(beginning: Beginning) -> None:
    files = beginning.place.stop_files
    reason = "The variable rollout_stop is set." if beginning.knobs.stop else stop_asked(files)
    if reason:
        raise Stopped(f"{reason} Nothing was begun.")


def _with_warnings(result: Result) -> Result:
    if not result["torn"]:
        return result
    lines = ", ".join(map(str, result["torn"]))
    warning = f"{result['journal']}: line {lines} was torn when its writer was killed, and is left out."
    return result | {"warnings": [warning]}
