# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judge a rollout, on the controller."""

from __future__ import annotations

import typing

from ansible.utils.display import Display

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout import judging
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Limits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context_of_task import context_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.going_on import GoingOn
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.verdict import Verdict
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "hosts": {"type": "list", "elements": "str", "required": True},
    "batch": {"type": "list", "elements": "str", "required": True},
    "reprobe": {"type": "dict"},
    "looks": {"type": "list", "elements": "dict", "default": []},
    "max_failures": {"type": "raw"},
    "max_failure_share": {"type": "raw"},
    "max_consecutive": {"type": "raw"},
    "minimum_sample": {"type": "raw"},
}
_FACT: typing.Final = "firmware_upgrade_outcome"

Result = dict[str, typing.Any]
Params = typing.Mapping[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars) | {"changed": False}
        params, variables = self.checked(OPTIONS), task_vars or {}
        try:
            context = None if self._task.check_mode else context_of(variables)
            verdict = _verdict(context, params, variables)
            how = self._how_to_go_on(context, variables) if context is not None and verdict.stop else ""
        except RolloutError as error:
            return result | {"failed": True, "stop": True, **error.as_result()}
        told = {"stop": verdict.stop, "sentence": verdict.sentence, "msg": verdict.sentence}
        messages = verdict.messages(params["batch"])
        if how:
            full = f"{verdict.sentence}\n{how}"
            # A command that can be copied: the words of a failed task are shown as JSON.
            Display().display(full)
            messages = {host: full if said == verdict.sentence else said for host, said in messages.items()}
            told |= {"msg": full, "advice": how}
        return result | told | {"messages": messages}

    def _how_to_go_on(self, context: RolloutContext, variables: Params) -> str:
        """Raises :class:`JournalError`."""
        going_on = GoingOn.of(context.place, context.rollout, variables, self._templar.template)
        return going_on.after_a_stop(context.history())


def _verdict(context: RolloutContext | None, params: Params, variables: Params) -> Verdict:
    """Raises :class:`ControlError` and :class:`JournalError`."""
    hosts, batch, hostvars = params["hosts"], params["batch"], variables["hostvars"]
    if context is None:
        return judging.by_facts(hosts, batch, _records(hosts, hostvars), _limits(params))
    if params["reprobe"] is not None:
        wanted = [str(item["host"]) for items in params["reprobe"].values() for item in items]
        return judging.after_looks(context, hosts, wanted, [plain(look) for look in params["looks"]])
    wave = judging.hosts_of_wave(context)
    return judging.by_journal(context, hosts, wave, _records(wave, hostvars))


def _records(hosts: typing.Iterable[str], hostvars: Params) -> dict[str, dict[str, typing.Any]]:
    """The facts of those hosts that were marked as started."""
    found = {host: hostvars[host].get(_FACT) for host in hosts if host in hostvars}
    return {host: plain(record) for host, record in found.items() if record}


def _limits(params: Params) -> Limits:
    return Limits.read(
        {
            "failures": plain(params["max_failures"]),
            "share": plain(params["max_failure_share"]),
            "consecutive": plain(params["max_consecutive"]),
            "minimum": plain(params["minimum_sample"]),
        }
    )
