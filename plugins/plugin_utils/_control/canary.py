# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rule of the canaries: a device waits until those that stand for its variety are in order."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import GOOD


def waiting_for(
    canaries: typing.Sequence[str],
    states: typing.Mapping[str, str],
    set_aside: typing.Collection[str] = (),
) -> str | None:
    """Which canary a device has to wait for: a sentence, or ``None`` if it may begin.

    ``canaries`` are the hosts that stand for the device, none of them for a canary itself. ``states`` hold what became
    of each host last. A canary that the operator has set aside is not waited for.
    """
    for canary in canaries:
        state = states.get(canary)
        if canary in set_aside or state in GOOD:
            continue
        standing = "has not been upgraded yet" if state is None else f"is {state.replace('_', ' ')}"
        return f"Its canary {canary} {standing}."
    return None
