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
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan import document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.assessed_hosts import candidate_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.briefing import briefing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.error import PlanError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.limits import Limits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plain_form import plain as plain_form
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planning import Order, make_plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.rendering_html import as_html
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.rendering_markdown import as_markdown

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "path": {"type": "path", "required": True},
    "hosts": {"type": "list", "elements": "str", "required": True},
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

Result = dict[str, typing.Any]
Params = typing.Mapping[str, typing.Any]


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        result: Result = super().run(tmp, task_vars)
        params = self.checked(OPTIONS)
        path = pathlib.Path(self._loader.path_dwim(params["path"]))
        if path.suffix != ".json":
            raise AnsibleActionFail(f"The name of a plan ends with .json; {path.name} does not.")
        hostvars = (task_vars or {})["hostvars"]
        candidates = [candidate_of(host, HostVariables(hostvars, host)) for host in params["hosts"]]
        try:
            plan = make_plan(candidates, _order(params))
        except PlanError as error:
            return result | {"failed": True, "changed": False, "msg": f"There can be no such plan: {error}."}
        try:
            return result | _told(plan, path, self._written(plan, path))
        except OSError as error:
            return result | {"failed": True, "msg": f"{error.filename or path}: {error.strerror}"}

    def _written(self, plan: Plan, path: pathlib.Path) -> str:
        """The digest of the plan, which is on disk unless this is a dry run. Raises :class:`OSError`."""
        digest = document.digest_of(document.to_bytes(plan))
        if not self._task.check_mode:
            document.write(path, plan)
            atomic_file.replace(path.with_suffix(".md"), as_markdown(plan, digest).encode())
            atomic_file.replace(path.with_suffix(".html"), as_html(plan, digest).encode())
        return digest


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


def _told(plan: Plan, path: pathlib.Path, digest: str) -> Result:
    return {
        "changed": True,
        "path": os.fspath(path),
        "markdown": os.fspath(path.with_suffix(".md")),
        "html": os.fspath(path.with_suffix(".html")),
        "digest": digest,
        "expires": plan.expires,
        "totals": plain_form(plan.totals),
        "waves": plain_form(plan.waves),
        "problems": list(plan.problems),
        "lines": briefing(plan, digest),
    }
