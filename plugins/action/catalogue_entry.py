# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds or changes one entry of a catalogue on the controller."""

from __future__ import annotations

import datetime
import json
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Severity
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.addition import Refused
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.confirmation import confirmation
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.edition import Change, Edition, prepare
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Status
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.errors import CatalogueError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.file_facts import UnfitFile
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.text_edit import NotEditable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction

Result = dict[str, typing.Any]

ARGUMENTS: typing.Final[Result] = {
    "path": {"type": "path", "required": True},
    "id": {"type": "str"},
    "file": {"type": "path"},
    "image_name": {"type": "str"},
    "entry": {"type": "dict", "default": {}},
    "status": {"type": "str", "choices": [status.value for status in Status]},
    "status_reason": {"type": "str"},
    "approval": {
        "type": "dict",
        "options": {
            "by": {"type": "str", "required": True},
            "date": {"type": "str"},
            "tested_on": {"type": "list", "elements": "str"},
        },
    },
    "catalogue_id": {"type": "str"},
    "valid_days": {"type": "int"},
}
CONSTRAINTS: typing.Final[dict[str, typing.Any]] = {
    "required_one_of": [("id", "valid_days")],
    "required_by": dict.fromkeys(("file", "status", "status_reason", "approval"), "id") | {"image_name": "file"},
}
# Keys of an entry that are options of their own, and the one that nobody but the file can tell.
OWN_OPTIONS: typing.Final = ("id", "status", "status_reason", "approval")


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: dict[str, typing.Any] | None = None) -> Result:
        result: Result = super().run(tmp, task_vars)
        params = self.checked(ARGUMENTS, **CONSTRAINTS)
        path = self.file(params["path"])
        result |= {"path": str(path), "changed": False, "findings": []}
        try:
            file = self.file(params["file"]) if params["file"] else None
            edition = prepare(path, change_of(params, file), datetime.datetime.now(datetime.UTC))
            if edition.changed and not self._task.check_mode:
                edition.write()
        except CatalogueError as error:
            return result | {"failed": True} | error.as_result()
        except UnfitFile as error:
            findings = [finding.as_result() for finding in error.findings]
            msg = f"{params['file']} does not go into the catalogue, which was not changed. {error}"
            return result | {"failed": True, "msg": msg, "findings": findings}
        except (Refused, NotEditable) as error:
            return result | {
                "failed": True,
                "msg": f"{path}: {error}" if isinstance(error, NotEditable) else str(error),
            }
        except OSError as error:
            return result | {"failed": True, "msg": f"{error.filename or path}: {error.strerror}"}
        return result | outcome(
            edition, params["id"], diff=bool(self._task.diff), check_mode=bool(self._task.check_mode)
        )


def change_of(params: typing.Mapping[str, typing.Any], file: pathlib.Path | None) -> Change:
    """What the options ask for, as plain values. Raises :class:`Refused`."""
    # Through JSON, since values from playbooks bear marks of where they come from, and unquoted dates are no text.
    told = json.loads(json.dumps(params["entry"], default=str))
    if "file" in told:
        raise Refused("entry: what stands under file is read from the firmware file; name that with the option file.")
    own = [name for name in OWN_OPTIONS if name in told]
    if own:
        raise Refused(f"entry: {', '.join(own)} can not be given here; there is an option of that name.")
    given = {name: params[name] for name in ("status", "status_reason") if params[name] is not None}
    if params["approval"]:
        given["approval"] = {name: value for name, value in params["approval"].items() if value is not None}
    told |= json.loads(json.dumps(given, default=str))
    return Change(
        id=params["id"] and str(params["id"]),
        told=told,
        file=file,
        image_name=params["image_name"] and str(params["image_name"]),
        catalogue_id=params["catalogue_id"] and str(params["catalogue_id"]),
        days=params["valid_days"],
    )


def outcome(edition: Edition, identifier: str | None, *, diff: bool, check_mode: bool) -> Result:
    """What the task tells about an edition."""
    content = edition.content
    entry = next((entry for entry in content["firmware"] if entry["id"] == identifier), None)
    told = [str(remark) for remark in edition.remarks if remark.severity is not Severity.INFO]
    result: Result = {
        "changed": edition.changed,
        "serial": content["serial"],
        "expires": content["expires"],
        "findings": [finding.as_result() for finding in edition.remarks],
        "warnings": [*told, *edition.doubts],
        "msg": "The catalogue says so already.",
    }
    if entry is not None:
        result["entry"] = entry
    if edition.changed:
        result["msg"] = confirmation(edition.former, content, identifier, check_mode=check_mode)
        if diff:
            name = str(edition.path)
            result["diff"] = {
                "before": edition.before,
                "after": edition.after,
                "before_header": name,
                "after_header": name,
            }
    return result
