# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the report of a run on a HikCentral server, on the controller."""

from __future__ import annotations

import hashlib
import json
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.procedures import PROCEDURES
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.report import Report, report
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.report_html import as_html
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.report_markdown import as_markdown
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.errors import ProcedureError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run_directory import (
    RunDirectory,
    write_private,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.secrets_guard import refuse_secrets

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "run_dir": {"type": "path", "required": True},
    "directory": {"type": "path"},
    "secrets": {"type": "list", "elements": "str", "no_log": True, "default": []},
}

_SUFFIXES: typing.Final = {"json": "json", "html": "html", "markdown": "md"}

Result = dict[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars) | {"changed": False}
        params = plain(self.checked(OPTIONS))
        run_directory = pathlib.Path(self._loader.path_dwim(params["run_dir"]))
        try:
            source = RunDirectory(run_directory, str((task_vars or {})["inventory_hostname"]), PROCEDURES)
            named = params["directory"]
            target = pathlib.Path(self._loader.path_dwim(named)) if named else source.top
            run = source.load() if self._task.check_mode else source.existing()
            if run is None:
                return result | {"changed": True, **_names(target), "digests": {}, "msg": "There is no run yet."}
            told = report(run)
            refuse_secrets(told.as_result(), params["secrets"])
            return result | self._written(told, target)
        except ProcedureError as error:
            return result | {"failed": True, **error.as_result()}
        except OSError as error:
            return result | {"failed": True, "msg": f"{error.filename}: {error.strerror}."}

    def _written(self, told: Report, directory: pathlib.Path) -> Result:
        """Raises :class:`OSError`."""
        forms = {
            "json": json.dumps(told.as_result(), indent=2, sort_keys=True) + "\n",
            "html": as_html(told),
            "markdown": as_markdown(told),
        }
        paths = {form: pathlib.Path(name) for form, name in _names(directory).items()}
        written = {form: text.encode("utf-8", "replace") for form, text in forms.items()}
        changed = {form for form, data in written.items() if _content(paths[form]) != data}
        for form in changed if not self._task.check_mode else ():
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(paths[form], written[form])
        return {
            "changed": bool(changed),
            **_names(directory),
            "digests": {form: hashlib.sha256(data).hexdigest() for form, data in written.items()},
            "msg": told.headline,
        }


def _names(directory: pathlib.Path) -> dict[str, str]:
    return {form: str(directory / f"report.{suffix}") for form, suffix in _SUFFIXES.items()}


def _content(path: pathlib.Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
