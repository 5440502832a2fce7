# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept of a device's state before it is changed: where its backup is, and how healthy it was."""

from __future__ import annotations

import hashlib
import json
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import Params, Result
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.attendance import Attendance, Work
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.turn import Turn
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import write_private

Mapping = typing.Mapping[str, typing.Any]


class Evidence(Attendance):
    """Of ``config_backup`` and ``health``."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def run(self, work: Work, params: Params) -> Result:
        result = work()
        try:
            self._keep(params, result)
        except JournalError as error:
            return {"failed": True, "changed": bool(result.get("changed")), **error.as_result()}
        return result

    def _keep(self, params: Params, result: Result) -> None:
        if result.get("failed") or result.get("unreachable"):
            return
        if "backup" in result:
            _backed_up(self._turn, result)
        elif "current" in result and params["baseline"] is None:
            _baseline(self._turn.context, result["current"])


def _backed_up(turn: Turn, result: Mapping) -> None:
    """The result of ``config_backup``. Raises :class:`JournalError`."""
    told = result["backup"]
    turn.context.journal.append(
        Kind.BACKED_UP,
        turn.context.host,
        path=result["path"],
        sha256=told.get("sha256"),
        step=turn.step,
        firmware={"version": told.get("version"), "build": told.get("build")},
    )


def _baseline(context: RolloutContext, health: Mapping) -> None:
    """Keep the first health of a device in its rollout; what is measured after a flash is none.

    Raises :class:`JournalError`.
    """
    path = context.place.baseline(context.host)
    if path.exists() or _was_written_to(context):
        return
    content = json.dumps(health, sort_keys=True, indent=1, default=str).encode() + b"\n"
    write_private(path, content)
    digest = hashlib.sha256(content).hexdigest()
    context.journal.append(Kind.BASELINE, context.host, path=str(path), sha256=digest)


def _was_written_to(context: RolloutContext) -> bool:
    if not context.place.journal.exists():
        return False
    return context.device_history().writing is not None
