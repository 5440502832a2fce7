# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The double of every module of ansible.windows that the roles use: it acts on a pretended server, in this process.

The variable ``windows_machine`` of the host is the directory of the server.
"""

from __future__ import annotations

import json
import pathlib
import secrets
import typing

from ansible.errors import AnsibleConnectionFailure
from ansible.plugins.action import ActionBase
from windows_machine.backend import machine_in
from windows_machine.call import Call, Faults


class ActionModule(ActionBase):
    """Runs what `windows_machine.modules` has under the name of the task."""

    _supports_async = True
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, typing.Any] | None = None) -> dict[str, typing.Any]:
        result = super().run(tmp, task_vars)
        directory = pathlib.Path((task_vars or {})["windows_machine"])
        module = self._task.action.rpartition(".")[2]
        options = self._with_local_script(dict(self._task.args))
        call = Call(module, options, self._task.check_mode)
        result |= call.carry_out(machine_in(directory), Faults(directory))
        if result.get("unreachable"):  # as connection plugins say it: nothing of the task is asked any more
            raise AnsibleConnectionFailure(result["msg"])
        return self._as_job(result) if self._task.async_val else result

    def _with_local_script(self, options: dict[str, typing.Any]) -> dict[str, typing.Any]:
        if src := options.get("src"):
            options["src"] = self._find_needle("files", src)
        return options

    def _as_job(self, result: dict[str, typing.Any]) -> dict[str, typing.Any]:
        """What a module that runs on its own answers at once; async_status reads the rest from its file."""
        job = f"j{secrets.token_hex(6)}"
        file = pathlib.Path(self._connection._shell.get_option("async_dir")).expanduser() / job
        file.parent.mkdir(parents=True, exist_ok=True)
        state = {"started": 1, "finished": 0, "ansible_job_id": job}
        if not result.pop("never_ends", False):
            state |= result | {"finished": 1}
        file.write_text(json.dumps(state))
        return {"started": 1, "finished": 0, "ansible_job_id": job, "results_file": str(file)}
