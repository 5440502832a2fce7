# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device as the planner sees it: what it is, what it runs, where it stands, and what it depends on."""

from __future__ import annotations

import dataclasses
import typing


class Variety(typing.NamedTuple):
    """What one canary can stand for: devices that an upgrade treats alike, at one site."""

    model: str
    platform: str | None
    firmware: str
    site: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One device of a rollout.

    ``kind`` is a word of ``DeviceKind``. ``firmware`` is what runs now. ``areas`` are the places that it watches or
    guards. ``parent`` is the host that it reaches the network through, or that records it. ``duration`` is what its
    upgrade is expected to take, in seconds; ``None`` where nobody knows.
    """

    host: str
    kind: str
    model: str
    platform: str | None = None
    firmware: str
    site: str | None = None
    areas: tuple[str, ...] = ()
    parent: str | None = None
    duration: float | None = None

    @property
    def variety(self) -> Variety:
        return Variety(self.model, self.platform, self.firmware, self.site)
