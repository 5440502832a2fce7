# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a device module inside the Ansible worker: no process, no archive, live progress.

The module's options, ``no_log``, warnings and messages behave as they do in a module process.
"""

from __future__ import annotations

import typing

import ansible.constants as C
from ansible.errors import AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator, ValidationResult
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.plugins.action import ActionBase
from ansible.plugins.connection import ConnectionBase

from ansible_collections.surveillance.hikvision.plugins.connection.isapi import TRANSPORT
from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import (
    DeviceModule,
    Result,
    Task,
    perform,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress import reporter
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._run import (
    digest_in_this_run,
    refusals_of_this_run,
)

_HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


def fits(connection: ConnectionBase) -> bool:
    """Whether the task is to run on this machine."""
    return connection.transport in (TRANSPORT, "local")


def run(
    action: ActionBase, module: DeviceModule, arguments: dict[str, typing.Any], variables: dict[str, typing.Any]
) -> Result:
    """Validate ``arguments`` with the module's own specification and run it here."""
    checked = ArgumentSpecValidator(module.argument_spec, **module.constraints).validate(arguments)
    hidden: set[str] = checked._no_log_values
    if checked.error_messages:
        return {"failed": True, "msg": remove_values(_complaint(module, checked), hidden)}
    params = find_controller_files(action, module, checked.validated_parameters)
    warnings: list[str] = [str(warning.get("warning", warning)) for warning in checked._warnings]
    task = Task(
        check_mode=bool(action._task.check_mode),
        diff_mode=bool(action._task.diff),
        warn=warnings.append,
        report=reporter(str(variables["inventory_hostname"])),
        digest=digest_in_this_run,
    )
    result = perform(module, params, task, ledger=refusals_of_this_run())
    if _shows_arguments(variables):
        result["invocation"] = {"module_args": _censored(module, params)}
    if warnings:
        result["warnings"] = warnings
    if deprecations := _deprecations(checked):
        result["deprecations"] = deprecations
    cleaned: Result = remove_values(result, hidden)
    return cleaned


def _complaint(module: DeviceModule, checked: ValidationResult) -> str:
    """The words that a module process has for invalid options."""
    message = str(checked.errors.msg)
    if isinstance(checked.errors[0], UnsupportedError):
        return f"Unsupported parameters for ({module.name}) module: {message}"
    return message


def find_controller_files(
    action: ActionBase, module: DeviceModule, params: dict[str, typing.Any]
) -> dict[str, typing.Any]:
    """Replace relative names by the files that ``copy`` would find: in ``files/`` of the role or play.

    Raises :class:`AnsibleError` naming the places that were searched.
    """
    found = dict(params)
    for option in module.controller_files:
        if found.get(option):
            try:
                found[option] = action._find_needle("files", found[option])
            except AnsibleError as error:
                raise AnsibleError(f"{option}: {error}") from error
    return found


def _shows_arguments(variables: dict[str, typing.Any]) -> bool:
    """Whether results tell the arguments of their task: up to ansible-core 2.20 they all do, since then by setting."""
    setting = "INJECT_INVOCATION"
    if setting not in C.config.get_configuration_definitions():
        return True
    return bool(C.config.get_config_value(setting, variables=variables))


def _censored(module: DeviceModule, params: dict[str, typing.Any]) -> dict[str, typing.Any]:
    secret = {name for name, option in module.argument_spec.items() if option.get("no_log")}
    return {name: _HIDDEN if name in secret and value else value for name, value in params.items()}


def _deprecations(checked: ValidationResult) -> list[dict[str, typing.Any]]:
    known = ("msg", "version", "date", "collection_name")
    return [{key: entry[key] for key in known if key in entry} for entry in checked._deprecations]
