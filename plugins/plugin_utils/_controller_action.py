# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An action that works on files of the controller, whatever host its task is for."""

from __future__ import annotations

import pathlib
import typing

from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError
from ansible.plugins.action import ActionBase


class ControllerAction(ActionBase):
    """Needs no connection and runs no module."""

    _supports_check_mode = True
    _supports_async = False
    _requires_connection = False

    def checked(self, arguments: dict[str, typing.Any], **constraints: typing.Any) -> dict[str, typing.Any]:
        """The task's arguments with their types and defaults. Fails the task in the words of a module process."""
        checked = ArgumentSpecValidator(arguments, **constraints).validate(self._task.args)
        if checked.error_messages:
            name = self._task.action.rpartition(".")[2]
            unsupported = isinstance(checked.errors[0], UnsupportedError)
            prefix = f"Unsupported parameters for ({name}) module: " if unsupported else ""
            raise AnsibleActionFail(f"{prefix}{checked.errors.msg}")
        params: dict[str, typing.Any] = checked.validated_parameters
        return params

    def file(self, name: str) -> pathlib.Path:
        """The file that ``copy`` would find; one that is not there yet counts from the directory of the playbook."""
        try:
            return pathlib.Path(self._find_needle("files", name))
        except AnsibleError:
            return pathlib.Path(self._loader.path_dwim(name))
