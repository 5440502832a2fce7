# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rollout adds to the device modules: nothing outside a rollout and in check mode, else what each module needs.

``firmware`` asks whether it may begin, is written down and not interrupted; ``firmware_proof`` learns from the journal
what it is about, and like ``config_restore`` keeps others away; ``config_backup`` and ``health`` leave evidence.
"""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.attendance import NOBODY, Attendance
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.evidence import Evidence
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.proof import Proof
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.restoration import Restoration
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.turn import Turn
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.upgrade import Upgrade

_OF_MODULE: typing.Final = {
    "firmware": Upgrade,
    "firmware_proof": Proof,
    "config_restore": Restoration,
    "config_backup": Evidence,
    "health": Evidence,
}


def attendance(module: str, variables: typing.Mapping[str, typing.Any], *, check_mode: bool) -> Attendance:
    """What stands by a task with these variables. Raises :class:`ControlError` if they tell of a broken rollout."""
    turn = Turn.of(variables) if module in _OF_MODULE and not check_mode else None
    return NOBODY if turn is None else _OF_MODULE[module](turn)
