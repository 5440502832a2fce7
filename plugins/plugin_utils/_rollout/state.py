# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for what became of a device in a rollout."""

from __future__ import annotations

import enum
import typing


class State(enum.StrEnum):
    """What became of a device in this rollout: ``state`` of the fact ``firmware_upgrade_outcome``."""

    STARTED = "started"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    WOULD_UPGRADE = "would_upgrade"
    UPGRADED = "upgraded"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    ROLLED_BACK = "rolled_back"  # firmware and configuration
    CONFIG_RESTORED = "config_restored"  # the configuration came back, the firmware did not
    DEFERRED = "deferred"  # its time has not come: outside its window, no good power, leased by somebody else
    STOPPED = "stopped"  # the rollout stopped before its turn; nothing was done to it
    SET_ASIDE = "set_aside"  # the operator goes on without it


REGRESSED: typing.Final = "regressed"
"""Through, and less healthy some time later: a word of the journal, no outcome of a turn."""

GOOD: typing.Final = frozenset({State.UNCHANGED, State.SKIPPED, State.WOULD_UPGRADE, State.UPGRADED})
"""States that speak for a rollout."""

PENDING: typing.Final = frozenset({State.DEFERRED, State.STOPPED})
"""States that say nothing for or against it: a later run of the same plan takes these devices up."""
