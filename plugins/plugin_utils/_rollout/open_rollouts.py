# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rollouts that are not finished and can still be gone on with, for a run that would make a plan of its own."""

from __future__ import annotations

import datetime
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.command import to_apply
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.account import Account
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import counted, listed

_NAMED: typing.Final = 5  # hosts


def open_rollouts(
    shared: pathlib.Path, hosts: typing.Collection[str], inventories: typing.Sequence[str], now: datetime.datetime
) -> tuple[ControlError, ...]:
    """One for each begun rollout below ``shared`` whose plan is good and that has still to do with one of ``hosts``.

    A rollout that can not be read can not be gone on with, so it does not count.
    """
    found = []
    for journal in sorted(shared.glob("*/journal.jsonl")):
        try:
            account = Account.of(RolloutDirectory(journal.parent))
        except RolloutError:
            continue
        plan = account.plan
        if plan is not None and datetime.datetime.fromisoformat(plan.expires) > now:
            found += [_unfinished(account, plan, hosts, inventories)]
    return tuple(error for error in found if error)


def _unfinished(
    account: Account, plan: Plan, hosts: typing.Collection[str], inventories: typing.Sequence[str]
) -> ControlError | None:
    told = account.as_result()
    pending = [host for host in told["pending"] if host in hosts]
    if not told["runs"] or not pending:
        return None
    standings = {device["host"]: device["standing"] for device in told["devices"]}
    numbers = ", ".join(f"{number} {standing}" for standing, number in sorted(told["totals"].items()))
    unproven = [host for host in pending if standings[host] == "unproven"]
    about = f" Nobody knows what an upload did to {listed(unproven, _NAMED)}." if unproven else ""
    command = to_apply(
        inventories,
        target=plan.target,
        rollout_dir=str(account.place.shared),
        plan_file=told["plan"],
        plan_digest=told["digest"],
    )
    return ControlError(
        f"The rollout {account.place.path} has not finished: of {counted(len(standings), 'device')}, {numbers}; still "
        f"to be dealt with in this run: {listed(pending, _NAMED)}.{about} To go on with it: {command}",
        "Go on with that rollout. A new plan is made, in spite of it, with -e rollout_new=true.",
    )
