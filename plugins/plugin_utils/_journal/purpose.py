# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a device was brought back because somebody wanted it, or because its upgrade was not in order."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import State


def begins_rollout(event: Event) -> bool:
    """Whether the event begins a run that upgrades devices, and not one that brings them back."""
    return event.kind is Kind.RUN_BEGAN and not event.details.get("going_back")


def is_on_purpose(event: Event, rollouts: typing.Container[str]) -> bool:
    """Whether the event says that the playbook ``rollback`` brought the device back.

    ``rollouts`` are the runs of which :func:`begins_rollout` is true before it. A run of ``rollback`` is none, so that
    the end of a device in it is told from one after a failed proof.
    """
    if event.details.get("state", State.ROLLED_BACK) != State.ROLLED_BACK:
        return False
    return event.kind is Kind.ROLLED_BACK or (
        event.kind is Kind.ENDED and "state" in event.details and event.run not in rollouts
    )
