# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How to go on with a rollout: what an operator copies after a stop."""

from __future__ import annotations

import dataclasses
import os
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.runbook import NEEDED
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.command import to_apply, to_see
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory

TO_REPEAT: typing.Final = (
    "Give the other extra variables of this run again, too: limits, throttles, soak, rollout_set_aside."
)
_MOST_NAMED: typing.Final = 20  # runbooks
# Without them, another run would be about more devices than this one, or ask nobody.
_CARRIED: typing.Final = ("target", "plan_subset", "plan_ignore_new_hosts", "rollout_approve")

Variables = typing.Mapping[str, typing.Any]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class GoingOn:
    """Going on with the rollout in ``place``, whose plan has ``digest``.

    ``carried`` are extra variables that say for which devices this run was, and who is asked; ``limit`` is its
    ``--limit``.
    """

    place: RolloutDirectory
    digest: str
    inventories: tuple[str, ...] = ()
    carried: typing.Mapping[str, str] = dataclasses.field(default_factory=dict)
    limit: str | None = None

    @classmethod
    def of(
        cls, place: RolloutDirectory, digest: str, variables: Variables, evaluate: typing.Callable[[object], object]
    ) -> GoingOn:
        """From the variables of a task. ``evaluate`` makes a value of a template."""
        given = {name: _word(plain(evaluate(variables[name]))) for name in _CARRIED if name in variables}
        return cls(
            place=place,
            digest=digest,
            inventories=tuple(str(source) for source in plain(variables.get("ansible_inventory_sources") or ())),
            carried={name: word for name, word in given.items() if word},
            limit=str(variables.get("ansible_limit") or "") or None,
        )

    @property
    def command(self) -> str:
        """What goes on. It names the copy of the plan, which is still there when the plan is not."""
        place = RolloutDirectory(self.place.path.absolute())
        return to_apply(
            self.inventories,
            limit=self.limit,
            **self.carried,
            rollout_dir=os.fspath(place.shared),
            plan_file=os.fspath(place.plan),
            plan_digest=self.digest,
        )

    def after_a_stop(self, history: History) -> str:
        """Lines: the command, how to see where the rollout stands, and the pages of devices that did not come back."""
        lost = [host for host, device in history.devices.items() if device.state in NEEDED]
        pages = ((host, self.place.runbook(host).absolute()) for host in lost[:_MOST_NAMED])
        return "\n".join(
            (
                f"To go on: {self.command}",
                TO_REPEAT,
                f"How it stands: {to_see(os.fspath(self.place.path.absolute()))}",
                *(f"How to recover {host}: {page}" for host, page in pages if page.exists()),
                *(["The pages of the others lie beside these."] if len(lost) > _MOST_NAMED else []),
            )
        )


def _word(value: object) -> str:
    """As the command line has it; empty for what is not set."""
    if isinstance(value, list | tuple):
        return ",".join(str(each) for each in value)
    return str(value) if value else ""
