# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Record the steps of a procedure on a HikCentral server, and wait at its gates, on the controller."""

from __future__ import annotations

import datetime
import getpass
import os
import pathlib
import re
import typing

from ansible.errors import AnsibleActionFail

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.procedures import PROCEDURES
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.errors import ProcedureError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.evidence_file import SeenFile
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.gate import Demand, Said, WantedFile
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.instructions import Instructions
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.logbook import Logbook
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.order import Operation, Order
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import Origin
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run_directory import RunDirectory

_FILE: typing.Final = {"name": {"type": "str", "required": True}, "what": {"type": "str", "required": True}}
_ON_SERVER: typing.Final = {
    "path": {"type": "str", "required": True},
    "size": {"type": "int", "required": True},
    "sha256": {"type": "str", "required": True},
    "mtime": {"type": "float", "required": True},
}
OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "run_dir": {"type": "path", "required": True},
    "operation": {"type": "str", "choices": [operation.value for operation in Operation], "required": True},
    "procedure": {"type": "str", "choices": list(PROCEDURES), "default": "license_patch"},
    "patch": {"type": "str"},
    "step": {"type": "str"},
    "facts": {"type": "dict", "default": {}},
    "records": {"type": "list", "elements": "path", "default": []},
    "contents": {"type": "dict", "default": {}},
    "milestone": {"type": "str"},
    "reason": {"type": "str"},
    "put_back": {"type": "bool", "default": False},
    "files": {"type": "list", "elements": "dict", "options": _FILE, "default": []},
    "on_server": {"type": "list", "elements": "dict", "options": _ON_SERVER},
    "on_server_what": {"type": "str", "default": "what is wanted"},
    "server_time": {"type": "float"},
    "statement": {"type": "bool", "default": False},
    "confirmation": {"type": "bool", "default": False},
    "operator": {"type": "str"},
    "operator_variable": {"type": "str", "default": "hikcentral_operator"},
    "reference": {"type": "str"},
    "reference_variable": {"type": "str", "default": "hikcentral_support_case"},
    "confirm": {"type": "str"},
    "confirm_variable": {"type": "str", "default": "hikcentral_confirm"},
    "instructions": {"type": "list", "elements": "str", "default": []},
    "resume": {"type": "str"},
    "mode": {"type": "str", "choices": ["fail", "end_host"], "default": "fail"},
    "take_over": {"type": "bool", "default": False},
    "secrets": {"type": "list", "elements": "str", "no_log": True, "default": []},
}
REQUIRED_IF: typing.Final = [
    *(["operation", name, ["step"]] for name in ("started", "done", "gate")),
    ["operation", "noted", ["step", "milestone"]],
    ["operation", "failed", ["step", "reason"]],
    ["operation", "skipped", ["step", "reason"]],
]
_FAILED: typing.Final = {"failed": True}
_SHA256 = re.compile("[0-9a-fA-F]{64}")

Result = dict[str, typing.Any]
Params = typing.Mapping[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars) | {"changed": False}
        params = plain(self.checked(OPTIONS, required_if=REQUIRED_IF))
        variables = task_vars or {}
        now = datetime.datetime.now(datetime.UTC)
        dry = bool(self._task.check_mode)
        try:
            host = str(variables["inventory_hostname"])
            directory = RunDirectory(pathlib.Path(self._loader.path_dwim(params["run_dir"])), host, PROCEDURES)
            logbook = Logbook(directory, PROCEDURES, Process.of_this_run(), now, dry=dry)
            entry = logbook.carry_out(_order(params, host, _operator(params, variables), now))
        except ProcedureError as error:
            return result | {"failed": True, **error.as_result()}
        told = entry.as_result(directory)
        if entry.waiting and params["mode"] == "fail" and not dry:
            # Ansible prints a failed result whole, and the operator is to see the instructions.
            return result | {name: value for name, value in told.items() if name not in ("run", "step")} | _FAILED
        return result | told


def _order(params: Params, host: str, operator: str, now: datetime.datetime) -> Order:
    """Raises :class:`AnsibleActionFail` for options that contradict each other."""
    return Order(
        operation=Operation(params["operation"]),
        procedure=params["procedure"],
        host=host,
        operator=operator,
        step=params["step"] or "",
        patch=_digest("patch", params["patch"]) if params["patch"] else None,
        milestone=params["milestone"] or "",
        reason=params["reason"] or "",
        put_back=params["put_back"],
        take_over=params["take_over"],
        facts=params["facts"],
        records=tuple(params["records"]),
        contents=params["contents"],
        demand=_demand(params, now),
        said=Said(
            params["operator"],
            params["reference"],
            params["confirm"],
            operator_variable=params["operator_variable"],
            reference_variable=params["reference_variable"],
        ),
        instructions=Instructions(tuple(params["instructions"]), params["resume"] or "", params["confirm_variable"]),
        secrets=tuple(params["secrets"]),
    )


def _demand(params: Params, now: datetime.datetime) -> Demand:
    demand = Demand(
        files=tuple(WantedFile(file["name"], file["what"]) for file in params["files"]),
        on_server=None if params["on_server"] is None else _seen(params, now),
        on_server_what=params["on_server_what"],
        statement=params["statement"],
        confirmation=params["confirmation"],
    )
    if params["operation"] == "gate" and demand == Demand(on_server_what=demand.on_server_what):
        raise AnsibleActionFail("A gate wants something: files, on_server, statement, or confirmation.")
    if any("/" in file.name or file.name in ("", ".", "..") for file in demand.files):
        raise AnsibleActionFail("A file of evidence is named without a directory: it lies in the run's evidence.")
    return demand


def _seen(params: Params, now: datetime.datetime) -> tuple[SeenFile, ...]:
    """Files on the server, dated by the clock of the controller."""
    ahead = params["server_time"] - now.timestamp() if params["server_time"] else 0.0
    return tuple(
        SeenFile(
            path=each["path"],
            size=each["size"],
            sha256=_digest("on_server", each["sha256"]),
            mtime=_time(each["mtime"] - ahead),
            origin=Origin.SERVER,
        )
        for each in params["on_server"]
    )


def _time(seconds: float) -> datetime.datetime:
    try:
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise AnsibleActionFail(f"on_server: {seconds} is no time in seconds.") from error


def _digest(option: str, told: str) -> str:
    if not _SHA256.fullmatch(told):
        raise AnsibleActionFail(f"{option}: a SHA-256 has 64 hexadecimal digits.")
    return told.lower()


def _operator(params: Params, variables: Params) -> str:
    """Who works: as the task says, as AWX says, or by the account."""
    told = params["operator"] or variables.get("awx_user_name") or variables.get("tower_user_name")
    if told:
        return str(told)
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return f"uid {os.getuid()}"
