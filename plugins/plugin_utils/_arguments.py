# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of a task, checked by the module's own specification before anything else happens.

A task that runs here and one that is shipped elsewhere are refused with the same words.
"""

from __future__ import annotations

import dataclasses
import typing

from ansible.errors import AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator, ValidationResult
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.plugins.action import ActionBase

from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import DeviceModule, Params, Result

_HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


class Refused(Exception):
    """The arguments can not be used; ``result`` is what the task fails with."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.result: Result = {"failed": True, "msg": message}


@dataclasses.dataclass(frozen=True, slots=True)
class Arguments:
    """``params`` have their types and defaults, and name controller files by their full paths."""

    params: Params
    secrets: set[str] = dataclasses.field(repr=False)
    warnings: list[str]
    deprecations: list[dict[str, typing.Any]]


def check(action: ActionBase, module: DeviceModule, given: dict[str, typing.Any]) -> Arguments:
    """Validate what was given. Raises :class:`Refused`."""
    checked = ArgumentSpecValidator(module.argument_spec, **module.constraints).validate(given)
    if checked.error_messages:
        raise Refused(remove_values(_complaint(module, checked), checked._no_log_values))
    return Arguments(
        params=_with_controller_files(action, module, checked.validated_parameters),
        secrets=checked._no_log_values,
        warnings=[str(warning.get("warning", warning)) for warning in checked._warnings],
        deprecations=[_deprecation(entry) for entry in checked._deprecations],
    )


def censored(module: DeviceModule, params: Params) -> dict[str, typing.Any]:
    """The parameters as a result may show them."""
    secret = {name for name, option in module.argument_spec.items() if option.get("no_log")}
    return {name: _HIDDEN if name in secret and value else value for name, value in params.items()}


def _complaint(module: DeviceModule, checked: ValidationResult) -> str:
    """The words that a module process has for invalid options."""
    message = str(checked.errors.msg)
    if isinstance(checked.errors[0], UnsupportedError):
        return f"Unsupported parameters for ({module.name}) module: {message}"
    return message


def _with_controller_files(action: ActionBase, module: DeviceModule, params: dict[str, typing.Any]) -> Params:
    """Replace relative names by the files that ``copy`` would find: in ``files/`` of the role or play."""
    found = dict(params)
    for option in module.controller_files:
        if found.get(option):
            try:
                found[option] = action._find_needle("files", found[option])
            except AnsibleError as error:
                raise Refused(
                    f"{option}: {found[option]} is not there on the controller. Give the whole path; a relative name "
                    "is looked up in the files directory of the role or play, and beside them."
                ) from error
    return found


def _deprecation(entry: dict[str, typing.Any]) -> dict[str, typing.Any]:
    return {key: entry[key] for key in ("msg", "version", "date", "collection_name") if key in entry}
