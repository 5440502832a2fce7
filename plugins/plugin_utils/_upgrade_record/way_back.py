# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens to a device on its way back: the record so far and an event in, the next record out.

What only a part of the way has brought is not called rolled back.
"""

from __future__ import annotations

import dataclasses

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Permission
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._upgrade_record.record import (
    Mapping,
    Record,
    Return,
    installable,
)

_BROUGHT_BACK = frozenset({Outcome.UPGRADED, Outcome.UNCHANGED, Outcome.WOULD_UPGRADE})


def returning(record: Record, *, backup: Mapping, choice: Mapping, directory: str) -> Record:
    """A device is to be brought back to ``backup``; ``choice`` is the package that brings its firmware, if any."""
    steps = [installable(step, directory) for step in choice["steps"]]
    reasons = list(choice["reasons"])
    if len(steps) > 1:
        reasons.append(f"the way back has {len(steps)} steps, and only one is taken without being asked for")
    for step in steps:
        step["allow"] = sorted({*step["allow"], Permission.DOWNGRADE.value})
    way = Return(
        backup=backup["path"],
        created=backup["description"]["created"],
        firmware=backup["firmware"],
        package=steps[0] if len(steps) == 1 else None,
        reasons=reasons,
    )
    return dataclasses.replace(record, going_back=way)


def returned(record: Record, *, device: Mapping, result: Mapping, check_mode: bool = False) -> Record:
    """The configuration is back. ``device`` was read before, ``result`` is that of the firmware, if it was tried."""
    way = record.going_back
    if way is None:
        raise ValueError("nothing was recorded about the way back")
    outcome = result.get("outcome")
    is_back = device["firmware"] == way.firmware or outcome in _BROUGHT_BACK
    sentences = [
        record.reason.rstrip("."),
        f"The configuration of {way.created} {'would come' if check_mode else 'is'} back",
        "" if is_back else f"The firmware stays: {(result.get('msg') or '; '.join(way.reasons)).rstrip('.')}",
    ]
    return dataclasses.replace(
        record,
        state=State.ROLLED_BACK if is_back else State.CONFIG_RESTORED,
        reason=". ".join(filter(None, sentences)) + ".",
        after=result.get("after") or device["firmware"],
        backup=way.backup,
    )


def not_returned(record: Record, *, result: Mapping, task: str) -> Record:
    """The way back failed, too."""
    told = str(result.get("msg") or f"{task} failed")
    return dataclasses.replace(
        record,
        state=State.FAILED,
        reason=f"{record.reason.rstrip('.')}. The rollback failed, too: {told}" if record.reason else told,
        advice=str(result.get("advice") or record.advice),
    )
