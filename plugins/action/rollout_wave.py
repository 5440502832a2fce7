# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Let a wave begin, on the controller."""

from __future__ import annotations

import time
import typing

from ansible.utils.display import Display

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approval import Approvals
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approving import NotApproved
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.waiting import SystemClock
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.wave_start import WaveStart, Wishes
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context_of_task import context_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.going_on import GoingOn
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.waves import Wave

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "waves": {"type": "list", "elements": "dict", "required": True},
    "hosts": {"type": "list", "elements": "str", "required": True},
    "batch": {"type": "list", "elements": "str", "required": True},
    "approve": {"type": "raw"},
    "approval": {"type": "str"},
    "approval_wait": {"type": "float", "default": 0},
    "soak": {"type": "float", "default": 300},
    "reprobe": {"type": "bool", "default": True},
    "stop": {"type": "bool", "default": False},
    "command": {"type": "str"},
}

Result = dict[str, typing.Any]
Params = typing.Mapping[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars) | {"changed": False, "reprobe": {}}
        params, variables = self.checked(OPTIONS), task_vars or {}
        began = time.monotonic()
        try:
            context = None if self._task.check_mode else context_of(variables)
            if context is None:
                return result | {"msg": "Without a rollout there is nothing to wait for."}
            going_on = GoingOn.of(context.place, context.rollout, variables, self._templar.template)
            start = _start(context, params, going_on.command)
            reprobe = self._begin(start, going_on)
        except ControlError as error:
            return result | {"failed": True, "msg": f"{error}\n{error.advice}", "advice": error.advice}
        except JournalError as error:
            return result | {"failed": True, **error.as_result()}
        msg = f"Wave {start.wave.number} begins: {', '.join(start.batch)}."
        seconds = round(time.monotonic() - began, 1)
        told = {"wave": start.wave.number, "canary": start.wave.canary, "waited": seconds, "msg": msg}
        return result | told | {"changed": True, "reprobe": reprobe}

    def _begin(self, start: WaveStart, going_on: GoingOn) -> dict[str, list[dict[str, str]]]:
        """As :meth:`WaveStart.begin`, with all that the operator has to know in the advice, and on the screen."""
        try:
            return start.begin()
        except NotApproved:
            raise  # was told before it waited
        except ControlError as error:
            error.advice = f"{error.advice}\n{going_on.after_a_stop(start.context.history())}"
            Display().display(error.advice)
            raise


def _start(context: RolloutContext, params: Params, command: str) -> WaveStart:
    """Raises :class:`ControlError`."""
    waves = [_wave(plain(told)) for told in params["waves"]]
    wave = next((wave for wave in waves if wave.number == context.wave), None)
    batch = [str(host) for host in params["batch"]]
    if wave is None or not set(batch) <= set(wave.hosts):
        raise ControlError(
            f"{', '.join(batch)} are not devices of wave {context.wave}.",
            "Use the playbook rollout, which makes its batches from the waves of the plan.",
        )
    return WaveStart(
        context=context,
        waves=waves,
        wave=wave,
        hosts=[str(host) for host in params["hosts"]],
        batch=batch,
        wishes=_wishes(params, command),
        clock=SystemClock(),
        tell=Display().display,
    )


def _wishes(params: Params, command: str) -> Wishes:
    for name in ("approval_wait", "soak"):
        if params[name] < 0:
            raise ControlError(f"rollout_{name} can not be {params[name]:g}.", "Give a number of seconds from 0 on.")
    return Wishes(
        approvals=Approvals.read(plain(params["approve"])),
        approval=params["approval"],
        approval_wait=params["approval_wait"],
        soak=params["soak"],
        reprobe=params["reprobe"],
        stop=params["stop"],
        command=params["command"] or command,
    )


def _wave(told: typing.Mapping[str, typing.Any]) -> Wave:
    try:
        return Wave(int(told["number"]), canary=bool(told["canary"]), hosts=tuple(map(str, told["hosts"])))
    except (KeyError, TypeError, ValueError) as error:
        raise ControlError(f"waves: {error!r}.", "Give the waves that rollout_begin returned.") from error
