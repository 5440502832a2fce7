# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the plan of a rollout and write it, on the controller."""

from __future__ import annotations

import datetime
import os
import pathlib
import typing

from ansible.errors import AnsibleActionFail

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import HostVariables, plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import atomic_file
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.assessed_hosts import candidate_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.candidate import Candidate
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.choosing import Chooser
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.command import to_apply
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planning import Order, make_plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.application import Application
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.briefing import briefing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_page.html_page import as_html
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_page.markdown_page import as_markdown
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.going_on import GoingOn
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._upgrade_record.left_out import left_out
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.error import PlanError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "path": {"type": "path"},
    "directory": {"type": "path"},
    "hosts": {"type": "list", "elements": "str", "default": []},
    "target": {"type": "str", "required": True},
    "catalogue": {"type": "dict"},
    "waves": {"type": "raw"},
    "canaries": {"type": "raw"},
    "per_area": {"type": "raw"},
    "per_site": {"type": "raw"},
    "areas": {"type": "dict"},
    "valid_days": {"type": "float", "default": 7},
}
_OF_LIMITS: typing.Final = ("canaries", "per_area", "per_site", "areas")
_OF_OUTCOMES: typing.Final = (
    *("state", "reason", "advice", "in_order", "model", "kind", "before", "after"),
    *("target", "source", "findings", "release_notes"),
)

Result = dict[str, typing.Any]
Params = typing.Mapping[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars)
        alternatives = ("path", "directory")
        params = self.checked(OPTIONS, mutually_exclusive=[alternatives], required_one_of=[alternatives])
        variables = task_vars or {}
        try:
            order = _order(params)
            candidates = _candidates(params["hosts"], variables, order.catalogue)
            plan = make_plan(candidates, order)
        except PlanError as error:
            return result | {"failed": True, "changed": False, "msg": f"There can be no such plan: {error}."}
        digest = document.digest_of(document.to_bytes(plan))
        path = self._path(params, digest)
        kept = not self._task.check_mode and (bool(plan.devices) or params["directory"] is None)
        try:
            if kept:
                _write(plan, digest, path, private=params["directory"] is not None)
        except JournalError as error:
            return result | {"failed": True, **error.as_result()}
        except OSError as error:
            return result | {"failed": True, "msg": f"{error.filename or path}: {error.strerror}"}
        command = self._command(params, path, digest, variables)
        told = {"outcomes": _outcomes(plan, candidates), "command": command}
        changed = bool(plan.devices) or params["directory"] is None
        return result | _told(plan, path, digest) | told | {"changed": changed, "kept": kept}

    def _command(self, params: Params, path: pathlib.Path, digest: str, variables: Result) -> str:
        target = {"target": params["target"]}
        if params["directory"] is not None:
            place = RolloutDirectory(path.parent)
            return GoingOn.of(place, digest, variables | target, self._templar.template).command
        inventories = variables.get("ansible_inventory_sources") or ()
        return to_apply(inventories, **target, plan_file=os.fspath(path.absolute()), plan_digest=digest)

    def _path(self, params: Params, digest: str) -> pathlib.Path:
        if params["directory"] is not None:
            shared = pathlib.Path(self._loader.path_dwim(params["directory"]))
            return RolloutDirectory.of(shared, digest).plan
        path = pathlib.Path(self._loader.path_dwim(params["path"]))
        if path.suffix != ".json":
            raise AnsibleActionFail(f"The name of a plan ends with .json; {path.name} does not.")
        return path


def _candidates(hosts: typing.Iterable[str], variables: Result, catalogue: Catalogue | None) -> list[Candidate]:
    choose = Chooser(catalogue).choice
    return [candidate_of(host, HostVariables(variables["hostvars"], host), choose) for host in hosts]


def _write(plan: Plan, digest: str, path: pathlib.Path, *, private: bool) -> None:
    """The plan and what an approver reads of it. Raises :class:`OSError` and :class:`JournalError`."""
    if private:
        RolloutDirectory(path.parent).make()
    document.write(path, plan)
    atomic_file.replace(path.with_suffix(".md"), as_markdown(plan, digest).encode())
    atomic_file.replace(path.with_suffix(".html"), as_html(plan, digest).encode())


def _order(params: Params) -> Order:
    """Raises :class:`PlanError`."""
    days = params["valid_days"]
    if not 0 < days <= 366:
        raise PlanError(f"a plan is valid for up to 366 days, and for longer than none, not for {days:g}")
    told = plain(params["catalogue"])
    try:
        catalogue = Catalogue.from_result(told) if told else None
    except (KeyError, TypeError, ValueError) as error:
        raise PlanError(f"the catalogue is not one of surveillance.hikvision.catalogue_info: {error!r}") from error
    return Order(
        target=params["target"],
        limits=_limits(params),
        now=datetime.datetime.now(datetime.UTC),
        lifetime=datetime.timedelta(days=days),
        catalogue=catalogue,
    )


def _limits(params: Params) -> Limits:
    waves = plain(params["waves"])
    # The command line makes one word of a list.
    sizes = [size.strip() for size in waves.split(",")] if isinstance(waves, str) else waves
    return Limits.read({"sizes": sizes, **{name: plain(params[name]) for name in _OF_LIMITS}})


def _outcomes(plan: Plan, candidates: typing.Iterable[Candidate]) -> list[Result]:
    """What became of the devices that are left out, for a run that applies the plan at once."""
    known = {candidate.host: candidate for candidate in candidates}
    records = {device.host: left_out(known[device.host], device).as_fact() for device in plan.left_out}
    return [{"host": host, **{name: record[name] for name in _OF_OUTCOMES}} for host, record in records.items()]


def _told(plan: Plan, path: pathlib.Path, digest: str) -> Result:
    application = Application(plan, digest, plan.hosts | {device.host for device in plan.left_out})
    return application.as_result() | {
        "path": os.fspath(path),
        "markdown": os.fspath(path.with_suffix(".md")),
        "html": os.fspath(path.with_suffix(".html")),
        "problems": list(plan.problems),
        "lines": briefing(plan, digest),
    }
