# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""By a restored configuration stands the lease: nobody else is at the device, from the first byte to its reboot."""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import Params, Result
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.attendance import Attendance, Work
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.turn import Turn
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.device_lease import take_device


class Restoration(Attendance):
    """Of ``config_restore``."""

    def __init__(self, turn: Turn) -> None:
        self._context = turn.context

    def run(self, work: Work, params: Params) -> Result:
        try:
            take_device(self._context)
            with self._context.leases.working(self._context.lease):
                return work()
        except JournalError as error:
            return {"failed": True, "changed": False, **error.as_result()}
