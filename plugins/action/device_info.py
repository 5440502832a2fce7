# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one action of the device modules. The other files here give it their names.

A redirect in ``meta/runtime.yml`` would say the same in one line for each, but ansible-lint takes the target of a
redirect for the module's true name and rewrites users' playbooks to it.

Everything that a task needs is imported here, at the top: Ansible loads an action once in the main process, before it
forks a worker for each host.
"""

from __future__ import annotations

import dataclasses
import typing

from ansible.plugins.action import ActionBase

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import tls
from ansible_collections.surveillance.hikvision.plugins.modules import (
    config_backup,
    config_restore,
    device_info,
    device_reboot,
    firmware,
    firmware_proof,
    health,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _elsewhere, _in_process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._arguments import Refused, check
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.in_rollout import attendance
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._options import (
    device_options,
    load_connection_options,
)

MODULES = {
    source.MODULE.name: source.MODULE
    for source in (config_backup, config_restore, device_info, device_reboot, firmware, firmware_proof, health)
}

# The system's certificate authorities and the options of the connection plugin, read once for all workers.
tls.context(tls.TlsPolicy())
load_connection_options()


class ActionModule(ActionBase):
    """Run a device module in this worker, or ship it to the machine that the task is delegated to."""

    _supports_check_mode = True
    _supports_async = True

    def run(self, tmp: str | None = None, task_vars: dict[str, typing.Any] | None = None) -> dict[str, typing.Any]:
        result: dict[str, typing.Any] = super().run(tmp, task_vars)
        variables = task_vars or {}
        module = MODULES[self._task.action.rpartition(".")[2]]
        given = {**device_options(self, variables), **self._task.args}
        try:
            arguments = check(self, module, given)
            attending = attendance(module.name, variables, check_mode=bool(self._task.check_mode))
        except Refused as refused:
            return result | refused.result
        except ControlError as error:
            return result | {"failed": True, **error.as_result()}
        elsewhere = bool(self._task.async_val) or not _in_process.fits(self._connection)
        instead = attending.options(arguments.params, elsewhere=elsewhere)
        arguments = dataclasses.replace(arguments, params={**arguments.params, **instead})
        if elsewhere:
            given = {**given, **instead}
            return result | _elsewhere.run(self, module, arguments, given, variables, attendance=attending)
        return result | _in_process.run(self, module, arguments, variables, attendance=attending)
