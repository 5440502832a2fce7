# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that keeps a rollout from beginning or going on, as one tree.

::

    RolloutError
    ├── PlanDocumentError  the plan file can not be used
    ├── Drifted            the plan does not fit what there is now
    ├── Mistakes           what was set for the rollout is wrong
    ├── ControlError       a limit, an approval, the kill switch, power or a window says no
    └── JournalError       the memory of the rollout can not be written, read or relied upon

The subsystems have the branches; whoever runs a part of a rollout catches the root and tells :meth:`as_result`.
"""

from __future__ import annotations

import typing


class RolloutError(Exception):
    """Base of the tree. ``str(error)`` is a sentence for the operator, ``advice`` one that says what to do about it."""

    advice: str

    def as_result(self) -> dict[str, typing.Any]:
        """``msg``, ``error`` and ``advice`` of a module that fails."""
        return {"msg": str(self), "error": {"kind": type(self).__name__}, "advice": self.advice}
