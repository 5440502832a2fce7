# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running a module's ``run()`` against a model device or a script, with the options that Ansible would hand over."""

from __future__ import annotations

import dataclasses
import typing

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import (
    DeviceModule,
    Learn,
    Params,
    Result,
    Task,
    failure,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.client import Client
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import IsapiError
from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.model_device import ModelDevice, client_of


def options_of(module: DeviceModule, **given: typing.Any) -> Params:
    """The options with their defaults and types, as the module's argument spec makes them."""
    connection = {"host": "192.0.2.10", "username": wire.USERNAME, "password": wire.PASSWORD}
    checked = ArgumentSpecValidator(module.argument_spec).validate({**connection, **given})
    assert not checked.error_messages, checked.error_messages
    return checked.validated_parameters


@dataclasses.dataclass
class Ran:
    """A module that has run."""

    result: Result
    device: ModelDevice
    reports: list[Progress]
    warnings: list[str]

    @property
    def requests(self) -> list[str]:
        return [request for _unused, request in self.device.log]


def run_on(
    device: ModelDevice,
    module: DeviceModule,
    *,
    check: bool = False,
    diff: bool = False,
    learn: Learn | None = None,
    **given: typing.Any,
) -> Ran:
    """Run on a model device; whatever :func:`perform` would make of an error becomes the result."""
    reports: list[Progress] = []
    warnings: list[str] = []
    client = client_of(device, read_only=check)
    task = Task(check_mode=check, diff_mode=diff, warn=warnings.append, report=reports.append)
    if learn:
        task = dataclasses.replace(task, learn=learn)
    return Ran(_outcome(client, module, options_of(module, **given), task), device, reports, warnings)


def run_with(client: Client, module: DeviceModule, *, check: bool = False, **given: typing.Any) -> Result:
    """Run with a scripted client."""
    return _outcome(client, module, options_of(module, **given), Task(check_mode=check))


def _outcome(client: Client, module: DeviceModule, params: Params, task: Task) -> Result:
    try:
        result = module.run(client, params, task)
    except IsapiError as error:
        result = failure(error, changed=client.has_written)
    assert wire.PASSWORD not in repr(result)
    return result
