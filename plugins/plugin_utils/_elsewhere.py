# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a device module as an ordinary module on the machine that the task is delegated to.

That machine, a gateway in the cameras' network for example, needs Python 3.11 and requests. The device's connection
options go with the module; files on the controller are copied there first, and what the module writes comes back.
"""

from __future__ import annotations

import datetime
import pathlib
import tempfile
import typing

from ansible.plugins.action import ActionBase

from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import (
    DeviceModule,
    Keep,
    Params,
    Result,
    device_key,
    failure,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import LockState
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import Refusal
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._arguments import Arguments
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._device_options import TRANSPORT
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.attendance import NOBODY, Attendance
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._run import refusals_of_this_run


def run(
    action: ActionBase,
    module: DeviceModule,
    arguments: Arguments,
    given: dict[str, typing.Any],
    variables: dict[str, typing.Any],
    *,
    attendance: Attendance = NOBODY,
) -> Result:
    """Ship the module with what was ``given``, unless this device has refused its password in this run already."""
    problem = _unable(action, module)
    if problem:
        return {"failed": True, "msg": problem}
    device = device_key(arguments.params) if arguments.params["host"] else None
    if device and (earlier := refusals_of_this_run().find(device)):
        return failure(earlier.repeated(device, datetime.datetime.now(datetime.UTC)), changed=False)

    def shipped() -> Result:
        result: Result = action._execute_module(
            module_name=action._task.action,
            module_args=_sent(action, module, arguments.params, given),
            task_vars=variables,
            wrap_async=bool(action._task.async_val),
        )
        if device:
            _remember_refusal(device, result)
        return _with_what_it_wrote(action, module, arguments.params, result)

    return attendance.ship(shipped, arguments.params)


def _with_what_it_wrote(action: ActionBase, module: DeviceModule, params: Params, result: Result) -> Result:
    nothing_to_keep = action._task.check_mode or result.get("failed") or result.get("unreachable")
    if module.keep is None or nothing_to_keep or action._connection.transport == "local":
        return result
    return _bring_back(action, module.keep, params, result)


def _unable(action: ActionBase, module: DeviceModule) -> str | None:
    if action._connection.transport == TRANSPORT:
        return (
            "A device can not run a job in the background by itself. Add delegate_to: localhost to a task with async."
        )
    exchanges_files = bool(module.controller_files or module.controller_directory)
    if action._task.async_val and exchanges_files and action._connection.transport != "local":
        return f"{module.name} exchanges files with the controller and can not be async on another machine."
    return None


def _sent(
    action: ActionBase, module: DeviceModule, params: Params, given: dict[str, typing.Any]
) -> dict[str, typing.Any]:
    """The arguments over there: as given, because paths mean that machine, but for the controller's own part."""
    account = {name: params[name] for name in ("username", "password") if params[name] is not None}
    files = {option: params[option] for option in module.controller_files if params[option]}
    sent = {**given, **account, **files}
    if action._connection.transport == "local" or not (files or module.controller_directory):
        return sent
    directory = action._make_tmp_path()
    for option, local in files.items():
        sent[option] = _send_file(action, directory, local)
        if module.companion_suffix and pathlib.Path(local + module.companion_suffix).is_file():
            _send_file(action, directory, local + module.companion_suffix)
    if module.controller_directory:
        sent[module.controller_directory] = action._connection._shell.join_path(directory, "kept")
    return sent


def _send_file(action: ActionBase, directory: str, local: str) -> str:
    remote: str = action._connection._shell.join_path(directory, pathlib.PurePath(local).name)
    action._transfer_file(local, remote)
    action._fixup_perms2((directory, remote))
    return remote


def _bring_back(action: ActionBase, keep: Keep, params: Params, result: Result) -> Result:
    with tempfile.TemporaryDirectory() as staging:
        for remote in result["files"]:
            local = pathlib.Path(staging) / pathlib.PurePath(remote).name
            action._connection.fetch_file(remote, str(local))
        return keep(staging, params, result)


def _remember_refusal(device: str, result: Result) -> None:
    if result.get("error", {}).get("kind") in ("CredentialsRefused", "AccountLocked"):
        lock = LockState(result.get("locked"), result.get("unlock_time"), result.get("attempts_left"))
        refusals_of_this_run().add(device, Refusal(datetime.datetime.now(datetime.UTC), lock))
