# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands by a task of a device module, on the controller."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.passage import Guard, unguarded
from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import Params, Result
from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Report
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.flight import Notes

Work = typing.Callable[[], Result]


class Attendance:
    """What stands by a task; this one does nothing."""

    def heard(self, report: Report) -> Report:
        """``report`` for as long as somebody listens."""
        return report

    def guard(self, notes: Notes) -> Guard:
        """The guard for a module in this process."""
        return unguarded

    def options(self, params: Params, *, elsewhere: bool) -> dict[str, typing.Any]:
        """Options that take the place of those given."""
        return {}

    def run(self, work: Work, params: Params) -> Result:
        """Let the module run in this process."""
        return work()

    def ship(self, work: Work, params: Params) -> Result:
        """Let it run in a process of its own, here or on a gateway."""
        return self.run(work, params)


NOBODY: typing.Final = Attendance()
