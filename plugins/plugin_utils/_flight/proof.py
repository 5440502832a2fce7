# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""By a proof stands the journal, and nobody else at the device."""

from __future__ import annotations

import time
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import Params, Result
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.attendance import Attendance, Work
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.earlier_upload import earlier_upload
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.turn import Turn, of_result
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.device_lease import take_device

_BETWEEN_LOOKS: typing.Final = 1.0  # seconds


class Proof(Attendance):
    """Of ``firmware_proof``."""

    def __init__(self, turn: Turn) -> None:
        self._context = turn.context

    def options(self, params: Params, *, elsewhere: bool) -> dict[str, typing.Any]:
        """What the journal knows of the upload, once nobody goes on with it, is more than what a task can tell."""
        try:
            self._wait_for_others(params["flash_timeout"] + params["boot_timeout"])
            return earlier_upload(read(self._context.place.journal).events, self._context.host)
        except JournalError:
            return {}

    def run(self, work: Work, params: Params) -> Result:
        leases, key = self._context.leases, self._context.lease
        try:
            take_device(self._context)
            with leases.working(key):
                result = work()
            if "outcome" in result:
                target = {"version": params["version"], "build": params["build"]}
                self._context.journal.append(Kind.SETTLED, self._context.host, **of_result(result), **target)
        except JournalError as error:
            return {"failed": True, "changed": False, **error.as_result()}
        return result

    def _wait_for_others(self, seconds: float) -> None:
        """A worker that outlived its run may still be at the device, and follows it to its end."""
        deadline = time.monotonic() + seconds
        while self._context.leases.is_worked_on(self._context.lease) and time.monotonic() < deadline:
            time.sleep(_BETWEEN_LOOKS)
