# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a plan and see whether it may be applied now: what the modules that apply a plan have in common."""

from __future__ import annotations

import dataclasses
import datetime
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.application import (
    Application,
    sums,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.drift import (
    Facts,
    Refusal,
    drift,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "path": {"type": "path", "required": True},
    "digest": {"type": "str"},
    "hosts": {"type": "list", "elements": "str", "required": True},
    "catalogue": {"type": "dict"},
    "subset": {"type": "bool", "default": False},
    "ignore_new_hosts": {"type": "bool", "default": False},
}
"""Options of a module that applies a plan."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The plan at ``path``, with the approved ``digest`` if there is one, for the ``hosts`` of the run.

    ``catalogue`` is a plain result of ``catalogue_info``, from now. The rest is as in :class:`Facts`.
    """

    path: pathlib.Path
    digest: str | None
    hosts: frozenset[str]
    catalogue: typing.Mapping[str, typing.Any] | None
    subset: bool
    ignore_new_hosts: bool


class Drifted(RolloutError):
    """The plan with this ``digest`` does not fit what there is now, for the reasons in ``refusals``."""

    def __init__(self, digest: str, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(" ".join(refusal.sentence for refusal in refusals))
        self.digest = digest
        self.refusals = refusals
        self.advice = " ".join(dict.fromkeys(refusal.advice for refusal in self.refusals))

    def as_result(self) -> dict[str, typing.Any]:
        """With ``digest`` and ``refusals``, each with its advice."""
        refusals = [refusal.as_result() for refusal in self.refusals]
        return {**super().as_result(), "digest": self.digest, "refusals": refusals}


def verified(wanted: Wanted, now: datetime.datetime) -> Application:
    """The plan, if it may be applied. Raises :class:`PlanDocumentError` and :class:`Drifted`."""
    plan = document.load(wanted.path, wanted.digest)
    digest = document.digest_of(document.to_bytes(plan))  # a plan has no other form than the one that was read
    if found := drift(plan, now, _facts(plan, wanted)):
        raise Drifted(digest, found)
    return Application(plan, digest, wanted.hosts)


def _facts(plan: Plan, wanted: Wanted) -> Facts:
    return Facts(
        hosts=wanted.hosts,
        files=sums(plan),
        catalogue=Catalogue.from_result(wanted.catalogue) if wanted.catalogue else None,
        subset=wanted.subset,
        ignore_new_hosts=wanted.ignore_new_hosts,
    )
