# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a play has learned of its hosts, as candidates of a plan."""

from __future__ import annotations

import os
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import Mistake, Variables
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.candidate import Candidate
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.error import PlanError

# What the entry point ``assess`` of the role firmware_upgrade leaves behind on each host.
FACT: typing.Final = "firmware_upgrade_assessment"

Mapping = typing.Mapping[str, typing.Any]


# The choice for a device: of its snapshot, its list of packages and its policy.
Choose = typing.Callable[[Mapping, object, object], Mapping]


def candidate_of(host: str, variables: Variables, choose: Choose) -> Candidate:
    """A host as it was assessed, at its place in the inventory.

    A variable that can not be used is the mistake of this host, which is left out for it, and not the end of a plan for
    a thousand others.
    """
    try:
        told = variables.get(FACT) or {}
        device = told.get("device")
        choice = choose(device, told.get("packages"), told.get("policy")) if device else None
        return Candidate.read(
            {
                "host": host,
                "snapshot": device,
                "choice": _with_whole_paths(choice, told.get("directory") or ""),
                "error": told.get("error"),
                "missing": told.get("missing"),
                "site": variables.get("hikvision_site"),
                "areas": variables.get("hikvision_area"),
                "parent": variables.get("hikvision_parent"),
            }
        )
    except (Mistake, PlanError) as mistake:
        return Candidate(host=host, error={"msg": str(mistake)})


def _with_whole_paths(choice: Mapping | None, directory: str) -> Mapping | None:
    """A plan outlives the play that made it, and so must the paths in it."""
    if not choice:
        return None
    steps = [{**step, "src": _whole(step["src"], directory)} for step in choice["steps"]]
    return {**choice, "steps": steps}


def _whole(path: str, directory: str) -> str:
    return os.path.normpath(pathlib.Path.cwd() / directory / pathlib.Path(path).expanduser())
