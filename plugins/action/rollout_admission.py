# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ask whether a device may begin, on the controller, and journal the answer."""

from __future__ import annotations

import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.admission import (
    Admission,
    Verdict,
    admission,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "stop": {"type": "bool", "default": False},
}

Result = dict[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars) | {"changed": False}
        variables = task_vars or {}
        params = self.checked(OPTIONS)
        context = RolloutContext.from_variables(variables)
        if context is None or self._task.check_mode:
            return result | _told(Admission(Verdict.GO))
        if params["stop"]:
            return result | _told(Admission(Verdict.STOPPED, "The variable rollout_stop is set."))
        answer = admission(
            context,
            now=datetime.datetime.now(datetime.UTC),
            step_seconds=context.expected_seconds,
            coming=plain(variables.get("ansible_play_hosts_all")),
        )
        try:
            _journal(context, answer)
        except JournalError as error:
            return result | {"failed": True, **error.as_result()}
        return result | _told(answer)


def _journal(context: RolloutContext, answer: Admission) -> None:
    if answer.verdict is Verdict.GO:
        context.journal.append(Kind.BEGAN, context.host, **context.began_details(answer.attempt))
    elif answer.verdict is Verdict.DEFERRED:
        context.journal.append(Kind.DEFERRED, context.host, reason=answer.reason, until=answer.until, wave=context.wave)


def _told(answer: Admission) -> Result:
    return answer.as_result() | {"msg": answer.reason or "It may begin."}
