# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Begin the way back of a rollout on the controller, and end it."""

from __future__ import annotations

import contextlib
import datetime
import pathlib
import secrets
import typing

import ansible.release
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.other_runs import (
    one_begins,
    refuse_second_run,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.returning import Return, end_way_back
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import counted

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "rollout": {"type": "str", "required": True},
    "directory": {"type": "path", "required": True},
    "waves": {"type": "raw"},
    "hosts": {"type": "list", "elements": "str"},
    "dead_run": {"type": "str"},
    "ended": {"type": "str"},
}

Result = dict[str, typing.Any]
Params = typing.Mapping[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars) | {"changed": False}
        params = self.checked(OPTIONS)
        shared = pathlib.Path(self._loader.path_dwim(params["directory"]))
        try:
            if params["ended"]:
                return result | _ended(params, shared, check_mode=bool(self._task.check_mode))
            way = _way_back(params, shared, check_mode=bool(self._task.check_mode))
        except RolloutError as error:
            return result | {"failed": True, **error.as_result()}
        devices, others = way.devices, way.others
        msg = f"{counted(len(devices), 'device')} of the rollout {way.digest[:12]} to be brought back."
        told = {"directory": str(way.place.path), "run": way.run, "devices": devices, "others": others, "msg": msg}
        # Ansible before 2.19 does not see that some of these words came from devices and would evaluate braces in them.
        wrapped: Result = wrap_var(told)
        return result | wrapped


def _ended(params: Params, shared: pathlib.Path, *, check_mode: bool) -> Result:
    """Raises :class:`JournalError`."""
    place = RolloutDirectory.find(params["rollout"], shared)
    if not check_mode:
        end_way_back(place, params["ended"])
    return {"directory": str(place.path), "run": params["ended"], "msg": "The way back has come to its end."}


def _way_back(params: Params, shared: pathlib.Path, *, check_mode: bool) -> Return:
    """Begin it, if any device can go back.

    Raises :class:`ControlError`, :class:`JournalError` and :class:`PlanDocumentError`.
    """
    place = RolloutDirectory.find(params["rollout"], shared)
    plan = document.load(place.plan)
    with contextlib.nullcontext() if check_mode else one_begins(place):
        way = _found(params, place, plan)
        if way.devices and not check_mode:
            way.begin(ansible.release.__version__)
    return way


def _found(params: Params, place: RolloutDirectory, plan: Plan) -> Return:
    """Raises :class:`ControlError` and :class:`JournalError`."""
    history = History.of(read(place.journal).events)
    own = Process.of_this_run()
    refuse_second_run(history, own, datetime.datetime.now(datetime.UTC), known_dead=params["dead_run"])
    return Return(
        place=place,
        plan=plan,
        digest=document.digest_of(document.to_bytes(plan)),
        history=history,
        run=secrets.token_hex(6),
        process=own,
        hosts=None if params["hosts"] is None else frozenset(params["hosts"]),
        waves=_waves(plain(params["waves"]), plan),
    )


def _waves(told: object, plan: Plan) -> frozenset[int] | None:
    """Numbers, also in the words of a command line. Raises :class:`ControlError`."""
    if told in (None, "", []):
        return None
    words = told if isinstance(told, list) else str(told).split(",")
    planned = {wave.number for wave in plan.waves}
    waves = frozenset(int(word) for word in map(str, words) if word.strip().isdecimal())
    if len(waves) != len(words) or not waves <= planned:
        raise ControlError(
            f"rollout_wave can not be {told!r}.", f"Give numbers of waves of the plan, from 1 to {max(planned)}."
        )
    return waves
