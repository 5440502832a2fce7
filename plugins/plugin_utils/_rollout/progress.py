# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a run has come with its devices."""

from __future__ import annotations

import collections
import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Tally


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Numbers of devices, which together are all of the run.

    ``through`` are in order, also by an earlier run. ``waiting`` had their turn and were put off, ``to_come`` are those
    of later waves.
    """

    through: int = 0
    in_trouble: int = 0
    waiting: int = 0
    to_come: int = 0

    @classmethod
    def of(cls, hosts: typing.Iterable[str], coming: typing.Collection[str], counted: Tally) -> Progress:
        """Of the ``hosts`` of a run, of which ``coming`` are in waves that have not begun."""
        known = {ending.host: "through" if ending.is_good else "in_trouble" for ending in counted.known}
        otherwise = {host: "to_come" if host in coming else "waiting" for host in hosts}
        return cls(**collections.Counter(known.get(host, standing) for host, standing in otherwise.items()))

    @property
    def devices(self) -> int:
        return self.through + self.in_trouble + self.waiting + self.to_come

    def __str__(self) -> str:
        """``2 of 6 devices through, 1 waiting, 3 to come``."""
        parts = (
            f"{self.through} of {self.devices} {'device' if self.devices == 1 else 'devices'} through",
            f"{self.waiting} waiting" if self.waiting else "",
            f"{self.to_come} to come" if self.to_come else "",
        )
        return ", ".join(filter(None, parts))
