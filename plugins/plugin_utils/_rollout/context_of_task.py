# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rollout that a task belongs to, or a reason to stop."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import FACT, RolloutContext


def context_of(variables: typing.Mapping[str, typing.Any]) -> RolloutContext | None:
    """As :meth:`RolloutContext.from_variables`, which gives ``None`` for a task without a rollout.

    Raises :class:`ControlError` for a fact that is none: a brake must not take that for "no rollout".
    """
    try:
        return RolloutContext.from_variables(variables)
    except (KeyError, TypeError, ValueError) as error:
        raise ControlError(
            f"The fact {FACT} can not be used: {error!r}.",
            "Nothing but the playbook rollout sets it; find out what else does.",
        ) from error
