# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one action plugin of the device modules; ``meta/runtime.yml`` routes all of them here.

It carries the name of one module because ansible-core wants a documented name for each action. Everything it needs is
imported here, at the top: Ansible loads an action once in the main process, before it forks a worker for each host.
"""

from __future__ import annotations

import typing

from ansible.plugins.action import ActionBase

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import tls
from ansible_collections.surveillance.hikvision.plugins.modules import (
    config_backup,
    config_restore,
    device_info,
    device_reboot,
    firmware,
    health,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _elsewhere, _in_process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._options import device_options

MODULES = {
    source.MODULE.name: source.MODULE
    for source in (config_backup, config_restore, device_info, device_reboot, firmware, health)
}

# The system's certificate authorities, loaded once for all workers.
tls.context(tls.TlsPolicy())


class ActionModule(ActionBase):
    """Run a device module in this worker, or ship it to the machine that the task is delegated to."""

    _supports_check_mode = True
    _supports_async = True

    def run(self, tmp: str | None = None, task_vars: dict[str, typing.Any] | None = None) -> dict[str, typing.Any]:
        result: dict[str, typing.Any] = super().run(tmp, task_vars)
        variables = task_vars or {}
        module = MODULES[self._task.action.rpartition(".")[2]]
        arguments = {**device_options(self, variables), **self._task.args}
        if self._task.async_val or not _in_process.fits(self._connection):
            return result | _elsewhere.run(self, module, arguments, variables)
        return result | _in_process.run(self, module, arguments, variables)
