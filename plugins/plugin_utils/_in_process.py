# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a device module inside the Ansible worker: no process, no archive, live progress.

The module's options, ``no_log``, warnings and messages behave as they do in a module process.
"""

from __future__ import annotations

import typing

import ansible.constants as C
from ansible.module_utils.common.parameters import remove_values
from ansible.plugins.action import ActionBase
from ansible.plugins.connection import ConnectionBase

from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import (
    DeviceModule,
    Result,
    Task,
    perform,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._arguments import Arguments, censored
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._device_options import TRANSPORT
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.attendance import NOBODY, Attendance
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.flight import Notes
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress import reporter
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._run import (
    learned_in_this_run,
    refusals_of_this_run,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wire_log import requests_shown


def fits(connection: ConnectionBase) -> bool:
    """Whether the task is to run on this machine."""
    return connection.transport in (TRANSPORT, "local")


def run(
    action: ActionBase,
    module: DeviceModule,
    arguments: Arguments,
    variables: dict[str, typing.Any],
    *,
    attendance: Attendance = NOBODY,
) -> Result:
    """Run the module with ``arguments`` in this process."""
    warnings = list(arguments.warnings)
    host = str(variables["inventory_hostname"])
    report = attendance.heard(reporter(host))
    task = Task(
        check_mode=bool(action._task.check_mode),
        diff_mode=bool(action._task.diff),
        warn=warnings.append,
        report=report,
        learn=learned_in_this_run,
        guard=attendance.guard(Notes(lambda text: report(Progress("wait", message=text)), warnings.append)),
    )
    ledger = refusals_of_this_run()
    with requests_shown(host):
        result = attendance.run(lambda: perform(module, arguments.params, task, ledger=ledger), arguments.params)
    if _shows_arguments(variables):
        result["invocation"] = {"module_args": censored(module, arguments.params)}
    if warnings:
        result["warnings"] = warnings
    if arguments.deprecations:
        result["deprecations"] = arguments.deprecations
    cleaned: Result = remove_values(result, arguments.secrets)
    return cleaned


def _shows_arguments(variables: dict[str, typing.Any]) -> bool:
    """Whether results tell the arguments of their task: up to ansible-core 2.20 they all do, since then by setting."""
    setting = "INJECT_INVOCATION"
    if setting not in C.config.get_configuration_definitions():
        return True
    return bool(C.config.get_config_value(setting, variables=variables))
